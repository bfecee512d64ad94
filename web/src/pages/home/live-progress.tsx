import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LiveRun } from "../../../../src/contract/events.ts";
import { useFormat } from "../../format/use-format.ts";
import { Meter } from "../../parts/charts/meter.tsx";
import styles from "./source-card.module.css";

/** How far a running run is, in a card: percent, projects, time left, speed. */
export function LiveProgress({ live }: { readonly live: LiveRun }): ReactNode {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { ratio, projects, etaSeconds, requestsPerSecond, limitPerSecond } = live;
  const rounded = etaSeconds === null ? null : format.about(etaSeconds * 1000);
  const left =
    etaSeconds === null
      ? t("source.calculating")
      : rounded === null
        ? t("source.leftSoon")
        : t("source.left", { time: rounded });
  const now = format.number(requestsPerSecond, 1);
  return (
    <div className={styles.progress}>
      <div className={styles.ratio}>
        <span>
          {ratio === null ? null : <b>{format.percent(ratio)}</b>} {ratio === null ? "" : "· "}
          {projects.total === null
            ? t("source.asking")
            : t(projects.isGuess ? "source.progressGuess" : "source.progress", {
                done: projects.done,
                total: projects.total,
              })}
        </span>
        {projects.total === null ? null : <span className="t2">{left}</span>}
      </div>
      <Meter ratio={ratio} label={t("source.progressLabel", { source: live.source })} />
      <p className="caption t2 num">
        {limitPerSecond === null
          ? t("source.speedOnly", { now })
          : t("source.speed", { now, limit: format.number(limitPerSecond, 1) })}
      </p>
    </div>
  );
}
