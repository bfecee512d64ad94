import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Answer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { Panel } from "../../parts/page/panel.tsx";
import { Time } from "../../parts/page/times.tsx";
import { Starter } from "../../parts/runs/starter.tsx";
import { StatusBadge } from "../../parts/runs/status-badge.tsx";
import styles from "./latest-runs.module.css";

type Run = Answer<"showHome">["latest"][number];

/** The latest runs of all sources. */
export function LatestRuns({ home }: { readonly home: UseQueryResult<Answer<"showHome">> }): ReactNode {
  const { t } = useTranslation("home");
  return (
    <Panel
      title={t("latest.title")}
      actions={<Link to="/runs">{t("latest.all")}</Link>}
      query={home}
      isFlush
      isEmpty={({ latest }) => latest.length === 0}
      empty={<EmptyState title={t("latest.empty")} />}
    >
      {({ latest }) => (
        <div className={`${styles.scroller} fades`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t("latest.run")}</th>
                <th>{t("latest.source")}</th>
                <th>{t("latest.result")}</th>
                <th>{t("latest.started")}</th>
                <th className="right">{t("latest.took")}</th>
                <th className="right">{t("latest.numbers")}</th>
                <th className="right">{t("latest.new")}</th>
                <th className="right">{t("latest.gone")}</th>
                <th className="right">{t("latest.quarantine")}</th>
                <th>{t("latest.by")}</th>
              </tr>
            </thead>
            <tbody>
              {latest.map((run) => (
                <RunRow key={run.run} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function RunRow({ run }: { readonly run: Run }): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const isFinished = run.status === "complete" || run.status === "partial";
  const known = (value: ReactNode): ReactNode => (isFinished ? value : "—");
  return (
    <tr>
      <td className={styles.run}>
        <Link to={`/runs/${run.run}`}>{t("common:run.name", { run: run.run })}</Link>
      </td>
      <td className={styles.source}>{run.source}</td>
      <td className={styles.result}>
        <StatusBadge status={run.status} error={run.error} quarantined={run.quarantined} />
      </td>
      <td className={styles.started}>
        <Time at={run.startedAt} />
      </td>
      <td className="right nowrap">{format.duration(run.seconds * 1000)}</td>
      <td className="right">{known(format.number(run.numbers))}</td>
      <td className="right">{known(<span className="good">{format.difference(run.new)}</span>)}</td>
      <td className="right">{known(<span className="gone">{format.difference(-run.gone)}</span>)}</td>
      <td className="right">
        {run.quarantined === 0 ? (
          0
        ) : (
          <Link to={`/runs/${run.run}?tab=quarantine`}>{format.number(run.quarantined)}</Link>
        )}
      </td>
      <td className={styles.by}>
        <Starter who={run.who} />
      </td>
    </tr>
  );
}
