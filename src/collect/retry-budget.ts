import { monotonicMs, sleep } from "../base/clock.ts";

const WINDOW_SECONDS = 60;
/** Retries may be this share of the requests of the last minute; */
const SHARE = 0.1;
/** so many in a minute are free, or a small run could repeat nothing. */
const FREE = 20;
const LOOK_AGAIN_MS = 250;

/** Counts of the last minute, a second each. */
class MinuteCount {
  readonly #counts = new Uint32Array(WINDOW_SECONDS);
  #second = 0;
  #sum = 0;

  add(second: number): void {
    this.#forget(second);
    this.#counts[second % WINDOW_SECONDS] = (this.#counts[second % WINDOW_SECONDS] ?? 0) + 1;
    this.#sum++;
  }

  sum(second: number): number {
    this.#forget(second);
    return this.#sum;
  }

  #forget(now: number): void {
    const from = Math.max(this.#second + 1, now - WINDOW_SECONDS + 1);
    for (let second = from; second <= now; second++) {
      this.#sum -= this.#counts[second % WINDOW_SECONDS] ?? 0;
      this.#counts[second % WINDOW_SECONDS] = 0;
    }
    this.#second = Math.max(this.#second, now);
  }
}

/**
 * Keeps retries from becoming the load that breaks a CRM: at most 10% of the requests of the last 60 s, 20 a minute
 * always free. Who is over it waits; nothing is given up for it.
 */
export class RetryBudget {
  readonly #now: () => number;
  readonly #requests = new MinuteCount();
  readonly #retries = new MinuteCount();
  /** How many wait, by how often they were tried. */
  readonly #waiting: number[] = [];
  /** One timer for all that wait. */
  #tick: Promise<void> | null = null;

  constructor(now: () => number = monotonicMs) {
    this.#now = now;
  }

  /** A request goes out, a retry or not. */
  request(): void {
    this.#requests.add(this.#second());
  }

  /** Counts a retry where one is within the budget; else false. */
  tryTake(): boolean {
    const second = this.#second();
    const allowed = Math.max(FREE, Math.floor(this.#requests.sum(second) * SHARE));
    if (this.#retries.sum(second) >= allowed) return false;
    this.#retries.add(second);
    return true;
  }

  /**
   * Resolves once a retry may be sent, or `waived` says that this one is none; rejects with the signal's reason. Whoever
   * was tried least comes first: it is the likeliest to be read.
   */
  async take(signal: AbortSignal, tries: number, waived: () => boolean = () => false): Promise<void> {
    this.#waiting[tries] = (this.#waiting[tries] ?? 0) + 1;
    try {
      while (!waived() && !(this.#isFirst(tries) && this.tryTake())) {
        this.#tick ??= sleep(LOOK_AGAIN_MS, signal).finally(() => {
          this.#tick = null;
        });
        await this.#tick;
      }
    } finally {
      this.#waiting[tries] = (this.#waiting[tries] ?? 1) - 1;
    }
  }

  #isFirst(tries: number): boolean {
    return !this.#waiting.some((count, before) => before < tries && count > 0);
  }

  #second(): number {
    return Math.floor(this.#now() / 1000);
  }
}
