import { Zone } from "../base/zone.ts";
import type { DailyTime, KnownLimit, Spent } from "../model/limit.ts";

/** Requests are counted by five minutes: whole ones of every zone's day, and few enough to be kept. */
const SLOT_MS = 300_000;

/** What one account was asked for, by five minutes of the machine's clock; what was added since it was told is kept apart. */
export class Ledger {
  /** In the order of time, but where the clock was set back. */
  readonly #slots = new Map<number, number>();
  #untold = new Map<number, number>();

  constructor(spent: readonly Spent[]) {
    for (const { slot, cost } of spent.toSorted((a, b) => a.slot - b.slot)) this.#slots.set(slot, cost);
  }

  add(now: number, cost: number): void {
    const slot = now - (now % SLOT_MS);
    this.#slots.set(slot, (this.#slots.get(slot) ?? 0) + cost);
    this.#untold.set(slot, (this.#untold.get(slot) ?? 0) + cost);
  }

  /** What was added since this was called last. */
  takeUntold(): Spent[] {
    const untold = [...this.#untold].map(([slot, cost]) => ({ slot, cost }));
    this.#untold = new Map();
    return untold;
  }

  /** What lies in whole or in part behind `from`; what the clock says is yet to come is not counted. */
  *since(from: number, now: number): Generator<readonly [slot: number, cost: number]> {
    for (const entry of this.#slots) if (entry[0] + SLOT_MS > from && entry[0] <= now) yield entry;
  }
}

/** What may be spent of a quota, whole requests without the reserve; one at least. */
export function allowedOf({ requests, reserve = 0 }: Pick<KnownLimit, "requests" | "reserve">): number {
  // Rounded first: 0.8 of 10 are 8, and not 7.999999999999999.
  return Math.max(1, Math.floor(Math.round(requests * (1 - reserve) * 1e6) / 1e6));
}

/** A count over a day or another long window: it is not spread, but spent as fast as may be. By the machine's clock. */
export class Quota {
  readonly #ledger: Ledger;
  readonly windowMs: number;
  readonly #reset: DayReset | null;
  readonly requests: number;
  /** Without the reserve. */
  readonly allowed: number;
  #from = Number.NaN;
  #used = 0;
  /** What others spent of it, as the CRM told. */
  #others = 0;

  constructor({ requests, windowMs, reserve = 0, resetsAt }: KnownLimit, ledger: Ledger) {
    this.#ledger = ledger;
    this.windowMs = windowMs;
    this.#reset = resetsAt === undefined ? null : new DayReset(resetsAt);
    this.requests = requests;
    this.allowed = allowedOf({ requests, reserve });
  }

  used(now: number): number {
    const from = this.#windowStart(now);
    if (from !== this.#from) {
      this.#from = from;
      this.#used = 0;
      this.#others = 0;
      for (const [, cost] of this.#ledger.since(from, now)) this.#used += cost;
    }
    return this.#used + this.#others;
  }

  /** The CRM counts so much in this window, people and other programs included. */
  learn(now: number, told: number): void {
    this.#others += Math.max(0, told - this.used(now));
  }

  /** To be told of each cost that went into the ledger. */
  take(now: number, cost: number): void {
    // Where the window has moved on, the ledger is counted anew and holds it already.
    if (this.#windowStart(now) === this.#from) this.#used += cost;
  }

  /** When a request of this cost may be sent; 0 for now. */
  waitsUntil(now: number, cost: number): number {
    let over = this.used(now) + Math.min(cost, this.allowed) - this.allowed;
    if (over <= 0) return 0;
    if (this.#reset !== null) return this.#reset.around(now).until;
    for (const [slot, freed] of [...this.#ledger.since(this.#from, now)].sort(([a], [b]) => a - b)) {
      over -= freed;
      if (over <= 0) return Math.ceil((slot + SLOT_MS + this.windowMs) / SLOT_MS) * SLOT_MS;
    }
    // Others spent it, and when that was nobody tells.
    return now - (now % SLOT_MS) + SLOT_MS;
  }

  #windowStart(now: number): number {
    return this.#reset?.around(now).from ?? now - (now % SLOT_MS) - this.windowMs;
  }
}

/** Days that begin at a time by the clocks of a zone. */
export class DayReset {
  readonly #zone: Zone;
  readonly #minutes: number;
  #day = { from: 0, until: 0 };

  constructor({ zone, minutes }: DailyTime) {
    this.#zone = new Zone(zone);
    this.#minutes = minutes;
  }

  /** The day around an instant, its end not included. */
  around(now: number): { readonly from: number; readonly until: number } {
    if (now < this.#day.from || now >= this.#day.until) {
      const today = this.#zone.dayAt(now);
      const turns = [-1, 0, 1, 2].map((more) => this.#zone.instantOf(today + more, this.#minutes));
      const from = Math.max(...turns.filter((turn) => turn <= now));
      const until = Math.min(...turns.filter((turn) => turn > now));
      this.#day = { from, until };
    }
    return this.#day;
  }
}
