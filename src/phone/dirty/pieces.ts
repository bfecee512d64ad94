import {
  AMPERSAND,
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DOT,
  EQUALS,
  HASH,
  KINDS,
  MONEY,
  NEWLINE,
  OPEN,
  PERCENT,
  PIPE,
  PLUS,
  SEMICOLON,
  SIGN,
  SLASH,
  SPACE,
  TILDE,
  UNDERSCORE,
} from "../text/chars.ts";
import {
  DOUBLE_COMMA,
  EXCEL_RUN,
  isOnly,
  JUNK,
  MASK,
  MAX_SCANNED,
  PARTS,
  type Scan,
  WORDS,
} from "../text/scan.ts";
import {
  CURRENCY,
  DOCUMENT,
  EXTENSION,
  HIDING,
  LETTER_X,
  LOOK_ALIKE,
  NUMBER,
  ORDER,
  PHONE,
  SUM,
} from "../text/words.ts";

/** Signs inside a number: space, brackets, dash, dot, underscore, tilde. */
const JOINERS =
  (1 << SPACE) | (1 << OPEN) | (1 << CLOSE) | (1 << DASH) | (1 << DOT) | (1 << UNDERSCORE) | (1 << TILDE);
/** Signs between a label and its digits. */
const LABEL_SIGNS =
  PARTS |
  (1 << SPACE) |
  (1 << NEWLINE) |
  (1 << DOT) |
  (1 << COLON) |
  (1 << SIGN) |
  (1 << HASH) |
  (1 << DASH) |
  (1 << CLOSE) |
  (1 << OPEN) |
  (1 << EQUALS) |
  (1 << PERCENT);
const AFTER_HASH =
  PARTS | (1 << SPACE) | (1 << HASH) | (1 << COMMA) | (1 << OPEN) | (1 << DOT) | (1 << COLON);
const AFTER_COMMAS = PARTS | (1 << SPACE) | (1 << COMMA) | DOUBLE_COMMA;
const BREAK_SIGNS = (1 << DASH) | (1 << OPEN) | (1 << CLOSE) | (1 << DOT) | (1 << SLASH) | (1 << SPACE);
const MAX_EXTENSION_DIGITS = 9;
const MIN_LABELLED_DIGITS = 6;
const MAX_SPREAD = 6;
const MIN_WHOLE_RUN = 10;
const MAX_DIALLED = 6;
const MAX_BREAK_LETTERS = 3;
const MAX_BREAK_SIGNS = 2;
const ACCOUNTS = new Set(["рс", "кс", "лс", "ву"]);
const SPACE_CODE = 0x20;
const NEWLINE_CODE = 0x0a;
const STAR_CODE = 0x2a;

/**
 * Stretches of a scanned text that may be one number each: runs of digits with only signs of a number between them.
 * Extensions belong to the piece that they follow. Contents hold until the next `find`.
 */
export class Pieces {
  count = 0;
  readonly first = new Uint16Array(MAX_SCANNED);
  readonly last = new Uint16Array(MAX_SCANNED);
  /** How many digits each has. */
  readonly digits = new Uint16Array(MAX_SCANNED);
  /** First and last run of its extension, 0 for none: run 0 is no extension. */
  readonly extFirst = new Uint16Array(MAX_SCANNED);
  readonly extLast = new Uint16Array(MAX_SCANNED);
  /** What the word before calls it, where that is no phone (DOCUMENT to SUM of words.ts); else 0. */
  readonly label = new Uint8Array(MAX_SCANNED);
  readonly #scan: Scan;

  constructor(scan: Scan) {
    this.#scan = scan;
  }

  /** The pieces of the text that was scanned last, in order. */
  find(): void {
    const scan = this.#scan;
    this.count = 0;
    for (let run = 0; run < scan.runs; run++) {
      if ((scan.runMark[run] ?? 0) & JUNK) continue;
      const end = this.#takeExtension(run);
      if (end > 0) run = end;
      else run = this.#add(run, this.#joinedEnd(run));
    }
    if (scan.all & ((1 << MONEY) | WORDS)) this.#spreadLabels();
  }

