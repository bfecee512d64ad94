import type { Owner } from "../base/owner.ts";
import type { Schedule, ScheduleTerms, TurnState } from "../model/schedule.ts";

/** A time of a schedule that nobody has ended yet. */
export interface OpenTurn {
  readonly schedule: number;
  /** ISO UTC. */
  readonly due: string;
  readonly state: "due" | "waiting";
  readonly at: string;
  readonly owner: Owner;
}

/** A time of a schedule that a process takes. `missed`: it is passed over at once. */
export interface TurnClaim {
  readonly schedule: number;
  readonly due: string;
  readonly state: "due" | "missed";
  readonly left: number;
  readonly at: string;
  readonly owner: Owner;
}

/** How a turn that was taken goes on. */
export interface TurnEnd {
  readonly schedule: number;
  readonly due: string;
  readonly state: Exclude<TurnState, "due">;
  readonly at: string;
  readonly run: number | null;
  /** A code of the list of errors. */
  readonly error: string | null;
}

/** The reading side of schedules. */
export interface ScheduleReader {
  /** In the order of their making, each with its latest turns. */
  list(): Schedule[];
  find(id: number): Schedule | undefined;
  /** Times that somebody took and nobody ended. */
  open(): OpenTurn[];
}

/** What begins by itself; a part of the store's admin port. Times are given, so that one clock rules. */
export interface ScheduleBook extends ScheduleReader {
  add(terms: ScheduleTerms, now: string): Schedule;
  /** Times before `now` are dealt with where it is turned on or its times are changed. Undefined where there is none. */
  change(id: number, terms: ScheduleTerms, now: string): Schedule | undefined;
  /** False where there is none. */
  remove(id: number): boolean;
  /** Takes a time; false where it is taken, or the schedule is gone. */
  claim(turn: TurnClaim): boolean;
  /** Takes an open turn over from whoever had it at `at`; false where another was quicker. */
  takeOver(turn: OpenTurn, owner: Owner, now: string): boolean;
  note(turn: TurnEnd): void;
  /**
   * Makes the schedules of the config file these: one of the same source, kind, cron and zone stays the one that it was, with its
   * turns; what is not named any more goes. Tells which were added and removed.
   */
  setOfFile(
    terms: readonly ScheduleTerms[],
    now: string,
  ): { readonly added: readonly number[]; readonly removed: readonly number[] };
}
