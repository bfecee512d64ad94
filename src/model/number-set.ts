import { HIGH_HALF, LOW_HALF } from "../base/halves.ts";

/**
 * Bits for each number, which its low bits choose: of those that are not in the set, one in sixteen is looked for further; and
 * numbers that are asked for in their order find their bits side by side, in the processor's cache.
 */
const BITS = 16;

/** Numbers that are often asked for and seldom held: 10 bytes for each, and a few nanoseconds for a question. */
export class NumberSet {
  /** Of the numbers in ascending order, in halves of 32 bits: comparing those makes no bigints. */
  readonly #halves: Uint32Array;
  readonly #bits: Uint32Array;
  readonly #mask: number;
  readonly #asked = new BigUint64Array(1);
  readonly #askedHalves = new Uint32Array(this.#asked.buffer);

  /** `sorted`: different numbers in ascending order, which is kept and not copied. */
  constructor(sorted: BigUint64Array) {
    const size = 2 ** Math.min(31, Math.max(10, Math.ceil(Math.log2(BITS * sorted.length))));
    this.#mask = size - 1;
    this.#bits = new Uint32Array(size / 32);
    this.#halves = new Uint32Array(sorted.buffer, sorted.byteOffset, 2 * sorted.length);
    for (let at = LOW_HALF; at < this.#halves.length; at += 2) {
      const place = (this.#halves[at] ?? 0) & this.#mask;
      this.#bits[place >>> 5] = (this.#bits[place >>> 5] ?? 0) | (1 << (place & 31));
    }
  }

  get size(): number {
    return this.#halves.length / 2;
  }

  has(number: bigint): boolean {
    // Writing a bigint and reading its halves costs a tenth of turning it into a number.
    this.#asked[0] = number;
    return this.hasHalves(this.#askedHalves[LOW_HALF] ?? 0, this.#askedHalves[HIGH_HALF] ?? 0);
  }

  /** The same of a number in two halves of 32 bits. */
  hasHalves(low: number, high: number): boolean {
    const place = low & this.#mask;
    return ((this.#bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0 && this.#find(low, high);
  }

  #find(low: number, high: number): boolean {
    let [from, to] = [0, this.size];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const foundHigh = this.#halves[2 * middle + HIGH_HALF] ?? 0;
      const foundLow = this.#halves[2 * middle + LOW_HALF] ?? 0;
      if (foundHigh === high && foundLow === low) return true;
      if (foundHigh < high || (foundHigh === high && foundLow < low)) from = middle + 1;
      else to = middle;
    }
    return false;
  }
}