  /** `$ 902,972,290`, `Steuernummer 12/345/67890`: what is no phone goes on behind a comma or slash. */
  #spreadLabels(): void {
    for (let piece = 1; piece < this.count; piece++) {
      const label = this.label[piece - 1] ?? 0;
      if (label > 0 && (this.digits[piece] ?? 0) <= MAX_SPREAD && this.#goesOn(piece))
        this.label[piece] = label;
    }
    for (let piece = this.count - 1; piece > 0; piece--)
      if (this.label[piece] === SUM && this.#goesOn(piece)) this.label[piece - 1] = SUM;
  }

  #goesOn(piece: number): boolean {
    const run = this.first[piece] ?? 0;
    const bits = this.#scan.gap[run];
    return (bits === 1 << COMMA || bits === 1 << SLASH) && (this.last[piece - 1] ?? 0) + 1 === run;
  }

  hasPlus(piece: number): boolean {
    return (this.#scan.plusAt[this.first[piece] ?? 0] ?? -1) >= 0;
  }

  /** Digits before the first sign, 0 where a bracket comes before them. */
  head(piece: number): number {
    const scan = this.#scan;
    const run = this.first[piece] ?? 0;
    const start = scan.runStart[run] ?? 0;
    if ((scan.gapTail[run] ?? 0) & (1 << OPEN)) {
      let at = start - 1;
      while (at >= 0 && scan.text[at] === SPACE_CODE) at -= 1;
      const before = scan.text[at];
      if (before === 0x28 || before === 0x5b) return 0;
    }
    return (scan.runEnd[run] ?? 0) - start;
  }

  /** The first run behind a piece and its extension. */
  next(piece: number): number {
    return (this.extLast[piece] || (this.last[piece] ?? 0)) + 1;
  }

  /** Copies the digits of runs as values 0 to 9; returns how many there are, at most `limit`. */
  copy(firstRun: number, lastRun: number, into: Uint8Array, limit: number): number {
    const { text, runStart, runEnd } = this.#scan;
    let count = 0;
    for (let run = firstRun; run <= lastRun; run++) {
      const end = runEnd[run] ?? 0;
      for (let i = runStart[run] ?? 0; i < end && count < limit; i++) into[count++] = (text[i] ?? 0) - 0x30;
    }
    return count;
  }

  /** The extension of a piece; undefined where it has none. */
  ext(piece: number): string | undefined {
    const first = this.extFirst[piece] ?? 0;
    if (first === 0) return undefined;
    let digits = "";
    const { runStart, runEnd } = this.#scan;
    for (let run = first; run <= (this.extLast[piece] ?? 0); run++)
      digits += this.#scan.slice(runStart[run] ?? 0, runEnd[run] ?? 0);
    return digits;
  }

  /** A letter or a mask that hides a digit touches the piece. */
  isSpoiled(piece: number): boolean {
    const scan = this.#scan;
    const end = scan.runEnd[this.last[piece] ?? 0] ?? 0;
    const behind = (this.last[piece] ?? 0) + 1;
    if ((scan.gap[behind] ?? 0) & MASK && scan.text[end] === STAR_CODE) return true;
    const after = scan.gapWord[behind] ?? 0;
    if (after < (scan.gapWord[behind + 1] ?? 0) && scan.wordStart[after] === end) {
      const meaning = scan.wordMeaning[after];
      if (meaning === HIDING || (meaning === LETTER_X && (this.extFirst[piece] ?? 0) === 0)) return true;
    }
    const before = scan.lastWord(this.first[piece] ?? 0);
    return (
      before >= 0 &&
      scan.wordMeaning[before] === HIDING &&
      scan.wordEnd[before] === scan.runStart[this.first[piece] ?? 0]
    );
  }

  /** A letter or two stand between this piece and the one before: the digits are one number, and spoiled. */
  isBroken(piece: number): boolean {
    const scan = this.#scan;
    const gap = this.first[piece] ?? 0;
    const word = scan.gapWord[gap] ?? 0;
    if ((scan.gapWord[gap + 1] ?? 0) - word !== 1) return false;
    const before = (scan.wordStart[word] ?? 0) - (scan.runEnd[gap - 1] ?? 0);
    const after = (scan.runStart[gap] ?? 0) - (scan.wordEnd[word] ?? 0);
    const letters = (scan.wordEnd[word] ?? 0) - (scan.wordStart[word] ?? 0);
    if (before === 0 && after === 0) return letters <= MAX_BREAK_LETTERS;
    const meaning = scan.wordMeaning[word];
    if (meaning !== HIDING && meaning !== LOOK_ALIKE && meaning !== LETTER_X) return false;
    const signs = (scan.gapHead[gap] ?? 0) | (scan.gapTail[gap] ?? 0);
    return (before === 0 || after === 0) && before + after <= MAX_BREAK_SIGNS && isOnly(signs, BREAK_SIGNS);
  }

  #add(first: number, last: number): number {
    const scan = this.#scan;
    const piece = this.count++;
    const label = scan.plusAt[first] === -1 ? this.#labelOf(first, last) : 0;
    let end = last;
    // `ИНН 7707083893 8 916 ...`: the label is about the first of them.
    if (label > 0 && last > first && this.#runLength(first) >= MIN_LABELLED_DIGITS) end = first;
    this.first[piece] = first;
    this.last[piece] = end;
    this.label[piece] = label;
    this.extFirst[piece] = 0;
    this.extLast[piece] = 0;
    let digits = 0;
    for (let run = first; run <= end; run++) digits += this.#runLength(run);
    this.digits[piece] = digits;
    return end;
  }

  /** What the words around the runs call them, where that is no phone. */
  #labelOf(first: number, last: number): number {
    const scan = this.#scan;
    const word = scan.lastWord(first);
    if (word >= 0 && isOnly(scan.gapTail[first] ?? 0, LABEL_SIGNS)) {
      const meaning = this.#meaningOf(word, first);
      if (meaning >= DOCUMENT && meaning <= SUM) return meaning;
      if (meaning === CURRENCY && !this.#isBehindRun(word, first)) return SUM;
      if (meaning === PHONE) return 0;
    }
    return this.#isMoney(first, last) ? SUM : 0;
  }

  /** `1500 руб. 8916...`: the word belongs to the digits before it. */
  #isBehindRun(word: number, gap: number): boolean {
    const scan = this.#scan;
    const end = scan.runEnd[gap - 1] ?? 0;
    return gap > 0 && (scan.wordStart[word] ?? 0) - end <= 1 && scan.text[end] !== NEWLINE_CODE;
  }

