import { brotliCompressSync, constants } from "node:zlib";
import type { NumberType } from "../../src/model/number.ts";
import { MATCH_LABEL, type PlanRow, TABLE_FORMAT, type TableHeader } from "../../src/phone/table/table.ts";
import { AutomatonBuilder, type Goal, type LabelOf } from "./automaton.ts";
import { firstDigits, parsePattern } from "./pattern.ts";
import { type Kind, type Plan, type Plans, SPECIAL_TYPES } from "./plans.ts";

/** Google's parser takes no longer national number. */
const MAX_NATIONAL = 17;
const MAX_PREFIX = 14;
const MAX_STATES = 0xffff;

/** A compiled number table, with what it is made of. */
export interface CompiledTable {
  /** What `openTable` reads. */
  readonly bytes: Uint8Array;
  readonly states: number;
  readonly labels: number;
  /** Bytes before compression. */
  readonly size: number;
}

/** Compiles numbering plans into one automaton for all calling codes and the rules around it. The same plans give the same bytes. */
export function compileTable(plans: Plans): CompiledTable {
  const compiler = new TableCompiler();
  for (const [code, ofCode] of [...plans.codes].sort(([a], [b]) => a - b)) compiler.addCode(code, ofCode);
  const { builder } = compiler;
  const states = builder.labels.length;
  if (states > MAX_STATES) throw new Error(`${states} states do not fit 16 bits`);
  const header: TableHeader = {
    format: TABLE_FORMAT,
    source: plans.source,
    states,
    labels: compiler.labels,
    codes: compiler.codes,
    plans: compiler.plans,
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const raw = Buffer.concat([length, json, littleEndian(builder.next), littleEndian(builder.labels)]);
  const bytes = brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  return { bytes, states, labels: compiler.labels.length, size: raw.length };
}

function littleEndian(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    bytes.writeUInt16LE(value, i * 2);
  });
  return bytes;
}

class TableCompiler {
  readonly builder = new AutomatonBuilder();
  readonly labels: [region: string, type: NumberType][] = [];
  readonly codes: [code: number, root: number, mainPlan: number][] = [];
  readonly plans: PlanRow[] = [];
  readonly #prefixRoots = new Map<string, number>();

  addCode(code: number, plans: readonly Plan[]): void {
    this.codes.push([code, this.#verdictRoot(plans), this.plans.length]);
    for (const plan of plans) this.plans.push(this.#planRow(plan));
  }

  /** One walk tells region and type of a valid national number of the calling code. */
  #verdictRoot(plans: readonly Plan[]): number {
    const goals = new GoalList();
    const readers = plans.map((plan) => ({
      region: plan.region,
      leads: plan.leading === null ? null : goals.add(plan.leading, true),
      typeOf: typeReader(plan, goals),
    }));
    const longest = Math.max(...plans.flatMap(({ general }) => general.lengths));
    const labelOf: LabelOf = (reached, length) => {
      for (const { region, leads, typeOf } of readers) {
        const type = typeOf(reached, length);
        const claimed = plans.length === 1 || (leads === null ? type !== null : reached(leads));
        if (claimed) return type === null ? 0 : this.#label(region, type);
      }
      return 0;
    };
    return this.builder.add(goals.goals, labelOf, longest);
  }

  #label(region: string, type: NumberType): number {
    const known = this.labels.findIndex(([r, t]) => r === region && t === type);
    return MATCH_LABEL + 1 + (known >= 0 ? known : this.labels.push([region, type]) - 1);
  }

  #planRow(plan: Plan): PlanRow {
    const { region, code, transform, leading } = plan;
    const { lengths } = plan.general;
    const trunk = plan.trunk === null ? null : parsePattern(plan.trunk);
    const rewrite: [string, string] | null =
      plan.trunk !== null && transform !== null ? [plan.trunk, transform] : null;
    return {
      region,
      code,
      general: this.#patternRoot(plan.general.pattern),
      lengths: [...lengths],
      idd: plan.idd === null ? 0 : this.#prefixRoot(plan.idd),
      trunk: plan.trunk === null || rewrite ? 0 : this.#prefixRoot(plan.trunk),
      rewrite,
      rewriteFirst: rewrite && trunk ? firstDigits(trunk) : 0,
      leading,
    };
  }

  /** Whole numbers of a plan's general pattern, whatever its lengths. */
  #patternRoot(pattern: string): number {
    const goal: Goal = { pattern: parsePattern(pattern), asPrefix: false };
    return this.builder.add(
      [goal],
      (reached, length) => {
        if (!reached(0)) return 0;
        if (length > MAX_NATIONAL) throw new Error(`${pattern} takes more than ${MAX_NATIONAL} digits`);
        return MATCH_LABEL;
      },
      MAX_NATIONAL + 1,
    );
  }

  /** The longest match is the prefix: checked to be what the pattern, tried in its order, takes. */
  #prefixRoot(source: string): number {
    const known = this.#prefixRoots.get(source);
    if (known !== undefined) return known;
    const goal: Goal = { pattern: parsePattern(source), asPrefix: false };
    const root = this.builder.add([goal], (reached) => (reached(0) ? MATCH_LABEL : 0), MAX_PREFIX);
    const expression = new RegExp(`^(?:${source})`);
    for (const word of this.#wordsFrom(root, "")) {
      if (expression.exec(word)?.[0] !== word) throw new Error(`${source} does not take the longest prefix`);
    }
    this.#prefixRoots.set(source, root);
    return root;
  }

  *#wordsFrom(state: number, word: string): Generator<string> {
    if (this.builder.labels[state] === MATCH_LABEL) yield word;
    for (let digit = 0; digit < 10; digit++) {
      const next = this.builder.next[state * 10 + digit] ?? 0;
      if (next !== 0) yield* this.#wordsFrom(next, word + digit);
    }
  }
}

class GoalList {
  readonly goals: Goal[] = [];

  add(pattern: string, asPrefix: boolean): number {
    return this.goals.push({ pattern: parsePattern(pattern), asPrefix }) - 1;
  }
}

type TypeReader = (reached: (goal: number) => boolean, length: number) => NumberType | null;

/** The type of a national number in one plan, asked as libphonenumber asks (getNumberTypeHelper). */
function typeReader(plan: Plan, goals: GoalList): TypeReader {
  const reader = (kind: Kind | undefined): ((...of: Parameters<TypeReader>) => boolean) => {
    if (!kind) return () => false;
    const goal = goals.add(kind.pattern, false);
    return (reached, length) => (kind.lengths.length === 0 || kind.lengths.includes(length)) && reached(goal);
  };
  const general = reader(plan.general);
  const special = SPECIAL_TYPES.map((type) => ({ type, is: reader(plan.kinds[type]) }));
  const fixed = reader(plan.kinds.FIXED_LINE);
  const mobile = reader(plan.kinds.MOBILE);
  return (reached, length) => {
    if (!general(reached, length)) return null;
    const found = special.find(({ is }) => is(reached, length));
    if (found) return found.type;
    const isMobile = plan.mobileIsFixed || mobile(reached, length);
    if (fixed(reached, length)) return isMobile ? "FIXED_LINE_OR_MOBILE" : "FIXED_LINE";
    return !plan.mobileIsFixed && isMobile ? "MOBILE" : null;
  };
}
