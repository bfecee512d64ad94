import { HIGH_HALF, LOW_HALF } from "../base/halves.ts";
import {
  type NumberType,
  REJECT_REASONS,
  type Reading,
  type RejectReason,
  type RepairCode,
} from "../model/number.ts";
import { repairList, repairSet } from "./repairs.ts";
import type { NumberTable } from "./table/table.ts";

const FIRST_CAPACITY = 1_024;

/**
 * Numbers of many values as columns, one place a number, in the order of the values; no object is made for a clean one.
 * Columns double when they are full, so a column must be asked for anew after each reading; `clear` keeps their room.
 */
export class NumberColumns {
  /** How many numbers there are. */
  length = 0;
  /** How many values were read. */
  values = 0;
  /** Which value each number came from: its place since the last `clear`. */
  valueOf: Uint32Array;
  /** Digits with calling code, exact at any length. */
  number: BigUint64Array;
  /** Region and type in one: see `regionOf` and `typeOf`. */
  kind: Uint16Array;
  /** Set of repairs, a bit for each of REPAIR_CODES in their order. */
  repairs: Uint16Array;
  /** Extensions by place of their number; few have one. */
  readonly ext = new Map<number, string>();
  /** By value: 0 where it gave numbers, else one more than the place of its reason in REJECT_REASONS. */
  reason: Uint8Array;
  #halves: Uint32Array;
  readonly #table: NumberTable;
  readonly #kinds: ReadonlyMap<string, ReadonlyMap<NumberType, number>>;

  constructor(table: NumberTable) {
    this.#table = table;
    this.#kinds = kindsOf(table);
    this.valueOf = new Uint32Array(FIRST_CAPACITY);
    this.number = new BigUint64Array(FIRST_CAPACITY);
    this.#halves = new Uint32Array(this.number.buffer);
    this.kind = new Uint16Array(FIRST_CAPACITY);
    this.repairs = new Uint16Array(FIRST_CAPACITY);
    this.reason = new Uint8Array(FIRST_CAPACITY);
  }

  /** Lower 32 bits of the number at a place. */
  low(place: number): number {
    return this.#halves[2 * place + LOW_HALF] ?? 0;
  }

  /** Upper 32 bits. */
  high(place: number): number {
    return this.#halves[2 * place + HIGH_HALF] ?? 0;
  }

  /** Region of a kind: ISO alpha-2, or 001. */
  regionOf(kind: number): string {
    return this.#table.regionOf[kind] ?? "";
  }

  typeOf(kind: number): NumberType {
    return this.#table.typeOf[kind] ?? "UNKNOWN";
  }

  /** Why a value gave no number; undefined where it gave some. */
  reasonOf(value: number): RejectReason | undefined {
    const reason = this.reason[value] ?? 0;
    return reason === 0 ? undefined : REJECT_REASONS[reason - 1];
  }

  /** What was repaired in the number at a place; undefined for nothing. */
  repairsOf(place: number): readonly RepairCode[] | undefined {
    return repairList(this.repairs[place] ?? 0);
  }

  /** Forgets all numbers and values. */
  clear(): void {
    this.length = 0;
    this.values = 0;
    if (this.ext.size > 0) this.ext.clear();
  }

  /** The next value gave this one number, in halves of 32 bits. */
  addNumber(low: number, high: number, kind: number, repairs: number): void {
    this.#endValue(0);
    this.addHalves(low, high, kind, repairs);
  }

  /** A number of the last value, in halves of 32 bits. */
  addHalves(low: number, high: number, kind: number, repairs: number): void {
    const place = this.#add(kind, repairs);
    this.#halves[2 * place + LOW_HALF] = low;
    this.#halves[2 * place + HIGH_HALF] = high;
  }

  /** The next value gave the numbers that are added to it, or none for a reason. */
  addValue(reason: RejectReason | undefined): void {
    this.#endValue(reason === undefined ? 0 : REJECT_REASONS.indexOf(reason) + 1);
  }

  /** A number of the last value. */
  addToValue(number: bigint, kind: number, repairs: number, ext: string | undefined): void {
    const place = this.#add(kind, repairs);
    this.number[place] = number;
    if (ext !== undefined) this.ext.set(place, ext);
  }

  /** The last number has this extension. */
  setExt(ext: string): void {
    this.ext.set(this.length - 1, ext);
  }

  /** The next value was read so. */
  addReading({ numbers, reason }: Reading): void {
    this.addValue(reason);
    for (const { number, region, type, ext, repairs } of numbers) {
      const kind = this.#kinds.get(region)?.get(type) ?? 0;
      this.addToValue(number, kind, repairs === undefined ? 0 : repairSet(repairs), ext);
    }
  }

  /** A place for the next number, all but its digits filled in. */
  #add(kind: number, repairs: number): number {
    const place = this.length;
    if (place === this.number.length) this.#grow();
    this.valueOf[place] = this.values - 1;
    this.kind[place] = kind;
    this.repairs[place] = repairs;
    this.length = place + 1;
    return place;
  }

  #endValue(reason: number): void {
    if (this.values === this.reason.length) this.reason = grown(this.reason, new Uint8Array(this.values * 2));
    this.reason[this.values] = reason;
    this.values += 1;
  }

  #grow(): void {
    const size = this.length * 2;
    this.valueOf = grown(this.valueOf, new Uint32Array(size));
    this.number = grown(this.number, new BigUint64Array(size));
    this.#halves = new Uint32Array(this.number.buffer);
    this.kind = grown(this.kind, new Uint16Array(size));
    this.repairs = grown(this.repairs, new Uint16Array(size));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | BigUint64Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

function kindsOf({ regionOf, typeOf }: NumberTable): Map<string, Map<NumberType, number>> {
  const kinds = new Map<string, Map<NumberType, number>>();
  regionOf.forEach((region, kind) => {
    const types = kinds.get(region) ?? new Map<NumberType, number>();
    kinds.set(region, types.set(typeOf[kind] ?? "UNKNOWN", kind));
  });
  return kinds;
}
