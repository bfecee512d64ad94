import { DatamasterError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Events } from "../../events/events.ts";
import { told } from "../../messages/messages.ts";
import type { LiveRun, RunState, SpokenError } from "../../model/event.ts";
import { type FailedOnly, type RunScope, WHOLE_SOURCE } from "../../model/run.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import type { Desk } from "../desk.ts";
import type { DeliveryPlan } from "../exports/deliver-run.ts";
import { ActiveRun, type RunEnd } from "./active-run.ts";
import { SharedLimiters } from "./shared-limiters.ts";
import { createSpeaker, type Speaker } from "./spoken.ts";
import type { CollectRequest } from "./start-run.ts";

/** Whoever asks is answered after so long, also where no run is open yet. */
const ANSWER_MS = 4_000;

export interface RunManagerParts {
  readonly app: AppPorts;
  readonly desk: Desk;
  readonly events: Events;
  /** With its secrets, ready to be collected. Rejects NO_SUCH_SOURCE. */
  readonly findSource: (name: string) => Promise<SourceOptions>;
  /** What is handed on after each run. */
  readonly plans: readonly DeliveryPlan[];
}

/** What of a source to collect, and how to begin. */
export interface StartOptions
  extends Partial<Pick<CollectRequest, "begin" | "full" | "allowEmpty" | "patienceMs">> {
  readonly scope?: RunScope;
}

/** A run that goes on; without a number where it waits before its first answer. */
export interface StartedRun {
  readonly run: number | null;
  readonly source: string;
  readonly state: RunState;
}

/** What became of the last try to open a run of a source, where none was opened. */
export interface FailedStart extends SpokenError {
  /** ISO UTC. */
  readonly at: string;
}

/**
 * Works on runs for as long as the service lives: several sources at once, never two runs of one. Runs on one account share
 * its limiter. Quotas, hours and long waits are waited out. `close` ends it.
 */
export class RunManager {
  readonly #parts: RunManagerParts;
  readonly #speaker: Speaker;
  readonly #limiters: SharedLimiters;
  readonly #active = new Map<string, ActiveRun>();
  /** Over in the store, and handing on what they found or keeping their last words; the next run of their source waits for that. */
  readonly #leaving = new Set<ActiveRun>();
  readonly #failedStarts = new Map<string, FailedStart>();
  /** Sources that are looked up just now. */
  readonly #starting = new Set<string>();
  #isClosing = false;

  private constructor(parts: RunManagerParts, speaker: Speaker) {
    this.#parts = parts;
    this.#speaker = speaker;
    this.#limiters = new SharedLimiters(parts.app.createLimiter);
  }

  static async create(parts: RunManagerParts): Promise<RunManager> {
    return new RunManager(parts, await createSpeaker());
  }

