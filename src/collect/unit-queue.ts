import { type Run, UNIT_KINDS, type UnitKind } from "../model/run.ts";
import type { Unit } from "../store/store.ts";

/** What the queue needs of the store: units due with an id above `after`, in the order of their making. */
interface UnitSource {
  nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]>;
}

/** Deepest first, so that few projects are open at a time; but the list of clients leads, as all else hangs on it. */
const ORDER: readonly UnitKind[] = ["clients", "phones", "projects"];

/** So many units at most wait for their next try beside those that are read: memory is bounded. */
const MOST_RESTING = 2_000;

/**
 * The units of a run, handed out once each, to as many as there are places. The store holds the whole list; here are
 * only the next few of each kind, so that memory does not grow with the CRM.
 */
export class UnitQueue {
  readonly #source: UnitSource;
  readonly #run: Run;
  readonly #places: number;
  readonly #ready = new Map<UnitKind, Unit[]>(UNIT_KINDS.map((kind) => [kind, []]));
  /** Kinds of which the store may hold more than we have seen. */
  readonly #unseen = new Set<UnitKind>(UNIT_KINDS);
  readonly #lastSeen = new Map<UnitKind, number>();
  #working = 0;
  /** Places of pages that are fetched before their turn. */
  #lent = 0;
  /** Units that wait to be tried again, without a place; */
  #resting = 0;
  /** those of them that may go on and wait for one. */
  readonly #returning: Array<() => void> = [];
  #stopped = false;
  #filling: Promise<void> | null = null;
  #failure: { readonly cause: unknown } | null = null;
  #waiting: Array<() => void> = [];

  constructor(source: UnitSource, run: Run, places: number) {
    this.#source = source;
    this.#run = run;
    this.#places = places;
  }

  /** The next unit; waits while others may still make some due; null when none is left or after {@link stop}. */
  async take(): Promise<Unit | null> {
    while (!this.#stopped) {
      if (this.#failure !== null) throw this.#failure.cause;
      const unit = this.#working + this.#lent < this.#places ? this.#next() : undefined;
      if (this.#unseen.size > 0 && this.#readyCount() < this.#places) this.#filling ??= this.#fill();
      if (unit !== undefined) {
        this.#working++;
        return unit;
      }
      if (this.#filling !== null) {
        await this.#filling;
      } else if (this.#working + this.#resting === 0 && this.#readyCount() === 0) {
        this.#wake();
        return null;
      } else {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    }
    return null;
  }

  /** A taken unit is done with, one way or another. */
  release(): void {
    this.#working--;
    this.#free();
    if (this.#working + this.#resting === 0) this.#wake();
  }

  /**
   * A taken unit has nothing under way until `wait` is over: its place goes to others, which `onRest` tells, and then it
   * has the first one that is free. Where too many wait so, it keeps its place. Rejects as `wait` does, with a place.
   */
  async rest(wait: () => Promise<void>, onRest: () => void): Promise<void> {
    if (this.#resting >= MOST_RESTING) return await wait();
    this.#resting++;
    this.#working--;
    this.#free();
    onRest();
    try {
      await wait();
    } finally {
      const isFull = !this.#stopped && this.#working + this.#lent >= this.#places;
      await new Promise<void>((go) => (isFull ? this.#returning.push(go) : this.#comeBack(go)));
    }
  }

  /**
   * A free place for a page of such a unit that is fetched before its turn; false where there is none. At most half of
   * all places are lent, and none while units are due that come before.
   */
  lend(kind: UnitKind): boolean {
    const { limit, clients } = this.#run.scope;
    // A pilot's list of clients may end at any page.
    if (kind === "clients" && (limit !== null || clients.length > 0)) return false;
    const before = ORDER.slice(0, ORDER.indexOf(kind));
    if (this.#stopped || before.some((one) => this.#isReady(one))) return false;
    if (this.#lent >= this.#places / 2 || this.#working + this.#lent >= this.#places) return false;
    this.#lent++;
    return true;
  }

  /** A lent place is free again. */
  regain(): void {
    this.#lent--;
    this.#free();
  }

  /** The store has new units of this kind. */
  announce(kind: UnitKind): void {
    this.#unseen.add(kind);
    this.#wake();
  }

  /** Units that were taken before are to be read again, from where they stand now. */
  giveBack(units: readonly Unit[]): void {
    for (const unit of units) this.#ready.get(unit.kind)?.push(unit);
    if (units.length > 0) this.#wake();
  }

  /** No more units are handed out. */
  stop(): void {
    this.#stopped = true;
    for (const go of this.#returning.splice(0)) this.#comeBack(go);
    this.#wake();
  }

  /** A place is free: for whoever rested, or else for the next unit. */
  #free(): void {
    const back = this.#returning.shift();
    if (back === undefined) this.#waiting.shift()?.();
    else this.#comeBack(back);
  }

  #comeBack(go: () => void): void {
    this.#resting--;
    this.#working++;
    go();
  }

  #next(): Unit | undefined {
    for (const kind of ORDER) {
      const unit = this.#ready.get(kind)?.shift();
      if (unit !== undefined) return unit;
    }
    return undefined;
  }

  #isReady(kind: UnitKind): boolean {
    return (this.#ready.get(kind)?.length ?? 0) > 0;
  }

  #readyCount(): number {
    let count = 0;
    for (const units of this.#ready.values()) count += units.length;
    return count;
  }

  async #fill(): Promise<void> {
    try {
      for (const kind of [...this.#unseen]) {
        this.#unseen.delete(kind);
        const units = await this.#source.nextUnits(
          this.#run.run,
          kind,
          this.#lastSeen.get(kind) ?? 0,
          this.#places,
        );
        const last = units.at(-1);
        if (last === undefined) continue;
        this.#lastSeen.set(kind, last.id);
        this.#ready.get(kind)?.push(...units);
        // A full answer means that there may be more, wanted once these are taken.
        if (units.length === this.#places) this.#unseen.add(kind);
      }
    } catch (cause) {
      // Filling runs ahead of takers: the next of them is told.
      this.#failure = { cause };
    } finally {
      this.#filling = null;
      this.#wake();
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
