import type { KnownLimit } from "./limits.ts";

/**
 * How much of a known limit is used. At 98% the 51st of 50 a second comes 1.02 s after the first, so that the
 * jitter of timers and networks does not push it into the server's window.
 */
const SHARE_OF_LIMIT = 0.98;
/** Lateness of timers that is caught up; more, as after a stalled event loop, is lost, or it would come as a burst. */
const LATE_MS = 50;
/** No window of the server's clock holds more than the limit, even if it runs 1% faster or packets bunch up. */
const WINDOW_MARGIN = 1.01;
/** A limit of 12.5 is counted as 25 in two windows; one with an odder fraction in so many. */
const MOST_WINDOWS = 10;
const ROUNDING = 1e-6;
/** Longer windows are quotas: they are not spread, only counted, in this many slots of the window. */
const LONGEST_PACED_MS = 120_000;
const QUOTA_SLOTS = 288;

/** One limit that is known. Times are monotonic milliseconds that never go back. */
export interface Budget {
  /** Requests of cost 1 a second that it lets through evenly; null for one that is only counted. */
  readonly requestsPerSecond: number | null;
  /** Milliseconds until a request of this cost may be sent; 0 for now. */
  waitMs(now: number, cost: number): number;
  /** Counts a request sent now. */
  take(now: number, cost: number): void;
}

/** The budget that keeps a limit: evenly spaced requests in short windows, a plain count over hours and days. */
export function createBudget({ requests, windowMs, reserve = 0 }: KnownLimit): Budget {
  const allowed = requests * (1 - reserve);
  return windowMs > LONGEST_PACED_MS ? new Quota(allowed, windowMs) : new PacedBudget(allowed, windowMs);
}

/** Requests are spaced evenly (GCRA), and a log of the last ones makes sure that no window ever holds more. */
class PacedBudget implements Budget {
  readonly requestsPerSecond: number;
  readonly #windowMs: number;
  readonly #interval: number;
  /** When the last requests were sent, a ring: one entry for each that a window may hold. */
  readonly #sent: Float64Array;
  #at = 0;
  #next = Number.NEGATIVE_INFINITY;

  constructor(requests: number, windowMs: number) {
    const scale = wholeTimes(requests);
    this.#windowMs = windowMs * scale * WINDOW_MARGIN;
    this.#interval = windowMs / (requests * SHARE_OF_LIMIT);
    this.requestsPerSecond = 1000 / this.#interval;
    this.#sent = new Float64Array(Math.max(1, Math.floor(requests * scale + ROUNDING))).fill(
      Number.NEGATIVE_INFINITY,
    );
  }

  waitMs(now: number, cost: number): number {
    const last = (this.#at + Math.min(cost, this.#sent.length) - 1) % this.#sent.length;
    const windowFree = (this.#sent[last] ?? 0) + this.#windowMs;
    return Math.max(0, this.#next - now, windowFree - now);
  }

  take(now: number, cost: number): void {
    // The first one is not late, whenever it comes.
    const earliest = this.#next === Number.NEGATIVE_INFINITY ? now : now - LATE_MS;
    this.#next = Math.max(this.#next, earliest) + this.#interval * cost;
    for (let spent = 0; spent < Math.min(cost, this.#sent.length); spent++) {
      this.#sent[this.#at] = now;
      this.#at = (this.#at + 1) % this.#sent.length;
    }
  }
}

/** How many windows hold a whole number of requests: half a request in a window is one in two. */
function wholeTimes(requests: number): number {
  if (requests < 1) return 1 / requests;
  for (let times = 1; times <= MOST_WINDOWS; times++) {
    if (Math.abs(requests * times - Math.round(requests * times)) < ROUNDING) return times;
  }
  return MOST_WINDOWS;
}

/** A count over a long window that slides in steps; a step leaves it only when all of it is older than the window. */
class Quota implements Budget {
  readonly requestsPerSecond = null;
  readonly #allowed: number;
  readonly #slotMs: number;
  readonly #slots: Array<{ readonly slot: number; cost: number }> = [];
  #used = 0;

  constructor(allowed: number, windowMs: number) {
    this.#allowed = allowed;
    this.#slotMs = windowMs / QUOTA_SLOTS;
  }

  waitMs(now: number, cost: number): number {
    this.#forget(now);
    let over = this.#used + cost - this.#allowed;
    for (const { slot, cost: freed } of this.#slots) {
      if (over <= 0) return 0;
      over -= freed;
      if (over <= 0) return (slot + QUOTA_SLOTS + 1) * this.#slotMs - now;
    }
    return 0;
  }

  take(now: number, cost: number): void {
    const slot = Math.floor(now / this.#slotMs);
    const last = this.#slots.at(-1);
    if (last?.slot === slot) last.cost += cost;
    else this.#slots.push({ slot, cost });
    this.#used += cost;
  }

  #forget(now: number): void {
    const oldest = Math.floor(now / this.#slotMs) - QUOTA_SLOTS;
    for (let first = this.#slots[0]; first !== undefined && first.slot < oldest; first = this.#slots[0]) {
      this.#used -= first.cost;
      this.#slots.shift();
    }
  }
}
