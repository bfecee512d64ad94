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
const LARGEST_CUT = 0.5;
/** Where sending less made nothing faster, the CRM is as slow as that by itself: what is usual moves to it by so much. */
const RESIGN = 0.3;
/** Cuts to no more than this share of before must show. */
const TELLING_CUT = 0.8;

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
  /** Requests in flight, summed over the samples. */
  #load = 0;
  /** Cuts in a row: the last one, and what they began from. */
  #cuts: { readonly at: number; readonly inFlight: number; readonly latency: number } | null = null;

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
    // What was sent before the last cut says nothing of it.
    if (this.#cuts !== null && now - latencyMs < this.#cuts.at) return;
    this.#load += inFlight;
    this.#samples.push(latencyMs);
    // The first few tell what is usual, before many at once make the CRM slower.
    const enough = this.#usual === null ? this.#samples.length >= FIRST : this.#isWindowOver(now);
    if (!enough) return;
    this.#judge(now, median(this.#samples), this.#load / this.#samples.length);
    this.#samples = [];
    this.#load = 0;
    this.#windowFrom = now;
  }

  #isWindowOver(now: number): boolean {
    return this.#samples.length >= SAMPLES && now - this.#windowFrom >= WINDOW_MS;
  }

  #judge(now: number, latency: number, inFlight: number): void {
    this.#usual = Math.min(latency, this.#usual ?? latency);
    if (this.#cuts !== null && inFlight <= this.#cuts.inFlight * TELLING_CUT) {
      const hoped = (this.#cuts.latency * (1 + inFlight / this.#cuts.inFlight)) / 2;
      if (latency > hoped) this.#usual += (latency - this.#usual) * RESIGN;
      this.#cuts = null;
    }
    const gradient = Math.max(SLOW_MS, TIMES_USUAL * this.#usual) / latency;
    if (gradient < 1) {
      this.#starting = false;
      this.#cuts = { latency, inFlight, ...this.#cuts, at: now };
      const wanted = Math.min(this.#limit, inFlight) * Math.max(LARGEST_CUT, gradient);
      this.#limit = Math.max(Math.min(this.#most, FIRST), wanted);
      return;
    }
    this.#cuts = null;
    if (this.#starting || inFlight < this.#limit / 2) return;
    this.#limit = Math.min(this.#most, this.#limit + Math.sqrt(this.#limit));
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
