/** A regular expression over digits, as far as libphonenumber's metadata use them. Sets of digits are 10-bit masks. */
export type Pattern =
  | { readonly kind: "digit"; readonly mask: number }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly part: Pattern; readonly min: number; readonly max: number };

/** All ten digits. */
export const ANY_DIGIT = 0x3ff;
/** No national number is longer, so repeats without end stop here. */
const MAX_REPEATS = 17;

/** Reads a pattern; throws where it uses anything but digits, classes, groups, choices, repeats and a final `$`. */
export function parsePattern(source: string): Pattern {
  const reader = new PatternReader(source);
  const pattern = reader.choice();
  if (!reader.atEnd) throw new Error(`the pattern ${source} is not readable`);
  return pattern;
}

/** Digits that a match can begin with. */
export function firstDigits(pattern: Pattern): number {
  switch (pattern.kind) {
    case "digit":
      return pattern.mask;
    case "repeat":
      return firstDigits(pattern.part);
    case "choice":
      return pattern.options.reduce((mask, option) => mask | firstDigits(option), 0);
    case "sequence": {
      let mask = 0;
      for (const part of pattern.parts) {
        mask |= firstDigits(part);
        if (!canBeEmpty(part)) break;
      }
      return mask;
    }
  }
}

/** Whether the pattern matches no digits at all. */
function canBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "digit":
      return false;
    case "repeat":
      return pattern.min === 0 || canBeEmpty(pattern.part);
    case "choice":
      return pattern.options.some(canBeEmpty);
    case "sequence":
      return pattern.parts.every(canBeEmpty);
  }
}

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source.replaceAll("\\d", "[0-9]").replaceAll("(?:", "(");
  }

  get atEnd(): boolean {
    return this.#at === this.#source.length;
  }

  choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return only && options.length === 1 ? only : { kind: "choice", options };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (!this.atEnd && !"|)".includes(this.#source.charAt(this.#at))) {
      // The end of the text is for whoever uses the pattern as a regular expression.
      if (this.#take("$")) continue;
      parts.push(this.#repeats(this.#atom()));
    }
    return { kind: "sequence", parts };
  }

  #atom(): Pattern {
    if (this.#take("(")) {
      const inner = this.choice();
      this.#expect(")");
      return inner;
    }
    if (this.#take("[")) return { kind: "digit", mask: this.#digitClass() };
    return { kind: "digit", mask: 1 << this.#digit() };
  }

  #digitClass(): number {
    let mask = 0;
    while (!this.#take("]")) {
      const first = this.#digit();
      const last = this.#take("-") ? this.#digit() : first;
      for (let digit = first; digit <= last; digit++) mask |= 1 << digit;
    }
    return mask;
  }

  #repeats(part: Pattern): Pattern {
    if (this.#take("?")) return { kind: "repeat", part, min: 0, max: 1 };
    if (this.#take("*")) return { kind: "repeat", part, min: 0, max: MAX_REPEATS };
    if (this.#take("+")) return { kind: "repeat", part, min: 1, max: MAX_REPEATS };
    if (!this.#take("{")) return part;
    const min = this.#count();
    const max = this.#take(",") ? this.#count() : min;
    this.#expect("}");
    return { kind: "repeat", part, min, max };
  }

  #count(): number {
    const digits = /^\d+/.exec(this.#source.slice(this.#at))?.[0];
    if (digits === undefined) throw this.#unreadable();
    this.#at += digits.length;
    return Number(digits);
  }

  #digit(): number {
    const char = this.#source.charAt(this.#at++);
    if (!/^\d$/.test(char)) throw this.#unreadable();
    return Number(char);
  }

  #take(char: string): boolean {
    if (this.#source.charAt(this.#at) !== char) return false;
    this.#at += 1;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) throw this.#unreadable();
  }

  #unreadable(): Error {
    return new Error(`the pattern ${this.#source} is not readable at ${this.#at}`);
  }
}
