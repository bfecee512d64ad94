import type { FoundNumber, RejectReason } from "../../model/number.ts";
import { ALL_REPAIRS, IDD, OWN_CODE, PLUS_ADDED, repairList, TRUNK } from "../repairs.ts";
import { MATCH_LABEL, type NumberTable, type Plan } from "../table/table.ts";
import { DigitParser } from "./digit-parser.ts";

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

/** What `readDigits` returns for digits that are no number. */
export const FAILED = -1;

/** Reads candidates on one number table: libphonenumber's verdict, and what is certain of digits without their plus. */
export class CandidateReader {
  /** Where the caller of `readDigits` lays the digits, as values 0 to 9. */
  readonly digits: Uint8Array;
  readonly #table: NumberTable;
  readonly #allowed: number;
  readonly #parser: DigitParser;
  #lastRegion: string | null = null;
  #lastPlan: Plan | null = null;

  /** `allowed`: the repairs that may be made, see repairs.ts. */
  constructor(table: NumberTable, allowed: number = ALL_REPAIRS) {
    this.#table = table;
    this.#allowed = allowed;
    this.#parser = new DigitParser(table);
    this.digits = this.#parser.digits;
  }

  /** The last number's digits with calling code. */
  get number(): bigint {
    return this.#parser.number;
  }

  /** The last number's label in the table: region and type. */
  get label(): number {
    return this.#parser.label;
  }

  /** The number that the last `readDigits` read, with the repairs that it took; null for FAILED. */
  found(repairs: number, ext?: string): FoundNumber | null {
    if (repairs === FAILED) return null;
    const { number, region, type } = this.#parser;
    if (repairs === 0) return ext === undefined ? { number, region, type } : { number, region, type, ext };
    const list = repairList(repairs) ?? [];
    return ext === undefined
      ? { number, region, type, repairs: list }
      : { number, region, type, ext, repairs: list };
  }

  /**
   * Reads the first `count` of `digits`: the set of repairs (see repairs.ts) that made them a valid number, 0 where none
   * was needed, FAILED where they are none. `head`: how many digits come before the first space, dash or bracket (0 where a
   * bracket comes first): where the value spells out a calling code, that is the calling code. The number stays until the next call; `found` makes an object of it.
   */
  readDigits(plus: boolean, count: number, head: number, region: string | null): number {
    if (count > MAX_DIGITS || count < MIN_DIGITS) return FAILED;
    if (plus) return this.#isValid(true, count, null) ? this.#trunkTaken() : FAILED;
    const plan = this.#planOf(region);
    if (count < MIN_BARE_DIGITS && count < (plan?.longest ?? Number.POSITIVE_INFINITY)) return FAILED;
    if (plan && this.#isValid(false, count, plan)) return this.#withOwnCode(count, plan);
    if (this.digits[0] !== 0) return plan && this.#isDialled(plan) ? FAILED : this.#readPlusless(count, head);
    if (this.digits[1] !== 0 || (this.#allowed & IDD) === 0) return FAILED;
    this.digits.copyWithin(0, 2, count);
    return this.#isValid(true, count - 2, null) ? IDD | this.#trunkTaken() : FAILED;
  }

  /** True where the last number begins, as it is written, with a calling code. */
  get hasCode(): boolean {
    return this.#parser.hasCode;
  }

  /** True where a trunk prefix was taken off the last number. */
  get tookTrunk(): boolean {
    return this.#parser.tookTrunk;
  }

  /** True where the last number has the calling code of a region. */
  isOf(region: string | null): boolean {
    return this.#planOf(region)?.code === this.#parser.code;
  }

  /** True where the digit alone is a trunk prefix in a region. */
  dialsTrunk(digit: number, region: string | null): boolean {
    const trunk = this.#planOf(region)?.trunk ?? 0;
    const { next, labels } = this.#table;
    return trunk !== 0 && labels[next[trunk * 10 + digit] ?? 0] === MATCH_LABEL;
  }

  /** Why the first `count` of `digits`, of which `readDigits` made no number, are none. */
  failureOf(plus: boolean, count: number, region: string | null): RejectReason {
    const plan = this.#planOf(region);
    if (!plus && plan === null) return "no-country-code";
    const failure = this.#parser.parse(plus, count, plan);
    if (failure === "invalid-country-code") return "no-country-code";
    if (failure === "too-long") return "too-long";
    if (failure !== null) return "too-short";
    const { lengths } = this.#table.mainPlanOf[this.#parser.code] ?? plan ?? { lengths: 0 };
    return (lengths >> this.#parser.nationalLength) & 1 ? "not-valid" : "not-possible";
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

  #isValid(plus: boolean, count: number, plan: Plan | null): boolean {
    return this.#parser.parse(plus, count, plan) === null && this.#parser.valid;
  }

  /**
   * Where lengths vary, digits that begin with the region's own calling code may pass for a national number:
   * 491711234567 in Germany. Nobody leaves out the trunk 0 and the plus alike, so the calling code is meant.
   */
  #withOwnCode(count: number, plan: Plan): number {
    const parser = this.#parser;
    if (count < MIN_OWN_CODE_DIGITS || (this.#allowed & OWN_CODE) === 0) return this.#trunkTaken();
    if (parser.isAsWritten || !parser.startsWithCode(plan, count)) return this.#trunkTaken();
    const isOtherNumber = !parser.hasCode;
    if (this.#isValid(true, count, null)) return (isOtherNumber ? OWN_CODE : 0) | this.#trunkTaken();
    this.#isValid(false, count, plan);
    return this.#trunkTaken();
  }

  /** TRUNK where a trunk prefix behind a written calling code was taken off. */
  #trunkTaken(): number {
    const parser = this.#parser;
    return parser.hasCode && !parser.isAsWritten && parser.tookTrunk ? TRUNK & this.#allowed : 0;
  }

  /** `81234567890` in Russia: a trunk digit and a whole national number, if none in use; no foreign one. */
  #isDialled(plan: Plan): boolean {
    const parser = this.#parser;
    return !parser.hasCode && parser.tookTrunk && ((plan.lengths >> parser.nationalLength) & 1) === 1;
  }

  /** A foreign number whose plus was not typed: only where the text does not show another grouping. */
  #readPlusless(count: number, head: number): number {
    if (count < MIN_PLUSLESS_DIGITS || head === 0 || (this.#allowed & PLUS_ADDED) === 0) return FAILED;
    if (head < count && head !== this.#codeLength() && !this.#isUkrainian(head)) return FAILED;
    return this.#isValid(true, count, null) ? PLUS_ADDED | this.#trunkTaken() : FAILED;
  }

  /** `38 (050) 123-45-67`: the last digit of the calling code is written with the area code. */
  #isUkrainian(head: number): boolean {
    return head === 2 && this.digits[0] === 3 && this.digits[1] === 8 && this.digits[2] === 0;
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
