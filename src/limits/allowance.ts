import type { Block, HourSpan, KnownLimit, Spent, ToldLimit } from "../model/limit.ts";
import { Hours } from "./hours.ts";
import { Ledger, Quota } from "./quota.ts";

/** Longer windows are quotas: they are not spread, only counted. */
const LONGEST_PACED_MS = 600_000;
/** After so many ends of quotas and hours, one after the other, it is told until when the last of them lasts. */
const MOST_TURNS = 20;

/** True for a limit that requests are spaced by; false for a quota. */
export function isPaced({ windowMs }: Pick<KnownLimit, "windowMs">): boolean {
  return windowMs <= LONGEST_PACED_MS;
}

export interface AllowanceOptions {
  /** Those that are paced are passed over. */
  readonly limits: readonly KnownLimit[];
  /** Empty for all hours. */
  readonly hours?: readonly HourSpan[];
  /** What the account was asked for in the last days, as it was stored. */
  readonly spent?: readonly Spent[];
  /** Cost that is to be counted and stored, though no request of it is yet to come. */
  readonly uncounted?: number;
}

/** The quotas and hours of one account. They live by the machine's clock, in milliseconds since 1970. */
export class Allowance {
  readonly #ledger: Ledger;
  readonly #hours: Hours;
  readonly #quotas: readonly Quota[];

  constructor({ limits, hours = [], spent = [], uncounted = 0 }: AllowanceOptions, now: number) {
    this.#ledger = new Ledger(spent);
    this.#hours = new Hours(hours);
    this.#quotas = limits.filter((limit) => !isPaced(limit)).map((limit) => new Quota(limit, this.#ledger));
    if (uncounted > 0) this.spend(now, uncounted);
  }

  /** Why a request of this cost may not be sent now, and when it may; null for now. */
  blockAt(now: number, cost = 1): Block | null {
    const first = this.#blockAt(now, cost);
    if (first === null) return null;
    // When a quota comes back the hours may be over, and the other way round.
    let { until } = first;
    for (let turn = 0; turn < MOST_TURNS && until < Infinity; turn++) {
      const next = this.#blockAt(until, cost);
      if (next === null) break;
      until = next.until;
    }
    return { ...first, until };
  }

  /** Counts what is sent now. */
  spend(now: number, cost: number): void {
    for (const quota of this.#quotas) quota.used(now);
    this.#ledger.add(now, cost);
    for (const quota of this.#quotas) quota.take(now, cost);
  }

  /** An answer told how much of a quota is left: what people spend counts too. */
  learn(now: number, { requests, remaining, windowMs }: ToldLimit): void {
    if (requests === null || remaining === null) return;
    for (const quota of this.#quotas) {
      if (quota.windowMs === windowMs) quota.learn(now, requests - remaining);
    }
  }

  /** What was spent since this was called last. */
  takeUntold(): Spent[] {
    return this.#ledger.takeUntold();
  }

  /** Requests of cost 1 that may be sent from now on without a pause, and until when (hours alone). */
  roomAt(now: number): { readonly requests: number; readonly until: number } {
    const left = this.#quotas.map((quota) => quota.allowed - quota.used(now));
    return { requests: Math.max(0, Math.floor(Math.min(...left))), until: this.#hours.at(now).until };
  }

  #blockAt(now: number, cost: number): Block | null {
    const { open, until } = this.#hours.at(now);
    if (!open) return { why: "hours", until };
    for (const quota of this.#quotas) {
      const back = quota.waitsUntil(now, cost);
      if (back > now)
        return {
          why: "quota",
          until: back,
          used: quota.used(now),
          allowed: quota.allowed,
          requests: quota.requests,
        };
    }
    return null;
  }
}
