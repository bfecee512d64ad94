import { CLOSE, DASH, DIGIT, DROPPED, KINDS, learn, OPEN, PLAIN, PLUS, SPACE } from "../text/chars.ts";

const MAX_DIGITS = 20;
const MAX_AFTER_PLUS = 4;
const JOINS = (1 << SPACE) | (1 << DASH) | (1 << OPEN) | (1 << CLOSE) | (1 << PLUS);
/** Kinds that came before, the last in the lowest bits. */
const KIND_BITS = 5;
const KIND_MASK = 31;
const REFUSED = -1;
const ZERO = 0x30;
const NINE = 0x39;

/** One number within a text: a plus at most, digits, single spaces, dashes, brackets that pair; no date. */
export class LaneNumber {
  /** How many digits it has, and how many come before the first sign (0 where a bracket does). */
  count = 0;
  head = 0;
  plus = false;
  /** No sign stands between its digits. */
  isUnbroken = false;
  altered = false;
  /** Kinds of the last two characters read. */
  before = 0;
  readonly #digits: Uint8Array;
  #run = 0;
  #lastRun = 0;
  #runSign = 0;
  #opened = REFUSED;

  /** `digits`: where the digits go. */
  constructor(digits: Uint8Array) {
    this.#digits = digits;
  }

  /** Nothing but one space was read behind the last digit. */
  get endsInDigit(): boolean {
    const last = this.before & KIND_MASK;
    return last === DIGIT || (last === SPACE && ((this.before >> KIND_BITS) & KIND_MASK) === DIGIT);
  }

  /** Reads from `start`, a digit or a plus, on: where the number ends, or -1 where it is not such a number. */
  read(raw: string, start: number, before: number): number {
    const digits = this.#digits;
    let kinds = before;
    let count = 0;
    let run = 0;
    let head = REFUSED;
    this.plus = false;
    this.altered = false;
    this.#lastRun = 0;
    this.#runSign = 0;
    this.#opened = REFUSED;
    if ((before & KIND_MASK) === OPEN) {
      head = 0;
      this.#opened = 0;
    }
    const end = raw.length;
    let i = start;
    for (; i < end; i++) {
      const unit = raw.charCodeAt(i);
      const kind = unit >= ZERO && unit <= NINE ? DIGIT : KINDS[unit] || learn(unit);
      if (kind === DIGIT) {
        if (count === MAX_DIGITS) return REFUSED;
        let value = unit - ZERO;
        if (unit > NINE) {
          value = (PLAIN[unit] ?? 0) - ZERO;
          this.altered = true;
        }
        digits[count++] = value;
        run += 1;
      } else if (kind === DROPPED) {
        this.altered = true;
        continue;
      } else {
        if (count === 0 && i - start >= MAX_AFTER_PLUS) return REFUSED;
        if (((JOINS >> kind) & 1) === 0 || (kind === SPACE && partsNumbers(kinds))) break;
        if (kind === PLUS) {
          if (count > 0 || this.plus) break;
          this.plus = true;
        } else {
          if (head < 0 && count > 0) head = count;
          this.#run = run;
          if (!this.#takeSign(kind, count)) return REFUSED;
        }
        if (unit > 0x7f && PLAIN[unit] !== unit) this.altered = true;
        run = 0;
      }
      kinds = (kinds << KIND_BITS) | kind;
    }
    if (count === 0) return REFUSED;
    this.before = kinds;
    this.count = count;
    this.head = head < 0 ? count : head;
    this.isUnbroken = head < 0;
    return i;
  }

  /** False where the sign makes of the number what the rules must look at. */
  #takeSign(kind: number, count: number): boolean {
    const run = this.#run;
    if (kind === SPACE) {
      // Inside brackets it may be the mark of a list.
      if (this.#opened >= 0) return false;
    } else if (kind === OPEN) {
      if (this.#opened >= 0) return false;
      this.#opened = count;
    } else if (kind === CLOSE) {
      // A lone digit may be a trunk prefix.
      if (this.#opened < 0 || count === this.#opened || (this.#opened > 0 && count === this.#opened + 1))
        return false;
      this.#opened = REFUSED;
    } else if (run > 0 && run <= 2 && this.#runSign === DASH && this.#mayBeDate(count)) return false;
    if (run > 0) this.#lastRun = run;
    this.#runSign = kind;
    return true;
  }

  /** `31-12-` at the beginning, `2025-12-` anywhere. */
  #mayBeDate(count: number): boolean {
    return this.#lastRun === 4 || (!this.plus && this.#lastRun <= 2 && count === this.#lastRun + this.#run);
  }
}

/** A second space, or a dash set off by spaces, may stand between two numbers. */
export function partsNumbers(before: number): boolean {
  const last = before & KIND_MASK;
  return last === SPACE || (last === DASH && ((before >> KIND_BITS) & KIND_MASK) === SPACE);
}
