import { sleep } from "../base/clock.ts";
import { type ErrorCode, RetryableError } from "../base/errors.ts";

/** Attempts a page gets before its unit has failed. */
export const MOST_TRIES = 6;
/** Fewer where another try can hardly change anything. */
const TRIES: Partial<Record<ErrorCode, number>> = { CRM_TOO_LARGE: 2, CRM_LIST_MOVED: 1 };
const BASE_MS = 1_000;
const LONGEST_MS = 60_000;
/** So many retries of a kind that need not wait go out at once. */
const AT_ONCE = 2;
/** Being throttled costs no attempt, but a CRM that only ever throttles one page ends somewhere. */
const MOST_THROTTLES = 100;
const FIRST_ERA: Era = { number: 0, tries: 0 };

/** The time between two outages; `tries` is how many attempts before it count all the same. */
interface Era {
  readonly number: number;
  readonly tries: number;
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Told of each failed attempt that is worth another one, and how long is waited here before it. */
  readonly onFailure: (error: RetryableError, waitMs: number) => void;
  /** Waits until a retry is within its budget; `tries` is how often it was tried. */
  readonly budget?: (tries: number) => Promise<void>;
  /** Called with each wait between two attempts, to be resolved after it: nothing is under way meanwhile. */
  readonly rest?: (wait: () => Promise<void>) => Promise<void>;
  /** Most attempts; default {@link MOST_TRIES}. Some errors get fewer. */
  readonly tries?: (error: RetryableError) => number;
  /** Attempts are counted anew whenever `number` changes: those before it were the CRM's failures as a whole, but for `tries`. */
  readonly era?: () => Era;
}

/**
 * Tries until `attempt` resolves: up to {@link MOST_TRIES} times with full jitter (1 s doubling to 60 s), and never
 * before the server's Retry-After. A throttled attempt asks again at once: the limiter holds it. Rejects with the last
 * RetryableError, or at once with any other error.
 */
export async function retrying<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, budget, onFailure, rest = (wait) => wait() } = options;
  const { tries: mostTries = () => MOST_TRIES, era = () => FIRST_ERA } = options;
  let count = countIn(era());
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RetryableError) || signal.aborted) throw error;
      const now = era();
      if (count.era !== now.number) count = countIn(now);
      if (error.code === "CRM_THROTTLED") {
        if (count.throttles >= MOST_THROTTLES) throw error;
        count.throttles++;
        onFailure(error, 0);
      } else if (error.pace === "free" && count.free++ === 0) {
        onFailure(error, 0);
      } else {
        const most = Math.min(mostTries(error), TRIES[error.code] ?? MOST_TRIES);
        if (now.tries + count.tries >= most) throw error;
        const tries = count.tries++;
        const waitMs = failureWait(error, tries);
        onFailure(error, waitMs);
        await rest(async () => {
          if (waitMs > 0) await sleep(waitMs, signal);
          await budget?.(tries);
        });
      }
    }
  }
}

function countIn({ number }: Era) {
  return { tries: 1, throttles: 1, free: 0, era: number };
}

function fullJitter(step: number): number {
  return Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** (step - 1));
}

function failureWait(error: RetryableError, tries: number): number {
  if (error.pace === "at once" && tries <= AT_ONCE) return error.retryAfterMs ?? 0;
  return Math.max(error.retryAfterMs ?? 0, fullJitter(tries));
}
