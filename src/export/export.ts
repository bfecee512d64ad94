import type { NumberRow, PairRow } from "../store/store.ts";
import { csvLine } from "./csv.ts";

export const EXPORT_FORMATS = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Columns of the contract, in its order; what is asked for beside them follows. */
export const NUMBER_COLUMNS = ["phone", "region", "type", "first_seen", "last_seen"] as const;
export const PAIR_COLUMNS = [
  "phone",
  "client_id",
  "client",
  "project_id",
  "project",
  "first_seen",
  "last_seen",
] as const;
export const NUMBER_EXTRAS = ["flags"] as const;
export const PAIR_EXTRAS = ["label", "contact", "region", "type", "flags"] as const;

export type ExtraColumn = (typeof PAIR_EXTRAS)[number];
export type Cells = Readonly<Record<string, string | null>>;

/** `flags` are the names of placeholder flags. */
export function numberCells(row: NumberRow, flags: readonly string[] = []): Cells {
  return {
    phone: `+${row.number}`,
    region: row.region,
    type: row.type,
    first_seen: row.firstSeen,
    last_seen: row.lastSeen,
    flags: flags.length > 0 ? flags.join(" ") : null,
  };
}

export function pairCells(row: PairRow, flags: readonly string[] = []): Cells {
  return {
    ...numberCells(row, flags),
    client_id: row.clientId,
    client: row.client,
    project_id: row.projectId,
    project: row.project,
    label: row.label,
    contact: row.contact,
  };
}

/** Characters gathered before they are handed on: a write a row costs more than the row. */
const CHUNK_LENGTH = 64 * 1024;

/** Rows as text of the format, in chunks of about 64 KB; holds one chunk, however many rows there are. */
export function* formatRows(
  rows: Iterable<Cells>,
  columns: readonly string[],
  format: ExportFormat,
): Generator<string> {
  let chunk = format === "csv" ? csvLine(columns) : "";
  for (const row of rows) {
    chunk += format === "csv" ? csvLine(columns.map((name) => row[name] ?? "")) : jsonLine(row, columns);
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

function jsonLine(row: Cells, columns: readonly string[]): string {
  return `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name] ?? null])))}\n`;
}
