import {
  AT,
  COMMA,
  DASH,
  DIGIT,
  DOT,
  DROPPED,
  EQUALS,
  KINDS,
  LETTER,
  LOWER,
  learn,
  OPEN,
  PERCENT,
  PLAIN,
  PLUS,
  plainOfAstral,
  SPACE,
  STAR,
  SYMBOL,
} from "./chars.ts";
import { HIDING, LETTER_X, LOOK_ALIKE, lookBits, mayLink, meaningOf, slotOfWord, stepHash } from "./words.ts";

/** Longest text that a scan holds, in UTF-16 units; a value may grow a little where a link or an exponent is rewritten. */
export const MAX_SCANNED = 1_280;

/** Bits of a gap beside those of the kinds of its characters. */
export const PARTS = 1 << 1;
export const WORDS = 1 << 2;
export const DOUBLE_COMMA = 1 << 27;
export const MASK = 1 << 28;

/** Marks of runs. */
export const JUNK = 1;
export const EXCEL_RUN = 2;
export const LINK_RUN = 4;

/** In rewritten text: what stands for something taken out, and what precedes digits of a link or of an exponent. */
export const REMOVED = "\ue002";
export const LINKED = "\ue000";
export const WRITTEN_OUT = "\ue001";
const FIRST_MARK = 0xe000;
const LAST_MARK = 0xe002;

const MAX_AFTER_PLUS = 4;
const MAX_LOOK_ALIKES = 3;
const ALL_LOOKS = 3;

/**
 * One pass over a value: its plain text, runs of digits, and what stands in the gaps before, between and after them. All
 * arrays are made once; their contents hold until the next `read`. Gap r lies before run r, the last one behind all runs.
 */
export class Scan {
  /** Plain text: every digit, plus, dash and space as its ASCII twin, nothing invisible. */
  readonly text = new Uint16Array(MAX_SCANNED);
  length = 0;
  /** True where a character of the value was turned into another or left out. */
  altered = false;
  /** Kinds of all characters outside of runs, as bits. */
  all = 0;
  /** Something like a link, an address or an exponent: the value wants rewriting first. */
  linky = false;
  exponent = false;
  /** Letters that look like digits touch one. */
  lookAlikes = false;
  runs = 0;
  readonly runStart = new Uint16Array(MAX_SCANNED);
  readonly runEnd = new Uint16Array(MAX_SCANNED);
  readonly runMark = new Uint8Array(MAX_SCANNED);
  /** Where a plus stands that belongs to the run, or -1. */
  readonly plusAt = new Int16Array(MAX_SCANNED);
  /** Bits of all of a gap, of what stands before its first word, and behind its last. */
  readonly gap = new Int32Array(MAX_SCANNED + 1);
  readonly gapHead = new Int32Array(MAX_SCANNED + 1);
  readonly gapTail = new Int32Array(MAX_SCANNED + 1);
  /** The first word of each gap; the words of a gap end where those of the next begin. */
  readonly gapWord = new Uint16Array(MAX_SCANNED + 2);
  words = 0;
  readonly wordStart = new Uint16Array(MAX_SCANNED);
  readonly wordEnd = new Uint16Array(MAX_SCANNED);
  readonly wordMeaning = new Uint8Array(MAX_SCANNED);
  readonly #lower = new Uint16Array(MAX_SCANNED);
  #marked = false;
  #bits = 0;
  #tail = 0;
  #plus = -1;
  #hash = 0;
  #look = 0;
  #nextMark = 0;

  /** Reads a value; `marked` where it was rewritten and may hold marks. At most MAX_SCANNED units are read. */
  read(raw: string, marked: boolean): void {
    this.#reset(marked);
    const { text } = this;
    const lowers = this.#lower;
    const end = Math.min(raw.length, MAX_SCANNED);
    let length = 0;
    let before = SPACE;
    let hash = 0;
    let look = 0;
    for (let i = 0; i < end; i++) {
      const unit = raw.charCodeAt(i);
      let kind = KINDS[unit] || learn(unit);
      let plain = PLAIN[unit] ?? 0;
      if (plain !== unit && unit > 0x7f) this.altered = true;
      if (kind >= DROPPED) {
        // Joiners and variants of pictures say nothing of the digits.
        if (kind === DROPPED) {
          if (before !== SYMBOL) this.altered = true;
          continue;
        }
        const code = raw.codePointAt(i) ?? 0;
        if (code > 0xffff) i += 1;
        plain = plainOfAstral(code);
        if (plain < 0x3a) this.altered = true;
        if (plain === 0) continue;
        kind = plain < 0x3a ? DIGIT : SYMBOL;
      }
      text[length] = plain;
      if (kind === LETTER) {
        if (before !== LETTER) {
          this.#startWord(length, before);
          hash = 0;
          look = ALL_LOOKS;
        }
        const lower = LOWER[unit] ?? 0;
        lowers[length++] = lower;
        hash = stepHash(hash, lower);
        if (look !== 0) look &= lookBits(plain);
        before = LETTER;
        continue;
      }
      if (before === LETTER) {
        this.#hash = hash;
        this.#look = look;
      }
      if (kind === DIGIT) {
        if (before !== DIGIT) this.#startRun(length, before);
      } else {
        if (before === LETTER) this.#endWord(length, raw, i);
        else if (before === DIGIT) this.runEnd[this.runs - 1] = length;
        this.#sign(kind, before, length, unit);
      }
      before = kind;
      length += 1;
    }
    this.#hash = hash;
    this.#look = look;
    this.#finish(length, before);
  }

