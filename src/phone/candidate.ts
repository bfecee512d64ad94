import type { FoundNumber } from "../model/number.ts";
import { DigitParser } from "./digit-parser.ts";
import { type NumberTable, type Plan, shippedTable } from "./table.ts";

/** ITU's 15 digits, or the 17 of some German numbers, after a dialling prefix and a trunk digit. */
const MAX_DIGITS = 20;
const MIN_DIGITS = 3;
/** Below this, digits without plus are read only where the country's numbers are as short as that. */
const MIN_BARE_DIGITS = 7;
/** Below this, digits that are no number of the region are not taken for a foreign number without its plus. */
const MIN_PLUSLESS_DIGITS = 10;
/** From this length on, digits that begin with the region's own calling code are read with it. */
const MIN_OWN_CODE_DIGITS = 11;
const MAX_CODE_DIGITS = 3;
const ZERO = 0x30;

/** Digits of one candidate, as they stand in the text. */
export interface Candidate {
  /** A plus stood before the digits. */
  readonly plus: boolean;
  /** ASCII digits only. */
  readonly digits: string;
  /**
   * How many digits come before the first space, dash or bracket: where the value spells out a calling code, that is
   * the calling code. 0 when a bracket comes first, which makes them an area code.
   */
  readonly head: number;
}

/** Reads candidates on one number table: libphonenumber's verdict, and what is certain of digits without their plus. */
export class CandidateReader {
  /** Where the caller of `readDigits` lays the digits, as values 0 to 9. */
  readonly digits: Uint8Array;
  readonly #table: NumberTable;
  readonly #parser: DigitParser;
  #lastRegion: string | null = null;
  #lastPlan: Plan | null = null;

  constructor(table: NumberTable) {
    this.#table = table;
    this.#parser = new DigitParser(table);
    this.digits = this.#parser.digits;
  }

  /** The candidate as a valid number of its plan, read in `region` where it has no plus; else null. */
  read({ plus, digits, head }: Candidate, region: string | null): FoundNumber | null {
    if (digits.length > MAX_DIGITS) return null;
    for (let i = 0; i < digits.length; i++) this.digits[i] = digits.charCodeAt(i) - ZERO;
    return this.readDigits(plus, digits.length, head, region);
  }

  /** The same for the first `count` of `digits`. */
  readDigits(plus: boolean, count: number, head: number, region: string | null): FoundNumber | null {
    if (count > MAX_DIGITS || count < MIN_DIGITS) return null;
    if (plus) return this.#parse(true, count, null);
    const plan = this.#planOf(region);
    if (count < MIN_BARE_DIGITS && count < (plan?.longest ?? Number.POSITIVE_INFINITY)) return null;
    const found = plan && this.#parse(false, count, plan);
    if (found) return this.#withOwnCode(found, count, plan);
    if (this.digits[0] !== 0) return this.#readPlusless(count, head);
    if (this.digits[1] !== 0) return null;
    this.digits.copyWithin(0, 2, count);
    return this.#parse(true, count - 2, null);
  }

  /** Digits of the longest national number in the region's plan; infinite where the region is not known. */
  longestNumber(region: string | null): number {
    return this.#planOf(region)?.longest ?? Number.POSITIVE_INFINITY;
  }

  #planOf(region: string | null): Plan | null {
    if (region !== this.#lastRegion) {
      this.#lastRegion = region;
      this.#lastPlan = region === null ? null : (this.#table.planOf.get(region) ?? null);
    }
    return this.#lastPlan;
  }

  #parse(plus: boolean, count: number, plan: Plan | null): FoundNumber | null {
    const parser = this.#parser;
    if (parser.parse(plus, count, plan) !== null || !parser.valid) return null;
    return { number: parser.number, region: parser.region, type: parser.type };
  }

  /**
   * Where lengths vary, digits that begin with the region's own calling code may pass for a national number:
   * 491711234567 in Germany. Nobody leaves out the trunk 0 and the plus alike, so the calling code is meant.
   */
  #withOwnCode(found: FoundNumber, count: number, plan: Plan): FoundNumber {
    if (count < MIN_OWN_CODE_DIGITS || this.#parser.isAsWritten || !this.#parser.startsWithCode(plan, count))
      return found;
    return this.#parse(true, count, null) ?? found;
  }

  /** A foreign number whose plus was not typed: only where the text does not show another grouping. */
  #readPlusless(count: number, head: number): FoundNumber | null {
    if (count < MIN_PLUSLESS_DIGITS || head === 0) return null;
    if (head < count && head !== this.#codeLength()) return null;
    return this.#parse(true, count, null);
  }

  /** How many of the digits are a calling code; 0 where none are. */
  #codeLength(): number {
    let code = 0;
    for (let i = 0; i < MAX_CODE_DIGITS; i++) {
      code = code * 10 + (this.digits[i] ?? 0);
      if (this.#table.rootOf[code] !== 0) return i + 1;
    }
    return 0;
  }
}

let reader: CandidateReader | undefined;

/** The reader over the shipped table, made when first asked for. */
export function candidateReader(): CandidateReader {
  reader ??= new CandidateReader(shippedTable());
  return reader;
}
