import type { CandidateReader } from "../digits/candidate.ts";
import { FAILED } from "../digits/candidate.ts";
import { JOINED, STEM, TRUNK } from "../repairs.ts";
import { AMPERSAND, COMMA, DASH, NEWLINE, OPEN, PIPE, SEMICOLON, SPACE } from "../text/chars.ts";
import { isOnly, MAX_SCANNED, PARTS, type Scan } from "../text/scan.ts";
import { HIDING, HOUR, LOOK_ALIKE, OCLOCK } from "../text/words.ts";
import type { PieceReader } from "./piece-reader.ts";
import { type Pieces, PLUS_BIT, SOFT_GAP } from "./pieces.ts";
import { isStem } from "./stem.ts";

/** Gaps from those that part numbers to those inside one: `0177/383945, 030 / 123456` needs their order. */
const STRONG_GAPS: readonly number[] = [
  (1 << COMMA) | (1 << SEMICOLON) | (1 << PIPE) | (1 << NEWLINE) | (1 << AMPERSAND),
  (1 << SPACE) | (1 << NEWLINE) | PARTS,
];

const MAX_STUB_DIGITS = 4;
const MIN_FOR_TWO_NUMBERS = 14;
const MIN_SEGMENT = 7;
/** So many digits behind a plus are a number of their own, valid or not: it spoils none beside it. */
const MIN_OWN_FAILURE = 9;
const MAX_SEGMENT = 18;
const MAX_NUMBER_DIGITS = 20;
const NONE = -1;
/** A piece that belongs to the number behind it. */
const ABSORBED = -2;

/** Decides which pieces of a text are numbers, alone or together. */
export class Chooser {
  /** Entries that were chosen, in the order of the text. */
  readonly chosen = new Int32Array(MAX_SCANNED);
  count = 0;
  readonly #scan: Scan;
  readonly #pieces: Pieces;
  readonly #reader: PieceReader;
  readonly #candidates: CandidateReader;
  /** By piece: its first entry, NONE or ABSORBED, and how many entries it has. */
  readonly #entry = new Int32Array(MAX_SCANNED);
  readonly #entries = new Uint16Array(MAX_SCANNED);
  /** By piece that is a stem's ending: the piece that holds the stem. */
  readonly #stemOf = new Uint16Array(MAX_SCANNED);
  readonly #ending = new Uint8Array(32);
  /** By run of a piece: in how many ways what lies before it can be read, and where the last number begins. */
  readonly #ways = new Uint8Array(MAX_SCANNED + 1);
  readonly #from = new Uint16Array(MAX_SCANNED + 1);

  constructor(scan: Scan, pieces: Pieces, reader: PieceReader, candidates: CandidateReader) {
    this.#scan = scan;
    this.#pieces = pieces;
    this.#reader = reader;
    this.#candidates = candidates;
  }