  /** What the last word before a run says, together with those before it where it says too little. */
  #meaningOf(word: number, gap: number): number {
    const scan = this.#scan;
    const meaning = scan.wordMeaning[word] ?? 0;
    const hasBefore = word > (scan.gapWord[gap] ?? 0);
    const before = hasBefore ? (scan.wordMeaning[word - 1] ?? 0) : 0;
    // `заказ номер`, `Tax ID`, `VAT GB123456789`: the word before tells whose number it is.
    if (meaning === NUMBER || (meaning === 0 && scan.wordEnd[word] === scan.runStart[gap])) {
      if (before === NUMBER) return this.#meaningOf(word - 1, gap);
      return before >= DOCUMENT && before <= SUM
        ? before
        : meaning === NUMBER && this.#isId(word)
          ? ORDER
          : 0;
    }
    if (meaning === ORDER && before === DOCUMENT) return DOCUMENT;
    // `р/с`, `к/с`, `л/с`, `в/у`.
    if (scan.text[(scan.wordStart[word] ?? 0) - 1] === 0x2f && this.#isAccount(word)) return DOCUMENT;
    return meaning;
  }

  #isId(word: number): boolean {
    const start = this.#scan.wordStart[word] ?? 0;
    return (
      ((this.#scan.text[start] ?? 0) | 0x20) === 0x69 && ((this.#scan.text[start + 1] ?? 0) | 0x20) === 0x64
    );
  }

  /** One letter, a slash, one letter: an account or a licence. */
  #isAccount(word: number): boolean {
    const { text, wordStart, wordEnd } = this.#scan;
    const start = wordStart[word] ?? 0;
    if ((wordEnd[word] ?? 0) - start !== 1 || word === 0 || wordEnd[word - 1] !== start - 1) return false;
    return ACCOUNTS.has(String.fromCharCode(text[start - 2] ?? 0, text[start] ?? 0).toLowerCase());
  }

