import { Button, Select } from "@mantine/core";
import { IconArrowsDiff, IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import type { Answer } from "../../client/queries.ts";
import { usePages } from "../../client/use-pages.ts";
import { useFormat } from "../../format/use-format.ts";
import { useLiveRefresh } from "../../live/use-live.ts";
import { liveStatus, useLiveRuns } from "../../live/use-live-runs.ts";
import { Meter } from "../../parts/charts/meter.tsx";
import { Card } from "../../parts/page/card.tsx";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { FilterChips } from "../../parts/page/filter-chips.tsx";
import { PageHead } from "../../parts/page/page-head.tsx";
import { Lines, QueryState } from "../../parts/page/query-state.tsx";
import { Time, ZoneNote } from "../../parts/page/times.tsx";
import { RunVerb } from "../../parts/runs/run-verbs.tsx";
import { Starter } from "../../parts/runs/starter.tsx";
import { StatusBadge } from "../../parts/runs/status-badge.tsx";
import { DataGrid, type GridColumn } from "../../parts/tables/data-grid.tsx";
import styles from "./runs.module.css";

type Run = Answer<"listRuns">["items"][number];
const STATUSES = ["running", "complete", "partial", "stopped", "failed", "abandoned"] as const;

/** All runs, newest first, with what goes on above them. */
export function Page(): ReactNode {
  const { t } = useTranslation("runs");
  const live = useLiveAnswer();
  const [asked] = useSearchParams();
  const source = asked.get("source");
  return (
    <>
      <PageHead
        title={t("title")}
        sub={<ZoneNote />}
        actions={
          <>
            <Button
              component={Link}
              to="/runs/compare"
              variant="default"
              leftSection={<IconArrowsDiff size={16} />}
            >
              {t("compare")}
            </Button>
            {source === null || [...live.values()].some((run) => run.source === source) ? null : (
              <RunVerb source={source} newest={null} live={undefined} isLeading />
            )}
          </>
        }
      />
      <div className={styles.stack}>
        <GoingOn live={live} />
        <History live={live} />
      </div>
    </>
  );
}

function useLiveAnswer(): ReadonlyMap<number, LiveRun> {
  useLiveRefresh(["run.started", "run.ended"], ["listRuns", "listLiveRuns"]);
  return useLiveRuns();
}

/** What is being collected now; nothing where nothing is. */
function GoingOn({ live }: { readonly live: ReadonlyMap<number, LiveRun> }): ReactNode {
  const { t } = useTranslation("runs");
  const format = useFormat();
  if (live.size === 0) return null;
  return (
    <Card title={t("now.title")} isFlush>
      <ul className={styles.now}>
        {[...live.values()].map((run) => (
          <li key={run.run}>
            <div className={styles.nowText}>
              <p>
                <Link to={`/runs/${run.run}`}>
                  <b>{t("common:run.name", { run: run.run })}</b>
                </Link>{" "}
                · {run.source}
              </p>
              <p className="small t2">
                {run.projects.total === null
                  ? t("now.asking")
                  : t("now.projects", { done: run.projects.done, total: run.projects.total })}
                {run.etaSeconds === null
                  ? ""
                  : ` · ${t("now.left", { time: format.about(run.etaSeconds * 1000) ?? t("now.minute") })}`}
              </p>
              <Meter ratio={run.ratio} isThin label={t("now.progress", { run: run.run })} />
            </div>
            <StatusBadge status={liveStatus(run)} />
            <RunVerb source={run.source} newest={null} live={run} size="xs" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function History({ live }: { readonly live: ReadonlyMap<number, LiveRun> }): ReactNode {
  const { t } = useTranslation("runs");
  const navigate = useNavigate();
  const [asked, setAsked] = useSearchParams();
  const [source, status] = [asked.get("source"), STATUSES.find((one) => one === asked.get("status"))];
  const set = (name: "source" | "status", value: string | null): void => {
    const next = new URLSearchParams(asked);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setAsked(next, { replace: true });
  };
  const runs = usePages("listRuns", {
    query: { ...(source !== null && { source }), ...(status !== undefined && { status }) },
  });
  const columns = useColumns(live);
  const chips = [
    ...(source === null ? [] : [{ key: "source", text: t("filter.source", { source }) }]),
    ...(status === undefined ? [] : [{ key: "status", text: t(`common:status.${status}`) }]),
  ];
  return (
    <Card isFlush>
      <div className={styles.tools}>
        <FilterChips
          chips={chips}
          remove={(key) => set(key === "source" ? "source" : "status", null)}
          clear={() => setAsked({}, { replace: true })}
        >
          <Select
            size="xs"
            placeholder={t("filter.status")}
            aria-label={t("filter.status")}
            value={status ?? null}
            onChange={(value) => set("status", value)}
            data={STATUSES.map((value) => ({ value, label: t(`common:status.${value}`) }))}
            clearable
            w={210}
          />
        </FilterChips>
      </div>
      <QueryState
        query={runs.query}
        skeleton={<Lines count={12} height={30} />}
        isEmpty={() => runs.items.length === 0}
        empty={
          chips.length > 0 ? (
            <EmptyState
              title={t("noneFound")}
              actions={
                <Button variant="default" onClick={() => setAsked({}, { replace: true })}>
                  {t("common:clearFilters")}
                </Button>
              }
            />
          ) : (
            <EmptyState icon={IconPlayerPlay} title={t("empty")} text={t("emptyText")} />
          )
        }
      >
        {() => (
          <DataGrid
            label={t("title")}
            columns={columns}
            rows={runs.items}
            idOf={(run) => String(run.run)}
            total={runs.isComplete ? runs.items.length : null}
            onEnd={runs.more}
            onOpen={(run) => void navigate(`/runs/${run.run}`)}
            phone={(run) => <PhoneRow run={run} live={live.get(run.run)} />}
          />
        )}
      </QueryState>
    </Card>
  );
}

/** Its figures are final. */
function isOver({ status }: Run): boolean {
  return status === "complete" || status === "partial";
}

function useColumns(live: ReadonlyMap<number, LiveRun>): readonly GridColumn<Run>[] {
  const { t } = useTranslation("runs");
  const format = useFormat();
  const known = (run: Run, value: ReactNode): ReactNode => (isOver(run) ? value : "—");
  return [
    {
      id: "run",
      head: t("head.run"),
      width: "90px",
      cell: ({ run }) => (
        <Link to={`/runs/${run}`} tabIndex={-1}>
          {t("common:run.name", { run })}
        </Link>
      ),
    },
    { id: "source", head: t("head.source"), width: "minmax(96px, 1fr)", cell: ({ source }) => source },
    {
      id: "status",
      head: t("head.result"),
      width: "224px",
      cell: (run) => <Status run={run} live={live.get(run.run)} />,
    },
    {
      id: "startedAt",
      head: t("head.started"),
      width: "136px",
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      id: "took",
      head: t("head.took"),
      width: "100px",
      isRight: true,
      cell: ({ totals }) => <span className="nowrap">{format.duration(totals.seconds * 1000)}</span>,
    },
    {
      id: "numbers",
      head: t("head.numbers"),
      width: "92px",
      isRight: true,
      cell: (run) => known(run, format.number(run.totals.numbers)),
    },
    {
      id: "new",
      head: t("head.new"),
      width: "84px",
      isRight: true,
      cell: (run) => known(run, <span className="good">{format.difference(run.totals.new)}</span>),
    },
    {
      id: "gone",
      head: t("head.gone"),
      width: "84px",
      isRight: true,
      cell: (run) => known(run, <span className="gone">{format.difference(-run.totals.gone)}</span>),
    },
    {
      id: "quarantined",
      head: t("head.quarantine"),
      width: "92px",
      isRight: true,
      cell: ({ run, totals }) =>
        totals.quarantined === 0 ? (
          0
        ) : (
          <Link to={`/runs/${run}?tab=quarantine`} tabIndex={-1}>
            {format.number(totals.quarantined)}
          </Link>
        ),
    },
    {
      id: "who",
      head: t("head.by"),
      width: "minmax(150px, 1.4fr)",
      cell: ({ who }) => <Starter who={who} />,
    },
  ];
}

function Status({ run, live }: { readonly run: Run; readonly live: LiveRun | undefined }): ReactNode {
  return (
    <StatusBadge
      status={live === undefined ? run.status : liveStatus(live)}
      error={live === undefined ? run.error : null}
      quarantined={run.totals.quarantined}
    />
  );
}

function PhoneRow({ run, live }: { readonly run: Run; readonly live: LiveRun | undefined }): ReactNode {
  const { t } = useTranslation("runs");
  const format = useFormat();
  return (
    <div className={styles.phoneRow}>
      <p>
        <b>{t("common:run.name", { run: run.run })}</b> · {run.source}
      </p>
      <Status run={run} live={live} />
      <p className="small t2">
        <Time at={run.startedAt} />
      </p>
      {isOver(run) ? (
        <p className="small num">
          {format.number(run.totals.numbers)}{" "}
          <span className="good">{format.difference(run.totals.new)}</span>{" "}
          <span className="gone">{format.difference(-run.totals.gone)}</span>
        </p>
      ) : null}
    </div>
  );
}
