import type { RejectReason } from "../../model/number.ts";
import { CLOSE, COLON, COMMA, DASH, DOT, NEWLINE, SEMICOLON, SLASH } from "../text/chars.ts";
import { EXCEL_RUN, JUNK, PARTS, type Scan, WORDS } from "../text/scan.ts";
import { HOUR, IBAN, MONTH, NAME, PHONE, PLACE } from "../text/words.ts";
import { isIban } from "./documents.ts";

/** Signs without which no run can be part of a date, time, address or fraction. */
const TELLING = (1 << CLOSE) | (1 << COLON) | (1 << DASH) | (1 << DOT) | (1 << SLASH) | (1 << COMMA) | WORDS;
const DOT_CODE = 0x2e;
const COLON_CODE = 0x3a;
const DASH_CODE = 0x2d;
const COMMA_CODE = 0x2c;
const SPACE_CODE = 0x20;
const CLOSE_CODE = 0x29;
const OPEN_CODE = 0x28;
const MAX_DAY = 31;
const MAX_MONTH = 12;
const MAX_HOUR = 24;
const MAX_MINUTE = 59;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
const MAX_BYTE = 255;
const FLOAT_ENDS: readonly number[] = [COMMA_CODE, 0x3b, 0x2f, 0x0a, 0x7c];
const TIGHT_SIGNS: readonly number[] = [DOT_CODE, DASH_CODE, 0x2f, COLON_CODE, 0x5f];
const DEGREE_CODE = 0xb0;
const BETWEEN_DEGREES = ", ;-\u00b0NSEWСЮВЗ";
const MAX_IBAN = 34;
const MIN_FLOAT_DIGITS = 7;
const MIN_DEGREE_DIGITS = 4;
const MAX_DEGREE_DIGITS = 8;

function isIbanUnit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a);
}

/** Marks runs of digits that belong to dates, times, addresses and coordinates, and keeps what they are. */
export class Marks {
  /** What the first run that was marked belongs to; null where none was. */
  found: RejectReason | null = null;
  readonly #scan: Scan;

  constructor(scan: Scan) {
    this.#scan = scan;
  }

