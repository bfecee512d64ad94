import type { ReactNode } from "react";
import styles from "./charts.module.css";
import type { Tone } from "./state-badge.tsx";

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
