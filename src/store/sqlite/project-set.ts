import { createHash } from "node:crypto";
import type { KeptTexts, RejectedRecord } from "../store.ts";
import type { NumberKinds } from "./number-kinds.ts";
import type { ReadPage } from "./page-codec.ts";

/** All that a project holds once its last page is read. */
export interface ProjectSet {
  /** By the id of their kind: each number once, ascending. */
  readonly groups: ReadonlyMap<number, BigUint64Array>;
  /** How many different numbers. */
  readonly size: number;
  /** Of numbers that have any; of a number met twice, the first record's. Null where the source keeps none. */
  readonly texts: ReadonlyMap<bigint, KeptTexts> | null;
  readonly rejected: readonly RejectedRecord[];
}

/** The union of a project's pages. A number's kind follows from its digits, so it is in one group alone. */
export function uniteSet(pages: readonly ReadPage[]): ProjectSet {
  const groups = new Map<number, BigUint64Array>();
  let size = 0;
  for (const [kind, digits] of byKind(pages)) {
    const different = sortedOnce(digits);
    groups.set(kind, different);
    size += different.length;
  }
  const [only] = pages;
  const rejected =
    pages.length === 1 && only !== undefined ? only.rejected : pages.flatMap((page) => page.rejected);
  return { groups, size, texts: firstTexts(pages), rejected };
}

function byKind(pages: readonly ReadPage[]): Map<number, BigUint64Array> {
  const counts: number[] = [];
  for (const { kindIds } of pages) for (const kind of kindIds) counts[kind] = (counts[kind] ?? 0) + 1;
  const groups = new Map<number, BigUint64Array>();
  // Holes of a sparse array are passed over.
  counts.forEach((count, kind) => {
    const group = new BigUint64Array(count);
    groups.set(kind, group);
    let at = 0;
    for (const { digits, kindIds } of pages) {
      for (let i = kindIds.indexOf(kind); i >= 0 && i < kindIds.length; i++)
        if (kindIds[i] === kind) group[at++] = digits[i] ?? 0n;
    }
  });
  return groups;
}

function sortedOnce(digits: BigUint64Array): BigUint64Array {
  digits.sort();
  let size = 0;
  for (let i = 0; i < digits.length; i++) {
    if (i > 0 && digits[i] === digits[i - 1]) continue;
    if (size !== i) digits[size] = digits[i] ?? 0n;
    size++;
  }
  return digits.subarray(0, size);
}

function firstTexts(pages: readonly ReadPage[]): Map<bigint, KeptTexts> | null {
  let all: Map<bigint, KeptTexts> | null = null;
  for (const { digits, texts } of pages) {
    if (texts === null) continue;
    all ??= new Map();
    for (let i = 0; i < digits.length; i++) {
      const number = digits[i] ?? 0n;
      const kept = texts[i];
      if (kept !== undefined && !all.has(number)) all.set(number, kept);
    }
  }
  return all;
}

/** The same whatever order the CRM lists records in, and in whatever database the kinds have their ids. */
export function hashOf(reader: string, kinds: NumberKinds, set: ProjectSet): Buffer {
  const hash = createHash("sha256").update(reader);
  const named = [...set.groups].map(([kind, digits]) => ({ name: kinds.nameOf(kind), digits }));
  for (const { name, digits } of named.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    hash.update(`\0${name} ${digits.length}\0`).update(digits);
    const { texts } = set;
    if (texts !== null) hash.update(JSON.stringify(Array.from(digits, (number) => texts.get(number))));
  }
  const rejected = set.rejected.map((reject) => JSON.stringify([reject.record, reject.raw, reject.reason]));
  return hash.update("\0").update(rejected.sort().join("\n")).digest();
}
