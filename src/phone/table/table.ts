import { endianness } from "node:os";
import { brotliDecompressSync } from "node:zlib";
import { NUMBER_TYPES, type NumberType } from "../../model/number.ts";
import { TABLE_DATA } from "./table-data.ts";

/** Layout of the compiled table; raised when it changes. */
export const TABLE_FORMAT = 1;
/** Label of a state where a pattern or prefix ends; higher ones name region and type. */
export const MATCH_LABEL = 1;

/** The rules around one region's numbers, as they lie in the table. Roots are states of the automaton, 0 for none. */
export interface PlanRow {
  readonly region: string;
  readonly code: number;
  /** Root of whole national numbers, of whatever length. */
  readonly general: number;
  readonly lengths: readonly number[];
  /** Root of prefixes that dial out of the country; the longest counts. */
  readonly idd: number;
  /** Root of trunk prefixes with carrier codes; the longest counts. */
  readonly trunk: number;
  /** Regular expression and replacement, where taking off a trunk prefix is not all. */
  readonly rewrite: readonly [string, string] | null;
  /** Bit set of digits that a match of `rewrite` can begin with. */
  readonly rewriteFirst: number;
  /** How this region's numbers begin, where regions share the calling code. */
  readonly leading: string | null;
}

/** What stands before the states in a table: JSON. */
export interface TableHeader {
  readonly format: number;
  readonly source: string;
  readonly states: number;
  /** Meaning of the labels above MATCH_LABEL. */
  readonly labels: readonly (readonly [region: string, type: NumberType])[];
  readonly codes: readonly (readonly [code: number, root: number, mainPlan: number])[];
  readonly plans: readonly PlanRow[];
}

/** One region's rules, ready to use. */
export interface Plan {
  readonly region: string;
  readonly code: number;
  /** How many digits the calling code has. */
  readonly codeLength: number;
  readonly general: number;
  readonly shortest: number;
  readonly longest: number;
  /** Bit set of possible lengths of national numbers. */
  readonly lengths: number;
  readonly idd: number;
  readonly trunk: number;
  readonly rewrite: { readonly pattern: RegExp; readonly to: string } | null;
  readonly rewriteFirst: number;
  readonly leading: RegExp | null;
}

/** A number table in memory. */
export interface NumberTable {
  /** Package and version that the plans come from. */
  readonly source: string;
  /** Ten next states for each state; 0 is the dead one. */
  readonly next: Uint16Array;
  /** A label for each state. */
  readonly labels: Uint16Array;
  /** By label; below MATCH_LABEL + 1 there is none. */
  readonly regionOf: readonly string[];
  readonly typeOf: readonly NumberType[];
  /** By calling code: root of its national numbers, 0 where it is none. */
  readonly rootOf: Uint16Array;
  /** By calling code: the plan of its main region. */
  readonly mainPlanOf: readonly (Plan | null)[];
  /** By calling code: all its plans, the main one first. */
  readonly plansOf: ReadonlyMap<number, readonly Plan[]>;
  /** By region, non-geographic codes left out. */
  readonly planOf: ReadonlyMap<string, Plan>;
}

const MAX_CODES = 1000;

let shipped: NumberTable | undefined;

/** The table that comes with the program; opened when first asked for (a few milliseconds). */
export function shippedTable(): NumberTable {
  shipped ??= openTable(Buffer.from(TABLE_DATA, "base64"));
  return shipped;
}

/** Opens a compiled table. Throws RangeError with what is wrong where the bytes are no table of this format. */
export function openTable(bytes: Uint8Array): NumberTable {
  const raw = decompressed(bytes);
  const { header, nextAt } = headerOf(raw);
  const labelsAt = nextAt + header.states * 20;
  if (raw.length !== labelsAt + header.states * 2) throw new RangeError("it is cut or too long");
  const plans = header.plans.map(toPlan);
  const rootOf = new Uint16Array(MAX_CODES);
  const mainPlanOf = new Array<Plan | null>(MAX_CODES).fill(null);
  for (const [code, root, mainPlan] of header.codes) {
    rootOf[code] = root;
    mainPlanOf[code] = plans[mainPlan] ?? null;
  }
  const noLabels = Array.from({ length: MATCH_LABEL + 1 }, () => "");
  return {
    source: header.source,
    next: unsigned16(raw, nextAt, header.states * 10),
    labels: unsigned16(raw, labelsAt, header.states),
    regionOf: [...noLabels, ...header.labels.map(([region]) => region)],
    typeOf: [...noLabels.map(() => "UNKNOWN" as const), ...header.labels.map(([, type]) => knownType(type))],
    rootOf,
    mainPlanOf,
    plansOf: Map.groupBy(plans, ({ code }) => code),
    planOf: new Map(plans.filter(({ region }) => region !== "001").map((plan) => [plan.region, plan])),
  };
}

/** No table is nearly so large; a small file must not fill the memory. */
const MAX_TABLE_BYTES = 64 * 1024 * 1024;
const LENGTH_BYTES = 4;

function decompressed(bytes: Uint8Array): Buffer {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: MAX_TABLE_BYTES });
  } catch (cause) {
    throw new RangeError("its bytes are not compressed as a table's are", { cause });
  }
}

function headerOf(raw: Buffer): { readonly header: TableHeader; readonly nextAt: number } {
  const nextAt = LENGTH_BYTES + (raw.length < LENGTH_BYTES ? 0 : raw.readUInt32LE(0));
  let header: Partial<TableHeader> | null;
  try {
    header = JSON.parse(raw.toString("utf8", LENGTH_BYTES, nextAt)) as Partial<TableHeader> | null;
  } catch (cause) {
    throw new RangeError("it does not begin as a table does", { cause });
  }
  if (header?.format !== TABLE_FORMAT)
    throw new RangeError(`it has format ${header?.format}, not ${TABLE_FORMAT}`);
  return { header: header as TableHeader, nextAt };
}

/** A copy of its own: the bytes need not lie on even places. */
function unsigned16(raw: Buffer, at: number, count: number): Uint16Array {
  const bytes = Buffer.from(new Uint8Array(raw.subarray(at, at + count * 2)).buffer);
  if (endianness() === "BE") bytes.swap16();
  return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
}

function knownType(type: NumberType): NumberType {
  return NUMBER_TYPES.find((known) => known === type) ?? "UNKNOWN";
}

function toPlan(row: PlanRow): Plan {
  const { region, code, general, idd, trunk, rewriteFirst, lengths } = row;
  return {
    region,
    code,
    codeLength: String(code).length,
    general,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    lengths: lengths.reduce((mask, length) => mask | (1 << length), 0),
    idd,
    trunk,
    rewrite: row.rewrite ? { pattern: new RegExp(`^(?:${row.rewrite[0]})`), to: row.rewrite[1] } : null,
    rewriteFirst,
    leading: row.leading === null ? null : new RegExp(`^(?:${row.leading})`),
  };
}
