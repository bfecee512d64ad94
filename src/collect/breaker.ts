import { CircuitState, circuitBreaker, handleWhen, type IBreaker } from "cockatiel";
import { monotonicMs } from "../base/clock.ts";
import { ParkError, RetryableError } from "../base/errors.ts";

/** The breaker opens at so many different units failing, */
const FAILING_UNITS = 10;
/** where they are at least this share of those that were tried lately: */
const FAILING_SHARE = 0.5;
const WINDOW_MS = 60_000;

interface Outcome {
  readonly at: number;
  readonly failed: boolean;
}

/** The last outcome of each unit that was tried lately: one that fails often counts once. */
export class UnitWindow implements IBreaker {
  state: unknown;
  readonly #size: number;
  readonly #now: () => number;
  readonly #outcomes = new Map<number, Outcome>();
  /** The account is turned away: no counting is needed. */
  #turnedAway = false;

  /** `size`: how many units are looked back at. */
  constructor(size: number, now: () => number = monotonicMs) {
    this.#size = size;
    this.#now = now;
  }

  note(unit: number, failed: boolean): void {
    this.#outcomes.delete(unit);
    this.#outcomes.set(unit, { at: this.#now(), failed });
    for (const [oldest, { at }] of this.#outcomes) {
      if (this.#outcomes.size <= this.#size && this.#now() - at < WINDOW_MS) break;
      this.#outcomes.delete(oldest);
    }
  }

  /** Of the units that were tried lately, how many failed last. */
  get failing(): { readonly failed: number; readonly tried: number } {
    let failed = 0;
    for (const outcome of this.#outcomes.values()) if (outcome.failed) failed++;
    return { failed, tried: this.#outcomes.size };
  }

  turnAway(): void {
    this.#turnedAway = true;
  }

  /** Of cockatiel: a request came back well. After a probe all begins anew. */
  success(state: CircuitState): void {
    if (state === CircuitState.Closed) return;
    this.#outcomes.clear();
    this.#turnedAway = false;
  }

  /** Of cockatiel: true where the circuit is to open. */
  failure(): boolean {
    if (this.#turnedAway) return true;
    const { failed, tried } = this.failing;
    return failed >= FAILING_UNITS && failed >= tried * FAILING_SHARE;
  }
}

/** When to try again is decided by who probes: the machine's clock, which cockatiel reads, may be set back. */
const ALWAYS = { duration: Number.NEGATIVE_INFINITY, next: () => ALWAYS };

/** A circuit breaker over one account, for requests of units and for probes. */
export function createBreaker(window: UnitWindow) {
  return circuitBreaker(handleWhen(isOfTheAccount), { breaker: window, halfOpenAfter: ALWAYS });
}

/** True for failures that the CRM as a whole may be behind; a throttle answer is none, and a bad list is its own. */
export function isOfTheAccount(error: unknown): error is RetryableError | ParkError {
  if (error instanceof ParkError) return true;
  if (!(error instanceof RetryableError) || error.pace === "free") return false;
  return error.code !== "CRM_THROTTLED" && error.code !== "CRM_TOO_LARGE" && error.code !== "CRM_LIST_MOVED";
}