  /** `$1250000`, `1 250 000 руб`. */
  #isMoney(first: number, last: number): boolean {
    const scan = this.#scan;
    // `8642330,00 €`: the fraction was marked before.
    const isFraction =
      ((scan.runMark[last] ?? 0) & EXCEL_RUN) !== 0 &&
      ((scan.runMark[last + 1] ?? 0) & JUNK) !== 0 &&
      last + 1 < scan.runs;
    const end = scan.runEnd[isFraction ? last + 1 : last] ?? 0;
    if (scan.all & (1 << MONEY)) {
      const start = (scan.runStart[first] ?? 0) - 1;
      if (KINDS[scan.text[scan.text[start] === SPACE_CODE ? start - 1 : start] ?? 0] === MONEY) return true;
      const next = scan.text[end] === SPACE_CODE ? end + 1 : end;
      if (next < scan.length && KINDS[scan.text[next] ?? 0] === MONEY) return true;
    }
    const gap = isFraction ? last + 2 : last + 1;
    const word = scan.gapWord[gap] ?? 0;
    if (word >= (scan.gapWord[gap + 1] ?? 0) || scan.wordMeaning[word] !== CURRENCY) return false;
    return (scan.wordStart[word] ?? 0) - end <= 1 && scan.text[end] !== NEWLINE_CODE;
  }

  #joinedEnd(first: number): number {
    const scan = this.#scan;
    let run = first;
    while (run + 1 < scan.runs && this.#joins(run + 1)) run += 1;
    return run;
  }

  #joins(run: number): boolean {
    const scan = this.#scan;
    const bits = scan.gap[run] ?? 0;
    return isOnly(bits, JOINERS) && (bits & PARTS) === 0 && ((scan.runMark[run] ?? 0) & JUNK) === 0;
  }

  /** The last run of an extension that begins here; 0 for none. */
  #takeExtension(run: number): number {
    const piece = this.count - 1;
    if (piece < 0 || this.next(piece) !== run || (this.extFirst[piece] ?? 0) > 0) return 0;
    if ((this.#scan.plusAt[run] ?? -1) >= 0 || !this.#announcesExtension(run)) return 0;
    let end = this.#joinedEnd(run);
    let digits = 0;
    for (let i = run; i <= end; i++) digits += this.#runLength(i);
    if (digits > MAX_EXTENSION_DIGITS) {
      // `доб. 123 8 495 765-43-21`: the extension ends at the space, a number follows.
      const isApart = end > run && ((this.#scan.gap[run + 1] ?? 0) & (1 << SPACE)) !== 0;
      if (!isApart || this.#runLength(run) > MAX_EXTENSION_DIGITS) return 0;
      end = run;
    }
    this.extFirst[piece] = run;
    this.extLast[piece] = end;
    return end;
  }

  #announcesExtension(run: number): boolean {
    const scan = this.#scan;
    const bits = scan.gap[run] ?? 0;
    const word = scan.lastWord(run);
    if (word < 0) {
      if (bits & (1 << HASH)) return isOnly(bits, AFTER_HASH);
      return isOnly(bits, AFTER_COMMAS) && ((bits & DOUBLE_COMMA) !== 0 || this.#followsWholeRun(run));
    }
    const meaning = scan.wordMeaning[word];
    if (meaning === EXTENSION || meaning === LETTER_X) return isOnly(scan.gapTail[run] ?? 0, LABEL_SIGNS);
    return false;
  }

  /** `+12125551234,123`: a comma alone dials an extension, where the number has no other sign in it. */
  #followsWholeRun(run: number): boolean {
    const piece = this.count - 1;
    const length = this.#runLength(run);
    return (
      this.#scan.gap[run] === 1 << COMMA &&
      this.first[piece] === this.last[piece] &&
      (this.digits[piece] ?? 0) >= MIN_WHOLE_RUN &&
      length >= 2 &&
      length <= MAX_DIALLED &&
      this.#joinedEnd(run) === run
    );
  }

  #runLength(run: number): number {
    return (this.#scan.runEnd[run] ?? 0) - (this.#scan.runStart[run] ?? 0);
  }
}

/** Signs that part two numbers, and that people also put inside one. */
export const SOFT_GAP: number =
  JOINERS |
  (1 << NEWLINE) |
  (1 << COMMA) |
  (1 << SEMICOLON) |
  (1 << PIPE) |
  (1 << SLASH) |
  (1 << AMPERSAND) |
  PARTS |
  DOUBLE_COMMA;
export const PLUS_BIT: number = 1 << PLUS;
