import type { ErrorCode } from "../base/errors.ts";

interface Repeat {
  readonly code: ErrorCode;
  /** Proofs there were when it last failed. */
  readonly proofs: number;
  readonly outages: number;
}

/**
 * Units that fail again and again over outages. An outage is no unit's fault; but where it ended with the proof that the
 * CRM answers what it answered before, a unit that then fails as it did before has failed by itself.
 */
export class Repeats {
  readonly #units = new Map<number, Repeat>();
  #proofs = 0;

  /** An outage ended, and what had been read before was read again. */
  proven(): void {
    this.#proofs++;
  }

  /** A unit failed; with another cause than before it begins anew. */
  failed(unit: number, code: ErrorCode): void {
    const before = this.#units.get(unit);
    const isRepeat = before?.code === code;
    const outlived = isRepeat && this.#proofs > before.proofs ? 1 : 0;
    const outages = (isRepeat ? before.outages : 0) + outlived;
    this.#units.set(unit, { code, proofs: this.#proofs, outages });
  }

  /** It was read. */
  forget(unit: number): void {
    this.#units.delete(unit);
  }

  /** After how many such outages it failed as before. */
  of(unit: number): number {
    return this.#units.get(unit)?.outages ?? 0;
  }
}
