import type { RateLimitConfig } from "./config.ts";
import { SlidingCount } from "./sliding-count.ts";

/** The answer of a limiter to one request. Refused requests do not count against the limit. */
export interface RateDecision {
  readonly accepted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the window ends, or until a bucket is full again. */
  readonly resetMs: number;
  /** Milliseconds until the next request is accepted, if nobody else comes; 0 when this one was. */
  readonly retryMs: number;
}

export interface RateLimiter {
  /** Decides a request that arrives at `now`, monotonic milliseconds. */
  take(now: number): RateDecision;
}

/** What of a limit is counted, and how. */
export type LimitShape = Pick<RateLimitConfig, "kind" | "limit" | "perSecond" | "windowMs" | "burst">;

/** Makes a limiter of the kind that the config names. */
export function createRateLimiter(config: LimitShape): RateLimiter {
  const { windowMs } = config;
  const limit = limitOf(config);
  if (config.kind === "fixed") return new FixedWindow(limit, windowMs);
  if (config.kind === "bucket")
    return new Bucket(config.burst ?? Math.max(1, Math.floor(limit)), limit / windowMs);
  return new SlidingWindow(limit, windowMs);
}

/** Requests allowed in one window. */
export function limitOf(config: LimitShape): number {
  return config.limit ?? ((config.perSecond ?? 1) * config.windowMs) / 1000;
}

/** Never more than `limit` requests in any window, wherever it begins. */
class SlidingWindow implements RateLimiter {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #accepted: SlidingCount;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#accepted = new SlidingCount(windowMs);
  }

  take(now: number): RateDecision {
    const accepted = this.#accepted.at(now) + 1 <= this.#limit;
    const used = accepted ? this.#accepted.add(now) : this.#accepted.at(now);
    const wait = this.#accepted.waitMs(now) || this.#windowMs;
    const remaining = Math.max(0, Math.floor(this.#limit - used));
    return { accepted, limit: this.#limit, remaining, resetMs: wait, retryMs: accepted ? 0 : wait };
  }
}

/** `limit` requests in each window of the clock; twice that is possible around the edge of two. */
class FixedWindow implements RateLimiter {
  readonly #limit: number;
  readonly #windowMs: number;
  #window = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  take(now: number): RateDecision {
    const window = Math.floor(now / this.#windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#used = 0;
    }
    const accepted = this.#used + 1 <= this.#limit;
    if (accepted) this.#used++;
    const resetMs = (window + 1) * this.#windowMs - now;
    const remaining = Math.max(0, Math.floor(this.#limit - this.#used));
    return { accepted, limit: this.#limit, remaining, resetMs, retryMs: accepted ? 0 : resetMs };
  }
}

/** A token bucket: `burst` at once, refilled evenly. */
class Bucket implements RateLimiter {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #filledAt: number | undefined;

  constructor(burst: number, perMs: number) {
    this.#burst = burst;
    this.#perMs = perMs;
    this.#tokens = burst;
  }

  take(now: number): RateDecision {
    const passed = now - (this.#filledAt ?? now);
    this.#filledAt = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#perMs);
    // A hair below one token is one: 20 refills of 0.05 make 0.9999999999999999.
    const accepted = this.#tokens >= 1 - 1e-9;
    if (accepted) this.#tokens = Math.max(0, this.#tokens - 1);
    const retryMs = accepted ? 0 : (1 - this.#tokens) / this.#perMs;
    const resetMs = (this.#burst - this.#tokens) / this.#perMs;
    return { accepted, limit: this.#burst, remaining: Math.floor(this.#tokens), resetMs, retryMs };
  }
}
