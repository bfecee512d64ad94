import { Whims } from "./whims.ts";

/** What one throttle answer costs, and what the rate grows by until the next is expected: 1%. */
const STEP = 0.01;
/** The next throttle answer is due no sooner than after so many requests: below 0.1% of them are refused. */
const REQUESTS_A_STEP = 1_400;
const SHORTEST_STEP_MS = 60_000;
/** A rate that was measured in a moment is a guess: it grows so many times as fast at first. */
const HASTE_OF_GUESS = 8;
const HASTE_AFTER_CHANGE = 4;
/** So much less or more than before, and the limit itself has changed. */
const FALL = 0.8;
const RISE = 1.2;
/** Throttle answers closer together than this share of a step are one trouble, each cutting deeper. */
const SOON = 0.25;
const DEEPEST_CUT = 0.25;
/** One that comes late cuts no deeper than this, even where the rate had grown far beyond what was measured. */
const LARGEST_CUT = 0.1;
/** Nothing falls lower at once. */
const LARGEST_FALL = 0.5;
/** Over so long a time the silence asked for (1 s, mostly) hardly distorts what is measured. */
const LONG_MS = 8_000;
/** Requests a second; below this a run would seem to stand still. */
const LOWEST_RATE = 0.1;

/** One throttle moment: from its first refusal until requests are sent again. */
interface Refusal {
  readonly at: number;
  until: number;
  /** What was let through when it came; null while nothing paced. */
  readonly rate: number | null;
  refused: number;
  accepted: number;
}

/**
 * Finds a rate limit that nobody tells, and holds it. A throttle answer takes 1% off the rate, and the rate grows by
 * as much in the time in which the next may come, then ever faster: so throttle answers stay that rare whatever the
 * limit's shape, and a raised limit is found. Where many are refused at once or soon again, what the CRM accepted
 * from silence to silence is its capacity. Null rate: nothing was throttled yet. Times are monotonic milliseconds.
 */
export class AdaptiveRate {
  #ceiling: number;
  #base: number | null;
  #since: number;
  #haste = 1;
  #found = false;
  /** End of the last silence, and what was accepted since. */
  #mark: number | null = null;
  #accepted = 0;
  #soon = 0;
  readonly #whims = new Whims();
  #refusal: Refusal | null = null;

  /** `hint`: requests a second to begin with, as the CRM's documentation says; `ceiling`: never more, it is known. */
  constructor(hint: number | null, now: number, ceiling = Number.POSITIVE_INFINITY) {
    this.#base = hint;
    this.#ceiling = ceiling;
    this.#since = now;
  }

  /** A limit has become known: never more than that from now on, and that much where nothing was found yet. */
  know(ceiling: number): void {
    this.#ceiling = ceiling;
    if (!this.#found) this.#base = ceiling;
  }

  /** Where to begin, where nothing else tells. */
  suggest(rate: number): void {
    this.#base ??= rate;
  }

  /** True once a throttle answer was learnt from. */
  get found(): boolean {
    return this.#found;
  }

  /** Requests a second to send now, after any silence. */
  rate(now: number): number | null {
    if (this.#refusal !== null && now >= this.#refusal.until) this.#learn(this.#refusal);
    if (this.#base === null) return null;
    const steps = Math.max(0, now - this.#since) / this.#stepMs(this.#base);
    return Math.min(this.#ceiling, this.#base * (1 + STEP * Math.max(steps, steps ** 3)));
  }

  /** For so long nothing was sent that might have been: such time proves nothing, and the rate does not grow in it. */
  unused(ms: number): void {
    this.#since += ms;
    if (this.#mark !== null) this.#mark += ms;
  }

  /** The CRM used a request. */
  accepted(now: number): void {
    this.#mark ??= now;
    this.#accepted++;
    if (this.#refusal !== null) this.#refusal.accepted++;
  }

  /**
   * The CRM refused a request; nobody sends before `until`. `again`: it was sent before the CRM's last refusal was
   * known, so it tells nothing new.
   */
  throttled(now: number, until: number, again: boolean): void {
    const rate = this.rate(now);
    if (this.#refusal === null && again) return;
    this.#refusal ??= { at: now, until, rate, refused: 0, accepted: 0 };
    this.#refusal.until = Math.max(this.#refusal.until, until);
    this.#refusal.refused++;
  }

  #stepMs(rate: number): number {
    return Math.max(SHORTEST_STEP_MS, (REQUESTS_A_STEP * 1000) / rate) / this.#haste;
  }

  #learn(refusal: Refusal): void {
    this.#refusal = null;
    this.#found = true;
    const before = refusal.rate;
    const after = Math.max(
      LOWEST_RATE,
      before === null ? this.#firstGuess(refusal) : this.#next(before, refusal),
    );
    if (before === null) this.#haste = HASTE_OF_GUESS;
    else if (after < before * FALL || before > (this.#base ?? 0) * RISE) this.#haste = HASTE_AFTER_CHANGE;
    else this.#haste = Math.max(1, this.#haste / 2);
    this.#base = after;
    this.#since = refusal.until;
    this.#mark = refusal.until;
    this.#accepted = 0;
  }

  #firstGuess(refusal: Refusal): number {
    const { overall, sending } = this.#measured(refusal);
    // What was sent in less time than is waited now may have been one window's whole allowance.
    const isBurst = refusal.at - (this.#mark ?? refusal.at) < refusal.until - refusal.at;
    return Math.max(1, overall, isBurst ? 0 : sending * (1 - shareRefused(refusal)));
  }

  #next(rate: number, refusal: Refusal): number {
    const { overall, sending } = this.#measured(refusal);
    const gap = refusal.at - (this.#mark ?? refusal.at);
    const severe = refusal.refused >= 2 && shareRefused(refusal) >= 0.5;
    if (gap >= this.#stepMs(rate) * SOON) {
      this.#soon = 0;
      // Below a known limit no burst hides how far beyond the rate has grown, and our own delays measure too little.
      const deepest = this.#ceiling < Infinity ? STEP : LARGEST_CUT;
      const lower = Math.min(rate * (1 - STEP), Math.max(sending, rate * (1 - deepest)));
      if (gap < this.#stepMs(rate) * this.#haste) return this.#whims.soften(rate, lower, this.#accepted);
      this.#whims.calm(rate);
      return lower;
    }
    const slower = rate * (1 - Math.min(DEEPEST_CUT, STEP * 2 ** ++this.#soon));
    const long = refusal.until - (this.#mark ?? 0) >= LONG_MS;
    if (!severe && !(long && overall < rate * FALL)) return this.#whims.soften(rate, slower, this.#accepted);
    this.#whims.forget();
    return Math.max(rate * LARGEST_FALL, Math.min(overall, slower));
  }

  /** Requests a second that the CRM accepted since the last silence: with the silence asked for now, and without. */
  #measured(refusal: Refusal): { overall: number; sending: number } {
    const mark = this.#mark ?? refusal.at;
    const per = (ms: number): number => (ms > 0 ? (this.#accepted * 1000) / ms : 0);
    return { overall: per(refusal.until - mark), sending: per(refusal.at - mark) };
  }
}

/** Of the requests that were under way when the first was refused. */
function shareRefused({ refused, accepted }: Refusal): number {
  return refused / (refused + accepted);
}
