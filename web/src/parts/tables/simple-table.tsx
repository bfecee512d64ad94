import { ScrollArea } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./plain-table.module.css";

/** A table of few rows as pages draw it: head, rows; wider than its place it scrolls by itself, by keys too. */
export function SimpleTable({
  label,
  head,
  hasCards,
  children,
}: {
  readonly label: string;
  /** Cells `th`. */
  readonly head: ReactNode;
  /** On phones each row is a card: its first cell on top, the others under it with their `data-head`. */
  readonly hasCards?: boolean;
  /** Rows `tr`. */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "group", "aria-label": label }}>
      <table className={styles.table} data-cards={hasCards || undefined}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollArea>
  );
}
