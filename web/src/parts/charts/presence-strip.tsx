import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./presence-strip.module.css";

/** From the one run on, up to before the other (null: it is there still). */
export interface Presence {
  readonly cameRun: number;
  readonly goneRun: number | null;
}

interface PresenceStripProps {
  /** Oldest first. */
  readonly runs: readonly number[];
  readonly stays: readonly Presence[];
}

/** In which runs something was there: a square a run, the newest at the right. Needs the texts of the page of one number. */
export function PresenceStrip({ runs, stays }: PresenceStripProps): ReactNode {
  const { t } = useTranslation("number");
  const isThere = (run: number): boolean =>
    stays.some(({ cameRun, goneRun }) => cameRun <= run && (goneRun === null || goneRun > run));
  const there = runs.filter(isThere).length;
  return (
    <span className={styles.strip} role="img" aria-label={t("strip", { there, of: runs.length })}>
      {runs.map((run) => (
        <span
          key={run}
          className={styles.run}
          data-there={isThere(run) || undefined}
          title={isThere(run) ? t("thereIn", { run }) : t("notIn", { run })}
        />
      ))}
    </span>
  );
}
