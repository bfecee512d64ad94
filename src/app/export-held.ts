import {
  type Cell,
  type CellReaders,
  type Chunk,
  CONTRACT_COLUMNS,
  type ColumnName,
  type ExportFormat,
  type ExportKind,
  formatRows,
  gzipped,
  NUMBER_CELLS,
  PAIR_CELLS,
  REJECTED_CELLS,
  toColumns,
} from "../export/export.ts";
import {
  flagNames,
  flagSet,
  openPublicInboxes,
  type PlaceholderFlag,
  placeholderFlags,
} from "../phone/phone.ts";
import type { HeldFilter, NumberRow, RunReader } from "../store/store.ts";
import type { AppPorts } from "./app.ts";
import { type EnrichRequest, openEnrichment } from "./enrich-rows.ts";
import { noSuchRun } from "./history.ts";

export interface ExportRequest {
  readonly of: ExportKind;
  readonly format: ExportFormat;
  readonly gzip?: boolean;
  readonly filter: HeldFilter;
  /** Default: those of the contract. */
  readonly columns?: readonly ColumnName[];
  /** "none": only numbers without a placeholder flag; else only numbers with at least one of these. Default: all. */
  readonly flagged?: "none" | readonly PlaceholderFlag[];
  /** Which numbers to keep by what is looked up of them. */
  readonly enrich?: EnrichRequest;
  /** Only what was not held at this time (ISO UTC): not after the last run that began before it. */
  readonly newSinceTime?: string;
  /** Called for every row, for progress. */
  readonly onRow?: () => void;
}

type CellRow = readonly Cell[];

/**
 * Streams what sources hold as a file of the format, in constant memory. Rejects NO_SUCH_RUN and RANGES_INVALID before the
 * first chunk.
 */
export async function* exportHeld(ports: AppPorts, request: ExportRequest): AsyncGenerator<Chunk> {
  const reader = await ports.openReader();
  try {
    for (const run of [request.filter.run, request.filter.newSince]) {
      if (run !== null && reader.findRun(run) === undefined) throw noSuchRun(run);
    }
    const names = request.columns ?? CONTRACT_COLUMNS[request.of];
    const chunks = formatRows(
      rowsOf(reader, { ...request, filter: filterOf(reader, request) }, names, ports),
      toColumns(names),
      request.format,
      request.of,
    );
    yield* request.gzip === true ? gzipped(chunks) : chunks;
  } finally {
    reader.close();
  }
}

function filterOf(reader: RunReader, { filter, newSinceTime }: ExportRequest): HeldFilter {
  return newSinceTime === undefined ? filter : { ...filter, newSince: reader.lastRunBefore(newSinceTime) };
}

function rowsOf(
  reader: RunReader,
  request: ExportRequest,
  names: readonly ColumnName[],
  ports: AppPorts,
): Iterable<CellRow> {
  const { filter, onRow } = request;
  if (request.of === "rejected")
    return cellRows(reader.iterateRejected(filter), REJECTED_CELLS, names, null, onRow);
  const { isWanted, cells } = numberRules(request, names, ports);
  return request.of === "numbers"
    ? cellRows(reader.iterateNumbers(filter), { ...NUMBER_CELLS, ...cells }, names, isWanted, onRow)
    : cellRows(reader.iteratePairs(filter), { ...PAIR_CELLS, ...cells }, names, isWanted, onRow);
}

function* cellRows<Row>(
  rows: Iterable<Row>,
  cells: CellReaders<Row>,
  names: readonly ColumnName[],
  isWanted: ((row: Row) => boolean) | null,
  onRow: (() => void) | undefined,
): Generator<CellRow> {
  const readers = [...new Set(names)].map((name) => cells[name] ?? (() => null));
  for (const row of rows) {
    if (isWanted !== null && !isWanted(row)) continue;
    onRow?.();
    yield readers.map((read) => read(row));
  }
}

/** What is told of numbers beside what the store holds, and which of them are asked for; null: all. */
function numberRules(
  request: ExportRequest,
  names: readonly ColumnName[],
  ports: AppPorts,
): { isWanted: ((row: NumberRow) => boolean) | null; cells: CellReaders<NumberRow> } {
  const { isAsked, cells } = openEnrichment(ports, names, request.enrich);
  const { flagged } = request;
  if (flagged === undefined && !names.includes("flags")) return { isWanted: isAsked, cells };
  const inboxes = openPublicInboxes();
  const flagsOf = ({ number, type }: NumberRow): number => placeholderFlags(number, type, inboxes);
  const isFlagged = flaggedAs(flagged, flagsOf);
  return {
    isWanted: (row) => isFlagged(row) && (isAsked === null || isAsked(row)),
    cells: { ...cells, flags: (row) => flagNames(flagsOf(row)).join(" ") || null },
  };
}

function flaggedAs(
  flagged: ExportRequest["flagged"],
  flagsOf: (row: NumberRow) => number,
): (row: NumberRow) => boolean {
  if (flagged === undefined) return () => true;
  if (flagged === "none") return (row) => flagsOf(row) === 0;
  const set = flagSet(flagged);
  return (row) => (flagsOf(row) & set) !== 0;
}
