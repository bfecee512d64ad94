export { paced } from "./paced.ts";

/** How a request ended, for the limiter; a request that failed without an answer says nothing about a limit. */
export type RequestOutcome =
  | { readonly kind: "answered" }
  | { readonly kind: "failed" }
  /** `retryAfterMs`: what the CRM asked for, null where it named no time. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number | null };

/** Leave to send one request; whoever got it says once how it ended, later calls change nothing. */
export interface Permit {
  done(outcome: RequestOutcome): void;
}

/** A limit that is known: at most `requests` in any `windowMs`, from the user, the CRM or its documentation. */
export interface KnownLimit {
  readonly requests: number;
  readonly windowMs: number;
  /** Share that is left to people and other programs, 0-1; default 0. */
  readonly reserve?: number;
}

export interface LimiterOptions {
  /** The most requests in flight at once. */
  readonly concurrency: number;
  /** All of them hold at once; empty where none is known. */
  readonly limits: readonly KnownLimit[];
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
  /** Milliseconds for which nobody sends, after a throttle answer; 0 where all is well. */
  readonly heldMs: number;
  /** Milliseconds until pace and silence let the first in the line go; 0 where nobody waits for them. */
  readonly nextMs: number;
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
}
