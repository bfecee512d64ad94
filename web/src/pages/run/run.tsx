import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { useLiveRuns } from "../../live/use-live-runs.ts";
import { Card } from "../../parts/page/card.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Tabs } from "../../parts/page/tabs.tsx";
import { Changes } from "./changes.tsx";
import { Overview } from "./overview.tsx";
import { Quarantine } from "./quarantine.tsx";
import { RunHead } from "./run-head.tsx";
import { SettingsUsed } from "./settings-used.tsx";
import { Units } from "./units.tsx";

/** What `showRun` tells, with what was heard of the run since. */
export interface RunView {
  readonly data: Answer<"showRun">;
  readonly live: LiveRun | undefined;
}

const TABS = ["overview", "projects", "quarantine", "changes", "settings"] as const;
type TabKey = (typeof TABS)[number];

/** One run, while it goes and after: how far, how fast, what could not be read, what is new. */
export function Page(): ReactNode {
  const run = Number(useParams().run);
  const answer = useAnswer("showRun", { params: { run } });
  useLiveRefresh(["run.started", "run.ended"], ["showRun", "listUnits", "showSpeed"]);
  useLiveRefresh(["run.quarantined", "run.ended"], ["listFailureGroups", "listFailures"]);
  const live = useLiveRuns().get(run);
  if (answer.data !== undefined) return <RunPage view={{ data: answer.data, live }} />;
  return <Coming run={run} answer={answer} />;
}

/** While nothing is known of the run, or nothing can be. */
function Coming({
  run,
  answer,
}: {
  readonly run: number;
  readonly answer: UseQueryResult<RunView["data"], Error>;
}): ReactNode {
  const { t } = useTranslation("run");
  return (
    <>
      <PageHead
        title={t("common:run.name", { run: Number.isFinite(run) ? run : "" })}
        crumbs={<Link to="/runs">{t("crumb")}</Link>}
      />
      <Card>
        <QueryState query={answer} skeleton={<Lines count={8} height={28} />}>
          {() => null}
        </QueryState>
      </Card>
    </>
  );
}

function RunPage({ view }: { readonly view: RunView }): ReactNode {
  const { t } = useTranslation("run");
  const [asked] = useSearchParams();
  const { run } = view.data.run;
  const tab = TABS.find((one) => one === asked.get("tab")) ?? "overview";
  const { projects, quarantined } = countsOf(view);
  const counts: Partial<Record<TabKey, number>> = { projects, quarantine: quarantined };
  return (
    <>
      <RunHead view={view} />
      <Tabs
        label={t("tabs.label", { run })}
        tabs={TABS.map((key) => ({
          key,
          to: key === "overview" ? `/runs/${run}` : `/runs/${run}?tab=${key}`,
          label: t(`tabs.${key}`),
          isChosen: key === tab,
          ...((counts[key] ?? 0) > 0 && { count: t("n", { n: counts[key] }) }),
        }))}
      />
      <TabContent tab={tab} view={view} />
    </>
  );
}

function TabContent({ tab, view }: { readonly tab: TabKey; readonly view: RunView }): ReactNode {
  switch (tab) {
    case "overview":
      return <Overview view={view} />;
    case "projects":
      return <Units view={view} />;
    case "quarantine":
      return <Quarantine view={view} />;
    case "changes":
      return <Changes view={view} />;
    case "settings":
      return <SettingsUsed run={view.data.run.run} />;
  }
}

/** How many projects the run knows of, and how much it set aside. */
export function countsOf({ data, live }: RunView): { projects: number; quarantined: number } {
  const phones = data.units.find(({ kind }) => kind === "phones");
  const listed = (phones?.due ?? 0) + (phones?.done ?? 0) + (phones?.quarantined ?? 0);
  return {
    projects: live?.projects.total ?? listed,
    quarantined: live?.quarantined ?? data.run.totals.quarantined,
  };
}
