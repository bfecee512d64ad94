import { ActionIcon, Alert, Button, Select, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconDownload, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useFormat } from "../../format/use-format.ts";
import { Card } from "../../parts/page/card.tsx";
import { CopyButton } from "../../parts/page/copy-button.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Anomalies } from "./anomalies.tsx";
import { Band } from "./band.tsx";
import { ByGroup } from "./by-group.tsx";
import styles from "./compare.module.css";
import { Details } from "./details.tsx";

export type Comparison = Answer<"compareRuns">;
type Run = Answer<"listRuns">["items"][number];

/** What came, went and moved between two runs, and whether that can be true. */
export function Page(): ReactNode {
  const { t } = useTranslation("compare");
  const [asked, setAsked] = useSearchParams();
  const listed = useAnswer("listRuns", { query: { status: "complete,partial,stopped", limit: 200 } });
  const runs = listed.data?.items.filter(({ pruned }) => !pruned) ?? [];
  const [a, b] = chosen(runs, Number(asked.get("a")), Number(asked.get("b")));
  const choose = (next: { readonly a?: number; readonly b?: number }): void => {
    setAsked({ a: String(next.a ?? a ?? ""), b: String(next.b ?? b ?? "") }, { replace: true });
  };
  const source = runs.find(({ run }) => run === b)?.source ?? "";
  return (
    <>
      <PageHead
        title={t("title")}
        crumbs={<Link to="/runs">{t("crumb")}</Link>}
        sub={source === "" ? undefined : t("sub", { source })}
        actions={<Actions a={a} b={b} isWhole={isWhole(runs, a) && isWhole(runs, b)} />}
      />
      <div className={styles.stack}>
        <QueryState
          query={listed}
          skeleton={
            <Card>
              <Lines count={2} height={40} />
            </Card>
          }
        >
          {() => (
            <Card>
              <div className={styles.choice}>
                <RunSelect
                  label={t("before")}
                  runs={ofSource(runs, source)}
                  value={a}
                  choose={(run) => choose({ a: run })}
                />
                <Tooltip label={t("swap")}>
                  <ActionIcon
                    variant="default"
                    aria-label={t("swap")}
                    aria-keyshortcuts="w"
                    disabled={a === null || b === null}
                    onClick={() => a !== null && b !== null && choose({ a: b, b: a })}
                  >
                    <IconArrowsExchange size={18} />
                  </ActionIcon>
                </Tooltip>
                <RunSelect
                  label={t("after")}
                  runs={runs}
                  value={b}
                  choose={(run) => choose(withBefore(runs, run, a))}
                />
                <Shortcuts runs={ofSource(runs, source)} choose={choose} />
              </div>
            </Card>
          )}
        </QueryState>
        {listed.data === undefined ? null : <Result a={a} b={b} />}
      </div>
    </>
  );
}

interface ActionsProps {
  readonly a: number | null;
  readonly b: number | null;
  /** Both were read to their end. */
  readonly isWhole: boolean;
}

function Actions({ a, b, isWhole }: ActionsProps): ReactNode {
  const { t } = useTranslation("compare");
  const mayExport = useMay("exports.make");
  if (a === null || b === null || a === b) return undefined;
  return (
    <>
      <CopyButton text={window.location.href} label={t("copyLink")} />
      {mayExport && isWhole ? (
        <Button
          component={Link}
          to={`/exports/new?from=${Math.min(a, b)}&to=${Math.max(a, b)}`}
          leftSection={<IconDownload size={16} />}
        >
          {t("export")}
        </Button>
      ) : null}
    </>
  );
}

function isWhole(runs: readonly Run[], number: number | null): boolean {
  return runs.find(({ run }) => run === number)?.status !== "stopped";
}

/** The asked runs where they are there, else the last two of the newest run's source. */
function chosen(runs: readonly Run[], a: number, b: number): [number | null, number | null] {
  const has = (number: number): boolean => runs.some(({ run }) => run === number);
  const finished = runs.filter(({ status }) => status !== "stopped");
  const after = has(b) ? b : (finished[0]?.run ?? null);
  if (has(a)) return [a, after];
  return [previous(finished, after) ?? previous(runs, after), after];
}

function previous(runs: readonly Run[], number: number | null): number | null {
  const one = runs.find(({ run }) => run === number);
  return runs.find(({ run, source }) => source === one?.source && run < (number ?? 0))?.run ?? null;
}

function ofSource(runs: readonly Run[], source: string): readonly Run[] {
  return runs.filter((run) => run.source === source);
}