  /** Chooses among the pieces found last; returns how many numbers were chosen, the same one counted twice. */
  choose(): number {
    const { count } = this.#pieces;
    this.count = 0;
    let unread = 0;
    for (let piece = 0; piece < count; piece++) {
      this.#entry[piece] = this.#reader.read(piece, count > 1);
      this.#entries[piece] = 1;
      this.#stemOf[piece] = piece;
      if (this.#entry[piece] === NONE && !this.#readParts(piece)) unread += 1;
    }
    if (unread === 0) for (let piece = 0; piece < count; piece++) this.#choose(piece);
    else if (count > 1) this.#chooseAmong(count);
    return this.count;
  }

  #chooseAmong(count: number): void {
    for (let piece = 1; piece < count; piece++) {
      if (this.#isRead(piece) && this.#isRead(piece - 1)) continue;
      if (this.#pieces.isBroken(piece)) this.#forget(piece);
      else if (this.#repeatsPlus(piece)) continue;
      else if (this.#isRead(piece)) this.#absorb(piece - 1);
      else if (this.#isRead(piece - 1)) this.#readStem(piece);
    }
    let start = 0;
    for (let piece = 1; piece <= count; piece++) {
      if (piece < count && this.#continues(piece)) continue;
      this.#readChain(start, piece, 0);
      start = piece;
    }
  }

  #isRead(piece: number): boolean {
    return this.#entry[piece] !== NONE;
  }

  #forget(piece: number): void {
    this.#entry[piece] = NONE;
    this.#entry[piece - 1] = NONE;
  }

  #choose(piece: number): void {
    const entry = this.#entry[piece] ?? NONE;
    if (entry < 0) return;
    for (let i = 0; i < (this.#entries[piece] ?? 0); i++) this.chosen[this.count++] = entry + i;
  }

  /** `+7 +7 916 123-45-67`, `+7+9161234567`: what a form had in it before the number was typed. */
  #repeatsPlus(piece: number): boolean {
    const pieces = this.#pieces;
    if (!pieces.hasPlus(piece) || !pieces.hasPlus(piece - 1) || this.#isRead(piece - 1)) return false;
    if ((pieces.digits[piece - 1] ?? 0) > 3 || !this.#isSoft(piece)) return false;
    const { entries } = this.#reader;
    const before = pieces.first[piece - 1] ?? 0;
    let entry = this.#entry[piece] ?? NONE;
    if (entry < 0) {
      const last = pieces.last[piece] ?? 0;
      const repairs = this.#reader.readRuns(before, last, true, 0);
      if (repairs === FAILED) return false;
      entry = entries.add(this.#candidates, repairs, before, pieces.next(piece) - 1, piece);
    }
    entries.repairs[entry] = (entries.repairs[entry] ?? 0) | TRUNK;
    entries.first[entry] = before;
    this.#entry[piece] = entry;
    this.#entry[piece - 1] = ABSORBED;
    return true;
  }

  /** `8 +7 916 123-45-67`: a trunk digit before a whole number belongs to it. */
  #absorb(piece: number): void {
    const pieces = this.#pieces;
    const entry = this.#entry[piece + 1] ?? NONE;
    if (pieces.digits[piece] !== 1 || !pieces.hasPlus(piece + 1) || pieces.hasPlus(piece) || entry < 0)
      return;
    const run = pieces.first[piece] ?? 0;
    const digit = this.#scan.text[this.#scan.runStart[run] ?? 0];
    if ((digit !== 0x38 && digit !== 0x30) || !this.#isSoft(piece + 1)) return;
    const { repairs, first } = this.#reader.entries;
    repairs[entry] = (repairs[entry] ?? 0) | TRUNK;
    first[entry] = run;
    this.#entry[piece] = ABSORBED;
  }

  /** What is no number as a whole: hours in front taken off, or spaces that part numbers in just one way. */
  #readParts(piece: number): boolean {
    const pieces = this.#pieces;
    if ((pieces.label[piece] ?? 0) > 0 || pieces.isSpoiled(piece)) return false;
    if (this.#readBehindNote(piece) || this.#readBeforeNote(piece)) return true;
    if ((pieces.digits[piece] ?? 0) < MIN_FOR_TWO_NUMBERS) return false;
    const first = pieces.first[piece] ?? 0;
    const last = pieces.last[piece] ?? 0;
    const ways = this.#countWays(first, last);
    if (ways > 1) this.#reader.ambiguous = true;
    if (ways !== 1) return false;
    this.#entry[piece] = this.#reader.entries.count;
    this.#entries[piece] = this.#addSegments(piece, first, last + 1);
    return true;
  }

  /** `до 18 89161234567`, `А1 8 029 ...`: a note's digits and the number have no sign between them. */
  #readBehindNote(piece: number): boolean {
    const scan = this.#scan;
    const first = this.#pieces.first[piece] ?? 0;
    const last = this.#pieces.last[piece] ?? 0;
    const word = scan.lastWord(first);
    if (word < 0 || first === last || this.#runLength(first) > 2 || !this.#hasSpace(first + 1)) return false;
    const touches = scan.wordEnd[word] === scan.runStart[first];
    if (scan.wordMeaning[word] !== HOUR && !touches) return false;
    const repairs = this.#reader.readRuns(first + 1, last, false, this.#runLength(first + 1));
    if (repairs === FAILED) return false;
    const end = this.#pieces.next(piece) - 1;
    this.#entry[piece] = this.#reader.entries.add(this.#candidates, repairs, first + 1, end, piece);
    return true;
  }

  /** `8 495 123-45-67 (2)`, `... 9-18`, `... 9am`: the digits of a note behind the number, parted by a space. */
  #readBeforeNote(piece: number): boolean {
    const first = this.#pieces.first[piece] ?? 0;
    const last = this.#pieces.last[piece] ?? 0;
    const note = this.#noteStart(first, last);
    if (note <= first) return false;
    const repairs = this.#reader.readRuns(first, note - 1, this.#hasPlus(first), this.#pieces.head(piece));
    if (repairs === FAILED) return false;
    this.#entry[piece] = this.#reader.entries.add(this.#candidates, repairs, first, note - 1, NONE);
    return true;
  }

  /** The first run of a note at the end of a piece; -1 for none. */
  #noteStart(first: number, last: number): number {
    const scan = this.#scan;
    if (last === first || this.#runLength(last) > 2) return -1;
    if ((scan.gap[last] ?? 0) & (1 << OPEN)) return last;
    const word = scan.gapWord[last + 1] ?? 0;
    const isHour = word < (scan.gapWord[last + 2] ?? 0) && scan.wordMeaning[word] === OCLOCK;
    if (isHour && this.#hasSpace(last)) return last;
    const isRange = scan.gap[last] === 1 << DASH && last - 1 > first && this.#hasSpace(last - 1);
    return isRange && this.#isHour(last) && this.#isHour(last - 1) ? last - 1 : -1;
  }

  #isHour(run: number): boolean {
    const { text, runStart } = this.#scan;
    const start = runStart[run] ?? 0;
    const tens = this.#runLength(run) === 2 ? (text[start] ?? 0) - 0x30 : 0;
    const ones = (text[start + this.#runLength(run) - 1] ?? 0) - 0x30;
    return this.#runLength(run) <= 2 && tens * 10 + ones <= 24;
  }

  /** In how many ways (2 stands for more) runs are numbers parted by spaces. */
  #countWays(first: number, last: number): number {
    const ways = this.#ways;
    ways[first] = 1;
    for (let end = first + 1; end <= last + 1; end++) {
      ways[end] = 0;
      if (end <= last && !this.#hasSpace(end)) continue;
      let digits = 0;
      for (let start = end - 1; start >= first; start--) {
        digits += this.#runLength(start);
        if (digits > MAX_SEGMENT) break;
        const before = ways[start] ?? 0;
        if (before === 0 || digits < MIN_SEGMENT || !this.#isSegment(start, end - 1, digits)) continue;
        ways[end] = Math.min(2, (ways[end] ?? 0) + before);
        this.#from[end] = start;
      }
    }
    return ways[last + 1] ?? 0;
  }

  #isSegment(start: number, last: number, digits: number): boolean {
    const plus = this.#hasPlus(start);
    const isMarked = plus || this.#scan.text[this.#scan.runStart[start] ?? 0] === 0x30;
    if (!isMarked && digits < Math.min(9, this.#candidates.longestNumber(this.#reader.region))) return false;
    return this.#reader.readRuns(start, last, plus, this.#runLength(start)) !== FAILED;
  }

  #addSegments(piece: number, first: number, end: number): number {
    const starts: number[] = [];
    for (let at = end; at > first; at = this.#from[at] ?? first) starts.unshift(this.#from[at] ?? first);
    starts.forEach((start, i) => {
      const last = (starts[i + 1] ?? end) - 1;
      const repairs = this.#reader.readRuns(start, last, this.#hasPlus(start), this.#runLength(start));
      const isLast = last === end - 1;
      const lastRun = isLast ? this.#pieces.next(piece) - 1 : last;
      this.#reader.entries.add(this.#candidates, repairs, start, lastRun, isLast ? piece : NONE);
    });
    return starts.length;
  }

  /** `123-45-67/68`: the ending of another number, completed by the stem of the one before. */
  #readStem(piece: number): void {
    const pieces = this.#pieces;
    const { entries, region } = this.#reader;
    const base = this.#stemOf[piece - 1] ?? 0;
    const before = this.#entry[piece - 1] ?? NONE;
    if (before < 0 || (pieces.label[piece] ?? 0) > 0 || !isStem(this.#scan, pieces, piece, base)) return;
    const { digits } = this.#candidates;
    const tail = pieces.copy(pieces.first[piece] ?? 0, pieces.last[piece] ?? 0, this.#ending, 8);
    const count = pieces.copy(pieces.first[base] ?? 0, pieces.last[base] ?? 0, digits, MAX_NUMBER_DIGITS);
    for (let i = 0; i < tail; i++) digits[count - tail + i] = this.#ending[i] ?? 0;
    const repairs = this.#candidates.readDigits(pieces.hasPlus(base), count, pieces.head(base), region);
    if (repairs === FAILED) return;
    const first = pieces.first[piece] ?? 0;
    this.#reader.trace?.tried(
      this.#scan.slice(this.#scan.runStart[first] ?? 0, this.#scan.runEnd[first] ?? 0),
      region,
      repairs | STEM,
    );
    const entry = entries.add(this.#candidates, repairs | STEM, first, pieces.next(piece) - 1, piece);

    this.#entry[piece] = entry;
    this.#stemOf[piece] = base;
  }

  #isSoft(piece: number): boolean {
    const bits = this.#scan.gap[this.#pieces.first[piece] ?? 0] ?? 0;
    return this.#isNextTo(piece) && isOnly(this.#pieces.hasPlus(piece) ? bits & ~PLUS_BIT : bits, SOFT_GAP);
  }

  /** Nothing but a gap lies between a piece and the one before: no extension, no date. */
  #isNextTo(piece: number): boolean {
    return (this.#pieces.last[piece - 1] ?? 0) + 1 === this.#pieces.first[piece];
  }

  /** The piece may be part of one number with the one before; words, colons and extensions end it. */
  #continues(piece: number): boolean {
    const pieces = this.#pieces;
    if ((pieces.label[piece] ?? 0) > 0 || (pieces.label[piece - 1] ?? 0) > 0) return false;
    if (this.#isSoft(piece)) return true;
    // A calling code without its number: whatever comes next belongs to it.
    const isStub =
      pieces.hasPlus(piece - 1) &&
      !this.#isRead(piece - 1) &&
      (pieces.digits[piece - 1] ?? 0) <= MAX_STUB_DIGITS;
    return isStub && !pieces.hasPlus(piece) && this.#isNextTo(piece);
  }

  /**
   * Every piece a number by itself, or every part between the strongest gaps, or the whole, or what is sure of it. True
   * where every digit belongs to one of the numbers.
   */
  #readChain(start: number, end: number, level: number): boolean {
    if (this.#areAllRead(start, end)) {
      for (let piece = start; piece < end; piece++) this.#choose(piece);
      return true;
    }
    if (end - start === 1) return false;
    const gaps = STRONG_GAPS[level];
    if (gaps !== undefined && this.#partEnd(start, end, gaps) === end)
      return this.#readChain(start, end, level + 1);
    const before = this.count;
    let isComplete = true;
    let hasFragments = false;
    let leads = false;
    for (let part = start; part < end; ) {
      const partEnd = gaps === undefined ? part + 1 : this.#partEnd(part, end, gaps);
      const isRead = this.#readChain(part, partEnd, level + 1);
      isComplete &&= isRead;
      // Digits left over behind a number are a note; before it, they may be its beginning.
      if (!isRead) hasFragments ||= this.#hasBeginning(part, partEnd);
      if (!isRead && this.count === before) leads = true;
      part = partEnd;
    }
    if (isComplete) return true;
    // A number that shows where it begins has no beginning elsewhere.
    hasFragments ||= leads && this.#reader.entries.anchored[this.chosen[before] ?? 0] === 0;
    const whole = this.#readWhole(start, end);
    if (whole !== NONE) {
      this.count = before;
      this.chosen[this.count++] = whole;
      return true;
    }
    if (hasFragments) this.count = before;
    return false;
  }

  #partEnd(start: number, end: number, gaps: number): number {
    let piece = start + 1;
    while (piece < end && ((this.#scan.gap[this.#pieces.first[piece] ?? 0] ?? 0) & gaps) === 0) piece += 1;
    return piece;
  }

  #areAllRead(start: number, end: number): boolean {
    for (let piece = start; piece < end; piece++) if (!this.#isRead(piece)) return false;
    return true;
  }

  #hasBeginning(start: number, end: number): boolean {
    for (let piece = start; piece < end; piece++) {
      const isShort = (this.#pieces.digits[piece] ?? 0) < MIN_OWN_FAILURE;
      if (!this.#isRead(piece) && this.#pieces.hasPlus(piece) && isShort) return true;
    }
    return false;
  }

  /** `8,916,123,45,67` and `8/916/123-45-67`: separators inside one number. */
  #readWhole(start: number, end: number): number {
    const pieces = this.#pieces;
    let digits = 0;
    for (let piece = start; piece < end; piece++) {
      if ((pieces.label[piece] ?? 0) > 0 || pieces.isSpoiled(piece)) return NONE;
      if (piece > start && (pieces.hasPlus(piece) || this.#hidesDigit(piece))) return NONE;
      digits += pieces.digits[piece] ?? 0;
      if (digits > MAX_NUMBER_DIGITS) return NONE;
    }
    const first = pieces.first[start] ?? 0;
    const last = pieces.last[end - 1] ?? 0;
    const repairs = this.#reader.readRuns(first, last, pieces.hasPlus(start), 0);
    if (repairs === FAILED) return NONE;
    const { entries } = this.#reader;
    return entries.add(this.#candidates, repairs | JOINED, first, pieces.next(end - 1) - 1, end - 1);
  }

  /** Letters that look like digits stand in the gap before a piece. */
  #hidesDigit(piece: number): boolean {
    const { gapWord, wordMeaning } = this.#scan;
    const gap = this.#pieces.first[piece] ?? 0;
    for (let word = gapWord[gap] ?? 0; word < (gapWord[gap + 1] ?? 0); word++) {
      const meaning = wordMeaning[word];
      if (meaning === HIDING || meaning === LOOK_ALIKE) return true;
    }
    return false;
  }

  #hasPlus(run: number): boolean {
    return (this.#scan.plusAt[run] ?? -1) >= 0;
  }

  #hasSpace(run: number): boolean {
    return ((this.#scan.gap[run] ?? 0) & (1 << SPACE)) !== 0;
  }

  #runLength(run: number): number {
    return (this.#scan.runEnd[run] ?? 0) - (this.#scan.runStart[run] ?? 0);
  }
}
