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
import { noSuchRun } from "./history.ts";

export interface ExportRequest {
  readonly of: "numbers" | "pairs";
  readonly format: ExportFormat;
  readonly filter: HeldFilter;
  /** Columns beside those of the contract, for pairs. */
  readonly extras: readonly PairExtra[];
  /** Called for every row, for progress. */
  readonly onRow?: () => void;
}

/** Streams what sources hold as text chunks, in constant memory. Rejects NO_SUCH_RUN before the first chunk. */
export async function* exportHeld(ports: AppPorts, request: ExportRequest): AsyncGenerator<string> {
  const reader = await ports.openReader();
  try {
    for (const run of [request.filter.run, request.filter.newSince]) {
      if (run !== null && reader.findRun(run) === undefined) throw noSuchRun(run);
    }
    const columns = request.of === "numbers" ? NUMBER_COLUMNS : [...PAIR_COLUMNS, ...request.extras];
    yield* formatRows(rowsOf(reader, request), columns, request.format);
  } finally {
    reader.close();
  }
}

function* rowsOf(reader: RunReader, { of, filter, onRow }: ExportRequest): Generator<Cells> {
  if (of === "numbers") {
    for (const row of reader.iterateNumbers(filter)) {
      onRow?.();
      yield numberCells(row);
    }
    return;
  }
  for (const row of reader.iteratePairs(filter)) {
    onRow?.();
    yield pairCells(row);
  }
}
