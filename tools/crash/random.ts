/** Numbers that the same seed repeats (mulberry32): for moments and choices of tests, never for secrets. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. */
  float(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.float() * end);
  }

  chance(share: number): boolean {
    return this.float() < share;
  }
}

/** A seed that nobody chose; whoever uses it prints it. */
export function anySeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
