import type { Pattern } from "./pattern.ts";

/** A repeatable source of chance (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<T>(options: readonly [T, ...T[]]): T {
    return options[this.below(options.length)] ?? options[0];
  }

  /** `count` digits. */
  digits(count: number): string {
    let text = "";
    for (let i = 0; i < count; i++) text += this.below(10);
    return text;
  }
}

/** Digits that match the pattern, drawn from all its choices. */
export function sampleOf(pattern: Pattern, chance: Chance): string {
  switch (pattern.kind) {
    case "digit": {
      const digits = [..."0123456789"].filter((digit) => (pattern.mask >> Number(digit)) & 1);
      return digits[chance.below(digits.length)] ?? "";
    }
    case "sequence":
      return pattern.parts.map((part) => sampleOf(part, chance)).join("");
    case "choice": {
      const option = pattern.options[chance.below(pattern.options.length)];
      return option ? sampleOf(option, chance) : "";
    }
    case "repeat": {
      const count = pattern.min + chance.below(pattern.max - pattern.min + 1);
      return Array.from({ length: count }, () => sampleOf(pattern.part, chance)).join("");
    }
  }
}
