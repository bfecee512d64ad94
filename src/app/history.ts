import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { Quarantined, RejectCount, Run } from "../model/run.ts";
import type { RunReader, UnitCount } from "../store/store.ts";
import type { AppPorts } from "./app.ts";

/** A run with what went wrong in it. `rejects` are what its source holds now, commonest reason first. */
export interface RunDetails extends Run {
  readonly units: readonly UnitCount[];
  readonly failures: readonly Quarantined[];
  readonly rejects: readonly RejectCount[];
}

export function noSuchRun(run: number): DatamasterError {
  return new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run }));
}

async function reading<T>(ports: AppPorts, work: (reader: RunReader) => T): Promise<T> {
  const reader = await ports.openReader();
  try {
    return work(reader);
  } finally {
    reader.close();
  }
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
