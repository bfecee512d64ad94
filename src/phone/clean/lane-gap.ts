import {
  AT,
  COMMA,
  DASH,
  DIGIT,
  DROPPED,
  EQUALS,
  HASH,
  KINDS,
  LETTER,
  LOWER,
  learn,
  OPEN,
  PERCENT,
  PLAIN,
  PLUS,
  SPACE,
  SYMBOL,
} from "../text/chars.ts";
import { DOUBLE_COMMA, opensLink, PARTS } from "../text/scan.ts";
import { mayLink, meaningOf, slotOfWord, stepHash } from "../text/words.ts";
import { partsNumbers } from "./lane-number.ts";

/** Longer words are not listed. */
const MAX_LETTERS = 32;
const KIND_BITS = 5;
const KIND_MASK = 31;
/** Signs of addresses and formulas. */
const LINKY = (1 << AT) | (1 << EQUALS) | (1 << PERCENT);
const REFUSED = -1;

/** What stands before, between and behind numbers: signs and words. */
export class LaneGap {
  words = 0;
  /** What its words mean, a bit for each meaning of words.ts. */
  meanings = 0;
  /** Kinds of the signs before its first word and behind its last, as bits; all of them in both where it has no word. */
  head = 0;
  tail = 0;
  hashes = 0;
  /** Its first word stands apart from the digits before. */
  isApart = true;
  /** Its last word touches the digits behind. */
  endsInLetter = false;
  endsInPlus = false;
  altered = false;
  /** Kinds of the last two characters read. */
  before = 0;
  readonly #lower = new Uint16Array(MAX_LETTERS);

  /** A bracket opens behind its last word, and more than digits follows. */
  get opensFar(): boolean {
    return (this.tail & (1 << OPEN)) !== 0 && (this.before & KIND_MASK) !== OPEN;
  }

  /** Reads up to the next digit or plus: where that is, or -1 where the rules must look at what is before it. */
  read(raw: string, start: number, before: number): number {
    this.words = 0;
    this.meanings = 0;
    this.head = 0;
    this.hashes = 0;
    this.isApart = true;
    this.altered = false;
    let kinds = before;
    let bits = 0;
    let all = 0;
    let i = start;
    let kind = 0;
    for (; i < raw.length; i++) {
      const unit = raw.charCodeAt(i);
      kind = KINDS[unit] || learn(unit);
      if (kind === DIGIT || kind === PLUS) break;
      if (kind >= DROPPED) {
        if (kind !== DROPPED) return REFUSED;
        // Joiners and variants of pictures say nothing of the digits.
        if ((kinds & KIND_MASK) !== SYMBOL) this.altered = true;
        continue;
      }
      if (kind === LETTER) {
        if (this.words === 0) {
          this.head = bits;
          const last = kinds & KIND_MASK;
          this.isApart = last !== DIGIT && last !== DASH;
        }
        all |= bits;
        bits = 0;
        i = this.#readWord(raw, i) - 1;
        if (i < 0) return REFUSED;
      } else {
        if (kind === SPACE && partsNumbers(kinds)) bits |= PARTS;
        else if (kind === COMMA && (kinds & KIND_MASK) === COMMA) bits |= DOUBLE_COMMA;
        else if (kind === HASH) this.hashes += 1;
        if (unit > 0x7f && PLAIN[unit] !== unit) this.altered = true;
        bits |= 1 << kind;
      }
      kinds = (kinds << KIND_BITS) | kind;
    }
    if (this.words === 0) this.head = bits;
    this.tail = bits;
    if ((all | bits) & LINKY) return REFUSED;
    this.before = kinds;
    this.endsInLetter = kind === DIGIT && (kinds & KIND_MASK) === LETTER;
    this.endsInPlus = kind === PLUS;
    return i;
  }

  /** Where the word ends; 0 where it may begin a link. */
  #readWord(raw: string, start: number): number {
    const lower = this.#lower;
    let hash = 0;
    let length = 0;
    let i = start;
    for (; i < raw.length; i++) {
      const unit = raw.charCodeAt(i);
      const kind = KINDS[unit] || learn(unit);
      if (kind === DROPPED) {
        this.altered = true;
        continue;
      }
      if (kind !== LETTER) break;
      if (unit > 0x7f && PLAIN[unit] !== unit) this.altered = true;
      const small = LOWER[unit] ?? 0;
      if (length < MAX_LETTERS) lower[length] = small;
      length += 1;
      hash = stepHash(hash, small);
    }
    const slot = slotOfWord(hash, lower, 0, length);
    this.words += 1;
    this.meanings |= 1 << meaningOf(slot);
    return mayLink(slot) && opensLink(raw, i) ? 0 : i;
  }
}
