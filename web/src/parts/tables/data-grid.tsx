import { columnVisibilityFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./data-grid.module.css";
import { GridHead } from "./grid-head.tsx";
import { type GridKeys, rowHeightOf, useGridKeys } from "./grid-keys.ts";

/** One column; `width` is a track of CSS grid: `150px`, `minmax(120px, 2fr)`. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  readonly width: string;
  readonly isRight?: boolean;
  /** Pressing the head sorts by it. */
  readonly isSortable?: boolean;
}

/** What a grid is sorted by. */
export interface GridSort {
  readonly by: string;
  readonly isDescending: boolean;
}

export interface DataGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** All rows there are, null while only some are known. */
  readonly total: number | null;
  readonly hidden?: readonly string[];
  readonly sort?: GridSort;
  readonly onSort?: (sort: GridSort) => void;
  /** Enter or a press on the row. */
  readonly onOpen?: (row: Row) => void;
  /** A letter pressed on the focused row. */
  readonly onKey?: (key: string, row: Row) => void;
  readonly chosen?: string | null;
  /** Called when the last rows come into view: loads the next page. */
  readonly onEnd?: () => void;
  /** How a row looks on phones, where there is no room for columns. */
  readonly phone?: (row: Row) => ReactNode;
  /** Highest the grid grows, CSS; default: what the window has left. */
  readonly height?: string;
  /** At the right of the foot. */
  readonly hint?: ReactNode;
}

const features = tableFeatures({ columnVisibilityFeature });

/**
 * A table of any length: only the rows in view are drawn, more are asked for ahead of the scroll. One tab stop; j, k, arrows, Home and End move,
 * Enter opens, right and left walk the buttons of a row.
 */
export function DataGrid<Row extends object>(props: DataGridProps<Row>): ReactNode {
  const { columns, rows, idOf, hidden, onEnd, phone } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useTable({
    features,
    data: rows as Row[],
    getRowId: idOf,
    columns: useMemo(() => columns.map(({ id }) => ({ id })), [columns]),
    state: { columnVisibility: Object.fromEntries((hidden ?? []).map((id) => [id, false])) },
  });
  const shown = table
    .getVisibleLeafColumns()
    .flatMap(({ id }) => columns.find((column) => column.id === id) ?? []);
  const drawn = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightOf(scroller.current, phone !== undefined),
    overscan: 8,
    getItemKey: (at) => drawn[at]?.id ?? at,
  });
  const keys = useGridKeys(props, virtual, scroller);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);
  const frame = {
    "--grid-columns": shown.map(({ width }) => width).join(" "),
    "--grid-min": `${narrowest(shown)}px`,
    maxHeight: props.height ?? "max(360px, calc(100vh - 320px))",
  };
  return (
    <div className={styles.frame} data-phone={phone !== undefined || undefined}>
      <div ref={scroller} className={styles.scroller} style={frame}>
        <table
          className={styles.grid}
          role="grid"
          aria-label={props.label}
          aria-rowcount={props.total === null ? -1 : props.total + 1}
          onKeyDown={keys.pressed}
        >
          <GridHead columns={shown} sort={props.sort} onSort={props.onSort} />
          <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, key, start, size }) => {
              const row = drawn[index];
              if (row === undefined) return null;
              const place = { transform: `translateY(${start}px)`, height: size };
              return (
                <GridRow
                  key={key}
                  grid={props}
                  columns={shown}
                  keys={keys}
                  at={index}
                  row={row}
                  place={place}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      <GridFoot from={items[0]?.index} to={last} total={props.total} count={rows.length} hint={props.hint} />
    </div>
  );
}

interface GridRowProps<Row> {
  readonly grid: DataGridProps<Row>;
  readonly columns: readonly GridColumn<Row>[];
  readonly keys: GridKeys;
  readonly at: number;
  readonly row: { readonly id: string; readonly original: Row };
  readonly place: CSSProperties;
}

/** One row in its place; on phones what `phone` draws instead of its cells. */
function GridRow<Row>({ grid, columns, keys, at, row, place }: GridRowProps<Row>): ReactNode {
  return (
    <tr
      className={styles.row}
      style={place}
      aria-rowindex={at + 2}
      aria-selected={grid.chosen === row.id}
      tabIndex={keys.at === at ? 0 : -1}
      data-at={at}
      data-opens={grid.onOpen !== undefined || undefined}
      onClick={(event) => keys.clicked(event, at)}
      onKeyDown={(event) => keys.opened(event, at)}
      onFocus={() => keys.setAt(at)}
    >
      {grid.phone === undefined ? null : <td className={styles.phone}>{grid.phone(row.original)}</td>}
      {columns.map((column) => (
        <td key={column.id} className={styles.cell} data-right={column.isRight || undefined}>
          {column.cell(row.original)}
        </td>
      ))}
    </tr>
  );
}

/** Below this width columns would lose their least; the grid scrolls sideways then. */
function narrowest<Row>(columns: readonly GridColumn<Row>[]): number {
  return columns.reduce(
    (sum, { width }) => sum + (Number.parseFloat(/[\d.]+(?=px)/.exec(width)?.[0] ?? "") || 80),
    0,
  );
}

interface GridFootProps {
  readonly from: number | undefined;
  readonly to: number;
  readonly total: number | null;
  readonly count: number;
  readonly hint: ReactNode;
}

/** Which rows are in view, of how many. */
function GridFoot({ from = 0, to, total, count, hint }: GridFootProps): ReactNode {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div className={styles.foot}>
      <span>
        {total === null
          ? t("rowsMore", { from: from + 1, to: to + 1 })
          : t("rows", { from: from + 1, to: to + 1, of: total })}
      </span>
      {hint}
    </div>
  );
}
