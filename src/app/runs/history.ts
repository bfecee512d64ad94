import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Quarantined, RejectCount, Run } from "../../model/run.ts";
import type { DeliveryRecord, RunReader, UnitCount } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";

/** A run with what went wrong in it. `rejects` are what its source holds now, commonest reason first. */
export interface RunDetails extends Run {
  readonly units: readonly UnitCount[];
  readonly failures: readonly Quarantined[];
  readonly rejects: readonly RejectCount[];
}

export function noSuchRun(run: number): DatamasterError {
  return new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run }));
}

/** Runs, newest first; of one source when named. */
export async function listRuns(ports: AppPorts, source: string | null, limit: number): Promise<Run[]> {
  return await reading(ports, (reader) => reader.listRuns(source, limit));
}

/** One run with its units, failures and rejects. Rejects NO_SUCH_RUN. */
export async function showRun(ports: AppPorts, run: number): Promise<RunDetails> {
  return await reading(ports, (reader) => {
    const found = reader.findRun(run);
    if (found === undefined) throw noSuchRun(run);
    return details(reader, found);
  });
}

/** The newest run, of one source when named; undefined before the first. */
export async function showStatus(ports: AppPorts, source: string | null): Promise<RunDetails | undefined> {
  return await reading(ports, (reader) => {
    const [newest] = reader.listRuns(source, 1);
    return newest === undefined ? undefined : details(reader, newest);
  });
}

function details(reader: RunReader, run: Run): RunDetails {
  return {
    ...run,
    units: reader.countUnits(run.run),
    failures: reader.listQuarantined(run.run),
    rejects: reader.countRejects(run.source),
  };
}

const IS_FINISHED: ReadonlySet<Run["status"]> = new Set(["complete", "partial"]);

/** Of each source the newest run that is finished. */
export async function newestFinished(ports: AppPorts): Promise<Run[]> {
  const runs = await listRuns(ports, null, Number.MAX_SAFE_INTEGER);
  const finished = runs.filter(({ status }) => IS_FINISHED.has(status));
  const newest = new Map(finished.toReversed().map((run) => [run.source, run]));
  return [...newest.values()].sort((one, other) => one.run - other.run);
}

/** That run. Rejects NO_SUCH_RUN, and USAGE where it is not finished. */
export async function findFinished(ports: AppPorts, number: number): Promise<Run> {
  const run = await reading(ports, (reader) => reader.findRun(number));
  if (run === undefined) throw noSuchRun(number);
  if (IS_FINISHED.has(run.status)) return run;
  throw new DatamasterError("USAGE", told("deliverUnfinished", { run: number, status: run.status }));
}

/** What was handed on of one run, or of the newest ones. */
export async function listDeliveries(
  ports: AppPorts,
  run: number | null,
  limit: number,
): Promise<DeliveryRecord[]> {
  return await reading(ports, (reader) => {
    if (run !== null && reader.findRun(run) === undefined) throw noSuchRun(run);
    return reader.deliveries.list(run, limit);
  });
}
