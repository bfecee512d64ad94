import { MATCH_LABEL, type NumberTable, type Plan } from "../table/table.ts";

/** Where the walk begins: the state behind the known digits, and how many digits come off in front of the national number. */
export interface DirectStart {
  readonly state: number;
  readonly off: number;
}

const LEAD_DIGITS = 3;
/** From so many digits on, a calling code without its plus may go before a national reading (candidate.ts). */
const MIN_OWN_CODE_DIGITS = 11;

/** Digits with calling code that a double holds exactly, whatever they are. */
const MAX_EXACT_DIGITS = 15;

/** An answer that the known digits alone do not give. */
const UNSURE = -1;
type Sure = boolean | typeof UNSURE;

/** Digits of which three are known, and the guess under which the parser's rules are asked. */
interface Case {
  readonly digits: readonly number[];
  readonly count: number;
  /** The guess: the national number begins here, and the walk finds it valid. */
  readonly guess: number;
  /** State of that walk behind the known digits. */
  readonly state: number;
  readonly code: number;
}

/**
 * The rules of {@link DigitParser} run on three known digits and a count. A national number's beginning is guessed, the
 * rules are asked under the guess that the walk from there ends in a valid number, and the guess stands where they come to the
 * same beginning without needing more.
 */
export class DirectRules {
  readonly #table: NumberTable;
  /** By state: bit set of how many digits further on a general number or prefix may end. */
  readonly #reach: Int32Array;
  readonly #included = new Map<number, boolean>();

  constructor(table: NumberTable) {
    this.#table = table;
    this.#reach = new Int32Array(table.labels.length).fill(UNSURE);
  }

  /** Digits after a plus; null where they take the careful way. */
  withPlus(lead: number, count: number): DirectStart | null {
    const digits = digitsOf(lead);
    let code = 0;
    for (let at = 0; at < LEAD_DIGITS; at++) {
      code = code * 10 + (digits[at] ?? 0);
      const plan = this.#table.mainPlanOf[code];
      if (code === 0) return null;
      if (!plan) continue;
      const one = this.#caseOf(digits, count, at + 1, code);
      return one && this.#finish(one, plan, one.guess) === one.guess ? { state: one.state, off: 0 } : null;
    }
    return null;
  }

  /** Digits as dialled in the plan's region; null where they take the careful way. */
  dialled(plan: Plan, lead: number, count: number): DirectStart | null {
    const digits = digitsOf(lead);
    if (this.#prefixLength(plan.idd, digits, 0) !== 0) return null;
    for (let guess = 0; guess <= LEAD_DIGITS; guess++) {
      const one = this.#caseOf(digits, count, guess, plan.code);
      if (one && this.#beginning(one, plan) === guess) return { state: one.state, off: guess };
    }
    return null;
  }

  #caseOf(digits: readonly number[], count: number, guess: number, code: number): Case | null {
    const state = this.#walk(this.#table.rootOf[code] ?? 0, digits, guess);
    if (count - guess + String(code).length > MAX_EXACT_DIGITS) return null;
    return state === 0 ? null : { digits, count, guess, state, code };
  }

  /** Where the parser lets the national number of dialled digits begin. */
  #beginning(one: Case, plan: Plan): number {
    const { digits, count } = one;
    const { code, codeLength, longest } = plan;
    if (!startsWith(digits, code, codeLength)) return this.#finish(one, plan, 0);
    const isTooLong = count > longest;
    const isNational = this.#isGeneral(one, plan, 0);
    if (isNational === UNSURE) return UNSURE;
    let from = 0;
    let written = false;
    if (isTooLong || !isNational) {
      const after = this.#takeTrunk(one, plan, codeLength);
      if (after === UNSURE) return UNSURE;
      const isOwn = isTooLong || this.#isGeneral(one, plan, after);
      if (isOwn === UNSURE) return UNSURE;
      written = isOwn;
      from = isOwn ? after : 0;
    }
    const end = this.#finish(one, written ? (this.#table.mainPlanOf[code] ?? plan) : plan, from);
    const asWritten = written && end === codeLength;
    return count >= MIN_OWN_CODE_DIGITS && !asWritten ? UNSURE : end;
  }

