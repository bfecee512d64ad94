/** Requests in flight at first, and at least. */
const FIRST = 4;
/** Latency is judged over so many answers, and at least so long. */
const SAMPLES = 20;
const WINDOW_MS = 500;
/**
 * Slower than both is overload: several times the CRM's usual answer, and a second in any case. A busy machine of ours
 * makes a fast CRM look hundreds of milliseconds slow, and sending less would not help it.
 */
const TIMES_USUAL = 3;
const SLOW_MS = 1_000;
/** What is usual drifts to what is seen, for a CRM that is slow by day. */
const DRIFT = 0.02;

/**
 * How many requests may be in flight: doubles each round trip from a few up to `most` while latency is flat, and gives
 * way where the CRM answers ever slower (a gradient on latency, after Netflix's concurrency-limits).
 */
export class AdaptiveConcurrency {
  readonly #most: number;
  #limit: number;
  #starting = true;
  #usual: number | null = null;
  #windowFrom: number;
  #samples: number[] = [];
  #busiest = 0;

  constructor(most: number, now: number) {
    this.#most = most;
    this.#limit = Math.min(most, FIRST);
    this.#windowFrom = now;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** A request ended without an answer, `latencyMs` after it was sent: where that took long, the CRM is slow. */
  failed(now: number, latencyMs: number, inFlight: number): void {
    if (latencyMs >= SLOW_MS) this.#sample(now, latencyMs, inFlight);
  }

  /** A request was answered `latencyMs` after it was sent, `inFlight` with it. */
  answered(now: number, latencyMs: number, inFlight: number): void {
    if (this.#starting) this.#limit = Math.min(this.#most, this.#limit + 1);
    this.#sample(now, latencyMs, inFlight);
  }

  #sample(now: number, latencyMs: number, inFlight: number): void {
    this.#busiest = Math.max(this.#busiest, inFlight);
    this.#samples.push(latencyMs);
    if (this.#samples.length < SAMPLES || now - this.#windowFrom < WINDOW_MS) return;
    this.#judge(median(this.#samples));
    this.#samples = [];
    this.#busiest = 0;
    this.#windowFrom = now;
  }

  #judge(latency: number): void {
    const before = this.#usual ?? latency;
    this.#usual = Math.min(latency, before + (latency - before) * DRIFT);
    const gradient = Math.max(SLOW_MS, TIMES_USUAL * this.#usual) / latency;
    if (gradient < 1) {
      this.#starting = false;
      this.#limit = Math.max(Math.min(this.#most, FIRST), this.#limit * Math.max(0.5, gradient));
    } else if (this.#busiest >= this.#limit / 2) {
      this.#limit = Math.min(this.#most, this.#limit + Math.sqrt(this.#limit));
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
