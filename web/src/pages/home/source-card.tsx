import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { type Answer, useAnswer } from "../../client/queries.ts";
import { useFormat } from "../../format/use-format.ts";
import { liveStatus } from "../../live/use-live-runs.ts";
import { Sparkline } from "../../parts/charts/sparkline.tsx";
import { Time } from "../../parts/page/times.tsx";
import { StatusBadge } from "../../parts/runs/status-badge.tsx";
import { CardVerbs } from "./card-verbs.tsx";
import { LiveProgress } from "./live-progress.tsx";
import styles from "./source-card.module.css";

/** A source as the first page shows it. */
export type HomeSource = Answer<"showHome">["sources"][number];

interface SourceCardProps {
  readonly source: HomeSource;
  readonly live: LiveRun | undefined;
  /** Its place among the cards, from 1; the first nine have that key. */
  readonly place: number;
}

/** One source: state, numbers with trend, what it does or did last, freshness, and its one verb. */
export function SourceCard({ source, live, place }: SourceCardProps): ReactNode {
  const { newest } = source;
  const isRefused = live === undefined && newest?.error?.startsWith("CRM_UNAUTHORIZED") === true;
  return (
    <article
      className={styles.card}
      data-urgent={isRefused || undefined}
      aria-label={source.name}
      tabIndex={-1}
      {...(place < 10 && { "aria-keyshortcuts": String(place) })}
    >
      <Head source={source}>
        <SourceStatus source={source} live={live} />
      </Head>
      <Numbers source={source} />
      <div className={styles.body}>
        {live === undefined ? <Past source={source} /> : <LiveProgress live={live} />}
      </div>
      <Fresh source={source} />
      <CardVerbs source={source} live={live} />
    </article>
  );
}

/** How a source stands, in a badge. */
export function SourceStatus({ source: { newest }, live }: Omit<SourceCardProps, "place">): ReactNode {
  return (
    <StatusBadge
      status={live === undefined ? (newest?.status ?? "never") : liveStatus(live)}
      error={live === undefined ? (newest?.error ?? null) : null}
      quarantined={newest?.quarantined ?? 0}
    />
  );
}

function Head({
  source,
  children,
}: {
  readonly source: HomeSource;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={styles.head}>
      <span className={styles.logo} aria-hidden>
        {source.name[0]?.toLowerCase()}
      </span>
      <div className={styles.name}>
        <h2>
          <Link to={`/sources/${encodeURIComponent(source.name)}`}>{source.name}</Link>
        </h2>
        <p className="caption t3">{source.connector}</p>
      </div>
      {children}
    </div>
  );
}

function Numbers({ source: { finished, trend, name } }: { readonly source: HomeSource }): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const [from = 0, to = 0] = [trend[0], trend.at(-1)];
  return (
    <div className={styles.numbers}>
      <div>
        <Link className={styles.big} to={`/numbers?source=${encodeURIComponent(name)}`}>
          {format.number(finished?.numbers)}
          <span className="hidden-text"> {t("source.numbersLabel")}</span>
        </Link>
        {finished === null ? null : (
          <p className="small t2">
            {finished.new === 0 && finished.gone === 0 ? (
              t("source.noChange")
            ) : (
              <Trans
                ns="home"
                i18nKey="source.inLast"
                values={{ new: finished.new, gone: -finished.gone }}
                components={{ new: <b className="good" />, gone: <b className="gone" /> }}
              />
            )}
          </p>
        )}
      </div>
      <Sparkline points={trend} label={t("source.trend", { count: trend.length, from, to })} />
    </div>
  );
}

/** What the last run did, where none goes on. */
function Past({ source: { newest } }: { readonly source: HomeSource }): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  if (newest === null) return <p>{t("source.never")}</p>;
  const { status, projects, seconds, quarantined, mode, error } = newest;
  const time = format.duration(seconds * 1000);
  if (mode === "import") return <p>{t("source.imported")}</p>;
  if (status === "complete") return <p>{t("source.agree", { projects, time })}</p>;
  if (status === "partial") return <p>{t("source.some", { projects, time, quarantined })}</p>;
  if (error === "CRM_UNAUTHORIZED") return <p className="act">{t("source.refusedNote")}</p>;
  return <p>{t(status === "failed" ? "source.failedNote" : "source.saved")}</p>;
}

function Fresh({ source: { finished, name } }: { readonly source: HomeSource }): ReactNode {
  const { t } = useTranslation("home");
  return (
    <dl className={styles.fresh}>
      <div>
        <dt>{t("source.fresh")}</dt>
        <dd>{finished === null ? t("source.notYet") : <Time at={finished.startedAt} />}</dd>
      </div>
      <div>
        <dt>{t("source.next")}</dt>
        <dd>
          <NextRun source={name} />
        </dd>
      </div>
    </dl>
  );
}

/** When the source runs by itself next, by whichever schedule comes first. */
export function NextRun({ source }: { readonly source: string }): ReactNode {
  const { t } = useTranslation("home");
  const { data } = useAnswer("listSchedules", {}, { staleMs: 60_000 });
  if (data === undefined) return "—";
  const times = data.items
    .filter((schedule) => schedule.isOn && (schedule.source === null || schedule.source === source))
    .filter(({ kind }) => kind !== "retention")
    .flatMap(({ next }) => next.slice(0, 1).map(({ at }) => at))
    .sort();
  const [first] = times;
  return first === undefined ? t("source.notScheduled") : <Time at={first} />;
}
