import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { Sparkline } from "../../parts/charts/sparkline.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Tabs } from "../../parts/page/tabs.tsx";
import { SourceChoice } from "../../parts/runs/source-choice.tsx";
import { ClientsTable } from "./clients-table.tsx";
import { Doubtful } from "./doubtful.tsx";
import { Explain } from "./explain.tsx";
import styles from "./quality.module.css";
import { ReasonsTable } from "./reasons-table.tsx";
import { Repaired } from "./repaired.tsx";

export type Quality = Answer<"showQuality">;

const TABS = ["reasons", "clients", "repaired", "doubtful"] as const;

/** What cannot be read in the CRM, why and whose, so that people mend it there; and why a value is read as it is. */
export function Page(): ReactNode {
  const { t } = useTranslation("quality");
  const [address, setAddress] = useSearchParams();
  const source = address.get("source");
  const quality = useAnswer("showQuality", source === null ? {} : { query: { source } });
  const mayExport = useMay("exports.make");
  useLiveRefresh(["run.ended"], ["showQuality", "showSummary"]);
  const setSource = (name: string | null): void =>
    setAddress((before) => {
      if (name === null) before.delete("source");
      else before.set("source", name);
      return before;
    });
  const ofSource = source === null ? "" : `&source=${encodeURIComponent(source)}`;
  return (
    <>
      <PageHead
        title={t("title")}
        sub={t("sub")}
        actions={
          <>
            <SourceChoice value={source} onChange={setSource} />
            {mayExport && quality.data?.runs.length !== 0 ? (
              <Button
                component={Link}
                to={`/exports/new?of=rejected${ofSource}`}
                leftSection={<IconFileExport size={16} />}
              >
                {t("export")}
              </Button>
            ) : null}
          </>
        }
      />
      <div className={styles.page}>
        <div className={styles.main}>
          <QueryState
            query={quality}
            isEmpty={({ runs }) => runs.length === 0}
            empty={
              <Card>
                <EmptyState title={t("nothing.title")} text={t("nothing.text")} />
              </Card>
            }
            skeleton={
              <Card>
                <Lines count={10} height={30} />
              </Card>
            }
          >
            {(data) => <Views quality={data} source={source} />}
          </QueryState>
        </div>
        <Explain />
      </div>
    </>
  );
}

interface ViewsProps {
  readonly quality: Quality;
  readonly source: string | null;
}

function Views({ quality, source }: ViewsProps): ReactNode {
  const { t } = useTranslation("quality");
  const [address] = useSearchParams();
  const asked = TABS.find((tab) => tab === address.get("tab")) ?? "reasons";
  const to = (tab: string): string => {
    const next = new URLSearchParams(address);
    next.set("tab", tab);
    return `?${next}`;
  };
  const tabs = TABS.map((key) => ({ key, to: to(key), label: t(`tabs.${key}`), isChosen: key === asked }));
  return (
    <>
      <Hero quality={quality} />
      <Tabs label={t("tabs.label")} tabs={tabs} />
      {asked === "reasons" ? <ReasonsTable quality={quality} source={source} /> : null}
      {asked === "clients" ? <ClientsTable quality={quality} source={source} /> : null}
      {asked === "repaired" ? <Repaired quality={quality} /> : null}
      {asked === "doubtful" ? <Doubtful source={source} /> : null}
    </>
  );
}

/** How much is lost, and whether it was more or less before. */
function Hero({ quality: { records, rejected, runs } }: { readonly quality: Quality }): ReactNode {
  const { t } = useTranslation("quality");
  const format = useFormat();
  const [newest] = runs;
  const before = runs.find(({ run, source }) => source === newest?.source && run !== newest.run);
  const shareOf = (run: { rejected: number; records: number }): number =>
    run.records === 0 ? 0 : run.rejected / run.records;
  const isOne = new Set(runs.map(({ source }) => source)).size === 1;
  const past = runs.filter(({ records: held }) => held > 0);
  return (
    <Card>
      <div className={styles.hero}>
        <div>
          <p className={styles.sentence}>
            {t("head", {
              count: rejected,
              of: records,
              share: format.percent(records === 0 ? 0 : rejected / records),
            })}
          </p>
          {isOne ? (
            <p className="t2 small">
              {before === undefined ? t("first") : t("before", { share: format.percent(shareOf(before)) })}
            </p>
          ) : null}
        </div>
        {isOne ? <Sparkline points={past.map(shareOf).toReversed()} label={t("share")} /> : null}
      </div>
    </Card>
  );
}
