import { monotonicMs } from "../base/clock.ts";
import type { Limiter } from "./limits.ts";

/**
 * How much of a known limit is used. At 98% the 51st of 50 a second comes 1.02 s after the first, so that the
 * jitter of timers and networks does not push it into the server's window.
 */
const SHARE_OF_LIMIT = 0.98;

/** So much lateness is caught up; more, as after a stalled event loop, is lost, or it would come as a burst. */
const LATE_MS = 10;

/** Longest single timer; Node fires at once above 2^31-1 ms, and a hold may be prolonged meanwhile anyway. */
const LONGEST_TIMER_MS = 60_000;

/**
 * Evenly spaced requests, no bursts (GCRA with a burst of one): the next is let through `1000 / (rps * 0.98)` ms
 * after the one before, in the order of asking. Without `rps` only {@link Limiter.holdFor} holds requests back.
 */
export function createPacer(rps: number | null): Limiter {
  return new Pacer(rps);
}

class Pacer implements Limiter {
  readonly requestsPerSecond: number | null;
  readonly #interval: number;
  readonly #waiting = new Set<() => void>();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(rps: number | null) {
    this.requestsPerSecond = rps;
    this.#interval = rps === null ? 0 : 1000 / (rps * SHARE_OF_LIMIT);
  }

  async acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        this.#waiting.delete(go);
        if (this.#waiting.size === 0) this.#rest();
        reject(signal.reason);
      };
      signal.addEventListener("abort", stop, { once: true });
      this.#waiting.add(go);
      if (this.#timer === undefined) this.#letThrough();
    });
  }

  holdFor(waitMs: number): void {
    this.#next = Math.max(this.#next, monotonicMs() + waitMs);
  }

  /** Lets through whose turn it is, and sets the clock for the next: lateness is seen here, one turn at a time. */
  #letThrough(): void {
    this.#rest();
    for (const go of this.#waiting) {
      const now = monotonicMs();
      if (this.#next > now) {
        this.#timer = setTimeout(() => this.#letThrough(), Math.min(this.#next - now, LONGEST_TIMER_MS));
        return;
      }
      this.#next = Math.max(this.#next, now - LATE_MS) + this.#interval;
      this.#waiting.delete(go);
      go();
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
