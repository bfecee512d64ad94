/** One well-mixed 32-bit number from any parts; equal parts give equal numbers on every machine. */
export function hash32(...parts: readonly (number | string)[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}|`;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A share in [0, 1) from any parts, by {@link hash32}. */
export function hashShare(...parts: readonly (number | string)[]): number {
  return hash32(...parts) / 2 ** 32;
}

/** Repeatable random numbers (sfc32 of PractRand): the same seed gives the same sequence everywhere. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(...seed: readonly (number | string)[]) {
    this.#a = hash32("a", ...seed) | 0;
    this.#b = hash32("b", ...seed) | 0;
    this.#c = hash32("c", ...seed) | 0;
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** In [0, 1). */
  float(): number {
    return (this.#next() >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, below). */
  int(below: number): number {
    return Math.floor(this.float() * below);
  }

  chance(share: number): boolean {
    return this.float() < share;
  }

  /** One element; throws for an empty list. */
  pick<T>(list: readonly T[]): T {
    const item = list[this.int(list.length)];
    if (item === undefined) throw new RangeError("cannot pick from an empty list");
    return item;
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.float())) * Math.cos(2 * Math.PI * this.float());
  }

  /** Shuffles in place (Fisher-Yates) and returns the list. */
  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const [a, b] = [list[i], list[j]];
      if (a !== undefined && b !== undefined) {
        list[i] = b;
        list[j] = a;
      }
    }
    return list;
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t;
  }
}
