import type { ReactNode } from "react";
import { Link } from "react-router";
import { useFormat } from "../../format/use-format.ts";
import styles from "./charts.module.css";

/** One bar: its rows are one press away where `to` is given. */
export interface Bar {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: number;
  readonly to?: string;
  readonly note?: ReactNode;
}

/** Horizontal bars from zero, the value written at each. */
export function Bars({
  bars,
  tone = "accent",
}: {
  readonly bars: readonly Bar[];
  readonly tone?: "accent" | "good" | "gone" | "look";
}): ReactNode {
  const format = useFormat();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className={styles.bars}>
      {bars.map(({ key, label, value, to, note }) => (
        <li key={key}>
          <span className={styles.barLabel}>{to === undefined ? label : <Link to={to}>{label}</Link>}</span>
          <span className={styles.barValue}>
            {format.number(value)}
            {note === undefined ? null : <span className="t3"> {note}</span>}
          </span>
          <span className={styles.track} aria-hidden>
            <i data-tone={tone} style={{ width: `${(value / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
