import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./plain-table.module.css";

/** One column of a short table. */
export interface PlainColumn<Row> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly isRight?: boolean;
  /** Left out on phones. */
  readonly isWide?: boolean;
}

interface PlainTableProps<Row> {
  readonly label: string;
  readonly columns: readonly PlainColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string | number;
  /** On phones each row is a card: its first cell on top, the others under it with their heads. */
  readonly hasCards?: boolean;
}

/** A table of few rows, all of them drawn; where it is too wide it scrolls by itself. */
export function PlainTable<Row>({ label, columns, rows, idOf, hasCards }: PlainTableProps<Row>): ReactNode {
  return (
    <Box role="group" className={`${styles.scroller} fades`} aria-label={label} tabIndex={0}>
      <table className={styles.table} data-cards={hasCards || undefined}>
        <thead>
          <tr>
            {columns.map(({ key, head, isRight, isWide }) => (
              <th key={key} scope="col" data-right={isRight || undefined} data-wide={isWide || undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map(({ key, head, cell, isRight, isWide }) => (
                <td
                  key={key}
                  data-right={isRight || undefined}
                  data-wide={isWide || undefined}
                  data-head={typeof head === "string" ? head : undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
