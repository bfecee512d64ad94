import { readFileSync } from "node:fs";

/** A CSV file as a person would check it: its column names and its rows by column name. */
export interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a CSV file (RFC 4180, UTF-8, with or without a byte order mark). */
export function readCsv(file: string): Csv {
  return parseCsv(readFileSync(file, "utf8"));
}

/** Reads CSV text whose first record names the columns. Throws when a record has another number of fields. */
export function parseCsv(text: string): Csv {
  const [columns, ...records] = recordsOf(text.replace(/^\ufeff/, ""));
  if (columns === undefined) throw new Error("the CSV has no header");
  const rows = records.map((fields, index) => {
    if (fields.length !== columns.length) {
      throw new Error(`record ${index + 2} has ${fields.length} fields, the header ${columns.length}`);
    }
    return Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? ""]));
  });
  return { columns, rows };
}

/** A field (quoted or not) and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length || fields.length > 0) {
    const at = FIELD.lastIndex;
    const match = FIELD.exec(text);
    if (match === null) throw new Error(`the CSV is broken at character ${at}`);
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    records.push(fields);
    fields = [];
  }
  return records;
}
