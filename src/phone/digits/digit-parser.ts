import { HIGH_HALF, LOW_HALF, TWO_TO_32 } from "../../base/halves.ts";
import type { NumberType } from "../../model/number.ts";
import { MATCH_LABEL, type NumberTable, type Plan } from "../table/table.ts";

/** Why digits are no number of any plan, in the words of libphonenumber's parse errors. */
export type ParseFailure = "invalid-country-code" | "too-short-after-idd" | "too-short-nsn" | "too-long";

/** Digits that a parser takes at most; libphonenumber refuses longer texts. */
export const MAX_PARSED_DIGITS = 250;

const MAX_NATIONAL = 17;
const MIN_NATIONAL = 2;
/** Digits that a double holds exactly. */
const MAX_EXACT_DIGITS = 15;

/**
 * Reads digits as libphonenumber's parser does, by walks through a number table: no library, and an expression only
 * where a plan rewrites its trunk prefix. The caller fills `digits` (values 0 to 9) and calls `parse`; results stay
 * until the next call.
 */
export class DigitParser {
  readonly digits: Uint8Array<ArrayBufferLike> = new Uint8Array(MAX_PARSED_DIGITS);
  /** Calling code of the last number. */
  code = 0;
  #codeWritten = false;
  /** Where the national number begins as it is written: after a calling code that is there. */
  #written = 0;
  #end = 0;
  readonly #whole = new BigUint64Array(1);
  readonly #halves = new Uint32Array(this.#whole.buffer);
  readonly #table: NumberTable;
  readonly #next: Uint16Array;
  readonly #labels: Uint16Array;
  /** The national number: `#from` to `#to` of `#national`, which is `digits` unless a prefix was rewritten. */
  #national: Uint8Array<ArrayBufferLike> = this.digits;
  #from = 0;
  #to = 0;
  #label = 0;

  constructor(table: NumberTable) {
    this.#table = table;
    this.#next = table.next;
    this.#labels = table.labels;
  }

  /** True where the last number is valid in its plan. */
  get valid(): boolean {
    return this.#label > MATCH_LABEL;
  }

  /** The last number's label in the table. */
  get label(): number {
    return this.#label;
  }

  /** Region of the last number, where it is valid: ISO alpha-2 or 001; else empty. */
  get region(): string {
    return this.#table.regionOf[this.#label] ?? "";
  }

  get type(): NumberType {
    return this.#table.typeOf[this.#label] ?? "UNKNOWN";
  }

