import type { Run, RunStatus, UnitKind } from "../model/run.ts";
import type { LogLevelName, LogLine, RunOrigin, SpeedPoint, UnitRow, UnitState } from "../model/run-page.ts";

/** Which lines of a run's log: in the order of `seq` after it, or the other way round before it. */
export interface LineQuery {
  readonly run: number;
  readonly after?: number;
  readonly before?: number;
  /** This one and worse ones. */
  readonly level: LogLevelName;
  readonly limit: number;
}

/** Which units of a run, by their id. */
export interface UnitQuery {
  readonly run: number;
  readonly kind: UnitKind;
  readonly state: UnitState | null;
  /** The CRM's id of a client: only what is of it. */
  readonly client: string | null;
  readonly after: number;
  readonly limit: number;
  /** Only these. */
  readonly ids?: readonly number[];
}

/** Which runs, newest first. */
export interface RunQuery {
  /** Null for all. */
  readonly source: string | null;
  /** Empty for all. */
  readonly statuses: readonly RunStatus[];
  /** Only older ones than this. */
  readonly before: number | null;
  readonly limit: number;
}

/** A run with who asked for it; null: the command line. */
export interface ListedRun extends Run {
  readonly who: string | null;
}

/** A run that the service works on, or left unfinished when it ended. */
export interface ServiceRun {
  readonly source: string;
  readonly run: number;
  readonly who: string;
  /** ISO UTC. */
  readonly at: string;
}

/** What pages show of runs beside their counts. */
export interface RunRecordsReader {
  runs(query: RunQuery): ListedRun[];
  lines(query: LineQuery): LogLine[];
  /** 0 where there is none. */
  lastLine(run: number): number;
  /** Empty where the run kept none. */
  speed(run: number): SpeedPoint[];
  /** Null for runs of before there were any. */
  origin(run: number): RunOrigin | null;
  /** By id; those of each kind lie in the order in which they are read. */
  units(query: UnitQuery): UnitRow[];
  /** How many pages of phones the run has stored. */
  pages(run: number): number;
  /** By source. */
  serviceRuns(): ServiceRun[];
}

/** The same with what is written; a part of the store's admin port. */
export interface RunRecords extends RunRecordsReader {
  /** Adds lines, whose `seq` are higher than all of before; of a very long log the oldest go. */
  addLines(run: number, lines: readonly LogLine[]): void;
  saveSpeed(run: number, points: readonly SpeedPoint[]): void;
  keepServiceRun(run: ServiceRun): void;
  dropServiceRun(source: string): void;
  /** Notes that nobody works any more on a run of this process that counts as running: it is stopped, to be continued. */
  giveUp(run: number, error: string | null): void;
}
