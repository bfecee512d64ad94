import type { Spent, ToldLimit } from "../model/limit.ts";
import { AdaptiveConcurrency } from "./adaptive-concurrency.ts";
import { AdaptiveRate } from "./adaptive-rate.ts";
import { Allowance, isPaced } from "./allowance.ts";
import type { LimiterOptions, LimiterState, Permit, RequestOutcome } from "./limits.ts";
import { PacedBudget } from "./paced-budget.ts";
import type { Timers } from "./timers.ts";
import { ToldLimits } from "./told-limits.ts";

/** The shortest silence after a throttle answer: a Retry-After of 0 is no invitation to hammer. */
const SHORTEST_HOLD_MS = 200;
/** The longest: what asks for more is a mistake or a ban, and is asked again tomorrow. */
const LONGEST_HOLD_MS = 86_400_000;
/** Up to so much longer than asked, so that several programs do not come back at one instant. */
const HOLD_JITTER = 0.1;
const MOST_JITTER_MS = 60_000;
/** Longer silences are over too when the machine's clock says so: it may have been suspended meanwhile. */
const LONG_HOLD_MS = 60_000;
/** Where no time is named: 1 s, doubling to a minute while nothing is accepted between. */
const UNNAMED_HOLD_MS = 1_000;
const MOST_DOUBLINGS = 6;
/** A rate below this share of the known limit is told as one that was found. */
const CLEARLY_BELOW = 0.95;
/** Lateness of timers that is caught up. */
const LATE_MS = 25;

/** Waits its turn: called once with leave to send. */
export interface Waiter {
  readonly cost: number;
  readonly go: (permit: Permit) => void;
}

/**
 * One account's line of requests: lets waiters go in the order they came, as the known budgets, the rate found, the
 * number in flight and the silence after a throttle answer allow. Synchronous, on the timers given to it.
 */
export class Lane {
  readonly #timers: Timers;
  #budgets: readonly PacedBudget[];
  readonly #toldLimits = new ToldLimits();
  /** Paced by what headers tell, as nothing else is known. */
  readonly #byHeaders: boolean;
  readonly #allowance: Allowance;
  /** Requests a second that the known limits let through. */
  #told: number;
  readonly #rate: AdaptiveRate;
  readonly #window: AdaptiveConcurrency;
  readonly #waiting = new Set<Waiter>();
  #inFlight = 0;
  #next: number;
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** The same by the machine's clock, of a long silence. */
  #heldUntilWall = Infinity;
  /** Waited as headers asked, which says nothing of what the CRM takes; told to the rate when it is over. */
  #silentMs = 0;
  /** When the last throttle moment began: what was sent before belongs to it. */
  #throttledAt = Number.NEGATIVE_INFINITY;
  #throttledInARow = 0;
  #undoTimer: (() => void) | undefined;
  #passing = false;

  constructor(options: LimiterOptions, timers: Timers) {
    const { concurrency, limits, hint = null } = options;
    this.#timers = timers;
    this.#next = timers.now();
    this.#budgets = limits.filter(isPaced).map((limit) => new PacedBudget(limit));
    this.#byHeaders = this.#budgets.length === 0;
    this.#allowance = new Allowance(options, timers.wall());
    this.#told = Math.min(...this.#budgets.map((budget) => budget.requestsPerSecond));
    this.#rate = new AdaptiveRate(this.#told < Infinity ? this.#told : hint, timers.now(), this.#told);
    this.#window = new AdaptiveConcurrency(concurrency, timers.now());
  }

