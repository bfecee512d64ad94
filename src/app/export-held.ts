import {
  type Cells,
  type ExportFormat,
  formatRows,
  NUMBER_COLUMNS,
  numberCells,
  PAIR_COLUMNS,
  type PairExtra,
  pairCells,
} from "../export/export.ts";
import type { HeldFilter, RunReader } from "../store/store.ts";
import type { AppPorts } from "./app.ts";
import { type EnrichRequest, type EnrichRow, enrichRows } from "./enrich-rows.ts";
import { noSuchRun } from "./history.ts";

export interface ExportRequest {
  readonly of: "numbers" | "pairs";
  readonly format: ExportFormat;
  readonly filter: HeldFilter;
  /** Columns beside those of the contract, for pairs. */
  readonly extras: readonly PairExtra[];
  /** What is looked up of each number, and which are then left out. */
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
    const own = request.of === "numbers" ? NUMBER_COLUMNS : [...PAIR_COLUMNS, ...request.extras];
    const columns = [...own, ...(request.enrich?.columns ?? [])];
    const enrich = enrichRows(ports, request.enrich);
    yield* formatRows(rowsOf(reader, request, enrich), columns, request.format);
  } finally {
    reader.close();
  }
}

function* rowsOf(
  reader: RunReader,
  { of, filter, onRow }: ExportRequest,
  enrich: EnrichRow,
): Generator<Cells> {
  if (of === "numbers") {
    for (const row of reader.iterateNumbers(filter)) {
      const further = enrich(row.number);
      if (further === null) continue;
      onRow?.();
      yield { ...numberCells(row), ...further };
    }
    return;
  }
  for (const row of reader.iteratePairs(filter)) {
    const further = enrich(row.number);
    if (further === null) continue;
    onRow?.();
    yield { ...pairCells(row), ...further };
  }
}
