import { isWorking } from "../../base/owner.ts";
import type { Run, RunScope } from "../../model/run.ts";
import type { RunReader } from "../../store/store.ts";

/** An unfinished run older than this is not continued: too much has changed in the CRM since. */
const STALE_MS = 24 * 3600 * 1000;

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

/** True while a living process works on the run. */
export function isWorkedOn(run: Run, nowMs: number): boolean {
  return run.status === "running" && isWorking(run.owner, run.heartbeatAt, nowMs);
}
