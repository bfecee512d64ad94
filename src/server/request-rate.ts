import { monotonicMs } from "../base/clock.ts";

/** What nobody asked for lately may be asked for at once: the requests of so many seconds. */
const BURST_SECONDS = 10;
/** With more askers those who were not here lately are forgotten. */
const MOST_ASKERS = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** Bounds how many requests each asker sends: so many a second, and those of ten seconds at once. Others do not feel it. */
export class RequestRate {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one request of an asker; the seconds after which they may ask again, 0 where they may now. */
  take(asker: string, now = monotonicMs()): number {
    const most = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(asker) ?? { left: most, at: now };
    const left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * this.#perSecond);
    // Who asked lately lies last.
    this.#buckets.delete(asker);
    this.#buckets.set(asker, { left: left < 1 ? left : left - 1, at: now });
    this.#forgetOld();
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / this.#perSecond)) : 0;
  }

  #forgetOld(): void {
    for (const asker of this.#buckets.keys()) {
      if (this.#buckets.size <= MOST_ASKERS) return;
      this.#buckets.delete(asker);
    }
  }
}
