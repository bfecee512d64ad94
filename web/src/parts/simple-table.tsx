import { ScrollArea } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./simple-table.module.css";

/** A table of few rows as pages draw it: head, rows; wider than its place it scrolls by itself, by keys too. */
export function SimpleTable({
  label,
  head,
  children,
}: {
  readonly label: string;
  /** Cells `th`. */
  readonly head: ReactNode;
  /** Rows `tr`. */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
      <table className={styles.table}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollArea>
  );
}
