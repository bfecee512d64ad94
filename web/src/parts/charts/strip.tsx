import type { ReactNode } from "react";
import type { Tone } from "../runs/state-badge.tsx";
import styles from "./charts.module.css";

/** One square: `isFilled` for there or done, `title` in words. */
export interface Square {
  readonly key: string | number;
  readonly title: string;
  readonly isFilled: boolean;
  readonly tone?: Tone;
}

/** History as squares, oldest first: the presence of a number in runs, the last runs of a source. */
export function Strip({
  squares,
  label,
}: {
  readonly squares: readonly Square[];
  readonly label: string;
}): ReactNode {
  return (
    <span className={styles.strip} role="img" aria-label={label}>
      {squares.map(({ key, title, isFilled, tone = "run" }) => (
        <i key={key} title={title} data-filled={isFilled || undefined} data-tone={tone} />
      ))}
    </span>
  );
}
