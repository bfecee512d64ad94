import type { WallClock } from "../../src/base/clock.ts";

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** A clock that stands still until it is moved; who sleeps wakes when its time has come. */
export class FakeClock implements WallClock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  #slept = Promise.withResolvers<void>();

  constructor(at: string) {
    this.#now = Date.parse(at);
  }

  now(): number {
    return this.#now;
  }

  sleepUntil(until: number, signal: AbortSignal): Promise<void> {
    this.#slept.resolve();
    return new Promise((resolve, reject) => {
      const sleeper = { until, wake: () => resolve() };
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Resolves when somebody sleeps. */
  async asleep(): Promise<void> {
    if (this.#sleepers.size > 0) return;
    this.#slept = Promise.withResolvers();
    await this.#slept.promise;
  }

  /** Puts the clock to a time at once, as a machine does that wakes; resolves when all is at rest again. */
  async jump(at: string): Promise<void> {
    await this.asleep();
    this.#now = Date.parse(at);
    for (const sleeper of [...this.#sleepers].filter(({ until }) => until <= this.#now)) {
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await this.asleep();
  }

  /** Goes on hour by hour, up to `at`. */
  async pass(at: string): Promise<void> {
    const hour = 3_600_000;
    for (let next = this.#now - (this.#now % hour) + hour; next < Date.parse(at); next += hour)
      await this.jump(new Date(next).toISOString());
    await this.jump(at);
  }
}
