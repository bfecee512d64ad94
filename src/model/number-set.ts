import { LOW_HALF } from "../base/halves.ts";

/** Bits for each number: of those that are not in the set, one in sixteen is looked for further. */
const BITS = 16;
const SPREAD = 0x9e3779b1 | 0;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Numbers that are often asked for and seldom held: 10 bytes for each, and a few nanoseconds for a question. */
export class NumberSet {
  readonly #sorted: BigUint64Array;
  readonly #bits: Uint32Array;
  readonly #shift: number;

  /** `sorted`: different numbers in ascending order, which is kept and not copied. */
  constructor(sorted: BigUint64Array) {
    this.#sorted = sorted;
    const size = Math.max(10, Math.ceil(Math.log2(BITS * sorted.length)));
    this.#shift = 32 - Math.min(size, 32);
    this.#bits = new Uint32Array(2 ** (32 - this.#shift - 5));
    const halves = new Uint32Array(sorted.buffer, sorted.byteOffset, 2 * sorted.length);
    for (let at = LOW_HALF; at < halves.length; at += 2) {
      const place = this.#placeOf(halves[at] ?? 0);
      this.#bits[place >>> 5] = (this.#bits[place >>> 5] ?? 0) | (1 << (place & 31));
    }
  }

  get size(): number {
    return this.#sorted.length;
  }

  has(number: bigint): boolean {
    const low = number <= MAX_SAFE ? Number(number) | 0 : Number(BigInt.asIntN(32, number));
    return this.#mayHave(low) && this.#find(number);
  }

  /** The same of a number in two halves of 32 bits. */
  hasHalves(low: number, high: number): boolean {
    return this.#mayHave(low) && this.#find((BigInt(high) << 32n) | BigInt(low));
  }

  #mayHave(low: number): boolean {
    const place = this.#placeOf(low);
    return ((this.#bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  #placeOf(low: number): number {
    return Math.imul(low, SPREAD) >>> this.#shift;
  }

  #find(number: bigint): boolean {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.#sorted[middle] ?? 0n;
      if (found === number) return true;
      if (found < number) low = middle + 1;
      else high = middle;
    }
    return false;
  }
}
