import type { NumberType } from "../../model/number.ts";
import { DigitParser, MAX_PARSED_DIGITS, type ParseFailure } from "../digits/digit-parser.ts";
import type { NumberTable, Plan } from "../table/table.ts";
import { possibleNumber, withoutExtension } from "./strict-text.ts";

/** Why a text is no number at all, in the words of libphonenumber's parse errors. */
export type StrictFailure = ParseFailure | "not-a-number";

/** libphonenumber's reading of a text. */
export type StrictReading =
  | {
      readonly failure: null;
      /** As isValidNumber says. */
      readonly valid: boolean;
      /** Digits with calling code: E.164 without its plus. */
      readonly number: bigint;
      /** As getRegionCodeForNumber says; null where no region of the calling code claims the number. */
      readonly region: string | null;
      /** As getNumberType says; UNKNOWN where it is not valid. */
      readonly type: NumberType;
      /** Empty where there is none. */
      readonly ext: string;
    }
  | { readonly failure: StrictFailure };

const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const SEMICOLON = 0x3b;
/** Digits of A to Z on a telephone keypad (ITU-T E.161). */
const KEYPAD = "22233344455566677778889999";
const LETTER = /[A-Za-z]/g;
const MIN_KEYPAD_LETTERS = 3;

/**
 * Reads texts exactly as libphonenumber does (parse in a region, isValidNumber, getNumberType, getRegionCodeForNumber)
 * on the plans of its table, with nothing repaired. Never throws.
 */
export class StrictReader {
  readonly #table: NumberTable;
  readonly #parser: DigitParser;

  constructor(table: NumberTable) {
    this.#table = table;
    this.#parser = new DigitParser(table);
  }

  /** `region` is ISO alpha-2 in any case; with null or one without a plan only international numbers are read. */
  read(text: string, region: string | null): StrictReading {
    if (text.length > MAX_PARSED_DIGITS) return { failure: "too-long" };
    const plan = region === null ? null : (this.#table.planOf.get(region.toUpperCase()) ?? null);
    const count = this.#plainDigits(text);
    if (count >= 0) return this.#parse(this.#plus, count, plan, "");
    const number = possibleNumber(text);
    if (number === null) return { failure: "not-a-number" };
    if (!plan && !startsWithPlus(number)) return { failure: "invalid-country-code" };
    const { rest, ext } = withoutExtension(number);
    return this.#parse(startsWithPlus(rest), this.#digitsOf(rest), plan, asciiDigits(ext));
  }

  #plus = false;

  /**
   * The usual text, without an expression: after any lead, pluses, digits and plain signs. Its digits go to the parser
   * and their count is returned; -1 for every other text.
   */
  #plainDigits(text: string): number {
    const { digits } = this.#parser;
    let count = 0;
    this.#plus = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= ZERO && code <= NINE) digits[count++] = code - ZERO;
      else if (code === PLUS) {
        if (count > 0 || (this.#plus && text.charCodeAt(i - 1) !== PLUS)) return -1;
        this.#plus = true;
      } else if (count > 0 || this.#plus ? !isPlainSign(code) : code === SEMICOLON || code >= 0x80) return -1;
    }
    return count < 3 ? -1 : count;
  }

  #digitsOf(text: string): number {
    const letters = text.match(LETTER)?.length ?? 0;
    let count = 0;
    for (const char of text) {
      const digit = digitOf(char) ?? (letters >= MIN_KEYPAD_LETTERS ? keyOf(char) : null);
      if (digit !== null) this.#parser.digits[count++] = digit;
    }
    return count;
  }

  #parse(plus: boolean, count: number, plan: Plan | null, ext: string): StrictReading {
    const parser = this.#parser;
    const failure = parser.parse(plus, count, plan);
    if (failure !== null) return { failure };
    const { valid, number, type } = parser;
    return { failure: null, valid, number, region: valid ? parser.region : this.#claimant(), type, ext };
  }

  /** The region of a number that is not valid: the only one of its code, or the first whose leading digits it has. */
  #claimant(): string | null {
    const plans = this.#table.plansOf.get(this.#parser.code) ?? [];
    const { national } = this.#parser;
    const plan = plans.length === 1 ? plans[0] : plans.find(({ leading }) => leading?.test(national));
    return plan?.region ?? null;
  }
}

function startsWithPlus(text: string): boolean {
  return text.startsWith("+") || text.startsWith("\uff0b");
}

/** Space, dash, dot, slash, round and square brackets. */
function isPlainSign(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 0x28 && code <= 0x29) ||
    (code >= 0x2d && code <= 0x2f) ||
    code === 0x5b ||
    code === 0x5d
  );
}

/** Full-width, Arabic-Indic and Persian digits beside ASCII, as libphonenumber for JavaScript knows them. */
function digitOf(char: string): number | null {
  const code = char.charCodeAt(0);
  for (const zero of [ZERO, 0xff10, 0x0660, 0x06f0]) if (code >= zero && code < zero + 10) return code - zero;
  return null;
}

function keyOf(char: string): number | null {
  const key = KEYPAD.charAt(char.toUpperCase().charCodeAt(0) - 0x41);
  return key === "" ? null : Number(key);
}

function asciiDigits(text: string): string {
  return [...text].map((char) => digitOf(char) ?? char).join("");
}
