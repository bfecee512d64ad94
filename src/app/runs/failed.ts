import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { FailedItem, FailedOnly, Run } from "../../model/run.ts";
import type { RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { reading } from "../with-store.ts";
import { noSuchRun } from "./history.ts";
import { findResumable, isWorkedOn } from "./resumable.ts";
import type { CollectRequest } from "./start-run.ts";

/** What one run set aside. */
export interface FailedOfRun {
  readonly run: Run;
  readonly items: readonly FailedItem[];
}

/** What to ask of the source of a run, so that what it set aside is read again. */
interface Retry {
  readonly of: Run;
  readonly request: Pick<CollectRequest, "scope" | "begin">;
}

/**
 * All that a run set aside; without a run, of each source what its last partial run did and nothing has read since.
 * Rejects NO_SUCH_RUN.
 */
export async function listFailed(ports: AppPorts, run: number | null): Promise<FailedOfRun[]> {
  return await withRuns(ports, run, (reader, runs) =>
    runs.map((found) => {
      const items = reader.listFailed(found.run);
      return { run: found, items: run === null ? items.filter(({ pending }) => pending) : items };
    }),
  );
}

/**
 * The runs to begin or to continue so that what a run, or the last partial one of each source, set aside is read.
 * `only` names a part of it. Empty where all of it is read. Rejects NO_SUCH_RUN, and USAGE where a new run would end one that can be continued.
 */
export async function planRetries(ports: AppPorts, run: number | null, only?: FailedOnly): Promise<Retry[]> {
  return await withRuns(ports, run, (reader, runs) => {
    const begun = run === null ? unfinishedRetries(reader) : [];
    const known = new Set(begun.map(({ of }) => of.source));
    const fresh = runs.filter(({ source }) => !known.has(source)).flatMap((of) => retryOf(reader, of, only));
    return [...begun, ...fresh];
  });
}

async function withRuns<T>(
  ports: AppPorts,
  run: number | null,
  work: (reader: RunReader, runs: readonly Run[]) => T[],
): Promise<T[]> {
  if (run === null && !(await ports.storeHoldsData())) return [];
  return await reading(ports, (reader) => {
    if (run === null) return work(reader, reader.findRunsToRetry());
    const found = reader.findRun(run);
    if (found === undefined) throw noSuchRun(run);
    return work(reader, [found]);
  });
}

function meant({ code, unit }: FailedOnly = {}): (item: FailedItem) => boolean {
  return (item) =>
    (code === undefined || item.code === code) &&
    (unit === undefined || (item.kind === unit.kind && item.id === unit.id));
}

/** A stopped retry goes on, whatever is left of the run that it is about. */
function unfinishedRetries(reader: RunReader): Retry[] {
  const run = findResumable(reader, null, null, Date.now());
  if (run?.scope.failedOf === undefined) return [];
  return [{ of: run, request: { scope: run.scope, begin: run.run } }];
}

function retryOf(reader: RunReader, of: Run, only?: FailedOnly): Retry[] {
  if (of.status === "running" || of.status === "stopped" || of.status === "failed") {
    throw new DatamasterError("USAGE", told("retryUnfinished", { run: of.run }));
  }
  const open = findResumable(reader, of.source, null, Date.now());
  if (open?.scope.failedOf === of.run) return [{ of, request: { scope: open.scope, begin: open.run } }];
  const isMeant = meant(only);
  if (!reader.listFailed(of.run).some((item) => item.pending && isMeant(item))) return [];
  const scope = { ...of.scope, failedOf: of.run, ...(only && { failedOnly: only }) };
  // A run that somebody works on is refused where the new one begins, with who that is.
  const canGoOn = open !== null && !isWorkedOn(open, Date.now());
  if (canGoOn && reader.countUnits(open.run).some(({ done }) => done > 0))
    throw new DatamasterError("USAGE", told("retryUnfinished", { run: open.run }));
  return [{ of, request: { scope, begin: "auto" } }];
}
