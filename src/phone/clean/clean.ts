import { HIGH_HALF, LOW_HALF, TWO_TO_32 } from "../../base/halves.ts";
import type { FoundNumber } from "../../model/number.ts";
import { type CandidateReader, FAILED } from "../digits/candidate.ts";
import { MATCH_LABEL, type NumberTable, type Plan } from "../table/table.ts";
import {
  type DirectStarts,
  DirectTable,
  LEAD_DIGITS,
  MAX_DIRECT,
  MIN_DIRECT,
  stateOf,
  takenOff,
} from "./direct.ts";

const MAX_CLEAN_DIGITS = 20;
const LONGEST_YEAR = 4;
const LONGEST_MONTH = 2;
const SPACE = 0x20;

/** What a character is to a clean value: below 10 a digit, and which; or a sign. */
const DASH = 10;
const CLOSE_BRACKET = 11;
const OPEN_BRACKET = 12;
const BLANK = 13;
const PLUS = 14;
const OTHER = 15;
const SIGNS: readonly (readonly [string, number])[] = [
  ["-", DASH],
  [")", CLOSE_BRACKET],
  ["(", OPEN_BRACKET],
  [" ", BLANK],
  ["+", PLUS],
];
const KINDS = kindsOfUnits();
/** What remains of the leading digits is their remainder by this, by how many come off. */
const LEAD_REST = Int32Array.from({ length: LEAD_DIGITS + 1 }, (_, off) => 10 ** (LEAD_DIGITS - off));
const POWERS = Float64Array.from({ length: MAX_DIRECT + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads the usual value without an expression: one plus at most, digits, single spaces, dashes, brackets. What looks like
 * anything else, dates included, is left to the careful way. Most numbers take one walk through the automaton, from where
 * {@link DirectStarts} says. The number read last stays until the next call.
 */
export class CleanReader {
  /** The last number's label in the table: region and type. */
  label = 0;
  readonly #candidates: CandidateReader;
  /** Where the digits of a number are laid, as values 0 to 9. */
  readonly digits: Uint8Array;
  readonly #table: NumberTable;
  readonly #next: Uint16Array;
  readonly #labels: Uint16Array;
  readonly #direct: DirectTable;
  #lastRegion: string | null = null;
  #plan: Plan | null = null;
  #starts: DirectStarts | null = null;
  readonly #whole = new BigUint64Array(1);
  readonly #halves = new Uint32Array(this.#whole.buffer);

  constructor(table: NumberTable, candidates: CandidateReader) {
    this.#table = table;
    this.#candidates = candidates;
    this.digits = candidates.digits;
    this.#next = table.next;
    this.#labels = table.labels;
    this.#direct = new DirectTable(table);
  }

  /** Lower 32 bits of the last number's digits with calling code. */
  get low(): number {
    return this.#halves[LOW_HALF] ?? 0;
  }

  /** Upper 32 bits. */
  get high(): number {
    return this.#halves[HIGH_HALF] ?? 0;
  }

  /** The last number, where `repairs` is what a reading of it returned; null for FAILED. */
  found(repairs: number): FoundNumber | null {
    if (repairs > 0) return this.#candidates.found(repairs);
    if (repairs === FAILED) return null;
    const { regionOf, typeOf } = this.#table;
    return {
      number: this.#whole[0] ?? 0n,
      region: regionOf[this.label] ?? "",
      type: typeOf[this.label] ?? "UNKNOWN",
    };
  }

  /** Reads the only number of a clean value: the set of repairs (see repairs.ts), or FAILED for every other value. */
  readText(raw: string, region: string | null): number {
    const digits = this.digits;
    let end = raw.length;
    while (end > 0 && raw.charCodeAt(end - 1) === SPACE) end -= 1;
    let i = 0;
    while (i < end && raw.charCodeAt(i) === SPACE) i += 1;
    let count = 0;
    let plus = false;
    let head = -1;
    let dashes = 0;
    let before = OTHER;
    for (; i < end; i++) {
      const kind = KINDS[raw.charCodeAt(i)] ?? OTHER;
      if (kind < DASH) {
        if (count === MAX_CLEAN_DIGITS) return FAILED;
        digits[count++] = kind;
      } else if (kind === PLUS) {
        if (plus || count > 0) return FAILED;
        plus = true;
      } else {
        if (head < 0 && (count > 0 || kind === OPEN_BRACKET)) head = count;
        if (kind === OTHER || (kind === DASH && ++dashes === 2 && mayBeDate(head, count))) return FAILED;
        if (kind === BLANK && partsNumbers(before)) return FAILED;
        // `+44 (0)20`: the careful way tells a trunk digit in brackets from one out of place.
        if (kind === CLOSE_BRACKET && ((before >> 4) & 15) === OPEN_BRACKET) return FAILED;
      }
      before = (before << 4) | kind;
    }
    return this.readDigits(count, plus, head < 0 ? count : head, region);
  }

  /** The same for UTF-8 bytes from `start` to `end`. */
  readBytes(bytes: Uint8Array, start: number, end: number, region: string | null): number {
    const digits = this.digits;
    let stop = end;
    while (stop > start && bytes[stop - 1] === SPACE) stop -= 1;
    let i = start;
    while (i < stop && bytes[i] === SPACE) i += 1;
    let count = 0;
    let plus = false;
    let head = -1;
    let dashes = 0;
    let before = OTHER;
    for (; i < stop; i++) {
      const kind = KINDS[bytes[i] ?? 0] ?? OTHER;
      if (kind < DASH) {
        if (count === MAX_CLEAN_DIGITS) return FAILED;
        digits[count++] = kind;
      } else if (kind === PLUS) {
        if (plus || count > 0) return FAILED;
        plus = true;
      } else {
        if (head < 0 && (count > 0 || kind === OPEN_BRACKET)) head = count;
        if (kind === OTHER || (kind === DASH && ++dashes === 2 && mayBeDate(head, count))) return FAILED;
        if (kind === BLANK && partsNumbers(before)) return FAILED;
        // `+44 (0)20`: the careful way tells a trunk digit in brackets from one out of place.
        if (kind === CLOSE_BRACKET && ((before >> 4) & 15) === OPEN_BRACKET) return FAILED;
      }
      before = (before << 4) | kind;
    }
    return this.readDigits(count, plus, head < 0 ? count : head, region);
  }

  /** Reads the first `count` of `digits` as {@link CandidateReader.readDigits} does. */
  readDigits(count: number, plus: boolean, head: number, region: string | null): number {
    if (count >= MIN_DIRECT && count <= MAX_DIRECT) {
      const starts = plus ? this.#direct.plus : this.#startsIn(region);
      if (starts && this.#walk(starts, plus, count)) return 0;
    }
    const repairs = this.#candidates.readDigits(plus, count, head, region);
    if (repairs === FAILED) return FAILED;
    this.label = this.#candidates.label;
    this.#whole[0] = this.#candidates.number;
    return repairs;
  }

  /** True where the digits are a valid number, reached without a detour. */
  #walk(starts: DirectStarts, plus: boolean, count: number): boolean {
    const digits = this.digits;
    const next = this.#next;
    const lead = (digits[0] ?? 0) * 100 + (digits[1] ?? 0) * 10 + (digits[2] ?? 0);
    const start = starts.at(lead, count);
    const off = takenOff(start);
    let state = stateOf(start);
    let value = lead % (LEAD_REST[off] ?? 1);
    for (let i = LEAD_DIGITS; i < count; i++) {
      const digit = digits[i] ?? 0;
      state = next[state * 10 + digit] ?? 0;
      value = value * 10 + digit;
    }
    const label = this.#labels[state] ?? 0;
    if (label <= MATCH_LABEL) return false;
    if (!plus) value += (this.#plan?.code ?? 0) * (POWERS[count - off] ?? 1);
    this.label = label;
    // Twice as fast as BigInt(value).
    this.#halves[LOW_HALF] = value >>> 0;
    this.#halves[HIGH_HALF] = value / TWO_TO_32;
    return true;
  }

  #startsIn(region: string | null): DirectStarts | null {
    if (region !== this.#lastRegion) {
      this.#lastRegion = region;
      this.#plan = region === null ? null : (this.#table.planOf.get(region) ?? null);
      this.#starts = this.#plan && this.#direct.dialledIn(this.#plan);
    }
    return this.#starts;
  }
}

/** By UTF-16 unit, all of them: a look-up that is never out of bounds is twice as fast. */
function kindsOfUnits(): Uint8Array {
  const kinds = new Uint8Array(0x1_0000).fill(OTHER);
  for (let digit = 0; digit < DASH; digit++) kinds[0x30 + digit] = digit;
  for (const [sign, kind] of SIGNS) kinds[sign.charCodeAt(0)] = kind;
  return kinds;
}

/** A year or day, then a month, at the second dash. */
function mayBeDate(head: number, count: number): boolean {
  return head <= LONGEST_YEAR && count - head <= LONGEST_MONTH;
}

/** A second space, or a dash set off by spaces, may stand between two numbers; `before` holds the kinds before the space. */
function partsNumbers(before: number): boolean {
  const last = before & 15;
  return last === BLANK || (last === DASH && ((before >> 4) & 15) === BLANK);
}
