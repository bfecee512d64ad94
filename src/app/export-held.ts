import {
  type Cells,
  type ExportFormat,
  type ExtraColumn,
  formatRows,
  NUMBER_COLUMNS,
  numberCells,
  PAIR_COLUMNS,
  pairCells,
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
import { type EnrichRequest, type EnrichRow, enrichRows } from "./enrich-rows.ts";
import { noSuchRun } from "./history.ts";

export interface ExportRequest {
  readonly of: "numbers" | "pairs";
  readonly format: ExportFormat;
  readonly filter: HeldFilter;
  /** Columns beside those of the contract; of numbers, flags alone. */
  readonly extras: readonly ExtraColumn[];
  /** "none": only numbers without a placeholder flag; else only numbers with at least one of these. Default: all. */
  readonly flagged?: "none" | readonly PlaceholderFlag[];
  /** Which numbers to keep by what is looked up of them. */
  readonly enrich?: EnrichRequest;
  /** Called for every row, for progress. */
  readonly onRow?: () => void;
}

/**
 * Streams what sources hold as text chunks, in constant memory. Rejects NO_SUCH_RUN and RANGES_INVALID before the first
 * chunk.
 */
export async function* exportHeld(ports: AppPorts, request: ExportRequest): AsyncGenerator<string> {
  const reader = await ports.openReader();
  try {
    for (const run of [request.filter.run, request.filter.newSince]) {
      if (run !== null && reader.findRun(run) === undefined) throw noSuchRun(run);
    }
    const columns = [...(request.of === "numbers" ? NUMBER_COLUMNS : PAIR_COLUMNS), ...request.extras];
    const enrich = enrichRows(ports, request.extras, request.enrich);
    yield* formatRows(rowsOf(reader, request, enrich), columns, request.format);
  } finally {
    reader.close();
  }
}

function rowsOf(reader: RunReader, request: ExportRequest, enrich: EnrichRow): Iterable<Cells> {
  const { of, filter } = request;
  return of === "numbers"
    ? cellsOf(reader.iterateNumbers(filter), numberCells, request, enrich)
    : cellsOf(reader.iteratePairs(filter), pairCells, request, enrich);
}

function* cellsOf<Row extends NumberRow>(
  rows: Iterable<Row>,
  toCells: (row: Row, flags: readonly string[]) => Cells,
  request: ExportRequest,
  enrich: EnrichRow,
): Generator<Cells> {
  const flagsOf = flagReader(request);
  const isWanted = wantedFlags(request);
  for (const row of rows) {
    const flags = flagsOf(row);
    if (!isWanted(flags)) continue;
    const further = enrich(row.number);
    if (further === null) continue;
    request.onRow?.();
    yield { ...toCells(row, flagNames(flags)), ...further };
  }
}

/** Flags of a row; nothing is looked at where nobody asks for them. */
function flagReader({ extras, flagged }: ExportRequest): (row: NumberRow) => number {
  if (flagged === undefined && !extras.includes("flags")) return () => 0;
  const inboxes = openPublicInboxes();
  return ({ number, type }) => placeholderFlags(number, type, inboxes);
}

function wantedFlags({ flagged }: ExportRequest): (flags: number) => boolean {
  if (flagged === undefined) return () => true;
  if (flagged === "none") return (flags) => flags === 0;
  const set = flagSet(flagged);
  return (flags) => (flags & set) !== 0;
}
