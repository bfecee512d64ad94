import type { Told } from "../base/told.ts";
import type { UnitKind } from "./run.ts";

/** What a run's log tells apart. */
export const LOG_LEVEL_NAMES = ["info", "warn", "error"] as const;
export type LogLevelName = (typeof LOG_LEVEL_NAMES)[number];

/** One line of a run's log; numbers in it are masked. */
export interface LogLine {
  /** Grows by one a line, over all sessions of the run. */
  readonly seq: number;
  /** ISO UTC. */
  readonly at: string;
  readonly level: LogLevelName;
  readonly code: string | null;
  /** In English. */
  readonly text: string;
  /** The same as data, where it is to be said in any language. */
  readonly told: Omit<Told, "text"> | null;
}

/** How fast a run went from the point before up to `t` seconds after its beginning, pauses between sessions left out. */
export interface SpeedPoint {
  readonly t: number;
  readonly requests: number;
  /** Answers that asked to slow down. */
  readonly throttled: number;
  /** Other failed attempts. */
  readonly errors: number;
  readonly records: number;
  /** What the limiter let through a second; null while only concurrency bounded it. */
  readonly limit: number | null;
  /** For so many seconds of it nothing was sent: the CRM was away, a quota spent, hours over. */
  readonly parked: number;
}

/** With what a run began. */
export interface RunOrigin {
  /** Null: the command line. */
  readonly who: string | null;
  /** Of its source, without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export const UNIT_STATES = ["due", "done", "quarantined", "reverted"] as const;
export type UnitState = (typeof UNIT_STATES)[number];

/** A client's list or a project as a run read it. */
export interface UnitRow {
  readonly unit: number;
  readonly kind: UnitKind;
  readonly state: UnitState;
  /** The CRM's id and the name; empty for a list of clients. */
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly client: string;
  readonly pages: number;
  /** True where it wrote something: numbers came or went. */
  readonly changed: boolean;
  /** Of a project that was last read in this run; null for any other. */
  readonly records: number | null;
  readonly numbers: number | null;
  readonly rejected: number | null;
  /** Of a quarantined one. */
  readonly code: string | null;
  readonly attempts: number | null;
}