  #finish(one: Case, plan: Plan, from: number): number {
    const after = this.#takeTrunk(one, plan, from);
    if (after === UNSURE) return UNSURE;
    const length = one.count - after;
    const isLength =
      length > plan.longest || (length >= plan.shortest && ((plan.lengths >> length) & 1) === 1);
    return isLength ? after : from;
  }

  #takeTrunk(one: Case, plan: Plan, from: number): number {
    if (plan.trunk !== 0) {
      const length = this.#prefixLength(plan.trunk, one.digits, from, one);
      if (length <= 0) return length === 0 ? from : UNSURE;
      const isNumber = this.#isGeneral(one, plan, from);
      const isRest = this.#isGeneral(one, plan, from + length);
      if (isNumber === false || isRest === true) return from + length;
      return isNumber === UNSURE || isRest === UNSURE ? UNSURE : from;
    }
    return plan.rewrite && this.#mayBegin(one, from, plan.rewriteFirst) ? UNSURE : from;
  }

  /** True where the digit at `from` may be one of the set. */
  #mayBegin({ digits, guess, state }: Case, from: number, set: number): boolean {
    const digit = digits[from];
    if (digit !== undefined) return ((set >> digit) & 1) === 1;
    for (let next = 0; next < 10; next++) {
      if ((set >> next) & 1 && (from !== guess || this.#next(state, next) !== 0)) return true;
    }
    return false;
  }

  #isGeneral(one: Case, plan: Plan, from: number): Sure {
    const state = this.#walk(plan.general, one.digits, from);
    const left = one.count - Math.max(from, LEAD_DIGITS);
    if (((this.#reachOf(state) >> left) & 1) === 0) return false;
    return from === one.guess && this.#isIncluded(one.state, state) ? true : UNSURE;
  }

  /** Length of the longest prefix of the root at `from`; unsure where digits that are not known may belong to it. */
  #prefixLength(root: number, digits: readonly number[], from: number, one?: Case): number {
    let state = root;
    let length = 0;
    for (let i = from; i < LEAD_DIGITS && state !== 0; i++) {
      state = this.#next(state, digits[i] ?? 0);
      if (this.#labelOf(state) === MATCH_LABEL) length = i + 1 - from;
    }
    const goesOn = one?.guess === from ? this.#mayMeet(state, one.state) : this.#reachOf(state) >> 1 !== 0;
    return goesOn ? UNSURE : length;
  }

  /** True where a number on its way to be valid may still complete the prefix. */
  #mayMeet(prefix: number, number: number): boolean {
    if (prefix === 0 || number === 0) return false;
    for (let digit = 0; digit < 10; digit++) {
      const next = this.#next(prefix, digit);
      const after = this.#next(number, digit);
      if (after !== 0 && (this.#labelOf(next) === MATCH_LABEL || this.#mayMeet(next, after))) return true;
    }
    return false;
  }

  /** True where every way on from `valid` to a valid number leads from `general` to a general one. */
  #isIncluded(valid: number, general: number): boolean {
    if (valid === 0) return true;
    const pair = valid * this.#table.labels.length + general;
    const known = this.#included.get(pair);
    if (known !== undefined) return known;
    let included = this.#labelOf(valid) <= MATCH_LABEL || this.#labelOf(general) === MATCH_LABEL;
    for (let digit = 0; digit < 10 && included; digit++) {
      included = this.#isIncluded(this.#next(valid, digit), this.#next(general, digit));
    }
    this.#included.set(pair, included);
    return included;
  }

  #reachOf(state: number): number {
    if (state === 0) return 0;
    const known = this.#reach[state] ?? 0;
    if (known !== UNSURE) return known;
    let reach = this.#labelOf(state) === MATCH_LABEL ? 1 : 0;
    for (let digit = 0; digit < 10; digit++) reach |= this.#reachOf(this.#next(state, digit)) << 1;
    this.#reach[state] = reach;
    return reach;
  }

  #walk(root: number, digits: readonly number[], from: number): number {
    let state = root;
    for (let i = from; i < LEAD_DIGITS && state !== 0; i++) state = this.#next(state, digits[i] ?? 0);
    return state;
  }

  #next(state: number, digit: number): number {
    return this.#table.next[state * 10 + digit] ?? 0;
  }

  #labelOf(state: number): number {
    return this.#table.labels[state] ?? 0;
  }
}

function digitsOf(lead: number): readonly number[] {
  return [Math.floor(lead / 100), Math.floor(lead / 10) % 10, lead % 10];
}

function startsWith(digits: readonly number[], code: number, codeLength: number): boolean {
  let value = 0;
  for (let i = 0; i < codeLength; i++) value = value * 10 + (digits[i] ?? 0);
  return value === code;
}
