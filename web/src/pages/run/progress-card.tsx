import { IconCircleCheck, IconCircleDashed, IconProgress } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LiveRun, Share } from "../../../../src/contract/events.ts";
import { type Format, useFormat } from "../../format/use-format.ts";
import { Meter } from "../../parts/charts/meter.tsx";
import { Card } from "../../parts/page/card.tsx";
import { Figure, Figures } from "../../parts/page/figure.tsx";
import styles from "./run.module.css";
import type { RunView } from "./run.tsx";

interface ProgressCardProps {
  readonly live: LiveRun;
  readonly before: RunView["data"]["before"];
}

/** How far a running run is: percent and time left in words, its phases, its figures. */
export function ProgressCard({ live, before }: ProgressCardProps): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  return (
    <Card>
      <div className={styles.ratio}>
        {live.ratio === null ? null : <span className={styles.percent}>{format.percent(live.ratio)}</span>}
        <p className={styles.sentence}>
          <b>{leftOf(live, t, format)}</b> {speedOf(live, t, format)}
        </p>
        <span className="t2 small nowrap">
          {t("progress.running", { time: format.duration(live.seconds * 1000) })}
        </span>
      </div>
      <Meter ratio={live.ratio} label={t("progress.label", { run: live.run })} />
      <ol className={styles.phases}>
        <Phase name={t("phase.clients")} share={live.clients} />
        <Phase name={t("phase.projects")} share={live.projects} />
        <Phase name={t("phase.pages")} share={live.pages} />
        <li className={styles.phase}>
          <IconCircleDashed size={16} aria-hidden />
          <div>
            <p className="small t2">{t("phase.check")}</p>
            <p className="small">{t("phase.checkNote")}</p>
          </div>
        </li>
      </ol>
      <LiveFigures live={live} before={before} />
    </Card>
  );
}

type T = ReturnType<typeof useTranslation>["t"];

/** When it is done, or why nobody knows. */
function leftOf({ etaSeconds, state, projects }: LiveRun, t: T, format: Format): string {
  if (state.kind === "stopping" || state.kind === "delivering") return t(`progress.${state.kind}`);
  if (projects.total === null) return t("progress.asking");
  if (etaSeconds === null) return t("progress.calculating");
  const time = format.about(etaSeconds * 1000);
  return time === null
    ? t("progress.leftSoon")
    : t("progress.left", { time, clock: format.clock(Date.now() + etaSeconds * 1000) });
}

function speedOf({ requestsPerSecond, limitPerSecond, state }: LiveRun, t: T, format: Format): string {
  if (state.kind !== "collecting") return "";
  if (limitPerSecond === null || limitPerSecond === 0) {
    return t("progress.speedOnly", { now: format.number(requestsPerSecond, 1) });
  }
  return t("progress.speed", { share: Math.min(1, requestsPerSecond / limitPerSecond) });
}

function Phase({ name, share }: { readonly name: string; readonly share: Share }): ReactNode {
  const { t } = useTranslation("run");
  const { done, total, isGuess } = share;
  const isDone = total !== null && !isGuess && done >= total;
  const Mark = isDone ? IconCircleCheck : done > 0 ? IconProgress : IconCircleDashed;
  return (
    <li
      className={styles.phase}
      data-done={isDone || undefined}
      data-now={(!isDone && done > 0) || undefined}
    >
      <Mark size={16} stroke={2.2} aria-hidden />
      <div>
        <p className="small t2">{name}</p>
        <p className="num">
          {total === null
            ? t("n", { n: done })
            : t(isDone ? "n" : isGuess ? "phase.ofAbout" : "phase.of", { n: done, total })}
        </p>
      </div>
    </li>
  );
}

function LiveFigures({ live, before }: ProgressCardProps): ReactNode {
  const { t } = useTranslation("run");
  const format = useFormat();
  const { records, numbers, rejected, quarantined, retries, throttled, numbersPerSecond } = live;
  // Zeros before the first page look like failure.
  const known = (value: number): string => (live.pages.done === 0 ? "—" : format.number(value));
  return (
    <div className={styles.figures}>
      <Figures>
        <Figure
          label={t("figure.records")}
          value={known(records)}
          note={records === 0 ? "" : t("figure.aSecond", { n: numbersPerSecond })}
        />
        <Figure
          label={t("figure.numbers")}
          value={known(numbers)}
          note={before === null ? t("figure.firstRun") : t("figure.lastRun", { n: before.totals.numbers })}
        />
        <Figure
          label={t("figure.rejected")}
          value={known(rejected)}
          note={records === 0 ? "" : t("figure.share", { share: rejected / records })}
        />
        <Figure
          label={t("figure.quarantined")}
          value={format.number(quarantined)}
          note={t("figure.quarantinedNote")}
          {...(quarantined > 0 && { tone: "look" })}
        />
        <Figure
          label={t("figure.retries")}
          value={format.number(retries)}
          {...(throttled > 0 && { note: t("figure.throttled", { count: throttled }) })}
        />
      </Figures>
    </div>
  );
}
