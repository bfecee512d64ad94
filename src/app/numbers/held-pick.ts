import { HIGH_HALF, LOW_HALF } from "../../base/halves.ts";
import type { NumberSet } from "../../model/number-set.ts";
import { flagSet } from "../../phone/phone.ts";
import type { LastSeen } from "../runs/last-seen.ts";
import { DIGITS_WIDTH } from "./digit-text.ts";
import { type HeldColumns, STILL, type StaySums, sumStays } from "./held-columns.ts";
import type { NumberQuery } from "./number-query.ts";

/** What a query is answered with beside the columns. */
export interface PickHelp {
  /** By the places that numbers name them by, in lower case. */
  readonly operators: readonly string[];
  /** Null where the query does not ask for them. */
  readonly suppressed: NumberSet | null;
  readonly lastSeen: LastSeen;
}

/** The numbers that a query picks. */
export interface Picked {
  /** Their places, ascending. */
  readonly rows: Uint32Array;
  /** Of the stays that count. */
  readonly sums: StaySums;
  /** Marks of the projects whose stays count; null: all do. */
  readonly projects: Uint8Array | null;
}

const ANY_FLAG = 0x7f;

/** Walks through all numbers; what costs more is asked only of those that meet the rest. */
export function pick(columns: HeldColumns, query: NumberQuery, help: PickHelp): Picked {
  const projects = projectMask(columns, query);
  const sums = projects === null ? columns.sums : sumStays(columns, projects);
  let rows = plainRows(columns, query, help, sums);
  const keep = (meets: (row: number) => boolean): void => {
    rows = kept(rows, meets);
  };
  const { newSince, heldAfter, suppressed, part } = query;
  const heldAt = (run: number) => heldAfterRun(columns, projects, sums, run);
  if (newSince !== null) {
    const isHeld = heldAt(newSince);
    keep((row) => !isHeld(row));
  }
  if (heldAfter !== null) keep(heldAt(heldAfter));
  if (suppressed !== null) {
    const isListed = listedIn(columns, help.suppressed);
    keep((row) => isListed(row) === suppressed);
  }
  if (part !== null) {
    const holding = rowsWith(columns, part);
    keep((row) => holding[row] === 1);
  }
  const lastRuns = runMask(columns, query.lastFrom, query.lastTo);
  if (lastRuns !== null) {
    const all = projects === null ? help.lastSeen.all() : null;
    keep((row) => lastRuns[all?.[row] ?? help.lastSeen.of(row, projects)] === 1);
  }
  // Of few, what they were picked out of is let go.
  return { rows: rows.length < rows.buffer.byteLength / 8 ? rows.slice() : rows, sums, projects };
}

/** In place: what is left stands in front. */
function kept(rows: Uint32Array, meets: (row: number) => boolean): Uint32Array {
  let length = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    if (meets(row)) rows[length++] = row;
  }
  return rows.subarray(0, length);
}

/** What is read off the columns as it stands. */
function plainRows(
  { size, kinds, names, lookedUp: { flags, operators } }: HeldColumns,
  query: NumberQuery,
  help: PickHelp,
  { first, places, seen }: StaySums,
): Uint32Array {
  const ofKind = kindMask(names, query);
  const ofOperator = operatorMask(help.operators, query);
  const inRun = runMask({ names }, query.firstFrom, query.firstTo);
  const asked = flagSet(query.flags) << 1;
  const wanted = asked !== 0 || query.placeholder !== true ? asked : ANY_FLAG << 1;
  const isPlain = query.placeholder === false;
  const isHeld = query.state === "held";
  const { minProjects } = query;
  const rows = new Uint32Array(size);
  let length = 0;
  for (let row = 0; row < size; row++) {
    const open = places[row] ?? 0;
    const others = seen[row] ?? 0;
    if (isHeld ? open < minProjects || open === 0 : open > 0 || others < minProjects || others === 0)
      continue;
    if (ofKind !== null && ofKind[kinds[row] ?? 0] !== 1) continue;
    if (wanted !== 0 && ((flags[row] ?? 0) & wanted) === 0) continue;
    if (isPlain && (flags[row] ?? 0) > 1) continue;
    if (ofOperator !== null && ofOperator[operators[row] ?? 0] !== 1) continue;
    if (inRun !== null && inRun[first[row] ?? 0] !== 1) continue;
    rows[length++] = row;
  }
  return rows.subarray(0, length);
}

/** Whether a number was held after a run, in the places that count. */
function heldAfterRun(
  { starts, projects: of, from, to }: HeldColumns,
  projects: Uint8Array | null,
  { first }: StaySums,
  run: number,
): (row: number) => boolean {
  return (row) => {
    if ((first[row] ?? STILL) > run) return false;
    const end = starts[row + 1] ?? 0;
    for (let stay = starts[row] ?? 0; stay < end; stay++) {
      const isThen = (from[stay] ?? 0) <= run && (to[stay] ?? 0) > run;
      if (isThen && (projects === null || projects[of[stay] ?? 0] === 1)) return true;
    }
    return false;
  };
}

function listedIn({ numbers }: HeldColumns, list: NumberSet | null): (row: number) => boolean {
  const halves = new Uint32Array(numbers.buffer);
  return (row) => list?.hasHalves(halves[2 * row + LOW_HALF] ?? 0, halves[2 * row + HIGH_HALF] ?? 0) ?? false;
}

/** Marks of the numbers in which these digits stand. */
function rowsWith(columns: HeldColumns, part: string): Uint8Array {
  const digits = columns.digits();
  const marks = new Uint8Array(columns.size);
  for (let at = digits.indexOf(part, 0, "latin1"); at >= 0; ) {
    const row = Math.floor(at / DIGITS_WIDTH);
    marks[row] = 1;
    at = digits.indexOf(part, (row + 1) * DIGITS_WIDTH, "latin1");
  }
  return marks;
}

const has = (list: readonly string[], one: string): boolean => list.length === 0 || list.includes(one);

function projectMask({ names }: HeldColumns, { sources, clients, projects }: NumberQuery): Uint8Array | null {
  if (sources.length + clients.length + projects.length === 0) return null;
  return maskOf([...names.projects.entries()], ([at, { source, clientId, projectId }]) =>
    has(sources, source) && has(clients, clientId) && has(projects, projectId) ? at : null,
  );
}

function kindMask({ kinds }: HeldColumns["names"], { regions, types }: NumberQuery): Uint8Array | null {
  if (regions.length + types.length === 0) return null;
  return maskOf([...kinds.values()], ({ id, region, type }) =>
    has(regions, region) && has(types, type) ? id : null,
  );
}

function operatorMask(names: readonly string[], { operators }: NumberQuery): Uint8Array | null {
  if (operators.length === 0) return null;
  const parts = operators.map((name) => name.toLowerCase());
  return maskOf([...names.entries()], ([at, name]) =>
    parts.some((part) => name.includes(part)) ? at : null,
  );
}

/** Marks of runs that began from the one time on and before the other. */
function runMask(
  { names }: Pick<HeldColumns, "names">,
  from: string | null,
  to: string | null,
): Uint8Array | null {
  if (from === null && to === null) return null;
  return maskOf([...names.runs.values()], ({ run, startedAt }) =>
    startedAt >= (from ?? "") && (to === null || startedAt < to) ? run : null,
  );
}

function maskOf<Item>(items: readonly Item[], idOf: (item: Item) => number | null): Uint8Array {
  const ids = items.map(idOf).filter((id) => id !== null);
  const mask = new Uint8Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const id of ids) mask[id] = 1;
  return mask;
}
