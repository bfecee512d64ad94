import type { LastSeen } from "../runs/last-seen.ts";
import type { HeldColumns } from "./held-columns.ts";
import type { Picked } from "./held-pick.ts";
import type { NumberOrder } from "./number-query.ts";

/** Where a page ended: what its last number is sorted by, and that number. */
export interface PlaceInList {
  readonly key: number;
  readonly number: bigint;
}

export interface PickedPage {
  /** Places of numbers, in the order that was asked for. */
  readonly rows: readonly number[];
  /** Null on the last page. */
  readonly next: PlaceInList | null;
}

export interface PageRequest {
  readonly order: NumberOrder;
  /** Where the page before ended; its number may be there no more. */
  readonly after: PlaceInList | null;
  readonly size: number;
}

/** One page of what was picked, in time that does not depend on how it lies. */
export function pageOf(
  columns: HeldColumns,
  picked: Picked,
  lastSeen: LastSeen,
  { order, after, size }: PageRequest,
): PickedPage {
  const bound = after === null ? null : { key: after.key, row: columns.placeOf(after.number) };
  // The place of a number that is gone is the one behind it, which no page has told yet.
  const isThere = after !== null && bound !== null && columns.numbers[bound.row] === after.number;
  if (bound !== null && !isThere) bound.row -= order.by === "number" && order.descending ? 0 : 1;
  const keyOf = sortKey(picked, lastSeen, order);
  const rows =
    order.by === "number"
      ? byNumber(picked.rows, bound?.row ?? null, order.descending, size + 1)
      : byKey(picked.rows, keyOf, bound, order.descending, size + 1);
  const last = rows[size - 1];
  if (rows.length <= size || last === undefined) return { rows, next: null };
  return { rows: rows.slice(0, size), next: { key: keyOf(last), number: columns.numbers[last] ?? 0n } };
}

function sortKey(
  { sums, projects }: Picked,
  lastSeen: LastSeen,
  { by }: NumberOrder,
): (row: number) => number {
  const { first, places, seen } = sums;
  switch (by) {
    case "number":
      return () => 0;
    case "first":
      return (row) => first[row] ?? 0;
    case "last":
      return projects === null ? fromAll(lastSeen) : (row) => lastSeen.of(row, projects);
    case "places":
      return (row) => places[row] || (seen[row] ?? 0);
  }
}

function fromAll(lastSeen: LastSeen): (row: number) => number {
  const runs = lastSeen.all();
  return (row) => runs[row] ?? 0;
}

/** Behind the bound, or before it where they go down. */
function byNumber(rows: Uint32Array, bound: number | null, isDown: boolean, most: number): number[] {
  if (!isDown) {
    const from = bound === null ? 0 : firstNotBelow(rows, bound + 1);
    return [...rows.subarray(from, from + most)];
  }
  const to = bound === null ? rows.length : firstNotBelow(rows, bound);
  return [...rows.subarray(Math.max(0, to - most), to)].reverse();
}

function firstNotBelow(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys are few: they are counted first, then only rows of those are gathered that the page has. Equal ones go by number. */
function byKey(
  rows: Uint32Array,
  keyOf: (row: number) => number,
  bound: { readonly key: number; readonly row: number } | null,
  isDown: boolean,
  most: number,
): number[] {
  const keys = new Uint32Array(rows.length);
  let greatest = 0;
  for (let at = 0; at < rows.length; at++) {
    const key = keyOf(rows[at] ?? 0);
    keys[at] = key;
    if (key > greatest) greatest = key;
  }
  const isBehind = (key: number, row: number): boolean =>
    bound === null || (key === bound.key ? row > bound.row : key > bound.key !== isDown);
  const counts = new Uint32Array(greatest + 1);
  for (let at = 0; at < rows.length; at++) {
    const key = keys[at] ?? 0;
    if (isBehind(key, rows[at] ?? 0)) counts[key] = (counts[key] ?? 0) + 1;
  }
  const buckets = bucketsOf(counts, isDown, most);
  for (let at = 0; at < rows.length; at++) {
    const bucket = buckets[keys[at] ?? 0];
    if (bucket === undefined || bucket.length >= most) continue;
    const row = rows[at] ?? 0;
    if (isBehind(keys[at] ?? 0, row)) bucket.push(row);
  }
  return (isDown ? buckets.reverse() : buckets).flatMap((bucket) => bucket ?? []).slice(0, most);
}

/** By key; only of those that come first. */
function bucketsOf(counts: Uint32Array, isDown: boolean, most: number): (number[] | undefined)[] {
  const buckets: (number[] | undefined)[] = Array.from({ length: counts.length });
  let gathered = 0;
  for (let i = 0; i < counts.length && gathered < most; i++) {
    const key = isDown ? counts.length - 1 - i : i;
    gathered += counts[key] ?? 0;
    if ((counts[key] ?? 0) > 0) buckets[key] = [];
  }
  return buckets;
}