  /** Marks the runs of the text that was scanned last. */
  mark(): void {
    this.found = null;
    const scan = this.#scan;
    if ((scan.all & TELLING) === 0) return;
    for (let run = 0; run < scan.runs; run++) {
      const end = this.#junkFrom(run);
      if (end >= run) run = end;
      else if (this.#isFraction(run)) this.#markFraction(run);
      else if (this.#isListMark(run)) this.#take(run, run, null);
    }
  }

  /** The last run of what is no number and begins here; -1 for none. */
  #junkFrom(run: number): number {
    const scan = this.#scan;
    const length = this.#length(run);
    const bits = scan.gap[run] ?? 0;
    if (bits & WORDS) {
      const iban = this.#iban(run);
      if (iban >= run) return iban;
    }
    if (length > 4 || scan.plusAt[run] !== -1) return -1;
    const sign = this.#signAfter(run);
    if (length <= 2 && bits & WORDS && this.#followsHourWord(run)) {
      const end = this.#hours(run);
      if (end >= run) return this.#take(run, end, "time");
    }
    if (length <= 2 && this.#isBesideMonth(run)) return this.#take(run, run, "date");
    if (bits & WORDS && this.#isPlace(run)) return this.#take(run, run, null);
    // Round the clock.
    if (sign === 0x2f && this.#value(run) === 24 && this.#value(run + 1) === 7 && this.#startsNote(run))
      return this.#take(run, run + 1, null);
    if (sign === DEGREE_CODE) return this.#take(run, run, "coordinates");
    if (sign === 0 || this.#isTight(run)) return -1;
    if (sign === COLON_CODE) return this.#time(run);
    if (sign === DOT_CODE) {
      const end = this.#address(run);
      if (end > run) return end;
    }
    const date = this.#date(run, sign);
    return date > run || sign !== DOT_CODE ? date : this.#coordinates(run);
  }

  /** `31.12.2025`, `31/12/25`, `2025-12-31`; not after a phone word. */
  #date(run: number, sign: number): number {
    if (sign !== DOT_CODE && sign !== DASH_CODE && sign !== 0x2f) return -1;
    if (this.#signAfter(run + 1) !== sign || this.#signAfter(run + 2) === sign) return -1;
    const isIso = this.#length(run) === 4;
    const year = isIso ? run : run + 2;
    const [first, second] = [this.#value(isIso ? run + 2 : run), this.#value(run + 1)];
    if (this.#length(run + 1) > 2 || this.#length(isIso ? run + 2 : run) > 2) return -1;
    if (first < 1 || second < 1 || Math.max(first, second) > MAX_DAY || Math.min(first, second) > MAX_MONTH)
      return -1;
    const digits = this.#length(year);
    const isYear = digits === 4 && this.#value(year) >= FIRST_YEAR && this.#value(year) <= LAST_YEAR;
    // `8-10-2025...` may be a number; a date stands alone or has points.
    const standsAlone = run === 0 || sign !== DASH_CODE || isIso;
    if (!standsAlone || this.#followsPhone(run)) return -1;
    if (!isYear && !(digits === 2 && sign !== DASH_CODE && this.#scan.runs === 3 && !isIso)) return -1;
    return this.#take(run, run + 2, "date");
  }

  /** `10:30`, `10:30:15`. */
  #time(run: number): number {
    if (this.#value(run) > MAX_HOUR || this.#length(run + 1) !== 2 || this.#value(run + 1) > MAX_MINUTE)
      return -1;
    const hasSeconds = this.#signAfter(run + 1) === COLON_CODE && this.#length(run + 2) === 2;
    return this.#take(run, hasSeconds ? run + 2 : run + 1, "time");
  }

  /** `DE89 3704 0044 0532 0130 00`, or whatever follows the word IBAN so. */
  #iban(run: number): number {
    const scan = this.#scan;
    const word = scan.lastWord(run);
    const start = scan.wordStart[word] ?? 0;
    if (word < 0 || scan.wordEnd[word] !== scan.runStart[run] || (scan.wordEnd[word] ?? 0) - start !== 2)
      return -1;
    let text = "";
    for (let i = start; i < scan.length && text.length < MAX_IBAN; i++) {
      const unit = scan.text[i] ?? 0;
      if (unit !== SPACE_CODE && !isIbanUnit(unit)) break;
      if (unit !== SPACE_CODE) text += String.fromCharCode(unit);
    }
    const isNamed = word > 0 && scan.wordMeaning[word - 1] === IBAN;
    if (!isNamed && !isIban(text)) return -1;
    const whole = text.replace(/\D/g, "").length;
    let last = run;
    for (let digits = this.#length(run); digits < whole && last + 1 < scan.runs; last++)
      digits += this.#length(last + 1);
    return this.#take(run, last, "iban");
  }

  /** `192.168.100.200`. */
  #address(run: number): number {
    if (this.#followsPhone(run)) return -1;
    for (let i = run; i < run + 4; i++) {
      if (this.#length(i) > 3 || this.#length(i) === 0 || this.#value(i) > MAX_BYTE) return -1;
      if ((this.#signAfter(i) === DOT_CODE) !== i < run + 3) return -1;
    }
    return this.#take(run, run + 3, "ip-address");
  }

  /** `55.755831, 37.617673`. */
  #coordinates(run: number): number {
    if (this.#followsPhone(run) || !this.#isDegrees(run, 90) || !this.#isDegrees(run + 2, 180)) return -1;
    const scan = this.#scan;
    const start = scan.runEnd[run + 1] ?? 0;
    for (let i = start; i < (scan.runStart[run + 2] ?? 0); i++) {
      const sign = String.fromCharCode(scan.text[i] ?? 0);
      if (!BETWEEN_DEGREES.includes(sign)) return -1;
    }
    return this.#take(run, run + 3, "coordinates");
  }

  #isDegrees(run: number, most: number): boolean {
    const fraction = this.#length(run + 1);
    return (
      this.#signAfter(run) === DOT_CODE &&
      this.#length(run) <= 3 &&
      this.#value(run) <= most &&
      fraction >= MIN_DEGREE_DIGITS &&
      fraction <= MAX_DEGREE_DIGITS
    );
  }

  /** `с 9 до 18`, `после 18.00`, `звонить 9-18`: the last run of the hours; -1 where more digits follow close. */
  #hours(run: number): number {
    const scan = this.#scan;
    let end = run;
    if (this.#value(end) > MAX_HOUR) return -1;
    const isMinutes = (sign: number): boolean =>
      sign === DOT_CODE || sign === COLON_CODE || sign === DASH_CODE;
    while (
      end + 1 < scan.runs &&
      end - run < 3 &&
      isMinutes(this.#signAfter(end)) &&
      this.#length(end + 1) <= 2
    )
      end += 1;
    if (this.#signAfter(end) !== 0 && end + 1 < scan.runs) return -1;
    const behind = scan.gap[end + 1] ?? 0;
    const isLast = end + 1 === scan.runs;
    return isLast || behind & (WORDS | PARTS | (1 << COMMA)) ? end : -1;
  }

  #followsHourWord(run: number): boolean {
    const word = this.#wordRightBefore(run);
    return word >= 0 && this.#scan.wordMeaning[word] === HOUR;
  }

  /** No digits come before on the same line of thought. */
  #startsNote(run: number): boolean {
    return run === 0 || ((this.#scan.gap[run] ?? 0) & (WORDS | (1 << COMMA))) !== 0;
  }

  /** `кв. 15`, `офис 3`. */
  #isPlace(run: number): boolean {
    const word = this.#wordRightBefore(run);
    return (
      word >= 0 &&
      this.#scan.wordMeaning[word] === PLACE &&
      this.#signAfter(run) === 0 &&
      this.#isApart(run + 1)
    );
  }

  /** No digits follow that could be more of the same number. */
  #isApart(gap: number): boolean {
    const { runs, gap: bits } = this.#scan;
    return (
      gap === runs ||
      ((bits[gap] ?? 0) & (WORDS | PARTS | (1 << COMMA) | (1 << SEMICOLON) | (1 << NEWLINE))) !== 0
    );
  }

  /** `12 мая`, `Dec 31`. */
  #isBesideMonth(run: number): boolean {
    const before = this.#wordRightBefore(run);
    if (before >= 0 && this.#scan.wordMeaning[before] === MONTH && this.#value(run) <= MAX_DAY) return true;
    return this.#isBeforeMonth(run);
  }

  #isBeforeMonth(run: number): boolean {
    const scan = this.#scan;
    const word = scan.gapWord[run + 1] ?? 0;
    if (word >= (scan.gapWord[run + 2] ?? 0) || scan.wordMeaning[word] !== MONTH) return false;
    const value = this.#value(run);
    return (
      value > 0 && value <= MAX_DAY && (scan.wordStart[word] ?? 0) - (scan.runEnd[run] ?? 0) <= 2 && run === 0
    );
  }

  #followsPhone(run: number): boolean {
    const word = this.#wordRightBefore(run);
    return word >= 0 && this.#scan.wordMeaning[word] === PHONE;
  }

  /** The last word before a run where no more than a few signs are between; else -1. */
  #wordRightBefore(run: number): number {
    const scan = this.#scan;
    const word = scan.lastWord(run);
    if (word < 0 || (scan.wordMeaning[word] ?? NAME) === NAME) return -1;
    return (scan.runStart[run] ?? 0) - (scan.wordEnd[word] ?? 0) <= 3 ? word : -1;
  }

  /** `79161234567.0`, `9161234567.00` at the end or before a separator. */
  #isFraction(run: number): boolean {
    const sign = this.#signAfter(run);
    if (sign !== DOT_CODE && sign !== COMMA_CODE) return false;
    if (this.#length(run) < MIN_FLOAT_DIGITS || this.#isTight(run)) return false;
    if (run + 1 >= this.#scan.runs || this.#value(run + 1) !== 0 || this.#length(run + 1) > 2) return false;
    if (sign === COMMA_CODE && run + 2 < this.#scan.runs) return false;
    return (
      this.#signAfter(run + 1) === 0 ||
      run + 2 === this.#scan.runs ||
      FLOAT_ENDS.includes(this.#signAfter(run + 1))
    );
  }

  #markFraction(run: number): void {
    const { runMark } = this.#scan;
    runMark[run] = (runMark[run] ?? 0) | EXCEL_RUN;
    runMark[run + 1] = JUNK;
  }

  /** `1) 8916... 2) 8495...`, `1. 8916... 2. 8495...`. */
  #isListMark(run: number): boolean {
    const scan = this.#scan;
    const end = scan.runEnd[run] ?? 0;
    const isPoint = scan.text[end] === DOT_CODE && this.#length(run) === 1 && this.#length(run + 1) > 6;
    if (this.#length(run) > 2 || (scan.text[end] !== CLOSE_CODE && !isPoint)) return false;
    const before = scan.text[(scan.runStart[run] ?? 0) - 1];
    const next = scan.text[end + 1];
    const follows = run === 0 ? (scan.runStart[0] ?? 0) === 0 : before === SPACE_CODE || before === 0x0a;
    return follows && next === SPACE_CODE && run + 1 < scan.runs && !this.#isBracketed(run);
  }

  /** `(9 82) 427...`, `( 57) 723...`: a bracket that opened before a run is still open there. */
  #isBracketed(run: number): boolean {
    const { text, runStart } = this.#scan;
    let at = (runStart[run] ?? 0) - 1;
    while (at >= 0 && text[at] !== OPEN_CODE && text[at] !== CLOSE_CODE) at -= 1;
    return text[at] === OPEN_CODE;
  }

  #take(first: number, last: number, what: RejectReason | null): number {
    const { runMark } = this.#scan;
    for (let run = first; run <= last; run++) runMark[run] = (runMark[run] ?? 0) | JUNK;
    if (what === "date") this.found = what;
    this.found ??= what;
    return last;
  }

  /** A run goes on the one before, with no more than a point, dash or slash between. */
  #isTight(run: number): boolean {
    if (run === 0 || (this.#scan.runMark[run - 1] ?? 0) & JUNK) return false;
    return (
      (this.#scan.runStart[run] ?? 0) - (this.#scan.runEnd[run - 1] ?? 0) === 1 &&
      TIGHT_SIGNS.includes(this.#signAfter(run - 1))
    );
  }

  /** The only character between a run and the next, unless it is a space; 0 for none such. */
  #signAfter(run: number): number {
    const scan = this.#scan;
    if (run + 1 >= scan.runs) return 0;
    const end = scan.runEnd[run] ?? 0;
    if ((scan.runStart[run + 1] ?? 0) !== end + 1) return 0;
    const sign = scan.text[end] ?? 0;
    return sign === SPACE_CODE ? 0 : sign;
  }

  #length(run: number): number {
    return run < this.#scan.runs ? (this.#scan.runEnd[run] ?? 0) - (this.#scan.runStart[run] ?? 0) : 0;
  }

  #value(run: number): number {
    const { text, runStart, runEnd } = this.#scan;
    let value = 0;
    for (let i = runStart[run] ?? 0; i < (runEnd[run] ?? 0) && value < 1e6; i++)
      value = value * 10 + (text[i] ?? 0) - 0x30;
    return run < this.#scan.runs ? value : -1;
  }
}
