import type { NumberSet } from "../model/number-set.ts";

/** A number that must not be called. */
export interface Suppression {
  readonly number: bigint;
  /** ISO UTC of the act that added it, who did it, and why; null where no reason was given. */
  readonly since: string;
  readonly who: string;
  readonly reason: string | null;
}

/** The reading side of the list of numbers that must not be called. */
export interface SuppressionReader {
  count(): number;
  /** Another one whenever the list has changed. */
  version(): string;
  find(number: bigint): Suppression | undefined;
  /** All of them, for many questions: 10 bytes each. */
  load(): NumberSet;
  /** By number, ascending, from the first one above `after` on. */
  list(after: bigint, limit: number): Suppression[];
  /** Those that were added last come first; `skipped` of them are left out. */
  newest(skipped: number, limit: number): Suppression[];
}

/** The list of numbers that must not be called, of whichever source; each change is one transaction. */
export interface Suppressions extends SuppressionReader {
  /** Adds numbers; those that are on the list keep their reason. Tells how many were not on it. */
  add(numbers: BigUint64Array, reason: string | null): number;
  /** Tells how many were on the list. */
  remove(numbers: BigUint64Array): number;
}
