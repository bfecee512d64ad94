import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useMay } from "../../client/session.tsx";
import { useLiveRefresh } from "../../live/use-live.ts";
import { useLiveRuns } from "../../live/use-live-runs.ts";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Now } from "../../parts/page/times.tsx";
import styles from "./home.module.css";
import { LatestRuns } from "./latest-runs.tsx";
import { Needs } from "./needs.tsx";
import { NewNumbers } from "./new-numbers.tsx";
import { SourceCard } from "./source-card.tsx";
import { SourceTable } from "./source-table.tsx";
import { Totals } from "./totals.tsx";

/** Whether anything needs the reader, what runs, how fresh each source is, and what happened lately. */
export function Page(): ReactNode {
  const { t } = useTranslation("home");
  const home = useAnswer("showHome");
  const mayAdd = useMay("sources.manage");
  useLiveRefresh(
    ["run.opening", "run.started", "run.ended", "source.changed", "schedule.changed"],
    ["showHome", "listNeeds", "showTotals"],
  );
  const isNew = home.data?.sources.length === 0;
  const addSource = (
    <Button
      component={Link}
      to="/sources/new"
      variant={isNew ? "filled" : "default"}
      leftSection={<IconPlus size={16} />}
      // On phones what needs one comes first; Sources has the button too.
      {...(!isNew && { visibleFrom: "sm" })}
    >
      {t("addSource")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} sub={<Now />} actions={mayAdd && !isNew ? addSource : undefined} />
      {isNew ? (
        <Card>
          <EmptyState
            icon={IconPlugConnected}
            title={t("empty.title")}
            text={t(mayAdd ? "empty.text" : "empty.viewer")}
            actions={mayAdd ? addSource : undefined}
          />
        </Card>
      ) : (
        <div className={styles.page}>
          <Needs />
          <div className={styles.columns} data-table={isTable(home.data) || undefined}>
            <QueryState query={home} skeleton={<CardSkeletons />}>
              {(data) => <Sources home={data} />}
            </QueryState>
            <div className={styles.rail}>
              <NewNumbers />
              <Totals />
            </div>
          </div>
          <LatestRuns home={home} />
        </div>
      )}
    </>
  );
}

/** Above so many sources the cards become a table. */
const MOST_CARDS = 12;

function isTable(home: Answer<"showHome"> | undefined): boolean {
  return home !== undefined && home.sources.length > MOST_CARDS;
}

function Sources({ home }: { readonly home: Answer<"showHome"> }): ReactNode {
  const live = [...useLiveRuns().values()];
  if (isTable(home)) return <SourceTable sources={home.sources} live={live} />;
  return (
    <div className={styles.cards}>
      <div className={styles.sources}>
        {home.sources.map((source, at) => (
          <SourceCard
            key={source.name}
            source={source}
            live={live.find((run) => run.source === source.name)}
            place={at + 1}
          />
        ))}
      </div>
    </div>
  );
}

function CardSkeletons(): ReactNode {
  return (
    <div className={styles.sources}>
      {["a", "b", "c"].map((key) => (
        <Card key={key}>
          <Lines count={6} height={18} />
        </Card>
      ))}
    </div>
  );
}
