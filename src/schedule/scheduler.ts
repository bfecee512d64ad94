import type { WallClock } from "../base/clock.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { isWorking, type Owner, thisProcess } from "../base/owner.ts";
import type { Schedule, ScheduleKind } from "../model/schedule.ts";
import type { OpenTurn, TurnClaim, TurnEnd } from "../store/store.ts";
import { dueTime, firesNext } from "./times.ts";

/** What a schedule begins. */
export interface ScheduledWork {
  readonly schedule: number;
  readonly kind: ScheduleKind;
  /** Null for all sources, of retention alone. */
  readonly source: string | null;
  /** The time it was due; ISO UTC. */
  readonly due: string;
}

/** `busy`: the source is being collected. `done`: it needed no run. A run that waits for its first answer has no number yet. */
export type WorkStarted =
  | { readonly is: "started"; readonly run: number | null }
  | { readonly is: "done" }
  | { readonly is: "busy" };

/** What schedules are kept in, which is asked in another thread. */
export interface SchedulesKept {
  list(): Promise<Schedule[]>;
  claim(turn: TurnClaim): Promise<boolean>;
  takeOver(turn: OpenTurn, owner: Owner, now: string): Promise<boolean>;
  note(turn: TurnEnd): Promise<void>;
  open(): Promise<OpenTurn[]>;
}

export interface SchedulerPorts {
  readonly clock: WallClock;
  readonly kept: SchedulesKept;
  /**
   * Begins it, and resolves once that is certain; of two asked for one source at a time one is told `busy`. Rejects where it
   * cannot be begun.
   */
  start(work: ScheduledWork): Promise<WorkStarted>;
  readonly log: Logger;
}

/** A time is missed that nobody looked at for so long. */
const LATE_MS = 300_000;
/** What waits for a source is tried again so often, at the latest. */
const WAITING_MS = 15_000;
/** The store is looked at so often, at the latest: another process may have changed it. */
const LOOK_MS = 60_000;
/** Of times that are due together the one that does most goes first. */
const ORDER: Readonly<Record<ScheduleKind, number>> = { sweep: 0, run: 1, retention: 2 };

