import type { KnownLimit } from "../model/limit.ts";

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
/**
 * One known limit, kept: requests are spaced evenly (GCRA), and a log of the last ones makes sure that no window ever
 * holds more. Times are monotonic milliseconds that never go back.
 */
export class PacedBudget {
  /** Requests of cost 1 a second that are let through. */
  readonly requestsPerSecond: number;
  readonly #windowMs: number;
  readonly #interval: number;
  /** When the last requests were sent, a ring: one entry for each that a window may hold. */
  readonly #sent: Float64Array;
  #at = 0;
  #next = Number.NEGATIVE_INFINITY;

  constructor({ requests: all, windowMs, reserve = 0 }: KnownLimit) {
    const requests = all * (1 - reserve);
    const scale = wholeTimes(requests);
    this.#windowMs = windowMs * scale * WINDOW_MARGIN;
    this.#interval = windowMs / (requests * SHARE_OF_LIMIT);
    this.requestsPerSecond = 1000 / this.#interval;
    this.#sent = new Float64Array(Math.max(1, Math.floor(requests * scale + ROUNDING))).fill(
      Number.NEGATIVE_INFINITY,
    );
  }

  /** Milliseconds until a request of this cost may be sent; 0 for now. */
  waitMs(now: number, cost: number): number {
    const last = (this.#at + Math.min(cost, this.#sent.length) - 1) % this.#sent.length;
    const windowFree = (this.#sent[last] ?? 0) + this.#windowMs;
    return Math.max(0, this.#next - now, windowFree - now);
  }

  /** Counts a request sent now. */
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
