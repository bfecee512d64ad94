import type { RunStatus } from "./run.ts";

/** What happens at a schedule's times: an incremental run, one that reads all, or letting go of what is old. */
export const SCHEDULE_KINDS = ["run", "sweep", "retention"] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** What becomes of a time at which the source is still being collected. */
export const OVERLAP_POLICIES = ["skip", "wait"] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** What becomes of times at which the program was off or the machine slept. */
export const MISSED_POLICIES = ["once", "never"] as const;
export type MissedPolicy = (typeof MISSED_POLICIES)[number];

/** What people say of a schedule. */
export interface ScheduleTerms {
  /** Its name; null for all sources, of retention alone. */
  readonly source: string | null;
  readonly kind: ScheduleKind;
  /** Five fields, or a nickname like @daily. */
  readonly cron: string;
  /** By its name in the time zone database, like `Europe/Moscow`. */
  readonly zone: string;
  readonly overlap: OverlapPolicy;
  readonly missed: MissedPolicy;
  /** Each time is put off by up to so many seconds, so that not all of an installation begins at once. */
  readonly jitter: number;
  readonly isOn: boolean;
}

/**
 * How one time of a schedule went. `due`: somebody is at it. `waiting`: for the run before to end. `started`: see its run.
 * `done`: it needs no run. `skipped`: the source was busy. `missed`: nobody was there. `failed`: see the error.
 */
export const TURN_STATES = ["due", "waiting", "started", "done", "skipped", "missed", "failed"] as const;
export type TurnState = (typeof TURN_STATES)[number];

export interface Turn {
  /** The time it was due, without jitter; ISO UTC. */
  readonly due: string;
  readonly state: TurnState;
  /** When it came to be so; ISO UTC. */
  readonly at: string;
  readonly run: number | null;
  readonly runStatus: RunStatus | null;
  /** So many times before this one were missed, and are caught up with by it. */
  readonly left: number;
  /** The code of what went wrong; null where nothing did. */
  readonly error: string | null;
}

export interface Schedule extends ScheduleTerms {
  readonly id: number;
  /** It stands in the config file, and is changed there. */
  readonly ofFile: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Times up to this one are dealt with; ISO UTC. */
  readonly handled: string;
  /** The latest ones, newest first. */
  readonly turns: readonly Turn[];
}

/** One that the config file tells and no service has taken over yet: it has no number and no past. */
export interface ComingSchedule extends ScheduleTerms {
  readonly id: null;
  readonly ofFile: true;
  readonly turns: readonly Turn[];
}