/**
 * Begins what is due, each time once: a time is taken in the store before it is begun, and what a process left that died is
 * taken over. It goes by the clock and not by timers, so that a machine that slept finds what it missed.
 */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #owner = thisProcess();
  readonly #ended = new AbortController();
  readonly #waiting = new Map<number, OpenTurn>();
  readonly #working = new Set<Promise<void>>();
  readonly #loop: Promise<void>;
  #nap = new AbortController();
  #isLookedFor = false;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#loop = this.#run();
  }

  /** To be told when schedules were changed or a run ended: what is due then begins at once. */
  look(): void {
    this.#isLookedFor = true;
    this.#nap.abort();
  }

  /** Begins nothing more; resolves when what was being begun has begun. */
  async close(): Promise<void> {
    this.#ended.abort();
    this.#nap.abort();
    await this.#loop;
    await Promise.all(this.#working);
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      this.#isLookedFor = false;
      const until = await this.#look().catch((error: unknown) => {
        this.#ports.log.warn({ error: messageOf(error) }, "schedules could not be looked at");
        return this.#ports.clock.now() + WAITING_MS;
      });
      await this.#napUntil(until);
    }
  }

  async #napUntil(until: number): Promise<void> {
    this.#nap = new AbortController();
    if (this.#isLookedFor || this.#ended.signal.aborted) return;
    await this.#ports.clock.sleepUntil(until, this.#nap.signal).catch(() => {});
  }

  /** Begins what is due; returns when to look again. */
  async #look(): Promise<number> {
    const { kept, clock } = this.#ports;
    const schedules = (await kept.list()).toSorted((one, other) => ORDER[one.kind] - ORDER[other.kind]);
    await this.#takeOver();
    for (const schedule of schedules) {
      if (this.#ended.signal.aborted) break;
      await this.#retry(schedule);
      if (schedule.isOn) await this.#beginDue(schedule);
    }
    this.#forget(schedules);
    const now = clock.now();
    const next = schedules.flatMap((schedule) => (schedule.isOn ? (firesNext(schedule, now) ?? []) : []));
    return Math.min(...next.filter((at) => at > now), now + (this.#waiting.size > 0 ? WAITING_MS : LOOK_MS));
  }

  async #beginDue(schedule: Schedule): Promise<void> {
    const now = this.#ports.clock.now();
    const found = dueTime(schedule, now);
    if (found === null) return;
    const due = found.due.toISOString();
    const state = schedule.missed === "never" && now - found.firesAt > LATE_MS ? "missed" : "due";
    const at = new Date(now).toISOString();
    const claim = { schedule: schedule.id, due, state, left: found.left, at, owner: this.#owner } as const;
    if (!(await this.#ports.kept.claim(claim)) || state === "missed") return;
    await this.#giveUpWaiting(schedule.id);
    await this.#begin(schedule, { schedule: schedule.id, due, state, at, owner: this.#owner });
  }

  async #begin(schedule: Schedule, turn: OpenTurn): Promise<void> {
    const { id, kind, source } = schedule;
    const begun = this.#ports
      .start({ schedule: id, kind, source, due: turn.due })
      .then((started) => this.#noteStart(schedule, turn, started))
      .catch((error: unknown) => this.#noteFailure(turn, error));
    // Old things are let go of for as long as that takes; runs go on by themselves once they have begun.
    if (kind !== "retention") return await begun;
    const work = begun.finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  async #noteStart(schedule: Schedule, turn: OpenTurn, started: WorkStarted): Promise<void> {
    if (started.is === "started") return await this.#note(turn, "started", { run: started.run });
    if (started.is === "done") return await this.#note(turn, "done");
    if (schedule.overlap === "skip") return await this.#note(turn, "skipped");
    if (turn.state !== "waiting") await this.#note(turn, "waiting");
    this.#waiting.set(schedule.id, { ...turn, state: "waiting" });
  }

  async #noteFailure(turn: OpenTurn, error: unknown): Promise<void> {
    const code = error instanceof DatamasterError ? error.code : "INTERNAL";
    this.#ports.log.error(
      { schedule: turn.schedule, code, error: messageOf(error) },
      "scheduled work failed",
    );
    await this.#note(turn, "failed", { error: code }).catch(() => {});
  }

  async #note(
    { schedule, due }: OpenTurn,
    state: TurnEnd["state"],
    { run = null, error = null }: { readonly run?: number | null; readonly error?: string | null } = {},
  ): Promise<void> {
    const at = new Date(this.#ports.clock.now()).toISOString();
    await this.#ports.kept.note({ schedule, due, state, at, run, error });
  }

  async #retry(schedule: Schedule): Promise<void> {
    const turn = this.#waiting.get(schedule.id);
    if (turn === undefined) return;
    this.#waiting.delete(schedule.id);
    const now = this.#ports.clock.now();
    const isMissed =
      schedule.missed === "never" && turn.state === "due" && now - Date.parse(turn.due) > LATE_MS;
    if (!schedule.isOn) await this.#note(turn, "skipped");
    else if (isMissed) await this.#note(turn, "missed");
    else await this.#begin(schedule, turn);
  }

  /** A newer time of the same schedule takes its place. */
  async #giveUpWaiting(schedule: number): Promise<void> {
    const turn = this.#waiting.get(schedule);
    this.#waiting.delete(schedule);
    if (turn !== undefined) await this.#note(turn, "skipped");
  }

  /** What waits for a schedule that was removed. */
  #forget(schedules: readonly Schedule[]): void {
    const ids = new Set(schedules.map(({ id }) => id));
    for (const id of this.#waiting.keys()) if (!ids.has(id)) this.#waiting.delete(id);
  }

  /** Turns of processes that died before they ended them. */
  async #takeOver(): Promise<void> {
    const { kept, clock } = this.#ports;
    const now = clock.now();
    for (const turn of await kept.open()) {
      if (isWorking(turn.owner, turn.at, now)) continue;
      if (!(await kept.takeOver(turn, this.#owner, new Date(now).toISOString()))) continue;
      await this.#giveUpWaiting(turn.schedule);
      this.#waiting.set(turn.schedule, turn);
    }
  }
}
