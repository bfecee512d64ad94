import type { ReactNode } from "react";
import styles from "./meter.module.css";

interface MeterProps {
  /** 0 to 1; null while nobody knows. */
  readonly ratio: number | null;
  readonly label: string;
  readonly tone?: "accent" | "idle" | "good" | "look";
  readonly isThin?: boolean;
}

/** How far something is, as a bar; the words stand beside it. */
export function Meter({ ratio, label, tone = "accent", isThin }: MeterProps): ReactNode {
  return (
    <div
      className={styles.meter}
      data-thin={isThin === true || undefined}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(ratio === null ? {} : { "aria-valuenow": Math.round(ratio * 100) })}
    >
      <i data-tone={tone} style={{ width: `${Math.min(1, ratio ?? 0) * 100}%` }} />
    </div>
  );
}
