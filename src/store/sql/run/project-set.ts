import { hash } from "node:crypto";
import { HIGH_HALF, LOW_HALF, TWO_TO_32 } from "../../../base/halves.ts";
import type { KeptTexts, RejectedRecord } from "../../store.ts";
import type { NumberKinds } from "./number-kinds.ts";
import type { ReadPage } from "./page-codec.ts";

/** Bits of a packed number that say its kind. The 60 above hold 18 digits, and no plan has numbers of more than 17. */
const KIND_BITS = 4;
const KINDS = 1 << KIND_BITS;
/** From this high half on a double does not hold the number. */
const BIGINT_FROM = 2 ** 21;

/** Numbers of up to 16 kinds: one above the other, each once, with the place of its kind in the lowest bits. */
interface SetBlock {
  /** Ids, in the order of the kinds' names. */
  readonly kinds: readonly number[];
  readonly packed: BigUint64Array<ArrayBuffer>;
}

/** All that a project holds once its last page is read. */
export interface ProjectSet {
  /** One, but for a project with numbers of more than 16 kinds. */
  readonly blocks: readonly SetBlock[];
  /** How many different numbers. */
  readonly size: number;
  /** Of numbers that have any; of a number met twice, the first record's. Null where the source keeps none. */
  readonly texts: ReadonlyMap<bigint, KeptTexts> | null;
  readonly rejected: readonly RejectedRecord[];
}

/** The union of a project's pages. A number's kind follows from its digits. */
export function uniteSet(pages: readonly ReadPage[], kinds: NumberKinds): ProjectSet {
  const ids = idsOf(pages).sort((one, other) => (kinds.nameOf(one) < kinds.nameOf(other) ? -1 : 1));
  const blocks: SetBlock[] = [];
  for (let from = 0; from < ids.length; from += KINDS) {
    const some = ids.slice(from, from + KINDS);
    blocks.push({ kinds: some, packed: sortedOnce(pack(pages, some)) });
  }
  const [only] = pages;
  const rejected =
    pages.length === 1 && only !== undefined ? only.rejected : pages.flatMap((page) => page.rejected);
  const size = blocks.reduce((sum, { packed }) => sum + packed.length, 0);
  return { blocks, size, texts: firstTexts(pages), rejected };
}

function idsOf(pages: readonly ReadPage[]): number[] {
  const ids: number[] = [];
  let last = -1;
  for (const { kindIds } of pages) {
    for (const id of kindIds) {
      if (id !== last && !ids.includes(id)) ids.push(id);
      last = id;
    }
  }
  return ids;
}

function pack(pages: readonly ReadPage[], kinds: readonly number[]): BigUint64Array<ArrayBuffer> {
  const places: number[] = [];
  kinds.forEach((id, place) => {
    places[id] = place;
  });
  const all = new BigUint64Array(pages.reduce((sum, { digits }) => sum + digits.length, 0));
  const to = new Uint32Array(all.buffer);
  let at = 0;
  for (const { digits, kindIds } of pages) {
    const halves = new Uint32Array(digits.buffer, digits.byteOffset, 2 * digits.length);
    for (let i = 0; i < digits.length; i++) {
      const place = places[kindIds[i] ?? 0];
      if (place === undefined) continue;
      const low = halves[2 * i + LOW_HALF] ?? 0;
      const high = halves[2 * i + HIGH_HALF] ?? 0;
      to[2 * at + LOW_HALF] = (low << KIND_BITS) | place;
      to[2 * at + HIGH_HALF] = (high << KIND_BITS) | (low >>> (32 - KIND_BITS));
      at++;
    }
  }
  return all.subarray(0, at);
}

function sortedOnce(packed: BigUint64Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  packed.sort();
  const halves = new Uint32Array(packed.buffer, packed.byteOffset, 2 * packed.length);
  let size = 0;
  for (let i = 0; i < packed.length; i++) {
    const [low, high] = [halves[2 * i] ?? 0, halves[2 * i + 1] ?? 0];
    if (size > 0 && halves[2 * size - 2] === low && halves[2 * size - 1] === high) continue;
    halves[2 * size] = low;
    halves[2 * size + 1] = high;
    size++;
  }
  return packed.subarray(0, size);
}

/** Calls `take` for each number of a block in ascending order; past 2^53 it is a bigint. */
export function eachNumber(
  { kinds, packed }: SetBlock,
  take: (number: number | bigint, kind: number) => void,
): void {
  const halves = new Uint32Array(packed.buffer, packed.byteOffset, 2 * packed.length);
  for (let i = 0; i < packed.length; i++) {
    const low = halves[2 * i + LOW_HALF] ?? 0;
    const high = halves[2 * i + HIGH_HALF] ?? 0;
    const above = high >>> KIND_BITS;
    const digits = above * TWO_TO_32 + (((high << (32 - KIND_BITS)) | (low >>> KIND_BITS)) >>> 0);
    const number = above < BIGINT_FROM ? digits : (packed[i] ?? 0n) >> BigInt(KIND_BITS);
    take(number, kinds[low & (KINDS - 1)] ?? 0);
  }
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
export function hashOf(reader: string, kinds: NumberKinds, { blocks, texts, rejected }: ProjectSet): Buffer {
  const names = blocks.map((block) => [block.packed.length, ...block.kinds.map((id) => kinds.nameOf(id))]);
  const kept: (KeptTexts | undefined)[] = [];
  if (texts !== null)
    for (const block of blocks) eachNumber(block, (number) => kept.push(texts.get(BigInt(number))));
  const refused = rejected.map((reject) => JSON.stringify([reject.record, reject.raw, reject.reason]));
  const said = Buffer.from(JSON.stringify([reader, names, kept, refused.sort()]));
  const numbers = blocks.map(({ packed }) =>
    Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength),
  );
  // One call: a hash that is fed piece by piece costs more than what it hashes.
  return hash("sha256", Buffer.concat([said, ...numbers]), "buffer");
}
