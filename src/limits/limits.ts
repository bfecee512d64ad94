import type { Block, HourSpan, KnownLimit, Spent, ToldLimit } from "../model/limit.ts";

export { Allowance, type AllowanceOptions, isPaced } from "./allowance.ts";
export { forecast } from "./forecast.ts";
export { paced } from "./paced.ts";
export { allowedOf } from "./quota.ts";

/** How a request ended, for the limiter; a request that failed without an answer says nothing about a limit. */
export type RequestOutcome =
  /** `limits`: what the answer tells of them. */
  | { readonly kind: "answered"; readonly limits?: readonly ToldLimit[] }
  | { readonly kind: "failed" }
  /** `retryAfterMs`: what the CRM asked for, null where it named no time. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null };

/** Leave to send one request; whoever got it says once how it ended, later calls change nothing. */
export interface Permit {
  done(outcome: RequestOutcome): void;
}

export interface LimiterOptions {
  /** The most requests in flight at once. */
  readonly concurrency: number;
  /** All of them hold at once, day quotas too; empty where none is known. */
  readonly limits: readonly KnownLimit[];
  /** When requests may be sent; empty or absent for always. */
  readonly hours?: readonly HourSpan[];
  /** What the account was asked for before, as it was stored: quotas count it. */
  readonly spent?: readonly Spent[];
  /** Cost to be counted on top: sent without this limiter, or lost with a process that was killed. */
  readonly uncounted?: number;
  /** Requests a second to begin with where no limit is known; null: look for it. */
  readonly hint?: number | null;
}

/** What bounds the requests just now: for progress, the dashboard and metrics. */
export interface LimiterState {
  /** Requests a second that are let through; null while only concurrency bounds them. */
  readonly requestsPerSecond: number | null;
  /** True where that rate was found from throttle answers and not told. */
  readonly found: boolean;
  /** Requests that may be in flight at once. */
  readonly concurrency: number;
  readonly inFlight: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
  /** Milliseconds for which nobody sends, after a throttle answer; 0 where all is well. */
  readonly heldMs: number;
  /** Milliseconds until pace and silence let the first in the line go; 0 where nobody waits for them. */
  readonly nextMs: number;
  /** A quota that is spent, or hours that are over: nobody sends until then. */
  readonly blocked: Block | null;
}

/**
 * Paces the requests of one CRM account: all who send with its token ask the same limiter. It keeps the rate, the
 * number in flight, and the silence that a throttle answer asks for.
 */
export interface Limiter {
  /**
   * Resolves when the next request may be sent, in the order of asking; rejects with the signal's reason. `cost` is
   * what the CRM counts the request as (a list costs ten at some).
   */
  acquire(signal: AbortSignal, cost?: number): Promise<Permit>;
  state(): LimiterState;
  /** What was spent since this was called last, to be kept for the next run. */
  takeSpent(): readonly Spent[];
}
