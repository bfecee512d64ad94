import type { Desk } from "../app/desk.ts";
import type { RunManager } from "../app/runs/run-manager.ts";
import { machineClock, type WallClock } from "../base/clock.ts";
import { DatamasterError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Events } from "../events/events.ts";
import { told } from "../messages/messages.ts";
import type { ScheduleTerms } from "../model/schedule.ts";
import {
  checkTerms,
  type ScheduledWork,
  Scheduler,
  type SchedulesKept,
  type WorkStarted,
} from "../schedule/schedule.ts";

/** As the audit log and runs name what the service does by itself. */
const SERVICE = "scheduler";

export interface SchedulingParts {
  readonly desk: Desk;
  readonly events: Events;
  readonly log: Logger;
  readonly runs: Pick<RunManager, "start">;
  readonly clock?: WallClock;
}

/** Refuses schedules of the config file that can never begin anything. Throws CONFIG_INVALID. */
export function checkSchedulesOfFile(schedules: readonly ScheduleTerms[], now = Date.now()): void {
  for (const terms of schedules) {
    try {
      checkTerms(terms, now);
    } catch (error) {
      if (!(error instanceof DatamasterError)) throw error;
      const text = told("scheduleOfFileWrong", {
        source: terms.source ?? "",
        why: error.told ?? error.message,
      });
      throw new DatamasterError("CONFIG_INVALID", text, { cause: error });
    }
  }
}

/** Begins what schedules say for as long as the service lives, and counts what a run left, so that pages have it at once. */
export class Scheduling {
  readonly #parts: SchedulingParts;
  #scheduler: Scheduler | null = null;
  #deaf: (() => void) | null = null;
  #isClosed = false;

  constructor(parts: SchedulingParts) {
    this.#parts = parts;
  }

  /** Takes over what the config file says first. */
  async begin(): Promise<void> {
    const { desk, events, log, clock = machineClock } = this.#parts;
    await this.#keepOfFile(clock.now());
    if (this.#isClosed) return;
    const scheduler = new Scheduler({
      clock,
      log,
      kept: keptAt(desk, events),
      start: (work) => this.#start(work),
    });
    this.#scheduler = scheduler;
    this.#deaf = events.listen(({ name }) => {
      if (name === "schedule.changed" || name === "run.ended") scheduler.look();
      if (name === "run.ended") void this.#count();
    });
  }

  /** Begins nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#deaf?.();
    await this.#scheduler?.close();
  }

  async #keepOfFile(now: number): Promise<void> {
    const { desk, log } = this.#parts;
    try {
      await desk.ask(SERVICE, "keepSchedulesOfFile", new Date(now).toISOString());
    } catch (error) {
      log.error({ err: error }, "the schedules of the config file could not be taken over");
    }
  }

  async #start({ kind, source }: ScheduledWork): Promise<WorkStarted> {
    const { desk, runs } = this.#parts;
    try {
      if (kind === "retention" || source === null) {
        await desk.ask(SERVICE, "applyRetention", source);
        return { is: "done" };
      }
      const { run } = await runs.start(SERVICE, source, kind === "sweep" ? { full: true } : {});
      return { is: "started", run };
    } catch (error) {
      if (error instanceof DatamasterError && error.code === "RUN_ACTIVE") return { is: "busy" };
      throw error;
    }
  }

  async #count(): Promise<void> {
    const { desk, log } = this.#parts;
    try {
      await desk.ask(SERVICE, "makeSummary", null);
    } catch (error) {
      log.warn({ err: error }, "what is held could not be counted");
    }
  }
}

/** Schedules as the desk keeps them; pages are told how turns go. */
function keptAt(desk: Desk, events: Events): SchedulesKept {
  return {
    list: () => desk.ask(SERVICE, "listSchedules"),
    claim: (turn) => desk.ask(SERVICE, "claimTurn", turn),
    takeOver: (turn, owner, now) => desk.ask(SERVICE, "takeOverTurn", turn, owner, now),
    async note(turn) {
      await desk.ask(SERVICE, "noteTurn", turn);
      events.emit("schedule.changed", { schedule: turn.schedule });
    },
    open: () => desk.ask(SERVICE, "openTurns"),
  };
}
