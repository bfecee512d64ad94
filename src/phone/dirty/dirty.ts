import type { RejectReason } from "../../model/number.ts";
import { type CandidateReader, FAILED } from "../digits/candidate.ts";
import {
  EXCEL,
  IDD,
  JOINED,
  LINK,
  LOOK_ALIKE,
  OTHER_REGION,
  SPLIT,
  TRUNK,
  UNICODE,
  WORDS_CUT,
} from "../repairs.ts";
import type { NumberTable } from "../table/table.ts";
import { CLOSE, DASH, DOT, KINDS, OPEN, PLUS, QUOTE, SPACE, SYMBOL } from "../text/chars.ts";
import { EXCEL_RUN, isOnly, JUNK, LINK_RUN, MAX_SCANNED, Scan, WORDS } from "../text/scan.ts";
import { AND, CURRENCY, digitLike, LOOK_ALIKE as LOOKING } from "../text/words.ts";
import type { Trace } from "../trace.ts";
import { Chooser } from "./choose.ts";
import { isTaxNumber } from "./documents.ts";
import { notePieces } from "./explain.ts";
import { Marks } from "./marks.ts";
import { type Entries, PieceReader } from "./piece-reader.ts";
import { Pieces } from "./pieces.ts";
import { reasonFor } from "./reasons.ts";
import { hasUuid, rewrite } from "./rewrite.ts";

const EQUALS_CODE = 0x3d;
const DOUBLE_QUOTE_CODE = 0x22;
const MAX_VANITY = 20;
const MIN_VANITY_LETTERS = 3;
const NANP = "1";
const VANITY_SIGNS =
  (1 << SPACE) | (1 << DASH) | (1 << DOT) | (1 << OPEN) | (1 << CLOSE) | (1 << PLUS) | WORDS | (1 << 1);
const VANITY_TYPES = new Set(["TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN"]);

/** What a dirty reader works with. */
export interface DirtyOptions {
  readonly table: NumberTable;
  readonly candidates: CandidateReader;
  /** Repairs that may be made, see repairs.ts. */
  readonly allowed: number;
  readonly otherRegions: readonly string[];
}

/**
 * Reads values of any kind: `read` counts the different numbers, the other methods tell each of them. They hold until the
 * next `read`.
 */
export class DirtyReader {
  /** Why there is none; null where there are some. */
  reason: RejectReason | null = null;
  readonly #options: DirtyOptions;
  readonly #scan: Scan = new Scan();
  readonly #marks = new Marks(this.#scan);
  readonly #pieces = new Pieces(this.#scan);
  readonly #reader: PieceReader;
  readonly #chooser: Chooser;
  readonly #entries: Entries;
  /** The entries that are given, and the pieces of their extensions. */
  readonly #given = new Int32Array(MAX_SCANNED);
  readonly #extOf = new Int32Array(MAX_SCANNED);
  readonly #looked = new Uint8Array(MAX_SCANNED);
  #isLooked = false;
  #removed: RejectReason | null = null;
  #altered = false;

  constructor(options: DirtyOptions) {
    this.#options = options;
    this.#reader = new PieceReader(this.#scan, this.#pieces, options.candidates, options.allowed);
    this.#chooser = new Chooser(this.#scan, this.#pieces, this.#reader, options.candidates);
    this.#entries = this.#reader.entries;
  }

  /** Reads a value: how many different numbers it holds. */
  read(raw: string, region: string | null, trace: Trace | null = null): number {
    const scan = this.#scan;
    this.reason = null;
    this.#removed = null;
    this.#isLooked = false;
    scan.read(raw, false);
    this.#altered = scan.altered;
    let text = raw;
    const isRewritten = scan.linky || scan.exponent || hasUuid(raw);
    if (isRewritten) {
      const rewritten = rewrite(raw, scan.exponent);
      text = rewritten.text;
      this.#removed = rewritten.removed;
      scan.read(text, true);
      trace?.note(
        "rewritten",
        scan.slice(0, scan.length).replace(/[\ue000-\ue002]/g, ""),
        rewritten.removed ?? "",
      );
    } else if (trace && scan.altered) trace.note("plain", scan.slice(0, scan.length));
    if (scan.lookAlikes && this.#options.allowed & LOOK_ALIKE) {
      const count = this.#readLookAlikes(region, isRewritten, trace);
      if (count > 0 || this.reason !== null) return count;
      scan.read(text, isRewritten);
    }
    return this.#readScanned(region, trace);
  }