  /** True where the last number is just the digits: calling code and national number, nothing taken off. */
  get isAsWritten(): boolean {
    if (!this.#codeWritten || this.#national !== this.digits) return false;
    return this.#from === this.#table.mainPlanOf[this.code]?.codeLength;
  }

  /** True where the digits of the last number hold their calling code. */
  get hasCode(): boolean {
    return this.#codeWritten;
  }

  /** How many digits the national number has. */
  get nationalLength(): number {
    return this.#to - this.#from;
  }

  /** True where a trunk prefix of the last number was taken off or rewritten. */
  get tookTrunk(): boolean {
    if (this.#national === this.digits) return this.#from !== this.#written;
    const length = this.#to - this.#from;
    if (length !== this.#end - this.#written) return true;
    for (let i = 0; i < length; i++)
      if (this.#national[this.#from + i] !== this.digits[this.#written + i]) return true;
    return false;
  }

  /** The national number, leading zeros kept. */
  get national(): string {
    return textOf(this.#national, this.#from, this.#to);
  }

  /** Digits with calling code, exact at any length. */
  get number(): bigint {
    const length = this.#to - this.#from;
    if (length > MAX_EXACT_DIGITS - 3) return BigInt(this.code + this.national);
    let value = this.code;
    for (let i = this.#from; i < this.#to; i++) value = value * 10 + (this.#national[i] ?? 0);
    // Twice as fast as BigInt(value).
    this.#halves[LOW_HALF] = value >>> 0;
    this.#halves[HIGH_HALF] = value / TWO_TO_32;
    return this.#whole[0] ?? 0n;
  }

  /** Reads the first `count` digits, with a plus before them or as dialled in the plan's region; null on success. */
  parse(plus: boolean, count: number, plan: Plan | null): ParseFailure | null {
    this.#national = this.digits;
    this.#label = 0;
    this.code = 0;
    this.#written = 0;
    this.#end = count;
    let own = plan;
    if (plus) {
      if (count <= MIN_NATIONAL) return "too-short-after-idd";
      if (!this.#takeCallingCode(0)) {
        // After a plus that no calling code follows, the digits count as dialled.
        const failure = this.#dialled(count, plan);
        if (failure) return failure;
        if (this.code === 0) return "invalid-country-code";
      }
    } else {
      const failure = this.#dialled(count, plan);
      if (failure) return failure;
    }
    this.#codeWritten = this.code !== 0;
    if (this.code === 0) {
      this.code = plan?.code ?? 0;
      this.#from = 0;
      this.#to = count;
    } else {
      own = this.#table.mainPlanOf[this.code] ?? null;
      if (this.#national === this.digits) this.#to = count;
    }
    return own ? this.#finish(own) : "invalid-country-code";
  }

  /** Digits without plus: what dials out of the country, or the region's own calling code, is taken off. */
  #dialled(count: number, plan: Plan | null): ParseFailure | null {
    this.code = 0;
    if (!plan) return "invalid-country-code";
    const idd = this.#prefixLength(plan.idd, this.digits, 0, count);
    if (idd > 0 && (idd === count || this.digits[idd] !== 0)) {
      if (count - idd <= MIN_NATIONAL) return "too-short-after-idd";
      return this.#takeCallingCode(idd) ? null : "invalid-country-code";
    }
    if (this.startsWithCode(plan, count)) this.#takeOwnCode(count, plan);
    return null;
  }

  /** `code` and `#from` for the calling code that the digits from `start` begin with. */
  #takeCallingCode(start: number): boolean {
    const { digits } = this;
    const { rootOf } = this.#table;
    let code = 0;
    // Behind the digits of this number lie those of others: callers made sure of three.
    for (let i = start; i < start + 3; i++) {
      code = code * 10 + (digits[i] ?? 0);
      if (code === 0) return false;
      if (rootOf[code] !== 0) {
        this.code = code;
        this.#from = i + 1;
        this.#written = i + 1;
        return true;
      }
    }
    return false;
  }

  /** True where the first `count` digits begin with the plan's calling code. */
  startsWithCode({ code, codeLength }: Plan, count: number): boolean {
    if (count < codeLength) return false;
    let value = 0;
    for (let i = 0; i < codeLength; i++) value = value * 10 + (this.digits[i] ?? 0);
    return value === code;
  }

  #takeOwnCode(count: number, plan: Plan): void {
    const isTooLong = count > plan.longest;
    const isNational = this.#isGeneral(plan, this.digits, 0, count);
    if (isNational && !isTooLong) return;
    this.#from = plan.codeLength;
    this.#to = count;
    this.#takeTrunk(plan);
    if (isTooLong || this.#isGeneral(plan, this.#national, this.#from, this.#to)) {
      this.code = plan.code;
      this.#written = plan.codeLength;
    } else this.#national = this.digits;
  }

  /** The trunk prefix taken off, where what remains has a length of the plan; then the verdict. */
  #finish(plan: Plan): ParseFailure | null {
    if (this.#to - this.#from < MIN_NATIONAL) return "too-short-nsn";
    const national = this.#national;
    const from = this.#from;
    const to = this.#to;
    this.#takeTrunk(plan);
    const length = this.#to - this.#from;
    if (length < plan.shortest || (length <= plan.longest && ((plan.lengths >> length) & 1) === 0)) {
      this.#national = national;
      this.#from = from;
      this.#to = to;
    }
    const digits = this.#to - this.#from;
    if (digits < MIN_NATIONAL) return "too-short-nsn";
    if (digits > MAX_NATIONAL) return "too-long";
    this.#label = this.#walk(this.#table.rootOf[this.code] ?? 0, this.#national, this.#from, this.#to);
    return null;
  }

  /** Google's maybeStripNationalPrefixAndCarrierCode: never what makes a number of the plan into none. */
  #takeTrunk(plan: Plan): void {
    if (plan.trunk !== 0) {
      const length = this.#prefixLength(plan.trunk, this.#national, this.#from, this.#to);
      if (length <= 0) return;
      const isNumber = this.#isGeneral(plan, this.#national, this.#from, this.#to);
      if (isNumber && !this.#isGeneral(plan, this.#national, this.#from + length, this.#to)) return;
      this.#from += length;
    } else if (plan.rewrite && (plan.rewriteFirst >> (this.#national[this.#from] ?? 0)) & 1) {
      this.#rewriteTrunk(plan, plan.rewrite.pattern, plan.rewrite.to);
    }
  }

  #rewriteTrunk(plan: Plan, pattern: RegExp, to: string): void {
    const text = this.national;
    const match = pattern.exec(text);
    if (!match || text === "") return;
    // The rule holds where the last group took part; otherwise the prefix is taken off.
    const after = match.at(-1) ? text.replace(pattern, to) : text.slice(match[0].length);
    const rewritten = Uint8Array.from(after, Number);
    if (
      this.#isGeneral(plan, this.#national, this.#from, this.#to) &&
      !this.#isGeneral(plan, rewritten, 0, rewritten.length)
    )
      return;
    this.#national = rewritten;
    this.#from = 0;
    this.#to = rewritten.length;
  }

  #isGeneral(plan: Plan, digits: Uint8Array, from: number, to: number): boolean {
    return this.#walk(plan.general, digits, from, to) === MATCH_LABEL;
  }

  #walk(root: number, digits: Uint8Array, from: number, to: number): number {
    const next = this.#next;
    let state = root;
    for (let i = from; i < to && state !== 0; i++) state = next[state * 10 + (digits[i] ?? 0)] ?? 0;
    return this.#labels[state] ?? 0;
  }

  /** Length of the longest prefix that the root knows; 0 where there is none. */
  #prefixLength(root: number, digits: Uint8Array, from: number, to: number): number {
    let state = root;
    let length = 0;
    for (let i = from; i < to && state !== 0; i++) {
      state = this.#next[state * 10 + (digits[i] ?? 0)] ?? 0;
      if (this.#labels[state] === MATCH_LABEL) length = i + 1 - from;
    }
    return length;
  }
}

function textOf(digits: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i++) text += digits[i];
  return text;
}