  /** Joins the line. */
  join(waiter: Waiter): void {
    this.#waiting.add(waiter);
    if (this.#undoTimer === undefined) this.#pass();
  }

  /** Leaves the line, before its turn. */
  leave(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    if (this.#waiting.size === 0) this.#rest();
  }

  state(): LimiterState {
    const now = this.#timers.now();
    const heldMs = Math.max(0, this.#heldUntil - now);
    const rate = this.#rate.rate(now);
    const [first] = this.#waiting;
    return {
      requestsPerSecond: rate,
      found: rate !== null && this.#rate.found && rate < this.#told * CLEARLY_BELOW,
      concurrency: this.#window.limit,
      inFlight: this.#inFlight,
      waiting: this.#waiting.size,
      heldMs,
      nextMs: this.#nextMs(now),
      blocked: this.#allowance.blockAt(this.#timers.wall(), first?.cost),
    };
  }

  takeSpent(): readonly Spent[] {
    return this.#allowance.takeUntold();
  }

  #nextMs(now: number): number {
    const [first] = this.#waiting;
    return first === undefined ? 0 : Math.max(0, this.#waitMs(now, first.cost));
  }

  /** Lets go whose turn it is, and sets the timer for the next: lateness is seen here, one turn at a time. */
  #pass(): void {
    if (this.#passing) return;
    this.#passing = true;
    this.#rest();
    for (const waiter of this.#waiting) {
      if (this.#inFlight >= this.#window.limit) break;
      const now = this.#timers.now();
      const wait = this.#waitMs(now, waiter.cost);
      if (wait > 0) {
        this.#undoTimer = this.#timers.after(wait, () => this.#pass());
        break;
      }
      this.#waiting.delete(waiter);
      this.#send(waiter, now);
    }
    this.#passing = false;
  }

  #waitMs(now: number, cost: number): number {
    const wall = this.#timers.wall();
    if (this.#heldUntil > now && wall < this.#heldUntilWall) return this.#heldUntil - now;
    if (this.#heldUntil > now) {
      this.#heldUntil = now;
      this.#next = now;
    }
    const block = this.#allowance.blockAt(wall, cost);
    if (block !== null) return block.until - wall;
    let wait = this.#rate.rate(now) === null ? 0 : this.#next - now;
    for (const budget of this.#budgets) wait = Math.max(wait, budget.waitMs(now, cost));
    return wait;
  }

  #send({ cost, go }: Waiter, sentAt: number): void {
    for (const budget of this.#budgets) budget.take(sentAt, cost);
    this.#allowance.spend(this.#timers.wall(), cost);
    if (this.#silentMs > 0) {
      this.#rate.unused(this.#silentMs);
      this.#silentMs = 0;
    }
    const rate = this.#rate.rate(sentAt);
    if (rate !== null) {
      const lost = sentAt - LATE_MS - this.#next;
      if (lost > 0) this.#rate.unused(lost);
      this.#next = Math.max(this.#next, sentAt - LATE_MS) + (1000 * cost) / rate;
    }
    this.#inFlight++;
    let open = true;
    go({
      done: (outcome) => {
        if (!open) return;
        open = false;
        this.#done(sentAt, outcome);
      },
    });
  }

  #done(sentAt: number, outcome: RequestOutcome): void {
    const now = this.#timers.now();
    if (outcome.kind === "answered") {
      this.#rate.accepted(now);
      this.#window.answered(now, now - sentAt, this.#inFlight);
      if (sentAt >= this.#heldUntil) this.#throttledInARow = 0;
      if (outcome.limits !== undefined && outcome.limits.length > 0)
        this.#follow(outcome.limits, sentAt, now);
    } else if (outcome.kind === "throttled") {
      this.#throttled(sentAt, now, outcome.retryAfterMs);
    } else {
      this.#window.failed(now, now - sentAt, this.#inFlight);
    }
    this.#inFlight--;
    if (this.#waiting.size > 0 && this.#undoTimer === undefined) this.#pass();
  }

  #follow(told: readonly ToldLimit[], sentAt: number, now: number): void {
    for (const one of told) if (one.trusted) this.#allowance.learn(this.#timers.wall(), one);
    const { waitMs, limit, hint } = this.#toldLimits.follow(told, sentAt >= this.#heldUntil);
    if (limit !== null && this.#byHeaders) {
      const budget = new PacedBudget(limit);
      this.#budgets = [budget];
      this.#told = budget.requestsPerSecond;
      this.#rate.know(this.#told);
    } else if (hint !== null && this.#byHeaders) this.#rate.suggest(hint);
    if (waitMs === 0 || now + waitMs <= this.#heldUntil) return;
    this.#silentMs += now + waitMs - Math.max(now, this.#heldUntil);
    this.#heldUntil = now + waitMs;
    this.#heldUntilWall = Infinity;
    this.#next = Math.max(this.#next, this.#heldUntil);
  }

  #throttled(sentAt: number, now: number, retryAfterMs: number | null): void {
    const again = sentAt < this.#throttledAt;
    if (!again) {
      this.#throttledAt = now;
      this.#throttledInARow++;
    }
    const holdMs = this.#holdMs(retryAfterMs);
    if (now + holdMs > this.#heldUntil) {
      this.#heldUntil = now + holdMs;
      this.#heldUntilWall = holdMs > LONG_HOLD_MS ? this.#timers.wall() + holdMs : Infinity;
    }
    this.#rate.throttled(now, this.#heldUntil, again);
    this.#next = Math.max(this.#next, this.#heldUntil);
  }

  #holdMs(retryAfterMs: number | null): number {
    const doublings = Math.min(this.#throttledInARow - 1, MOST_DOUBLINGS);
    const asked = retryAfterMs ?? Math.min(60_000, UNNAMED_HOLD_MS * 2 ** doublings);
    const jitter = Math.min(MOST_JITTER_MS, asked * HOLD_JITTER * this.#timers.random());
    return Math.min(LONGEST_HOLD_MS, Math.max(SHORTEST_HOLD_MS, asked + jitter));
  }

  #rest(): void {
    this.#undoTimer?.();
    this.#undoTimer = undefined;
  }
}