  /** Digits with calling code of the n-th number. */
  number(index: number): bigint {
    return this.#entries.number[this.#given[index] ?? 0] ?? 0n;
  }

  /** Its label in the table: region and type. */
  label(index: number): number {
    return this.#entries.label[this.#given[index] ?? 0] ?? 0;
  }

  /** The repairs that it took, as a set (see repairs.ts). */
  repairs(index: number): number {
    return this.#entries.repairs[this.#given[index] ?? 0] ?? 0;
  }

  /** Its extension's digits; undefined for none. */
  ext(index: number): string | undefined {
    const piece = this.#extOf[index] ?? -1;
    return piece < 0 ? undefined : this.#pieces.ext(piece);
  }

  #readScanned(region: string | null, trace: Trace | null): number {
    const scan = this.#scan;
    this.#marks.mark();
    this.#pieces.find();
    if (trace) notePieces(trace, scan, this.#pieces, this.#marks.found);
    const count = this.#readIn(region, 0, trace);
    if (count > 0) return count;
    const { ambiguous } = this.#reader;
    if (!ambiguous) {
      const others = this.#readInOthers(region, trace);
      if (others > 0) return others;
    }
    const vanity = ambiguous ? 0 : this.#readVanity(region);
    if (vanity > 0) {
      trace?.note("vanity", scan.slice(0, scan.length));
      return vanity;
    }
    if (ambiguous) trace?.note("tried", scan.slice(0, scan.length), "ambiguous");
    const unread = { ambiguous, removed: this.#removed, marked: this.#marks.found, region };
    this.reason = reasonFor(scan, this.#pieces, this.#options.candidates, unread);
    return 0;
  }

  #readIn(region: string | null, repairs: number, trace: Trace | null): number {
    this.#reader.start(region, trace);
    if (this.#scan.runs === 0) return 0;
    const count = this.#chooser.choose();
    return count === 0 ? 0 : this.#finish(count, repairs);
  }

  #readInOthers(region: string | null, trace: Trace | null): number {
    const { otherRegions, allowed, candidates } = this.#options;
    if (otherRegions.length === 0 || (allowed & OTHER_REGION) === 0 || this.#scan.runs === 0) return 0;
    const pieces = this.#pieces;
    if (pieces.count === 1 && pieces.first[0] === pieces.last[0]) {
      const digits = pieces.copy(pieces.first[0] ?? 0, pieces.last[0] ?? 0, candidates.digits, MAX_VANITY);
      if (isTaxNumber(candidates.digits, digits)) return 0;
    }
    // What needs a prefix repaired is believed last.
    for (const refused of [IDD | TRUNK, 0]) {
      for (const other of otherRegions) {
        if (other === region) continue;
        const count = this.#readIn(other, OTHER_REGION, trace);
        if (count > 0 && (this.repairs(0) & refused) === 0) return count;
      }
    }
    return 0;
  }

  /** The value once more with each letter that looks like a digit as that digit. */
  #readLookAlikes(region: string | null, isRewritten: boolean, trace: Trace | null): number {
    const scan = this.#scan;
    this.#looked.fill(0, 0, scan.length);
    let text = "";
    let kept = 0;
    for (let word = 0; word < scan.words; word++) {
      if (scan.wordMeaning[word] !== LOOKING) continue;
      const start = scan.wordStart[word] ?? 0;
      const end = scan.wordEnd[word] ?? 0;
      text += scan.slice(kept, start) + [...scan.slice(start, end)].map(digitLike).join("");
      this.#looked.fill(1, start, end);
      kept = end;
    }
    scan.read(text + scan.slice(kept, scan.length), isRewritten);
    trace?.note("look-alike", scan.slice(0, scan.length));
    this.#marks.mark();
    this.#pieces.find();
    this.#isLooked = true;
    const count = this.#readIn(region, 0, trace);
    this.#isLooked = false;
    if (this.reason !== null) return 0;
    for (let i = 0; i < count; i++) if (this.repairs(i) & LOOK_ALIKE) return count;
    return 0;
  }

  /** SPLIT where the chosen entries are different numbers. */
  #split(count: number): number {
    const { chosen } = this.#chooser;
    const { number } = this.#entries;
    for (let i = 1; i < count; i++) if (number[chosen[i] ?? 0] !== number[chosen[0] ?? 0]) return SPLIT;
    return 0;
  }

