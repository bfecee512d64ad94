import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import type { Cell, Column, ColumnKind, ColumnName } from "./columns.ts";

/** What Excel takes in a cell at most. */
const MAX_CELL = 32_767;
/** Cells of people's texts stay texts when somebody edits them; times are real dates, in UTC. */
const FORMATS: Readonly<Partial<Record<ColumnKind, string>>> = {
  phone: "@",
  text: "@",
  time: "yyyy-mm-dd hh:mm:ss",
};
/** In characters, as Excel counts them. */
const WIDTHS: Readonly<Record<ColumnKind, number>> = { phone: 20, time: 20, truth: 11, word: 16, text: 28 };
const OWN_WIDTHS: Readonly<Partial<Record<ColumnName, number>>> = {
  region: 9,
  type: 22,
  client_id: 12,
  project_id: 12,
  record: 12,
};
const DAY_MS = 86_400_000;
/** Days from the spreadsheets' day 0 to 1970-01-01. */
const EPOCH_DAY = 25_569;

/**
 * A workbook (ECMA-376) as bytes, streamed: a sheet with a frozen header, a further one past 1,048,576 rows. Every cell but
 * times is a string, so that none can be a formula.
 */
export async function* xlsxChunks(
  rows: Iterable<readonly Cell[]>,
  columns: readonly Column[],
  sheet: string,
  maxRowsPerSheet?: number,
): AsyncGenerator<Uint8Array> {
  const stream = writeXlsxStream(valueRows(rows, columns), {
    name: sheet,
    columns: columns.map(({ name, kind }) => ({
      header: name,
      width: OWN_WIDTHS[name] ?? WIDTHS[kind],
      ...(FORMATS[kind] === undefined ? {} : { style: { numFmt: FORMATS[kind] } }),
    })),
    freezePane: { rows: 1 },
    ...(maxRowsPerSheet === undefined ? {} : { maxRowsPerSheet }),
  });
  yield* stream;
}

function* valueRows(rows: Iterable<readonly Cell[]>, columns: readonly Column[]): Generator<CellValue[]> {
  const dates = new Map<string, number>();
  const kinds = columns.map(({ kind }) => kind);
  for (const cells of rows) {
    yield kinds.map((kind, at) => {
      const cell = cells[at] ?? null;
      if (cell === null) return null;
      if (kind === "time") return dates.get(cell) ?? learnDate(dates, cell);
      return kind === "text" ? toCellText(cell) : cell;
    });
  }
}

/** As many different times as runs: each is worked out once. */
function learnDate(dates: Map<string, number>, iso: string): number {
  const day = Date.parse(iso) / DAY_MS + EPOCH_DAY;
  dates.set(iso, day);
  return day;
}

/** The text as a cell can hold it: `_x0041_` would be read as A, and XML has no half characters. */
function toCellText(text: string): string {
  const short = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
  return short
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/_(?=x[\da-f]{4}_)/gi, "_x005F_");
}
