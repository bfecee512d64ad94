import { HIGH_HALF, LOW_HALF } from "../../base/halves.ts";
import type { RejectReason } from "../../model/number.ts";
import { FAILED } from "../digits/candidate.ts";
import { EXCEL, SPLIT, UNICODE, WORDS_CUT } from "../repairs.ts";
import {
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DOT,
  HASH,
  NEWLINE,
  OPEN,
  PIPE,
  PLUS,
  SEMICOLON,
  SLASH,
  SPACE,
} from "../text/chars.ts";
import { isOnly, PARTS } from "../text/scan.ts";
import { AND, CURRENCY, EXTENSION, LETTER_X, MONTH, NAME, PHONE, ROUBLES } from "../text/words.ts";
import type { CleanReader } from "./clean.ts";
import { LaneGap } from "./lane-gap.ts";
import { LaneNumber } from "./lane-number.ts";

/** What `read` returns for values that the lane leaves to the rules. */
export const NOT_MINE = -1;

const MAX_NUMBERS = 8;
/** From this length on, digits are believed beside other digits (piece-reader.ts). */
const MIN_BESIDE_OTHERS = 9;
const MAX_EXTENSION_DIGITS = 9;
const MIN_FLOAT_DIGITS = 7;
const ZERO_CODE = 0x30;
const NINE_CODE = 0x39;
const DOT_CODE = 0x2e;

const LABELS = (1 << NAME) | (1 << PHONE);
/** Words that say something of the digits before them. */
const SPEAKS_BACK = (1 << CURRENCY) | (1 << MONTH) | (1 << LETTER_X) | (1 << ROUBLES);
const LABELS_OR_AND = LABELS | (1 << AND);
const SEPARATORS =
  PARTS | (1 << COMMA) | (1 << SEMICOLON) | (1 << SLASH) | (1 << NEWLINE) | (1 << PIPE) | (1 << PLUS);
const BEFORE_WORDS = SEPARATORS | (1 << SPACE) | (1 << OPEN) | (1 << CLOSE) | (1 << DASH);
const BEHIND_LABEL =
  PARTS | (1 << SPACE) | (1 << DOT) | (1 << COLON) | (1 << DASH) | (1 << OPEN) | (1 << PLUS);
const BEHIND_FIRST_LABEL = BEHIND_LABEL | (1 << COMMA) | (1 << NEWLINE);
const BEHIND_EXTENSION_LABEL = PARTS | (1 << SPACE) | (1 << DOT) | (1 << COLON);
const BEFORE_HASH = PARTS | (1 << SPACE) | (1 << HASH);

/**
 * Reads the dirty values that people type most, as the rules of dirty.ts do, in one walk and without their tokens: clean
 * numbers with words around, parted by separators or an "and", an extension behind the last, a fraction of zero, no
 * digits at all. It takes a value only where every rule that could say more is out of the question; the rest it leaves.
 * Results hold until the next `read`.
 */
export class LaneReader {
  /** Why there is no number, where `read` returned 0. */
  reason: RejectReason = "empty";
  /** Digits with calling code, by place, and their halves. */
  readonly number = new BigUint64Array(MAX_NUMBERS);
  readonly #halves = new Uint32Array(this.number.buffer);
  readonly label = new Uint16Array(MAX_NUMBERS);
  readonly repairs = new Int32Array(MAX_NUMBERS);
  /** Extension of the last number. */
  ext: string | undefined = undefined;
  readonly #clean: CleanReader;
  readonly #allowed: number;
  readonly #gap = new LaneGap();
  readonly #one: LaneNumber;
  #count = 0;

  /** `allowed`: the repairs that may be made, see repairs.ts. */
  constructor(clean: CleanReader, allowed: number) {
    this.#clean = clean;
    this.#allowed = allowed;
    this.#one = new LaneNumber(clean.digits);
  }

  low(place: number): number {
    return this.#halves[2 * place + LOW_HALF] ?? 0;
  }

  high(place: number): number {
    return this.#halves[2 * place + HIGH_HALF] ?? 0;
  }

