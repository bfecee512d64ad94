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
} from "../../export/export.ts";
import type { NumberSet } from "../../model/number-set.ts";
import {
  flagNames,
  flagSet,
  openPublicInboxes,
  type PlaceholderFlag,
  placeholderFlags,
} from "../../phone/phone.ts";
import type { ClientPlace, HeldFilter, NumberRow, RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { noSuchRun } from "../runs/history.ts";
import { reading } from "../with-store.ts";
import { type EnrichRequest, openEnrichment } from "./enrich-rows.ts";
import { filtered, groups, mapped } from "./row-groups.ts";
import { goesOut, type SuppressedRows } from "./suppressed-rows.ts";

export interface ExportRequest extends SuppressedRows {
  readonly of: ExportKind;
  readonly format: ExportFormat;
  readonly gzip?: boolean;
  readonly filter: HeldFilter;
  /** Default: those of the contract. */
  readonly columns?: readonly ColumnName[];
  /** "none": only numbers without a placeholder flag; else only numbers with at least one of these. Default: all. */
  readonly flagged?: "none" | readonly PlaceholderFlag[];
  /** No others than these; of records without a number it says nothing. */
  readonly only?: NumberSet;
  /** Which numbers to keep by what is looked up of them. */
  readonly enrich?: EnrichRequest;
  /** Only what was not held at this time (ISO UTC): not after the last run that began before it. */
  readonly newSinceTime?: string;
  /** Into how many files: as many rows each, or a file a client. Default: one file. */
  readonly split?: { readonly rows: number } | "client";
  /** Called for every row, for progress. */
  readonly onRow?: () => void;
  /** Called for every row that `flagged: "none"` leaves out. */
  readonly onPlaceholder?: () => void;
}

/** What {@link previewHeld} tells. */
export interface HeldPreview {
  readonly rows: number;
  readonly columns: readonly ColumnName[];
  /** The first rows. */
  readonly first: readonly CellRow[];
}

/** Which part of an export a file is; null where it is all of it. */
export type ExportPart =
  | { readonly kind: "rows"; readonly index: number }
  | { readonly kind: "client"; readonly id: string; readonly name: string }
  | null;

/** One file of an export; its chunks are to be read to their end before the next file is asked for. */
export interface ExportFile {
  readonly part: ExportPart;
  readonly chunks: AsyncIterable<Chunk>;
}

type CellRow = readonly Cell[];

/** Rows of one file. */
interface FileRows {
  readonly part: ExportPart;
  readonly rows: Iterable<CellRow>;
}

/**
 * Streams what sources hold as files of the format, in constant memory: one file, or several where the request splits it (by
 * client none where no row is asked for). Rejects NO_SUCH_RUN, RANGES_INVALID and TOMBSTONE_KEY before the first file.
 */
export async function* exportHeld(ports: AppPorts, request: ExportRequest): AsyncGenerator<ExportFile> {
  await ports.refuseLostKey();
  const reader = await ports.openReader();
  try {
    refuseUnknownRuns(reader, request);
    const names = request.columns ?? CONTRACT_COLUMNS[request.of];
    const columns = toColumns(names);
    const narrowed = { ...request, filter: filterOf(reader, request) };
    for (const { part, rows } of filesOf(reader, narrowed, names, ports)) {
      const chunks = formatRows(rows, columns, request.format, request.of);
      yield { part, chunks: request.gzip === true ? gzipped(chunks) : chunks };
    }
  } finally {
    reader.close();
  }
}

/** How many rows {@link exportHeld} would write, and the first of them. Rejects as it does. */
export async function previewHeld(
  ports: AppPorts,
  request: ExportRequest,
  shown: number,
): Promise<HeldPreview> {
  await ports.refuseLostKey();
  return await reading(ports, (reader) => {
    refuseUnknownRuns(reader, request);
    const columns = [...new Set<ColumnName>(request.columns ?? CONTRACT_COLUMNS[request.of])];
    const first: CellRow[] = [];
    const left = { cells: shown };
    let rows = 0;
    for (const file of filesOf(
      reader,
      { ...request, filter: filterOf(reader, request) },
      columns,
      ports,
      left,
    )) {
      for (const cells of file.rows) {
        rows++;
        if (first.length < shown) first.push(cells);
      }
    }
    return { rows, columns, first };
  });
}

function refuseUnknownRuns(reader: RunReader, { filter }: ExportRequest): void {
  for (const run of [filter.run, filter.newSince, filter.goneSince ?? null]) {
    if (run !== null && reader.findRun(run) === undefined) throw noSuchRun(run);
  }
}

/** The rows of an export that is not split, as cells of these columns. */
export function* cellRows(
  reader: RunReader,
  request: ExportRequest,
  names: readonly ColumnName[],
  ports: AppPorts,
): Generator<CellRow> {
  for (const { rows } of filesOf(reader, request, names, ports)) yield* rows;
}

function filterOf(reader: RunReader, { filter, newSinceTime }: ExportRequest): HeldFilter {
  return newSinceTime === undefined ? filter : { ...filter, newSince: reader.lastRunBefore(newSinceTime) };
}

/** So many rows are still made into cells; what follows is counted alone. */
interface CellsLeft {
  cells: number;
}

const ALL_CELLS: CellsLeft = { cells: Number.POSITIVE_INFINITY };
const NO_CELLS: CellRow = [];

function filesOf(
  reader: RunReader,
  request: ExportRequest,
  names: readonly ColumnName[],
  ports: AppPorts,
  left: CellsLeft = ALL_CELLS,
): Iterable<FileRows> {
  const { filter, split } = request;
  if (request.of === "rejected") {
    const rules = { cells: REJECTED_CELLS, isWanted: null, clientOf: itself };
    return splitRows(reader.iterateRejected(filter), rules, names, request, left);
  }
  const { isWanted, cells } = numberRules(reader, request, names, ports);
  if (request.of === "pairs") {
    const rules = { cells: { ...PAIR_CELLS, ...cells }, isWanted, clientOf: itself };
    return splitRows(reader.iteratePairs(filter), rules, names, request, left);
  }
  const rules = { cells: { ...NUMBER_CELLS, ...cells }, isWanted };
  return split === "client"
    ? splitRows(reader.iterateClientNumbers(filter), { ...rules, clientOf: itself }, names, request, left)
    : splitRows(reader.iterateNumbers(filter), { ...rules, clientOf: null }, names, request, left);
}

function itself(row: ClientPlace): ClientPlace {
  return row;
}

interface RowRules<Row> {
  readonly cells: CellReaders<Row>;
  readonly isWanted: ((row: Row) => boolean) | null;
  /** Null for rows that belong to no client. */
  readonly clientOf: ((row: Row) => ClientPlace) | null;
}

function* splitRows<Row>(
  all: Iterable<Row>,
  { cells, isWanted, clientOf }: RowRules<Row>,
  names: readonly ColumnName[],
  { split, onRow }: ExportRequest,
  left: CellsLeft,
): Generator<FileRows> {
  const readers = [...new Set(names)].map((name) => cells[name] ?? (() => null));
  const toCells = (row: Row): CellRow => {
    onRow?.();
    if (left.cells-- <= 0) return NO_CELLS;
    return readers.map((read) => read(row));
  };
  const wanted = isWanted === null ? all : filtered(all, isWanted);
  if (split === undefined) {
    yield { part: null, rows: mapped(wanted, toCells) };
  } else if (split === "client") {
    for (const { first, rows } of groups(wanted, (row) => clientOf?.(row).clientKey)) {
      const client = clientOf?.(first);
      const part = { kind: "client", id: client?.clientId ?? "", name: client?.client ?? "" } as const;
      yield { part, rows: mapped(rows, toCells) };
    }
  } else {
    let index = 0;
    for (const { rows } of groups(wanted, (_, at) => Math.floor(at / split.rows))) {
      yield { part: { kind: "rows", index: ++index }, rows: mapped(rows, toCells) };
    }
    if (index === 0) yield { part: { kind: "rows", index: 1 }, rows: [] };
  }
}

/** What is told of numbers beside what the store holds, and which of them are asked for; null: all. */
function numberRules(
  reader: RunReader,
  request: ExportRequest,
  names: readonly ColumnName[],
  ports: AppPorts,
): { isWanted: RowTest; cells: CellReaders<NumberRow> } {
  const { isAsked, cells } = openEnrichment(ports, names, request.enrich);
  const mayGo = goesOut(reader, request);
  const { flagged, only } = request;
  const isPicked: RowTest = only === undefined ? null : ({ number }) => only.has(number);
  if (flagged === undefined && !names.includes("flags"))
    return { isWanted: both(both(isPicked, isAsked), mayGo), cells };
  const inboxes = openPublicInboxes();
  const flagsOf = ({ number, type }: NumberRow): number => placeholderFlags(number, type, inboxes);
  const isFlagged = flaggedAs(request, flagsOf);
  return {
    isWanted: both(both(both(isPicked, isFlagged), isAsked), mayGo),
    cells: { ...cells, flags: (row) => flagNames(flagsOf(row)).join(" ") || null },
  };
}

type RowTest = ((row: NumberRow) => boolean) | null;

/** The second is asked only of what passes the first. */
function both(one: RowTest, other: RowTest): RowTest {
  if (one === null || other === null) return one ?? other;
  return (row) => one(row) && other(row);
}

function flaggedAs(
  { flagged, onPlaceholder }: ExportRequest,
  flagsOf: (row: NumberRow) => number,
): (row: NumberRow) => boolean {
  if (flagged === undefined) return () => true;
  if (flagged === "none") {
    return (row) => {
      if (flagsOf(row) === 0) return true;
      onPlaceholder?.();
      return false;
    };
  }
  const set = flagSet(flagged);
  return (row) => (flagsOf(row) & set) !== 0;
}
