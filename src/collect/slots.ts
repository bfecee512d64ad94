import type { Unit } from "../store/store.ts";

/** What a page waits for: leave to send, the CRM's answer, or the store; or nothing, between two tries. */
export type Phase = "limiter" | "crm" | "store" | "rest";

/** One page on its way, or a unit between two of its pages: what it waits for, and how that is ended. */
export class Slot {
  /** Null for what is no page of a unit: a probe, say. */
  readonly unit: Unit | null;
  phase: Phase = "rest";
  /** When the phase began, on the clock of its {@link Slots}. */
  since = 0;
  /** Counts who asked for leave to send; the later, the larger. */
  asked = 0;
  #controller = new AbortController();

  constructor(unit: Unit | null) {
    this.unit = unit;
  }

  /** Ends what the slot waits for now. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Begins anew after an abort, where the run goes on. */
  renew(): void {
    if (this.signal.aborted) this.#controller = new AbortController();
  }
}

/**
 * All pages on their way. The end of a run ends each of them: one listener for all, where one for each would make the
 * signal's list as long as there are requests in flight.
 */
export class Slots implements Iterable<Slot> {
  readonly #ending: AbortSignal;
  readonly #open = new Set<Slot>();
  /** The clock of the phases; whoever watches them sets it. */
  now = 0;
  #asked = 0;
  #lastSent = 0;
  #sent = 0;
  #ended = 0;

  constructor(ending: AbortSignal) {
    this.#ending = ending;
    ending.addEventListener("abort", () => this.#endAll(), { once: true });
  }

  /** Requests that ended and pages that were stored, so far. */
  get ended(): number {
    return this.#ended;
  }

  /** Requests that got leave to send, so far. */
  get sent(): number {
    return this.#sent;
  }

  open(unit: Unit | null): Slot {
    const slot = new Slot(unit);
    if (this.#ending.aborted) slot.abort(this.#ending.reason);
    slot.since = this.now;
    this.#open.add(slot);
    return slot;
  }

  close(slot: Slot): void {
    this.#open.delete(slot);
  }

  /** The slot goes on to its next phase. */
  enter(slot: Slot, phase: Phase): void {
    if (phase === "limiter") slot.asked = ++this.#asked;
    if (slot.phase === "limiter" && phase === "crm") {
      this.#sent++;
      this.#lastSent = Math.max(this.#lastSent, slot.asked);
    }
    if (slot.phase === "crm" || slot.phase === "store") this.#ended++;
    slot.phase = phase;
    slot.since = this.now;
  }

  /** True where somebody who asked later for leave to send got it before. */
  isOvertaken(slot: Slot): boolean {
    return slot.phase === "limiter" && slot.asked < this.#lastSent;
  }

  [Symbol.iterator](): Iterator<Slot> {
    return this.#open.values();
  }

  #endAll(): void {
    for (const slot of this.#open) slot.abort(this.#ending.reason);
  }
}