  /** LOOK_ALIKE where a letter was read as one of the entry's digits; the value is ambiguous where it reads without it too. */
  #lookAlikeOf(entry: number): number {
    const { runStart, runEnd, plusAt, text } = this.#scan;
    const { candidates } = this.#options;
    const first = this.#entries.first[entry] ?? 0;
    const last = this.#entries.last[entry] ?? 0;
    let count = 0;
    let letters = 0;
    for (let run = first; run <= last; run++) {
      for (let i = runStart[run] ?? 0; i < (runEnd[run] ?? 0); i++) {
        if (this.#looked[i]) letters += 1;
        else if (count < MAX_VANITY) candidates.digits[count++] = (text[i] ?? 0) - 0x30;
      }
    }
    if (letters === 0) return 0;
    const plus = (plusAt[first] ?? -1) >= 0;
    const isInside = !this.#looked[runStart[first] ?? 0] && !this.#looked[(runEnd[last] ?? 0) - 1];
    if (isInside) return LOOK_ALIKE;
    // At an end it may also be a letter. With no digits before the first sign nothing is read as a foreign number.
    if (candidates.readDigits(plus, count, 0, this.#reader.region) !== 0) return LOOK_ALIKE;
    if (candidates.number !== this.#entries.number[entry]) this.reason = "ambiguous";
    return LOOK_ALIKE;
  }

  /** Gives the chosen entries: codes of what shaped them, each number once, none that took a repair not allowed. */
  #finish(count: number, repairs: number): number {
    const { chosen } = this.#chooser;
    const { allowed } = this.#options;
    const common =
      repairs | (this.#altered ? UNICODE : 0) | (this.#isTypedAsText() ? EXCEL : 0) | this.#split(count);
    let given = 0;
    for (let i = 0; i < count; i++) {
      const entry = chosen[i] ?? 0;
      const from = i === 0 ? 0 : (this.#entries.last[chosen[i - 1] ?? 0] ?? 0) + 1;
      const to = i + 1 === count ? this.#scan.runs : (this.#entries.first[chosen[i + 1] ?? 0] ?? 0);
      let bits = (this.#entries.repairs[entry] ?? 0) | common;
      bits |= this.#marksOf(entry) | this.#wordsCut(entry, from, to);
      if (this.#isLooked) bits |= this.#lookAlikeOf(entry);
      if (this.reason !== null) return 0;
      this.#entries.repairs[entry] = bits;
      if ((bits & ~allowed) === 0) given = this.#give(entry, given);
    }
    return given;
  }

  /** The same number twice counts once; the first extension seen with it stays. */
  #give(entry: number, given: number): number {
    const { number, extOf } = this.#entries;
    const piece = extOf[entry] ?? -1;
    const ext = piece >= 0 && (this.#pieces.extFirst[piece] ?? 0) > 0 ? piece : -1;
    // A field of a thousand characters holds too few numbers for a set to be quicker.
    for (let i = 0; i < given; i++) {
      if (number[this.#given[i] ?? 0] !== number[entry]) continue;
      if ((this.#extOf[i] ?? -1) < 0) this.#extOf[i] = ext;
      return given;
    }
    this.#given[given] = entry;
    this.#extOf[given] = ext;
    return given + 1;
  }

  /** `="+7916..."` and `'8916...`: marks of spreadsheets before everything else. */
  #isTypedAsText(): boolean {
    const { text, runStart } = this.#scan;
    const first = text[0] ?? 0;
    if (first === EQUALS_CODE) return (runStart[0] ?? 0) <= 3;
    return KINDS[first] === QUOTE && first !== DOUBLE_QUOTE_CODE && first < 0xff && first !== 0xab
      ? (runStart[0] ?? 0) <= 3
      : first === 0x2019 || first === 0x2018;
  }

  #marksOf(entry: number): number {
    const { runMark } = this.#scan;
    let marks = 0;
    for (let run = this.#entries.first[entry] ?? 0; run <= (this.#entries.last[entry] ?? 0); run++)
      marks |= runMark[run] ?? 0;
    return (marks & EXCEL_RUN ? EXCEL : 0) | (marks & LINK_RUN ? LINK : 0);
  }

  /** WORDS_CUT where words, pictures or other digits stand beside an entry, between the runs `from` and `to`, or inside. */
  #wordsCut(entry: number, from: number, to: number): number {
    const first = this.#entries.first[entry] ?? 0;
    const last = this.#entries.last[entry] ?? 0;
    if (this.#hasText(from, first) || this.#hasText(last + 1, to)) return WORDS_CUT;
    if ((this.#entries.repairs[entry] ?? 0) & JOINED) {
      const piece = this.#entries.extOf[entry] ?? -1;
      const end = piece < 0 ? last : (this.#pieces.last[piece] ?? last);
      for (let gap = first + 1; gap <= end; gap++) if (this.#isText(gap)) return WORDS_CUT;
    }
    return 0;
  }

  #hasText(fromGap: number, toGap: number): boolean {
    const { runMark } = this.#scan;
    for (let gap = fromGap; gap <= toGap; gap++) {
      if (this.#isText(gap)) return true;
      // A run that no number has, but for the fraction of a float.
      if (gap < toGap && !((runMark[gap] ?? 0) & JUNK && (runMark[gap - 1] ?? 0) & EXCEL_RUN)) return true;
    }
    return false;
  }

  #isText(gap: number): boolean {
    const { gap: bits, gapWord, wordMeaning } = this.#scan;
    if ((bits[gap] ?? 0) & (1 << SYMBOL)) return true;
    for (let word = gapWord[gap] ?? 0; word < (gapWord[gap + 1] ?? 0); word++)
      if (wordMeaning[word] !== AND || gap === 0 || gap === this.#scan.runs) return true;
    return false;
  }

  /** `212-555-XXXX`, `9057111 USD`: letters that are no keypad's. */
  #isMasked(): boolean {
    const { text, wordStart, wordMeaning, words } = this.#scan;
    for (let word = 0; word < words; word++) if (wordMeaning[word] === CURRENCY) return true;
    for (let word = 0; word < words; word++) if (text[wordStart[word] ?? 0] !== 0x58) return false;
    return true;
  }

  /** `+1 800 FLOWERS`: the whole value is one number, its letters those of a keypad. */
  #readVanity(region: string | null): number {
    const scan = this.#scan;
    if (scan.words === 0 || scan.runs === 0 || !isOnly(scan.all, VANITY_SIGNS)) return 0;
    const { candidates, table } = this.#options;
    let count = 0;
    let letters = 0;
    const hasExt = this.#pieces.count > 0 && (this.#pieces.extFirst[0] ?? 0) > 0;
    const end = hasExt ? (scan.wordStart[scan.lastWord(this.#pieces.extFirst[0] ?? 0)] ?? 0) : scan.length;
    for (let i = 0; i < end; i++) {
      const unit = scan.text[i] ?? 0;
      const isLetter = unit >= 0x41 && unit <= 0x5a;
      if (!isLetter && (unit < 0x30 || unit > 0x39)) {
        if (unit > 0x39) return 0;
        continue;
      }
      if (count === MAX_VANITY || (isLetter && count === 0)) return 0;
      if (isLetter) letters += 1;
      candidates.digits[count++] = isLetter ? PieceReader.keyOf(unit) : unit - 0x30;
    }
    if (letters < MIN_VANITY_LETTERS || this.#isMasked()) return 0;
    const plus = (scan.plusAt[0] ?? -1) >= 0;
    const repairs = candidates.readDigits(plus, count, scan.runEnd[0] ?? 0, region);
    if (repairs === FAILED) return 0;
    const type = table.typeOf[candidates.label] ?? "UNKNOWN";
    if (!VANITY_TYPES.has(type) && !candidates.number.toString().startsWith(NANP)) return 0;
    const entry = this.#entries.add(
      candidates,
      repairs | (this.#altered ? UNICODE : 0),
      0,
      scan.runs - 1,
      -1,
    );
    this.#given[0] = entry;
    this.#extOf[0] = hasExt ? 0 : -1;
    return (this.#entries.repairs[entry] ?? 0) & ~this.#options.allowed ? 0 : 1;
  }
}
