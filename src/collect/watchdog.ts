import { monitorEventLoopDelay } from "node:perf_hooks";
import { monotonicMs } from "../base/clock.ts";
import { RetryableError, StopRunError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import type { CollectPorts } from "./collect.ts";
import type { Slot, Slots } from "./slots.ts";

/** How long a run may stand still, in milliseconds. */
export interface WatchdogTimes {
  /** Nothing moved for so long: what it waits for is told. */
  readonly warnMs: number;
  /** One request took so long: it is given up and tried again. Longer than any answer may take. */
  readonly recoverMs: number;
  /** Nothing moved for so long: the run stops, to be continued. */
  readonly stopMs: number;
  /** The database did not answer for so long: the same. The end of a very large first run takes minutes on a slow disk. */
  readonly storeStopMs: number;
  /** The event loop stood still for so long at once. */
  readonly lagMs: number;
}

const TIMES: WatchdogTimes = {
  warnMs: 60_000,
  recoverMs: 150_000,
  stopMs: 600_000,
  storeStopMs: 1_800_000,
  lagMs: 2_000,
};
const LOOK_MS = 1_000;
/** So many of those that wait are named. */
const NAMED = 3;
/** How finely the event loop is looked at. */
const LAG_RESOLUTION_MS = 20;

export interface WatchdogOptions {
  readonly ports: Pick<CollectPorts, "limiter" | "ingest" | "log">;
  readonly slots: Slots;
  /** The account is parked: nothing is to move. */
  readonly isParked: () => boolean;
  readonly stopRun: (error: StopRunError) => void;
  readonly times?: Partial<WatchdogTimes>;
}

/**
 * Looks every second whether a run moves. Waiting that is meant (a pace, a throttle answer, an outage, a pause between two
 * tries) does not count, nor does the time for which this process itself stood still. A request that is stuck is given
 * up as a RetryableError STALLED; where nothing moves all the same, the run stops with STALLED.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #times: WatchdogTimes;
  readonly #everyMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #delay: ReturnType<typeof monitorEventLoopDelay>;
  readonly #requests = new Stillness();
  readonly #store = new Stillness();
  /** How long somebody has waited for leave to send that could have been given. */
  #idleMs = 0;
  #sent = 0;
  #last = monotonicMs();
  #lagTold = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#everyMs = Math.min(LOOK_MS, this.#times.warnMs / 4);
    this.#delay = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
    this.#delay.enable();
    this.#timer = setInterval(() => this.#look(), this.#everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
    const ms = (percent: number): number => Math.round(this.#delay.percentile(percent) / 1e6);
    this.#options.ports.log.debug(
      { medianMs: ms(50), p99Ms: ms(99), maxMs: Math.round(this.#delay.max / 1e6) },
      `Turns of the event loop, asked for each ${LAG_RESOLUTION_MS} ms.`,
    );
  }

  #look(): void {
    const now = monotonicMs();
    // What this process missed, stopped or starved, is no time that others took.
    const passed = Math.min(now - this.#last, 2 * this.#everyMs);
    this.#last = now;
    this.#options.slots.now += passed;
    this.#watchLoop();
    this.#watchStore(passed);
    this.#watchRequests(passed);
  }

  #watchLoop(): void {
    const lag = this.#delay.max / 1e6 - LAG_RESOLUTION_MS;
    if (this.#lagTold || lag < this.#times.lagMs) return;
    this.#lagTold = true;
    const text = told("stoodStill", { seconds: Math.round(lag / 100) / 10 }).text;
    this.#options.ports.log.warn({ code: "STALLED", lagMs: Math.round(lag) }, text);
  }

  #watchStore(passed: number): void {
    const { ingest } = this.#options.ports;
    const { waiting, answered } = ingest.state();
    this.#store.note(passed, answered, waiting > 0 ? "waits" : "moves");
    this.#tell(this.#store, () => told("storeSilent", { seconds: this.#store.seconds, waiting }));
    if (this.#store.ms < this.#times.storeStopMs) return;
    ingest.abandon(new StopRunError("STALLED", told("storeStuck", { seconds: this.#store.seconds })));
  }

  #watchRequests(passed: number): void {
    const { slots, isParked, ports, stopRun } = this.#options;
    const state = ports.limiter.state();
    const waiting: Slot[] = [];
    let sent = 0;
    for (const slot of slots) {
      if (slot.phase === "limiter") waiting.push(slot);
      else if (slot.phase === "crm") sent++;
    }
    const meant = isParked() || state.heldMs > 0 || (waiting.length > 0 && state.nextMs > 0);
    const rests = waiting.length + sent === 0;
    this.#requests.note(passed, slots.ended + slots.sent, meant ? "moves" : rests ? "rests" : "waits");
    this.#tell(this.#requests, () => this.#whatWaits());
    this.#noteIdle(passed, waiting.length > 0 && !meant && sent < state.concurrency);
    this.#recover();
    if (this.#requests.ms < this.#times.stopMs) return;
    stopRun(new StopRunError("STALLED", told("nothingMoves", { seconds: this.#requests.seconds })));
  }

  #noteIdle(passed: number, couldSend: boolean): void {
    const { sent } = this.#options.slots;
    this.#idleMs = couldSend && sent === this.#sent ? this.#idleMs + passed : 0;
    this.#sent = sent;
  }

  /** Gives up what is stuck: a request past every deadline, and one whose turn was lost. */
  #recover(): void {
    const { slots, ports } = this.#options;
    const { recoverMs } = this.#times;
    for (const slot of slots) {
      const ms = slots.now - slot.since;
      if (ms < recoverMs) continue;
      const lost = slot.phase === "limiter" && (this.#idleMs >= recoverMs || slots.isOvertaken(slot));
      if (slot.phase !== "crm" && !lost) continue;
      const what = waitingText(slot, slots.now);
      ports.log.warn({ code: "STALLED", ...idsOf(slot) }, told("givenUp", { what }).text);
      // Leave that was lost says nothing of the CRM.
      const pace = lost ? "free" : "at once";
      slot.abort(new RetryableError("STALLED", told("stuck", { seconds: Math.round(ms / 1000) }), { pace }));
      slot.since = slots.now;
    }
  }

  /** Warns once of each time that something stands still, and tells when it goes on. */
  #tell(still: Stillness, text: () => Told): void {
    const { log } = this.#options.ports;
    if (!still.isTold && still.ms >= this.#times.warnMs) {
      still.isTold = true;
      log.warn({ code: "STALLED" }, text().text);
    } else if (still.isTold && still.ms === 0) {
      still.isTold = false;
      log.info({ code: "STALLED" }, told("movesAgain").text);
    }
  }

  #whatWaits(): Told {
    const { slots } = this.#options;
    const waiting = [...slots].filter(({ phase }) => phase === "limiter" || phase === "crm");
    const oldest = waiting.sort((a, b) => a.since - b.since).slice(0, NAMED);
    const waits = oldest.map((slot) => waitingText(slot, slots.now));
    return told("stalled", { seconds: this.#requests.seconds, waits, more: waiting.length - waits.length });
  }
}

/** For how long something has stood still. */
class Stillness {
  ms = 0;
  isTold = false;
  #count = -1;

  /** `count` grows with all that moves; what rests neither moves nor is waited for. */
  note(passed: number, count: number, state: "moves" | "rests" | "waits"): void {
    if (count !== this.#count || state === "moves") this.ms = 0;
    else if (state === "waits") this.ms += passed;
    this.#count = count;
  }

  get seconds(): number {
    return Math.round(this.ms / 1000);
  }
}

function waitingText({ unit, phase, since }: Slot, now: number): Told {
  const seconds = Math.round((now - since) / 1000);
  return told("waitsFor", { kind: unit?.kind ?? "", id: unit?.crmId ?? "", phase, seconds });
}

function idsOf({ unit, phase }: Slot) {
  return unit === null ? { phase } : { phase, unit: unit.kind, id: unit.crmId };
}