  /** How many different numbers the value holds, 0 where there is a reason for none, NOT_MINE where the rules must say. */
  read(raw: string, region: string | null): number {
    const gap = this.#gap;
    this.#count = 0;
    this.ext = undefined;
    let at = gap.read(raw, 0, SPACE);
    if (at < 0) return NOT_MINE;
    if (at === raw.length) {
      this.reason = gap.words > 0 ? "no-digits" : "empty";
      return 0;
    }
    let cut = 0;
    if (gap.words > 0) {
      if (!isOnly(gap.meanings, LABELS) || gap.endsInLetter) return NOT_MINE;
      cut = WORDS_CUT;
    }
    if (!isOnly(gap.head, BEFORE_WORDS) || !isOnly(gap.tail, BEHIND_FIRST_LABEL)) return NOT_MINE;
    let altered = gap.altered;
    for (;;) {
      at = this.#readNumber(raw, at, region, cut);
      if (at < 0) return NOT_MINE;
      altered ||= this.#one.altered;
      if (at === raw.length) break;
      if (raw.charCodeAt(at) === DOT_CODE && this.#isFloat(raw, at)) {
        this.#addRepairs(EXCEL);
        break;
      }
      at = gap.read(raw, at, this.#one.before);
      if (at < 0) return NOT_MINE;
      altered ||= gap.altered;
      if (at === raw.length) {
        if (!this.#endsInNote()) return NOT_MINE;
        break;
      }
      if (this.#isExtension(raw, at)) break;
      cut = this.#cutBetween();
      if (cut < 0) return NOT_MINE;
      if (cut > 0) this.#addRepairs(cut);
    }
    return this.#finish(altered ? UNICODE : 0);
  }

  #readNumber(raw: string, start: number, region: string | null, cut: number): number {
    const one = this.#one;
    const place = this.#count;
    if (place === MAX_NUMBERS || this.#gap.opensFar) return NOT_MINE;
    const end = one.read(raw, start, this.#gap.before);
    if (end < 0 || (place > 0 && one.count < MIN_BESIDE_OTHERS)) return NOT_MINE;
    const clean = this.#clean;
    const repairs = clean.readDigits(one.count, one.plus, one.head, region);
    if (repairs === FAILED) return NOT_MINE;
    this.#halves[2 * place + LOW_HALF] = clean.low;
    this.#halves[2 * place + HIGH_HALF] = clean.high;
    this.label[place] = clean.label;
    this.repairs[place] = repairs | cut;
    this.#count = place + 1;
    return end;
  }

  #addRepairs(bits: number): void {
    const last = this.#count - 1;
    this.repairs[last] = (this.repairs[last] ?? 0) | bits;
  }

  /** `79161234567.0`: the only number, all its digits together. */
  #isFloat(raw: string, at: number): boolean {
    const length = raw.length - at - 1;
    if (this.#count !== 1 || length < 1 || length > 2 || !this.#one.isUnbroken) return false;
    if (this.#one.count < MIN_FLOAT_DIGITS) return false;
    return raw.charCodeAt(at + 1) === ZERO_CODE && raw.charCodeAt(raw.length - 1) === ZERO_CODE;
  }

  /** The gap is the end of the value: signs, or words that do not touch the digits. */
  #endsInNote(): boolean {
    const gap = this.#gap;
    if (gap.words === 0) return isOnly(gap.tail, BEFORE_WORDS | (1 << DOT));
    if (gap.meanings & SPEAKS_BACK || !gap.isApart || !isOnly(gap.head, BEFORE_WORDS)) return false;
    this.#addRepairs(WORDS_CUT);
    return true;
  }

  /** The gap announces an extension, whose digits end the value. */
  #isExtension(raw: string, at: number): boolean {
    const gap = this.#gap;
    if (gap.words === 0) {
      if (gap.hashes !== 1 || !isOnly(gap.tail, BEFORE_HASH) || !this.#one.endsInDigit) return false;
    } else {
      const isX = gap.meanings === 1 << LETTER_X;
      if (gap.words > 1 || !(isX || gap.meanings === 1 << EXTENSION)) return false;
      if (!(isX || gap.isApart) || !isOnly(gap.tail, BEHIND_EXTENSION_LABEL)) return false;
      if (!isOnly(gap.head, BEFORE_WORDS)) return false;
    }
    let end = at;
    for (; end < raw.length; end++) {
      const unit = raw.charCodeAt(end);
      if (unit < ZERO_CODE || unit > NINE_CODE) break;
    }
    if (end === at || end - at > MAX_EXTENSION_DIGITS) return false;
    for (let i = end; i < raw.length; i++)
      if (raw.charCodeAt(i) !== 0x20 && raw.charCodeAt(i) !== 0x29) return false;
    this.ext = raw.slice(at, end);
    return true;
  }

  /** Repairs of a number before a gap and of one behind it; NOT_MINE where the gap does not simply part them. */
  #cutBetween(): number {
    const gap = this.#gap;
    if (this.#count === 1 && this.#one.count < MIN_BESIDE_OTHERS) return NOT_MINE;
    if (gap.words === 0) {
      const parts = (gap.tail & SEPARATORS) !== 0 || gap.endsInPlus;
      return parts && isOnly(gap.tail, BEFORE_WORDS) ? 0 : NOT_MINE;
    }
    if (!isOnly(gap.meanings, LABELS_OR_AND) || !gap.isApart || gap.endsInLetter) return NOT_MINE;
    if (!isOnly(gap.head, BEFORE_WORDS) || !isOnly(gap.tail, BEHIND_LABEL)) return NOT_MINE;
    if (gap.meanings !== 1 << AND) return WORDS_CUT;
    // A picture may stand between two of them.
    return gap.words === 1 ? 0 : NOT_MINE;
  }

  /** Codes that all have; each number once. */
  #finish(common: number): number {
    const { number, repairs } = this;
    const count = this.#count;
    let bits = common;
    for (let i = 1; i < count; i++) if (number[i] !== number[0]) bits |= SPLIT;
    let given = 0;
    for (let i = 0; i < count; i++) {
      const all = (repairs[i] ?? 0) | bits;
      if ((all & ~this.#allowed) !== 0) return NOT_MINE;
      if (given > 0 && number.indexOf(number[i] ?? 0n) < given) {
        if (this.ext !== undefined) return NOT_MINE;
        continue;
      }
      number[given] = number[i] ?? 0n;
      this.label[given] = this.label[i] ?? 0;
      repairs[given++] = all;
    }
    return given;
  }
}
