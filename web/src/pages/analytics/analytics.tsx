import { Button, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/queries.ts";
import { useSummary } from "../../client/use-summary.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { SourceChoice } from "../../parts/runs/source-choice.tsx";
import { type CsvCell, csvOf, saveText } from "../../parts/tables/csv.ts";
import styles from "./analytics.module.css";
import { byWeek, type Point, pointsOf } from "./points.ts";
import { SummaryFindings } from "./summary-findings.tsx";
import { TimeFindings } from "./time-findings.tsx";

const DAYS = ["30", "90", "365", "all"] as const;

/** How what is held grows, where it is from, whose it is, how fresh. Each chart has its table and CSV. */
export function Page(): ReactNode {
  const { t } = useTranslation("analytics");
  const [address, setAddress] = useSearchParams();
  const source = address.get("source");
  const days = DAYS.find((one) => one === address.get("days")) ?? "90";
  const isByWeek = address.get("by") === "week";
  const trends = useAnswer(
    "showTrends",
    { query: { ...(source !== null && { source }), ...(days !== "all" && { days: Number(days) }) } },
    { keepsLast: true },
  );
  useLiveRefresh(["run.ended"], ["showTrends", "showSummary"]);
  const points = useMemo(() => {
    const all = pointsOf(trends.data?.items ?? []);
    return isByWeek ? byWeek(all) : all;
  }, [trends.data, isByWeek]);
  const set = (name: string, value: string | null): void =>
    setAddress((before) => {
      if (value === null) before.delete(name);
      else before.set(name, value);
      return before;
    });
  return (
    <>
      <PageHead
        title={t("title")}
        sub={t("sub")}
        actions={
          <>
            <SourceChoice value={source} onChange={(name) => set("source", name)} />
            <Select
              aria-label={t("days.label")}
              w={120}
              data={DAYS.map((value) => ({ value, label: t(`days.${value}`) }))}
              value={days}
              allowDeselect={false}
              onChange={(value) => set("days", value)}
            />
            <Select
              aria-label={t("by.label")}
              w={140}
              data={(["run", "week"] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
              value={isByWeek ? "week" : "run"}
              allowDeselect={false}
              onChange={(value) => set("by", value)}
            />
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              onClick={() => saveText("analytics.csv", csvOf(rowsOf(points)))}
              disabled={points.length === 0}
            >
              {t("csvAll")}
            </Button>
          </>
        }
      />
      <div className={styles.grid}>
        <QueryState
          query={trends}
          skeleton={
            <Card>
              <Lines count={8} height={30} />
            </Card>
          }
        >
          {({ items }) => <TimeFindings points={points} trends={items} isByWeek={isByWeek} />}
        </QueryState>
        <Summary source={source} />
      </div>
    </>
  );
}

function rowsOf(points: readonly Point[]): CsvCell[][] {
  const rows = points.map(({ run, source, at, numbers, new: came, gone }): CsvCell[] => [
    ...[run, source, at, numbers, came, gone],
  ]);
  return [["run", "source", "ended", "numbers", "new", "gone"], ...rows];
}

function Summary({ source }: { readonly source: string | null }): ReactNode {
  const { t } = useTranslation("analytics");
  const { query, isCounting, error } = useSummary(source);
  if (error !== null && query.data?.summary === null) return <ProblemAlert error={error} />;
  return (
    <QueryState
      query={query}
      isEmpty={({ summary }) => summary === null || summary.numbers === 0}
      empty={
        <div className={styles.whole}>
          <Card>
            {isCounting ? (
              <div role="status">
                <p className="t2">{t("counting")}</p>
                <div aria-busy="true" className={styles.counting}>
                  <Lines count={5} height={24} />
                </div>
              </div>
            ) : (
              <EmptyState title={t("none.title")} text={t("none.text")} />
            )}
          </Card>
        </div>
      }
      skeleton={
        <Card>
          <Lines count={8} height={30} />
        </Card>
      }
    >
      {({ summary }) => (summary === null ? null : <SummaryFindings summary={summary} source={source} />)}
    </QueryState>
  );
}
