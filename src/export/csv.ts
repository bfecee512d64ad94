import type { Cell, Column, ColumnKind } from "./columns.ts";
import type { LineFormat } from "./lines.ts";

/** What a spreadsheet would take for a formula at the start of a cell; apostrophes before it would be taken for ours. */
const FORMULA = /^'*\s*[=+\-@\t\r\n\0＝＋－＠]/u;
const NEEDS_QUOTES = /[",\r\n]/;
/** A number as E.164 or as people write it: digits and signs alone, which no spreadsheet can run. */
const PHONE = /^\+?[\d(][\d ()./-]{5,30}$/;
/** For Excel, which else takes UTF-8 for the code page of its country. */
const BYTE_ORDER_MARK = "\ufeff";

/** For people's spreadsheets `excel` also keeps the plus of numbers by an apostrophe, and tells Excel the encoding. */
export type CsvVariant = "plain" | "excel";

export function csvHeader(columns: readonly Column[], variant: CsvVariant): string {
  return `${variant === "excel" ? BYTE_ORDER_MARK : ""}${columns.map(({ name }) => name).join(",")}\r\n`;
}

/** Lines of CSV (RFC 4180, CRLF). Texts that a spreadsheet would run get an apostrophe before them. */
export function csvLines(columns: readonly Column[], variant: CsvVariant): LineFormat {
  const fieldOf = (cell: Cell, at: number): string => {
    const text = cell ? csvCell(cell, columns[at]?.kind ?? "text", variant) : "";
    return at === 0 ? text : `,${text}`;
  };
  return { columns: columns.length, fieldOf, end: "\r\n" };
}

/** One line of texts that anybody may have written. */
export function csvTexts(cells: readonly string[]): string {
  return `${cells.map((cell) => csvCell(cell, "text", "plain")).join(",")}\r\n`;
}

function csvCell(text: string, kind: ColumnKind, variant: CsvVariant): string {
  switch (kind) {
    case "time":
    case "word":
    case "truth":
      return text;
    case "phone":
      if (PHONE.test(text)) return variant === "excel" ? `'${text}` : text;
  }
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
