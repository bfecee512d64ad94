import { DatamasterError } from "../base/errors.ts";
import type { Run, RunScope } from "../model/run.ts";
import type { RunReader } from "../store/store.ts";

/** An unfinished run older than this is not continued: too much has changed in the CRM since. */
const STALE_MS = 24 * 3600 * 1000;
/** A running run writes a sign of life each second; so long without one, its process is taken for dead. */
const DEAD_AFTER_MS = 15_000;

/** The unfinished run that a collect of this source continues; null when it begins a new one. */
export function findResumable(
  reader: RunReader,
  source: string | null,
  scope: RunScope | null,
  nowMs: number,
): Run | null {
  const run = reader.findUnfinished(source);
  if (run === undefined || nowMs - Date.parse(run.startedAt) > STALE_MS) return null;
  if (scope !== null && JSON.stringify(scope) !== JSON.stringify(run.scope)) return null;
  return run;
}

/** Throws RUN_ACTIVE when another living process works on the source's newest unfinished run. */
export function refuseActive(reader: RunReader, source: string, nowMs: number): void {
  const run = reader.findUnfinished(source);
  if (run?.status !== "running" || run.pid === process.pid) return;
  if (nowMs - Date.parse(run.heartbeatAt) > DEAD_AFTER_MS || !isAlive(run.pid)) return;
  throw new DatamasterError(
    "RUN_ACTIVE",
    `Run ${run.run} of ${source} is going on in process ${run.pid} since ${run.startedAt}.`,
    {
      hint: "Wait for it (see `datamaster status`), or stop that process first.",
    },
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
