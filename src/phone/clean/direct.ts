import type { NumberTable, Plan } from "../table/table.ts";
import { DirectRules } from "./direct-rules.ts";

/** Digits that a decision is taken on; calling codes have three at most. */
export const LEAD_DIGITS = 3;
/** So many digits are decided on: fewer are short numbers, more do not fit a double. */
export const MIN_DIRECT = 7;
export const MAX_DIRECT = 15;

const LEADS = 10 ** LEAD_DIGITS;
const LENGTHS = MAX_DIRECT - MIN_DIRECT + 1;
const STATE_BITS = 16;
const STATE_MASK = 0xffff;
const UNDECIDED = 0xffff_ffff;
const CAREFUL = 0;

/**
 * Tells from the first three digits and the count of digits where a walk through the automaton may begin at once, for
 * digits of one kind: with a plus, or as dialled in a region. A decision holds for every number that the walk finds
 * valid; it is taken when first needed, by the parser's rules on what is known, and kept.
 */
export class DirectStarts {
  readonly #rules: DirectRules;
  readonly #plan: Plan | null;
  readonly #cells = new Uint32Array(LEADS * LENGTHS).fill(UNDECIDED);

  /** `plan` is null for digits after a plus. */
  constructor(rules: DirectRules, plan: Plan | null) {
    this.#rules = rules;
    this.#plan = plan;
  }

  /** See {@link stateOf} and {@link takenOff}; 0 where the digits take the careful way. `count` is within the bounds. */
  at(lead: number, count: number): number {
    const place = lead * LENGTHS + count - MIN_DIRECT;
    const known = this.#cells[place] ?? CAREFUL;
    return known === UNDECIDED ? this.#decide(lead, count, place) : known;
  }

  #decide(lead: number, count: number, place: number): number {
    const start = this.#plan
      ? this.#rules.dialled(this.#plan, lead, count)
      : this.#rules.withPlus(lead, count);
    const cell = start === null ? CAREFUL : start.state + start.off * (STATE_MASK + 1);
    this.#cells[place] = cell;
    return cell;
  }
}

/** The state that the first three digits lead to. */
export function stateOf(start: number): number {
  return start & STATE_MASK;
}

/** How many digits come off before the calling code is put in their place. */
export function takenOff(start: number): number {
  return start >>> STATE_BITS;
}

/** The starts of a table's plans, made when first asked for. */
export class DirectTable {
  readonly plus: DirectStarts;
  readonly #rules: DirectRules;
  readonly #dialled = new Map<Plan, DirectStarts>();

  constructor(table: NumberTable) {
    this.#rules = new DirectRules(table);
    this.plus = new DirectStarts(this.#rules, null);
  }

  dialledIn(plan: Plan): DirectStarts {
    const known = this.#dialled.get(plan);
    if (known) return known;
    const starts = new DirectStarts(this.#rules, plan);
    this.#dialled.set(plan, starts);
    return starts;
  }
}