  /** Plain text between two places. */
  slice(start: number, end: number): string {
    let text = "";
    for (let i = start; i < end; i++) text += String.fromCharCode(this.text[i] ?? 0);
    return text;
  }

  /** The last word of a gap, -1 where it has none. */
  lastWord(gap: number): number {
    const end = this.gapWord[gap + 1] ?? 0;
    return end > (this.gapWord[gap] ?? 0) ? end - 1 : -1;
  }

  #reset(marked: boolean): void {
    this.altered = false;
    this.all = 0;
    this.linky = false;
    this.exponent = false;
    this.lookAlikes = false;
    this.runs = 0;
    this.words = 0;
    this.gapWord[0] = 0;
    this.#marked = marked;
    this.#bits = 0;
    this.#tail = 0;
    this.#plus = -1;
    this.#nextMark = 0;
  }

  #startRun(at: number, before: number): void {
    if (before === LETTER) this.#endWord(at, "", 0);
    const run = this.runs++;
    this.runStart[run] = at;
    this.runMark[run] = this.#nextMark;
    this.#nextMark = 0;
    this.plusAt[run] = this.#plus >= 0 && at - this.#plus <= MAX_AFTER_PLUS ? this.#plus : -1;
    this.#endGap(run);
  }

  #endGap(gap: number): void {
    this.gap[gap] = this.#bits | this.#tail;
    this.gapTail[gap] = this.#tail;
    if ((this.#bits & WORDS) === 0) this.gapHead[gap] = this.#tail;
    this.gapWord[gap + 1] = this.words;
    this.all |= this.#bits | this.#tail;
    this.#bits = 0;
    this.#tail = 0;
    this.#plus = -1;
  }

  #startWord(at: number, before: number): void {
    if (before === DIGIT) this.runEnd[this.runs - 1] = at;
    if ((this.#bits & WORDS) === 0) this.gapHead[this.runs] = this.#tail;
    this.#bits |= this.#tail | WORDS;
    this.#tail = 0;
    this.#plus = -1;
    this.wordStart[this.words] = at;
  }

  #endWord(end: number, raw: string, at: number): void {
    const word = this.words++;
    const start = this.wordStart[word] ?? 0;
    this.wordEnd[word] = end;
    const slot = slotOfWord(this.#hash, this.#lower, start, end);
    let meaning = meaningOf(slot);
    if (mayLink(slot) && raw !== "" && opensLink(raw, at)) this.linky = true;
    const touches = this.#touchesDigit(start, raw);
    if (touches && end - start === 1 && this.#lower[start] === 0x65) this.exponent = true;
    if (touches && end - start === 1 && this.#lower[start] === 0x0435) this.exponent = true;
    if (touches && this.#look !== 0 && end - start <= MAX_LOOK_ALIKES && meaning !== LETTER_X) {
      meaning = this.#look & 1 ? LOOK_ALIKE : HIDING;
      if (meaning === LOOK_ALIKE) this.lookAlikes = true;
    }
    this.wordMeaning[word] = meaning;
  }

  /** The word touches the run before it, or (no text is given then) the one that begins here. */
  #touchesDigit(start: number, raw: string): boolean {
    return raw === "" || (this.runs > 0 && this.runEnd[this.runs - 1] === start && start > 0);
  }

  #sign(kind: number, before: number, at: number, unit: number): void {
    let bits = 1 << kind;
    if (kind === SPACE) {
      if (before === SPACE || before === DOT) bits |= PARTS;
      else if (before === DASH && this.text[at - 2] === 0x20) bits |= PARTS;
    } else if (kind === PLUS) {
      if (this.#plus < 0) this.#plus = at;
    } else if (kind === COMMA) {
      if (before === COMMA) bits |= DOUBLE_COMMA;
    } else if (kind === STAR) {
      if (before === STAR) bits |= MASK;
    } else if (this.#marked && unit >= FIRST_MARK && unit <= LAST_MARK) {
      this.#nextMark |= unit === FIRST_MARK ? LINK_RUN : unit === LAST_MARK ? 0 : EXCEL_RUN;
      // A mark is no text of the value; what was removed is.
      if (unit !== LAST_MARK) bits = 0;
    }
    if (kind !== PLUS && kind !== SPACE && kind !== OPEN && kind !== DASH) this.#plus = -1;
    this.#tail |= bits;
  }

  #finish(length: number, before: number): void {
    this.length = length;
    if (before === DIGIT) this.runEnd[this.runs - 1] = length;
    else if (before === LETTER) this.#endWord(length, " ", 0);
    this.#endGap(this.runs);
    if (this.all & ((1 << AT) | (1 << EQUALS) | (1 << PERCENT))) this.linky = true;
  }
}

/** `tel:8`, `wa.me`, `t.me/`: the sign behind a word is followed by more than a space. */
export function opensLink(raw: string, at: number): boolean {
  const sign = raw.charCodeAt(at);
  if (sign !== 0x3a && sign !== 0x2e && sign !== 0x2f) return false;
  const next = raw.charCodeAt(at + 1);
  if (sign === 0x3a) return next > 0x20 && next < 0x7f && next !== 0x2e;
  return (next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a;
}

/** True where the bits hold nothing but those of the set. */
export function isOnly(bits: number, set: number): boolean {
  return (bits & ~set) === 0;
}
