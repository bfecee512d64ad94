import { sleep } from "../base/clock.ts";
import { RetryableError } from "../base/errors.ts";

/** Attempts a page gets before its unit has failed. */
export const MOST_TRIES = 6;
const BASE_MS = 1_000;
const LONGEST_MS = 60_000;
/** Being throttled costs no attempt, but a CRM that only ever throttles one page ends somewhere. */
const MOST_THROTTLES = 100;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Told of each failed attempt that is worth another one, and how long is waited here before it. */
  readonly onFailure: (error: RetryableError, waitMs: number) => void;
  /** Attempts after which an error is final, throttling apart; default {@link MOST_TRIES}. */
  readonly tries?: (error: RetryableError) => number;
}

/**
 * Tries until `attempt` resolves: up to {@link MOST_TRIES} times with full jitter (1 s doubling to 60 s), and never
 * before the server's Retry-After. A throttled attempt asks again at once: the limiter holds it. Rejects with the last
 * RetryableError, or at once with any other error.
 */
export async function retrying<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tries = 1, throttles = 1; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RetryableError) || options.signal.aborted) throw error;
      const throttled = error.code === "CRM_THROTTLED";
      const spent = throttled ? throttles >= MOST_THROTTLES : tries >= (options.tries?.(error) ?? MOST_TRIES);
      if (spent) throw error;
      if (throttled) throttles++;
      const waitMs = throttled ? 0 : failureWait(error, tries++);
      options.onFailure(error, waitMs);
      if (waitMs > 0) await sleep(waitMs, options.signal);
    }
  }
}

function fullJitter(step: number): number {
  return Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** (step - 1));
}

function failureWait(error: RetryableError, tries: number): number {
  return Math.max(error.retryAfterMs ?? 0, fullJitter(tries));
}
