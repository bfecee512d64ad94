import { DatamasterError } from "../../base/errors.ts";
import {
  type Cell,
  type CellReaders,
  type Chunk,
  DIFF_COLUMNS,
  type ExportFormat,
  formatRows,
  gzipped,
  toColumns,
} from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import type { ChangedPair, VersionDiff } from "../../model/diff.ts";
import type { Run, RunStatus } from "../../model/run.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { filtered } from "../exports/row-groups.ts";
import { goesOut, type SuppressedRows } from "../exports/suppressed-rows.ts";
import { reading } from "../with-store.ts";
import { noSuchRun } from "./history.ts";

/** Which versions to compare. */
export interface DiffRequest extends SuppressedRows {
  /** Null: the newest finished run of `source` that began before `since`, or the last one before `to`. */
  readonly from: number | null;
  /** Null: the newest finished run. */
  readonly to: number | null;
  /** ISO UTC. */
  readonly since: string | null;
  /** Needed where several sources have runs and no run is named. */
  readonly source: string | null;
  /** Runs that are named may have been stopped or have failed; default false. */
  readonly evenStopped?: boolean;
}

/** What changed from one finished run of a source to a later one of it. */
export interface RunDiff extends VersionDiff {
  readonly from: Run;
  readonly to: Run;
}

/**
 * Compares two versions, and hands the difference over for as long as `use` goes on; numbers that must not be called count, but
 * have no rows unless they are asked for. Runs may be named in any order. Rejects NO_SUCH_RUN, and USAGE for runs that are not finished, of several sources, or one and the same.
 */
export async function diffRuns<T>(
  ports: AppPorts,
  request: DiffRequest,
  use: (diff: RunDiff) => Promise<T>,
): Promise<T> {
  return await reading(ports, async (reader) => {
    const [from, to] = versionsOf(reader, request);
    const diff = reader.diffRuns(from.run, to.run);
    const mayGo = goesOut(reader, request);
    const rows = mayGo === null ? diff.rows : () => filtered(diff.rows(), mayGo);
    return await use({ from, to, ...diff, rows });
  });
}

function versionsOf(reader: RunReader, request: DiffRequest): readonly [from: Run, to: Run] {
  const { from, to, since, evenStopped = false } = request;
  const fits = evenStopped ? HAS_ENDED : IS_FINISHED;
  const named = [from, to].flatMap((run) => (run === null ? [] : [endedRun(reader, run, fits)]));
  const source = sourceOf(named, request);
  const [one, other] = named;
  if (one !== undefined && other !== undefined) return inOrder(one, other);
  const finished = finishedRuns(reader, source);
  const newest = finished[0];
  if (newest === undefined) throw usage(told("diffNoRuns", { source: source ?? "" }));
  if (one !== undefined) return inOrder(one, newest);
  return [since === null ? before(finished[1], newest) : lastBefore(finished, since), newest];
}

const IS_FINISHED: ReadonlySet<RunStatus> = new Set(["complete", "partial"]);
const HAS_ENDED: ReadonlySet<RunStatus> = new Set([...IS_FINISHED, "stopped", "failed", "abandoned"]);

function endedRun(reader: RunReader, number: number, fits: ReadonlySet<RunStatus>): Run {
  const run = reader.findRun(number);
  if (run === undefined) throw noSuchRun(number);
  if (!fits.has(run.status)) throw usage(told("diffUnfinished", { run: number, status: run.status }));
  return run;
}

/** Of one source, newest first. Where none is named and several have runs, nobody can tell which is meant. */
function finishedRuns(reader: RunReader, source: string | null): Run[] {
  const runs = reader
    .listRuns(source, Number.MAX_SAFE_INTEGER)
    .filter(({ status }) => IS_FINISHED.has(status));
  const sources = [...new Set(runs.map((run) => run.source))];
  if (sources.length > 1) throw usage(told("diffWhichSource", { sources: sources.sort().join(", ") }));
  return runs;
}

function sourceOf(runs: readonly Run[], { source }: DiffRequest): string | null {
  const [one, other = one] = runs;
  if (one === undefined || other === undefined) return source;
  if (one.source !== other.source) {
    const { run, source: name } = one;
    throw usage(told("diffSources", { run, source: name, other: other.run, otherSource: other.source }));
  }
  if (source !== null && source !== one.source) {
    throw usage(told("diffOtherSource", { run: one.run, source: one.source, asked: source }));
  }
  return one.source;
}

function inOrder(one: Run, other: Run): readonly [from: Run, to: Run] {
  if (one.run === other.run) throw usage(told("diffSame", { run: one.run }));
  return one.run < other.run ? [one, other] : [other, one];
}

function before(run: Run | undefined, newest: Run): Run {
  if (run === undefined) throw usage(told("diffOneRun", { run: newest.run }));
  return run;
}

/** The newest run that began before this time and is not the newest of all. */
function lastBefore(finished: readonly Run[], since: string): Run {
  const found = finished.find(({ startedAt }) => startedAt < since);
  if (found === undefined) {
    throw usage(told("diffNothingBefore", { since, oldest: finished.at(-1)?.startedAt ?? since }));
  }
  if (found === finished[0]) throw usage(told("diffNothingSince", { since, run: found.run }));
  return found;
}

function usage(text: ReturnType<typeof told>): DatamasterError {
  return new DatamasterError("USAGE", text);
}

const CELLS: CellReaders<ChangedPair> = {
  phone: (row) => `+${row.number}`,
  region: (row) => row.region,
  type: (row) => row.type,
  change: (row) => row.change,
  pair: (row) => row.pair,
  client_id: (row) => row.clientId,
  client: (row) => row.client,
  project_id: (row) => row.projectId,
  project: (row) => row.project,
  run: (row) => String(row.run),
};

/** The changed pairs as cells of {@link DIFF_COLUMNS}. */
export function* diffRows(diff: RunDiff, onRow: () => void): Generator<readonly Cell[]> {
  const readers = DIFF_COLUMNS.map((name) => CELLS[name] ?? (() => null));
  for (const row of diff.rows()) {
    onRow();
    yield readers.map((read) => read(row));
  }
}

/** The changed pairs as a file of the format, in pieces. */
export function diffFile(
  diff: RunDiff,
  format: ExportFormat,
  gzip: boolean,
  onRow: () => void,
): AsyncIterable<Chunk> {
  const chunks = formatRows(diffRows(diff, onRow), toColumns(DIFF_COLUMNS), format, "changes");
  return gzip ? gzipped(chunks) : chunks;
}
