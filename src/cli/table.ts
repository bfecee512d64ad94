import { pad, shorten, widthOf } from "./text.ts";

/** One column of a table for people. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
  /** Gives way first when the table is too wide: down to this many columns. */
  readonly shrinkTo?: number;
  /** Left out, from the highest on, when shrinking is not enough. */
  readonly dropAt?: number;
  readonly paint?: (text: string, row: Row) => string;
}

const GAP = 2;

/** Rows as lines of at most `width` columns, with a head. Cells must be plain one-line texts. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string[] {
  const shown = fitting(rows, columns, width);
  const widths = shrunk(rows, shown, width);
  const line = (cells: string[]): string => cells.join(" ".repeat(GAP)).trimEnd();
  const fill = (text: string, column: Column<Row>, index: number): string => {
    const size = widths[index] ?? 0;
    return pad(shorten(text, size), column.right ? -size : size);
  };
  return [
    line(shown.map((column, index) => fill(column.head, column, index))),
    ...rows.map((row) =>
      line(
        shown.map((column, index) => {
          const text = fill(column.cell(row), column, index);
          return column.paint === undefined ? text : column.paint(text, row);
        }),
      ),
    ),
  ];
}

function naturalWidth<Row>(rows: readonly Row[], column: Column<Row>): number {
  return rows.reduce((most, row) => Math.max(most, widthOf(column.cell(row))), widthOf(column.head));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}

/** The columns that fit when all that may shrink have shrunk. */
function fitting<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
): readonly Column<Row>[] {
  const least = columns.map((column) => Math.min(naturalWidth(rows, column), column.shrinkTo ?? Infinity));
  const drop = Math.max(...columns.map((column) => column.dropAt ?? 0));
  if (total(least) <= width || drop === 0) return columns;
  return fitting(
    rows,
    columns.filter((column) => column.dropAt !== drop),
    width,
  );
}

function shrunk<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): number[] {
  const widths = columns.map((column) => naturalWidth(rows, column));
  let excess = total(widths) - width;
  for (const [index, column] of columns.entries()) {
    if (excess <= 0 || column.shrinkTo === undefined) continue;
    const give = Math.min(excess, Math.max(0, (widths[index] ?? 0) - column.shrinkTo));
    widths[index] = (widths[index] ?? 0) - give;
    excess -= give;
  }
  return widths;
}