/** A run of another source brings its own run before it. */
function withBefore(runs: readonly Run[], b: number, a: number | null): { a?: number; b: number } {
  const source = (number: number | null): string | undefined =>
    runs.find(({ run }) => run === number)?.source;
  if (source(a) === source(b)) return { b };
  const before = previous(runs, b);
  return before === null ? { b } : { a: before, b };
}

interface RunSelectProps {
  readonly label: string;
  readonly runs: readonly Run[];
  readonly value: number | null;
  readonly choose: (run: number) => void;
}

function RunSelect({ label, runs, value, choose }: RunSelectProps): ReactNode {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const several = new Set(runs.map(({ source }) => source)).size > 1;
  return (
    <Select
      label={label}
      searchable
      allowDeselect={false}
      className={styles.select}
      value={value === null ? null : String(value)}
      onChange={(run) => run !== null && choose(Number(run))}
      data={runs.map(({ run, source, startedAt, status }) => ({
        value: String(run),
        label: t(several ? "runOf" : "run", {
          run,
          source,
          time: format.time(startedAt),
          status: t(`common:status.${status}`),
        }),
      }))}
    />
  );
}

const WEEK_MS = 7 * 86_400_000;

function Shortcuts({
  runs,
  choose,
}: {
  readonly runs: readonly Run[];
  readonly choose: (next: { readonly a?: number; readonly b?: number }) => void;
}): ReactNode {
  const { t } = useTranslation("compare");
  const mayExport = useMay("exports.make");
  const { data: news } = useAnswer("showNewNumbers", {}, { enabled: mayExport, staleMs: 30_000 });
  const [newest, before] = runs.filter(({ status }) => status !== "stopped");
  if (newest === undefined || before === undefined) return null;
  const week = runs.find(({ startedAt }) => Date.parse(startedAt) < Date.now() - WEEK_MS) ?? runs.at(-1);
  // Up to which run of this source the person has exported what was new.
  const taken = runs.find(({ run }) => run <= (news?.last?.run ?? 0));
  return (
    <Button.Group className={styles.shortcuts}>
      <Button variant="default" onClick={() => choose({ a: before.run, b: newest.run })}>
        {t("lastTwo")}
      </Button>
      <Button variant="default" onClick={() => choose({ a: week?.run ?? before.run, b: newest.run })}>
        {t("sevenDays")}
      </Button>
      {taken === undefined || taken.run >= newest.run ? null : (
        <Button variant="default" onClick={() => choose({ a: taken.run, b: newest.run })}>
          {t("sinceExport")}
        </Button>
      )}
    </Button.Group>
  );
}

function Result({ a, b }: { readonly a: number | null; readonly b: number | null }): ReactNode {
  const { t } = useTranslation("compare");
  const isTwo = a !== null && b !== null && a !== b;
  const [from, to] = [Math.min(a ?? 0, b ?? 0), Math.max(a ?? 0, b ?? 0)];
  const compared = useAnswer("compareRuns", { query: { from, to } }, { enabled: isTwo, staleMs: 60_000 });
  if (a === null || b === null) {
    return (
      <Card>
        <EmptyState title={t("needsTwo")} />
      </Card>
    );
  }
  if (a === b) {
    return (
      <Card>
        <EmptyState title={t("same")} />
      </Card>
    );
  }
  return (
    <QueryState
      query={compared}
      skeleton={
        <Card>
          <Lines count={8} height={30} />
        </Card>
      }
    >
      {(data) => <Compared data={data} />}
    </QueryState>
  );
}

function Compared({ data }: { readonly data: Comparison }): ReactNode {
  const { t } = useTranslation("compare");
  const { new: came, gone, moved } = data.totals.numbers;
  return (
    <>
      <Stopped data={data} />
      <Anomalies data={data} />
      <Band data={data} />
      {came + gone + moved + data.clients === 0 ? (
        <Card>
          <EmptyState title={t("nothing", { from: data.from.run, to: data.to.run })} />
        </Card>
      ) : (
        <div className={styles.columns}>
          <Details data={data} />
          <div className={styles.stack}>
            <ByGroup
              title={t("byCountry")}
              rows={data.regions.map(({ region, numbers }) => [region, numbers])}
              isRegion
            />
            <ByGroup title={t("byType")} rows={data.types.map(({ type, numbers }) => [type, numbers])} />
          </div>
        </div>
      )}
    </>
  );
}

/** Of a run that was stopped it is told what that means for the comparison. */
function Stopped({ data }: { readonly data: Comparison }): ReactNode {
  const { t } = useTranslation("compare");
  return [data.from, data.to]
    .filter(({ status }) => status === "stopped")
    .map(({ run }) => (
      <Alert key={run} color="blue" icon={<IconInfoCircle size={18} />}>
        {t("stopped", { run })}
      </Alert>
    ));
}
