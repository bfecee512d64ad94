import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./data-grid.module.css";
import type { GridColumn, GridSort } from "./data-grid.tsx";

interface GridHeadProps<Row> {
  readonly columns: readonly GridColumn<Row>[];
  readonly sort: GridSort | undefined;
  readonly onSort: ((sort: GridSort) => void) | undefined;
}

/** The heads of a grid; those that sort are buttons. */
export function GridHead<Row>({ columns, sort, onSort }: GridHeadProps<Row>): ReactNode {
  return (
    <thead className={styles.head}>
      <tr className={styles.headRow} aria-rowindex={1}>
        {columns.map((column) => {
          const isSorted = sort?.by === column.id;
          const Arrow = sort?.isDescending === true ? IconArrowDown : IconArrowUp;
          const direction = sort?.isDescending === true ? "descending" : "ascending";
          return (
            <th
              key={column.id}
              scope="col"
              className={styles.cell}
              data-right={column.isRight || undefined}
              {...(isSorted ? { "aria-sort": direction } : {})}
            >
              {column.isSortable === true && onSort !== undefined ? (
                <button
                  type="button"
                  className={styles.sort}
                  onClick={() =>
                    onSort({ by: column.id, isDescending: isSorted ? !sort.isDescending : true })
                  }
                >
                  {column.head}
                  {isSorted ? <Arrow size={13} stroke={2.2} aria-hidden /> : null}
                </button>
              ) : (
                column.head
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