  get #log(): Logger {
    return this.#parts.app.log;
  }

  /**
   * Begins a run of a source, or continues the unfinished one. Rejects NO_SUCH_SOURCE, RUN_ACTIVE where one goes on, CLOSING,
   * and as the CRM's first answer does where that comes soon. A run that the store tells as over is never in the way.
   */
  async start(who: string, source: string, options: StartOptions = {}): Promise<StartedRun> {
    if (this.#isClosing) throw closing();
    if (this.#starting.has(source)) throw busy(source);
    this.#starting.add(source);
    try {
      await this.#passBy(source);
      const found = await this.#parts.findSource(source);
      if (this.#isClosing) throw closing();
      return await this.#open(who, source, found, options);
    } finally {
      this.#starting.delete(source);
    }
  }

  /** Continues a stopped or failed run. Rejects NO_SUCH_RUN, NOTHING_TO_RESUME, and as {@link start} does. */
  async resume(who: string, number: number): Promise<StartedRun> {
    const run = await this.#parts.desk.ask(who, "showRun", number);
    if (run.status !== "stopped" && run.status !== "failed" && run.status !== "running") {
      throw new DatamasterError(
        "NOTHING_TO_RESUME",
        told("nothingLeft", { run: number, status: run.status }),
      );
    }
    return await this.start(who, run.source, { scope: run.scope, begin: number });
  }

  /** Begins anew what a run was about; an unfinished one becomes abandoned. Rejects as {@link resume} does. */
  async startOver(who: string, number: number): Promise<StartedRun> {
    const { source, scope } = await this.#parts.desk.ask(who, "showRun", number);
    return await this.start(who, source, { scope, begin: "fresh" });
  }

  /** Reads again what a run set aside, or the part of it. Rejects NO_SUCH_RUN, NOTHING_TO_RESUME, USAGE, and as {@link start} does. */
  async retry(who: string, number: number, only: FailedOnly | null): Promise<StartedRun> {
    const [planned] = await this.#parts.desk.ask(who, "planRetries", number, only ?? undefined);
    if (planned === undefined) {
      throw new DatamasterError("NOTHING_TO_RESUME", told("nothingToRetry", { run: number }));
    }
    return await this.start(who, planned.of.source, planned.request);
  }

  /** Has a run end, what is on its way being saved; asked again with `atOnce`, not even that. Rejects RUN_ENDED. */
  stop(who: string, run: number, atOnce: boolean): RunState {
    const active = this.#ofRun(run);
    if (active === undefined) throw new DatamasterError("NOTHING_TO_RESUME", told("runNotHere", { run }));
    active.stop(who, atOnce);
    return active.state;
  }

  /** The same by its source, also while no run is open yet; false where none goes on. */
  stopSource(who: string, source: string, atOnce: boolean): boolean {
    const active = this.#active.get(source);
    active?.stop(who, atOnce);
    return active !== undefined;
  }

  /** All that goes on, by source. */
  list(): readonly { readonly source: string; readonly state: RunState; readonly live: LiveRun | null }[] {
    return this.#all.map((active) => ({
      source: active.run?.source ?? active.key,
      state: active.state,
      live: active.live(),
    }));
  }

  live(run: number): LiveRun | null {
    return this.#ofRun(run)?.live() ?? null;
  }

  /** What is being read, and how fast, of a run that goes on here; null for any other. */
  insight(run: number): Pick<ActiveRun, "reading" | "speed"> | null {
    return this.#ofRun(run) ?? null;
  }

  /** Why the last start of a source came to nothing; null where it did not. */
  failedStart(source: string): FailedStart | null {
    return this.#failedStarts.get(source) ?? null;
  }

  /** Resolves once no run of the source goes on. */
  async whenIdle(source: string): Promise<RunEnd | null> {
    return (await this.#active.get(source)?.ended) ?? null;
  }

  /** Lets go on what the service worked on when it ended. What cannot is logged. */
  async continueLeft(): Promise<void> {
    const left = await this.#parts.desk.ask("datamaster", "leftRuns");
    for (const { source, run, who, state } of left) {
      try {
        await this.start(who, source, { scope: state.scope, begin: run });
      } catch (error) {
        const { code, text } = this.#speaker.error(error);
        this.#log.warn({ source, run, code }, text.en);
      }
    }
  }

  /** Stops all runs; they go on with the next start of the service where that is asked for. Resolves when all is saved. */
  async close(goesOn: boolean): Promise<void> {
    this.#isClosing = true;
    const all = this.#all;
    for (const active of all) {
      active.goesOn = goesOn;
      active.stop("datamaster", false);
    }
    await Promise.all(all.map(({ ended }) => ended));
  }

  get #all(): ActiveRun[] {
    return [...this.#leaving, ...this.#active.values()];
  }

  /** Takes what is over in the store out of the way of the next run. Rejects RUN_ACTIVE where it is not over. */
  async #passBy(source: string): Promise<void> {
    const active = this.#active.get(source);
    if (active === undefined) return;
    const run = active.run?.run;
    if (run === undefined) throw busy(source);
    const { status } = await this.#parts.desk.ask(active.who, "showRun", run);
    if (status === "running") throw busy(source);
    // It may have ended meanwhile.
    if (this.#active.get(source) !== active) return;
    this.#active.delete(source);
    this.#leaving.add(active);
  }

  async #open(who: string, key: string, source: SourceOptions, options: StartOptions): Promise<StartedRun> {
    const { app, desk, events, plans } = this.#parts;
    const { scope = WHOLE_SOURCE, begin = "auto", ...more } = options;
    const parts = { app, desk, events, plans, speaker: this.#speaker, limiters: this.#limiters };
    const collect = { scope, begin, wait: true, ...more };
    const before = [...this.#leaving].find((one) => one.key === key)?.ended ?? null;
    const active = new ActiveRun(parts, { key, source, who, collect, before });
    this.#active.set(key, active);
    this.#failedStarts.delete(key);
    active.ended.then((end) => this.#ended(active, end));
    const run = await soon(active.opened);
    return { run: run?.run ?? null, source: key, state: active.state };
  }

  #ended(active: ActiveRun, { run, error }: RunEnd): void {
    if (!this.#leaving.delete(active)) this.#active.delete(active.key);
    if (run === null && error !== null) {
      this.#failedStarts.set(active.key, { ...error, at: new Date().toISOString() });
    }
    this.#parts.events.emit("run.ended", {
      run: run?.run ?? null,
      source: run?.source ?? active.key,
      status: run?.status ?? (active.isStopping ? "stopped" : "failed"),
      totals: run?.totals ?? null,
      error,
    });
  }

  #ofRun(run: number): ActiveRun | undefined {
    return this.#all.find((active) => active.run?.run === run);
  }
}

/** What comes soon; null where it takes longer. */
async function soon<T>(promise: Promise<T>): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ANSWER_MS);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function busy(source: string): DatamasterError {
  return new DatamasterError("RUN_ACTIVE", told("runBusy", { source }));
}

function closing(): DatamasterError {
  return new DatamasterError("CLOSING", told("runClosing"));
}
