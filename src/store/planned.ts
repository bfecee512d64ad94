import type { Stamp } from "../model/record.ts";
import type { RunMode } from "../model/run.ts";

/** What the last finished run of a source found; the ground for estimates. Null counts: never run. */
export interface SourceSize {
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  readonly pages: number;
}

export interface PlannedRun {
  readonly mode: RunMode;
  /** What an incremental run would ask the clients that changed with; null where it asks all. */
  readonly since: Stamp | null;
  /** What earlier runs left unread; 0 for a full run, which reads it with all the rest. */
  readonly unread: { readonly clients: number; readonly projects: number };
}
