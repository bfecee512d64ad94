import type { Enricher } from "../enrich/enrich.ts";
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
/** Columns that no store holds: they are looked up. */
const ENRICH_EXTRAS = ["operator", "place", "time_zone", "allocated"] as const;
export const NUMBER_EXTRAS = ["flags", ...ENRICH_EXTRAS] as const;
export const PAIR_EXTRAS = ["label", "contact", "region", "type", ...NUMBER_EXTRAS] as const;

export type ExtraColumn = (typeof PAIR_EXTRAS)[number];
type EnrichExtra = (typeof ENRICH_EXTRAS)[number];
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

/** Those of the columns that are looked up. */
export function enrichExtras(columns: readonly ExtraColumn[]): EnrichExtra[] {
  return columns.flatMap((name) => ENRICH_EXTRAS.find((column) => column === name) ?? []);
}

/** What is looked up of a number, only what is asked for. Time zones are parted by spaces, allocated is yes, no or empty. */
export function enrichedCells(enricher: Enricher, number: bigint, columns: readonly EnrichExtra[]): Cells {
  return Object.fromEntries(columns.map((column) => [column, ENRICHED[column](enricher, number)]));
}

const ENRICHED: Readonly<Record<EnrichExtra, (enricher: Enricher, number: bigint) => string | null>> = {
  operator: (enricher, number) => enricher.operatorOf(number),
  place: (enricher, number) => enricher.placeOf(number),
  time_zone: (enricher, number) => enricher.timeZonesOf(number).join(" ") || null,
  allocated(enricher, number) {
    const allocated = enricher.isAllocated(number);
    return allocated === null ? null : allocated ? "yes" : "no";
  },
};

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
