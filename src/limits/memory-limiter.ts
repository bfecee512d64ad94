import type { Spent } from "../model/limit.ts";
import { Lane, type Waiter } from "./lane.ts";
import type { Limiter, LimiterOptions, LimiterState, Permit } from "./limits.ts";
import { realTimers, type Timers } from "./timers.ts";

/** A limiter for the requests of this process. `timers` are those of a virtual clock in tests. */
export function createMemoryLimiter(options: LimiterOptions, timers: Timers = realTimers): Limiter {
  return new MemoryLimiter(new Lane(options, timers));
}

class MemoryLimiter implements Limiter {
  readonly #lane: Lane;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  async acquire(signal: AbortSignal, cost = 1): Promise<Permit> {
    signal.throwIfAborted();
    return await new Promise<Permit>((resolve, reject) => {
      const waiter: Waiter = {
        cost,
        go: (permit) => {
          signal.removeEventListener("abort", stop);
          resolve(permit);
        },
      };
      const stop = (): void => {
        this.#lane.leave(waiter);
        reject(signal.reason);
      };
      signal.addEventListener("abort", stop, { once: true });
      this.#lane.join(waiter);
    });
  }

  state(): LimiterState {
    return this.#lane.state();
  }

  takeSpent(): readonly Spent[] {
    return this.#lane.takeSpent();
  }
}
