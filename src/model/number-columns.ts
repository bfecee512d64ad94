import type { NumberType } from "./number.ts";

/** What a number is by its plan. */
export interface NumberKind {
  /** ISO 3166-1 alpha-2, or 001 for non-geographic codes. */
  readonly region: string;
  readonly type: NumberType;
}

const FIRST_ROOM = 512;

/** Numbers one after the other in two arrays, with no object for each: a page of a million-record source is many. */
export class NumberColumns {
  readonly #kinds: NumberKind[] = [];
  #digits = new BigUint64Array(FIRST_ROOM);
  #kindOf = new Uint16Array(FIRST_ROOM);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Digits with calling code, in the order of adding. A view: later adding may leave it behind. */
  get digits(): BigUint64Array<ArrayBuffer> {
    return this.#digits.subarray(0, this.#size);
  }

  /** For each number the index of its kind in {@link kinds}. A view. */
  get kindOf(): Uint16Array<ArrayBuffer> {
    return this.#kindOf.subarray(0, this.#size);
  }

  get kinds(): readonly NumberKind[] {
    return this.#kinds;
  }

  add(digits: bigint, region: string, type: NumberType): void {
    if (this.#size === this.#digits.length) this.#grow();
    this.#digits[this.#size] = digits;
    this.#kindOf[this.#size++] = this.#indexOf(region, type);
  }

  /** A page has few kinds, so looking through them is faster than a map. */
  #indexOf(region: string, type: NumberType): number {
    const kinds = this.#kinds;
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i];
      if (kind?.region === region && kind.type === type) return i;
    }
    return kinds.push({ region, type }) - 1;
  }

  #grow(): void {
    const digits = new BigUint64Array(this.#size * 2);
    digits.set(this.#digits);
    this.#digits = digits;
    const kindOf = new Uint16Array(this.#size * 2);
    kindOf.set(this.#kindOf);
    this.#kindOf = kindOf;
  }
}
