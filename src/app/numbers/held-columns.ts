import { HIGH_HALF, LOW_HALF } from "../../base/halves.ts";
import type { FeedKind, FeedProject, FeedRun, FeedStay } from "../../store/store.ts";
import { digitText } from "./digit-text.ts";

/** Stands in `to` for a stay that goes on. */
export const STILL = 0xffff_ffff;

/** The stays of one project, as columns. */
export interface ProjectBlock {
  readonly numbers: BigUint64Array<ArrayBuffer>;
  readonly kinds: Uint16Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Columns of what a project's stays are. */
export function blockOf(stays: readonly FeedStay[]): ProjectBlock {
  const block = {
    numbers: new BigUint64Array(stays.length),
    kinds: new Uint16Array(stays.length),
    from: new Uint32Array(stays.length),
    to: new Uint32Array(stays.length),
  };
  stays.forEach(([number, kind, from, to], at) => {
    block.numbers[at] = number;
    block.kinds[at] = Number(kind);
    block.from[at] = Number(from);
    block.to[at] = to === null ? STILL : Number(to);
  });
  return block;
}

/** What columns name by a number. */
export interface HeldNames {
  /** By the place that stays name them by. */
  readonly projects: readonly FeedProject[];
  /** By their id. */
  readonly kinds: ReadonlyMap<number, FeedKind>;
  /** By their number. */
  readonly runs: ReadonlyMap<number, FeedRun>;
}

/** What is looked up of each number, once; 0: nothing was yet. */
export interface LookedUp {
  /** Sets of placeholder flags, each one bit to the left; the lowest bit says that they are known. */
  readonly flags: Uint8Array;
  /** Places in a list of operators, of which the first two stand for what is not looked up yet and what has none. */
  readonly operators: Uint16Array;
}

/** What the stays of each number come to; 0 in `seen` where none counts. */
export interface StaySums {
  /** The run with which the first of them began. */
  readonly first: Uint32Array;
  /** How many of them go on, and in how many projects they are or were. */
  readonly places: Uint16Array;
  readonly seen: Uint16Array;
}

/**
 * All numbers that sources hold or held, ascending, each with its stays: what is asked of them is answered by walking through
 * columns, a million in some 10 ms, whatever is asked. 60 bytes a number. It does not change.
 */
export class HeldColumns {
  /** May be put in newer ones: their projects stay in their places. */
  names: HeldNames;
  readonly numbers: BigUint64Array<ArrayBuffer>;
  /** Of each number the place of its first stay; one more, where the last one's end. Those of a number go by project, then run. */
  readonly starts: Uint32Array;
  readonly kinds: Uint16Array;
  readonly projects: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Of each number over all of its stays. */
  readonly sums: StaySums;
  readonly lookedUp: LookedUp;
  /** As they were given, and of each stay in them, one block after the other, the place of its number. */
  readonly blocks: readonly ProjectBlock[];
  readonly rowsOfStays: Uint32Array;
  #digits: Buffer | null = null;

  /** `blocks` by the place of their project; `before`: whose look-ups are taken over. */
  constructor(names: HeldNames, blocks: readonly ProjectBlock[], before: HeldColumns | null) {
    this.names = names;
    this.blocks = blocks;
    const { all, kinds, projects, from, to } = joined(blocks);
    const order = inOrder(new Uint32Array(all.buffer));
    const { numbers, starts } = distinct(all, order);
    this.numbers = numbers;
    this.starts = starts;
    this.projects = moved(projects, order, new Uint32Array(order.length));
    this.from = moved(from, order, new Uint32Array(order.length));
    this.to = moved(to, order, new Uint32Array(order.length));
    this.kinds = kindsOf(numbers.length, starts, moved(kinds, order, new Uint16Array(order.length)));
    this.rowsOfStays = rowsOf(starts, order);
    this.sums = sumStays(this, null);
    this.lookedUp = takenOver(this, before);
  }

  /** The {@link digitText} of all numbers, made when first asked for. */
  digits(): Buffer {
    this.#digits ??= digitText(this.numbers);
    return this.#digits;
  }

  get size(): number {
    return this.numbers.length;
  }

