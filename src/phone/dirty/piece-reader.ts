import type { CandidateReader } from "../digits/candidate.ts";
import { FAILED } from "../digits/candidate.ts";
import { IDD, TRUNK } from "../repairs.ts";
import { MAX_SCANNED, type Scan } from "../text/scan.ts";
import { CURRENCY, EXTENSION } from "../text/words.ts";
import type { Trace } from "../trace.ts";
import type { Pieces } from "./pieces.ts";

/** Beside other digits, a number without plus or trunk 0 is believed from this length on: shorter may be a local part. */
const MIN_BARE_BESIDE_OTHERS = 9;
const MAX_READ = 24;
const MIN_KEYPAD_LETTERS = 3;
/** Digits of A to Z on a telephone keypad (ITU-T E.161). */
const KEYPAD = "22233344455566677778889999";
const FIRST_LETTER = 0x41;
const LAST_LETTER = 0x5a;
const DASH_CODE = 0x2d;

/** Numbers that were read, each with the runs that it came from; filled while one value is read. */
export class Entries {
  count = 0;
  readonly number: bigint[] = [];
  readonly label = new Uint16Array(MAX_SCANNED * 2);
  readonly repairs = new Int32Array(MAX_SCANNED * 2);
  readonly first = new Uint16Array(MAX_SCANNED * 2);
  /** The last run that belongs to it, its extension's included. */
  readonly last = new Uint16Array(MAX_SCANNED * 2);
  /** The piece whose extension it has, or -1. */
  readonly extOf = new Int16Array(MAX_SCANNED * 2);
  /** 1 where a calling code or trunk prefix shows that the number begins with its first digit. */
  readonly anchored = new Uint8Array(MAX_SCANNED * 2);

  /** Notes the number that the candidates read last. */
  add(candidates: CandidateReader, repairs: number, first: number, last: number, extOf: number): number {
    const entry = this.count++;
    this.number[entry] = candidates.number;
    this.label[entry] = candidates.label;
    this.repairs[entry] = repairs;
    this.first[entry] = first;
    this.last[entry] = last;
    this.extOf[entry] = extOf;
    this.anchored[entry] = candidates.hasCode || candidates.tookTrunk ? 1 : 0;
    return entry;
  }
}

/** Reads single pieces of a scanned text. */
export class PieceReader {
  readonly entries: Entries = new Entries();
  /** More than one reading of a piece is valid, and none is certain. */
  ambiguous = false;
  region: string | null = null;
  trace: Trace | null = null;
  readonly #scan: Scan;
  readonly #pieces: Pieces;
  readonly #candidates: CandidateReader;
  readonly #allowed: number;

  constructor(scan: Scan, pieces: Pieces, candidates: CandidateReader, allowed: number) {
    this.#scan = scan;
    this.#pieces = pieces;
    this.#candidates = candidates;
    this.#allowed = allowed;
  }

  /** Begins a value. */
  start(region: string | null, trace: Trace | null): void {
    this.entries.count = 0;
    this.ambiguous = false;
    this.region = region;
    this.trace = trace;
  }

