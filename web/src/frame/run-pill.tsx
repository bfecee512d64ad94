import { IconProgress } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/use-format.ts";
import { useLiveRuns } from "../live/use-live-runs.ts";
import styles from "./run-pill.module.css";

/** The running run on every page: bar, percent, time left; leads to it. Nothing while none runs. */
export function RunPill(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const runs = useLiveRuns();
  const first = [...runs.values()].sort((a, b) => a.run - b.run)[0];
  if (first === undefined) return null;
  const percent = format.percent(first.ratio);
  const left =
    first.etaSeconds === null ? null : (format.about(first.etaSeconds * 1000) ?? t("run.leftSoon"));
  return (
    <Link to={`/runs/${first.run}`} className={styles.pill}>
      <IconProgress size={15} stroke={2.2} className={styles.icon} aria-hidden />
      <span className={styles.name}>{t("run.name", { run: first.run })}</span>{" "}
      <span className={styles.bar}>
        <i style={{ width: `${(first.ratio ?? 0) * 100}%` }} />
      </span>
      <span className="num">{percent}</span>{" "}
      {left === null ? null : <span className={styles.left}>{t("run.left", { time: left })}</span>}
    </Link>
  );
}
