/** What a spreadsheet would take for a formula at the start of a cell, and what E.164 looks like. */
const FORMULA_START = /^\s*[=+\-@\t\r\n\0＝＋－＠]/u;
const PHONE = /^\+[1-9]\d{6,16}$/;

/** One line of CSV (RFC 4180, CRLF). Texts that a spreadsheet would run get an apostrophe before them. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !PHONE.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
