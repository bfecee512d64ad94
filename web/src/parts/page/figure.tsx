import type { ReactNode } from "react";
import styles from "./figure.module.css";

interface FigureProps {
  readonly label: ReactNode;
  /** Written already, by `useFormat()`. */
  readonly value: ReactNode;
  /** A comparison or a unit under it. */
  readonly note?: ReactNode;
  readonly tone?: "good" | "look" | "act" | "gone";
}

/** One figure with its label; several lie in `Figures`. */
export function Figure({ label, value, note, tone }: FigureProps): ReactNode {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd className={styles.value} data-tone={tone}>
        {value}
      </dd>
      {note === undefined ? null : <dd className={styles.note}>{note}</dd>}
    </div>
  );
}

/** A row of figures that breaks into columns where it is narrow. */
export function Figures({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className={styles.figures}>{children}</dl>;
}

/** Facts as pairs of name and value, one a line. */
export function Facts({
  rows,
}: {
  readonly rows: readonly (readonly [name: ReactNode, value: ReactNode, key?: string])[];
}): ReactNode {
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value, key]) => (
        <div key={key ?? String(name)}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