  /** The entry of a piece that is a valid number by itself; -1 for none. */
  read(piece: number, isBesideOthers: boolean): number {
    const pieces = this.#pieces;
    if (isBesideOthers && this.#isTooShort(piece)) return -1;
    if ((pieces.label[piece] ?? 0) > 0 || pieces.isSpoiled(piece)) return -1;
    const first = pieces.first[piece] ?? 0;
    const last = pieces.last[piece] ?? 0;
    const repairs = this.readRuns(first, last, pieces.hasPlus(piece), pieces.head(piece));
    if (repairs === FAILED) return -1;
    if (this.#goesOnInLetters(piece)) {
      this.ambiguous = true;
      return -1;
    }
    return this.entries.add(this.#candidates, repairs, first, pieces.next(piece) - 1, piece);
  }

  /** Repairs by which the digits of some runs are a number (it stays with the candidates), or FAILED. */
  readRuns(first: number, last: number, plus: boolean, head: number): number {
    const candidates = this.#candidates;
    const count = this.#pieces.copy(first, last, candidates.digits, MAX_READ);
    const repairs = candidates.readDigits(plus, count, head, this.region);
    this.trace?.tried(this.#textOf(first, last), this.region, repairs);
    if (repairs === FAILED) {
      const repaired = this.#readRepaired(first, last, plus, count);
      if (repaired !== FAILED) this.trace?.tried(this.#textOf(first, last), this.region, repaired);
      return repaired;
    }
    // `+44 (0)20`: a bracket around the trunk digit is how it is written.
    if (repairs & TRUNK && this.#hasTrunkInBrackets(first, last)) return repairs & ~TRUNK;
    return repairs;
  }

  #textOf(first: number, last: number): string {
    const { plusAt, runStart, runEnd } = this.#scan;
    const start = (plusAt[first] ?? -1) >= 0 ? plusAt[first] : runStart[first];
    return this.#scan.slice(start ?? 0, runEnd[last] ?? 0);
  }

  /** Prefixes that stand where they cannot, or dial out of another country. */
  #readRepaired(first: number, last: number, plus: boolean, count: number): number {
    const { digits } = this.#candidates;
    this.#pieces.copy(first, last, digits, MAX_READ);
    const lead = (digits[0] ?? 0) * 100 + (digits[1] ?? 0) * 10 + (digits[2] ?? 0);
    if (this.#allowed & IDD) {
      const idd = lead === 11 || lead === 810 ? 3 : plus && lead < 10 ? 2 : 0;
      if (idd > 0 && this.#readFrom(first, last, idd, count, true) !== FAILED) return IDD;
    }
    if ((this.#allowed & TRUNK) === 0 || (digits[0] !== 8 && digits[0] !== 0)) return FAILED;
    if (plus) {
      // `+8 916 123-45-67`, where no calling code begins with the trunk digit.
      const repairs = this.#readFrom(first, last, 0, count, false);
      if (repairs === 0 && this.#candidates.tookTrunk && !this.#candidates.hasCode) return TRUNK;
      return FAILED;
    }
    // `8 7 916 123-45-67`: a trunk digit before the calling code.
    if (this.#candidates.dialsTrunk(lead < 100 ? 0 : 8, this.region)) {
      const repairs = this.#readFrom(first, last, 1, count, true);
      if (repairs === 0 && this.#candidates.isOf(this.region)) return TRUNK;
    }
    // `8 050 123-45-67` in Ukraine: the trunk digit of old before that of today.
    if (lead < 800 || lead > 809 || this.#readFrom(first, last, 1, count, false) !== 0) return FAILED;
    return this.#candidates.tookTrunk && !this.#candidates.hasCode ? TRUNK : FAILED;
  }

  #readFrom(first: number, last: number, skip: number, count: number, plus: boolean): number {
    const { digits } = this.#candidates;
    this.#pieces.copy(first, last, digits, MAX_READ);
    if (skip > 0) digits.copyWithin(0, skip, count);
    return this.#candidates.readDigits(plus, count - skip, count - skip, this.region);
  }

  #isTooShort(piece: number): boolean {
    const pieces = this.#pieces;
    const count = pieces.digits[piece] ?? 0;
    if (count >= MIN_BARE_BESIDE_OTHERS || pieces.hasPlus(piece)) return false;
    const start = this.#scan.runStart[pieces.first[piece] ?? 0] ?? 0;
    if (this.#scan.text[start] === 0x30) return false;
    return count < Math.min(MIN_BARE_BESIDE_OTHERS, this.#candidates.longestNumber(this.region));
  }

  #hasTrunkInBrackets(first: number, last: number): boolean {
    const { text, runStart, runEnd } = this.#scan;
    for (let run = first + 1; run <= last; run++) {
      const start = runStart[run] ?? 0;
      const end = runEnd[run] ?? 0;
      if (end - start === 1 && text[start - 1] === 0x28 && text[end] === 0x29) return true;
    }
    return false;
  }

  /** `0711-12345-CALL`: valid without the word and with it, so which one is meant is not known. */
  #goesOnInLetters(piece: number): boolean {
    const scan = this.#scan;
    const last = this.#pieces.last[piece] ?? 0;
    const word = scan.gapWord[last + 1] ?? 0;
    if (word >= (scan.gapWord[last + 2] ?? 0)) return false;
    const end = scan.runEnd[last] ?? 0;
    const start = scan.wordStart[word] ?? 0;
    if (start !== end && !(start === end + 1 && scan.text[end] === DASH_CODE)) return false;
    if (
      (scan.wordEnd[word] ?? 0) - start < MIN_KEYPAD_LETTERS ||
      scan.wordMeaning[word] === EXTENSION ||
      scan.wordMeaning[word] === CURRENCY
    )
      return false;
    const first = this.#pieces.first[piece] ?? 0;
    return this.#readsWithLetters(piece, first, last, word);
  }

  #readsWithLetters(piece: number, first: number, last: number, word: number): boolean {
    const { text, wordStart, wordEnd } = this.#scan;
    const candidates = this.#candidates;
    let count = this.#pieces.copy(first, last, candidates.digits, MAX_READ);
    for (let i = wordStart[word] ?? 0; i < (wordEnd[word] ?? 0); i++) {
      const unit = text[i] ?? 0;
      if (unit < FIRST_LETTER || unit > LAST_LETTER || count >= MAX_READ) {
        this.#restore(piece, first, last);
        return false;
      }
      candidates.digits[count++] = Number(KEYPAD.charAt(unit - FIRST_LETTER));
    }
    const plus = this.#pieces.hasPlus(piece);
    if (candidates.readDigits(plus, count, this.#pieces.head(piece), this.region) !== FAILED) return true;
    this.#restore(piece, first, last);
    return false;
  }

  /** The number of the digits alone is read once more, since it was overwritten. */
  #restore(piece: number, first: number, last: number): void {
    this.readRuns(first, last, this.#pieces.hasPlus(piece), this.#pieces.head(piece));
  }

  /** Digits of a keypad letter, for vanity numbers. */
  static keyOf(unit: number): number {
    return Number(KEYPAD.charAt(unit - FIRST_LETTER));
  }
}