  /** The place of the first number that is not below this one. */
  placeOf(number: bigint): number {
    let [low, high] = [0, this.numbers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.numbers[middle] ?? 0n) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function joined(blocks: readonly ProjectBlock[]) {
  const length = blocks.reduce((sum, { from }) => sum + from.length, 0);
  const columns = {
    all: new BigUint64Array(length),
    kinds: new Uint16Array(length),
    projects: new Uint32Array(length),
    from: new Uint32Array(length),
    to: new Uint32Array(length),
  };
  let at = 0;
  blocks.forEach((block, project) => {
    columns.all.set(block.numbers, at);
    columns.kinds.set(block.kinds, at);
    columns.from.set(block.from, at);
    columns.to.set(block.to, at);
    columns.projects.fill(project, at, at + block.from.length);
    at += block.from.length;
  });
  return columns;
}

/** Sums of stays in the projects that have a mark; null: in all. */
export function sumStays(columns: HeldColumns, picked: Uint8Array | null): StaySums {
  if (picked === null) return sumAll(columns);
  const { size, blocks, rowsOfStays } = columns;
  const [first, places, seen] = [new Uint32Array(size), new Uint16Array(size), new Uint16Array(size)];
  let start = 0;
  blocks.forEach(({ from, to }, project) => {
    let last = -1;
    for (let at = 0; picked[project] === 1 && at < from.length; at++) {
      const row = rowsOfStays[start + at] ?? 0;
      const began = from[at] ?? 0;
      if (seen[row] === 0 || began < (first[row] ?? 0)) first[row] = began;
      if (to[at] === STILL) places[row] = (places[row] ?? 0) + 1;
      if (row !== last) seen[row] = (seen[row] ?? 0) + 1;
      last = row;
    }
    start += from.length;
  });
  return { first, places, seen };
}

function sumAll({ size, starts, projects, from, to }: HeldColumns): StaySums {
  const [first, places, seen] = [new Uint32Array(size), new Uint16Array(size), new Uint16Array(size)];
  for (let row = 0; row < size; row++) {
    const end = starts[row + 1] ?? 0;
    let [began, open, others, last] = [STILL, 0, 0, -1];
    for (let stay = starts[row] ?? 0; stay < end; stay++) {
      const project = projects[stay] ?? 0;
      const run = from[stay] ?? 0;
      if (run < began) began = run;
      if (to[stay] === STILL) open++;
      if (project !== last) others++;
      last = project;
    }
    first[row] = began;
    places[row] = open;
    seen[row] = others;
  }
  return { first, places, seen };
}

function rowsOf(starts: Uint32Array, order: Uint32Array): Uint32Array {
  const rows = new Uint32Array(order.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    const end = starts[row + 1] ?? 0;
    for (let stay = starts[row] ?? 0; stay < end; stay++) rows[order[stay] ?? 0] = row;
  }
  return rows;
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** The places of 64-bit numbers in ascending order, those of equal ones as they were: a radix sort of their halves. */
function inOrder(halves: Uint32Array): Uint32Array<ArrayBuffer> {
  const length = halves.length / 2;
  let order = new Uint32Array(length);
  let other = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  for (const half of [LOW_HALF, HIGH_HALF]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const counts = new Uint32Array(DIGITS + 1);
      for (let i = 0; i < length; i++) {
        const digit = ((halves[2 * i + half] ?? 0) >>> shift) & (DIGITS - 1);
        counts[digit + 1] = (counts[digit + 1] ?? 0) + 1;
      }
      if (counts.includes(length)) continue;
      for (let digit = 0; digit < DIGITS; digit++)
        counts[digit + 1] = (counts[digit + 1] ?? 0) + (counts[digit] ?? 0);
      for (let i = 0; i < length; i++) {
        const at = order[i] ?? 0;
        const digit = ((halves[2 * at + half] ?? 0) >>> shift) & (DIGITS - 1);
        const to = counts[digit] ?? 0;
        other[to] = at;
        counts[digit] = to + 1;
      }
      [order, other] = [other, order];
    }
  }
  return order;
}

function distinct(all: BigUint64Array<ArrayBuffer>, order: Uint32Array) {
  const numbers = new BigUint64Array(all.length);
  const starts = new Uint32Array(all.length + 1);
  const [from, to] = [new Uint32Array(all.buffer), new Uint32Array(numbers.buffer)];
  let size = 0;
  for (let i = 0; i < order.length; i++) {
    const at = 2 * (order[i] ?? 0);
    const [one, two] = [from[at] ?? 0, from[at + 1] ?? 0];
    if (size > 0 && to[2 * size - 2] === one && to[2 * size - 1] === two) continue;
    to[2 * size] = one;
    to[2 * size + 1] = two;
    starts[size++] = i;
  }
  starts[size] = order.length;
  return { numbers: numbers.slice(0, size), starts: starts.slice(0, size + 1) };
}

function moved<Column extends Uint16Array | Uint32Array>(
  column: Column,
  order: Uint32Array,
  to: Column,
): Column {
  for (let i = 0; i < order.length; i++) to[i] = column[order[i] ?? 0] ?? 0;
  return to;
}

/** A number's kind follows from its digits; where the numbering plan changed, the newest is taken. */
function kindsOf(size: number, starts: Uint32Array, ofStays: Uint16Array): Uint16Array {
  const kinds = new Uint16Array(size);
  for (let row = 0; row < size; row++) {
    const end = starts[row + 1] ?? 0;
    for (let stay = starts[row] ?? 0; stay < end; stay++)
      kinds[row] = Math.max(kinds[row] ?? 0, ofStays[stay] ?? 0);
  }
  return kinds;
}

/** Look-ups of the numbers that were there before; both are ascending. */
function takenOver({ numbers, kinds }: HeldColumns, before: HeldColumns | null): LookedUp {
  const flags = new Uint8Array(numbers.length);
  const operators = new Uint16Array(numbers.length);
  if (before === null) return { flags, operators };
  const [now, then] = [new Uint32Array(numbers.buffer), new Uint32Array(before.numbers.buffer)];
  let old = 0;
  for (let row = 0; row < numbers.length && old < before.size; row++) {
    const [low, high] = [now[2 * row + LOW_HALF] ?? 0, now[2 * row + HIGH_HALF] ?? 0];
    while (old < before.size && isBelow(then, old, low, high)) old++;
    if (then[2 * old + LOW_HALF] !== low || then[2 * old + HIGH_HALF] !== high) continue;
    operators[row] = before.lookedUp.operators[old] ?? 0;
    if (kinds[row] === before.kinds[old]) flags[row] = before.lookedUp.flags[old] ?? 0;
  }
  return { flags, operators };
}

function isBelow(halves: Uint32Array, row: number, low: number, high: number): boolean {
  const own = halves[2 * row + HIGH_HALF] ?? 0;
  return own < high || (own === high && (halves[2 * row + LOW_HALF] ?? 0) < low);
}
