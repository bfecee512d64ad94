import type { RejectReason } from "../../../model/number.ts";
import type { KeptTexts, PhoneFacts, RejectedRecord } from "../../store.ts";
import type { NumberKinds } from "./number-kinds.ts";

/** A page's numbers with the id of each one's kind in the table number_kinds, and what else is kept of it. */
export interface ReadPage {
  readonly digits: BigUint64Array;
  readonly kindIds: Uint16Array;
  /** By the index of the number; null where the source keeps none. */
  readonly texts: readonly KeptTexts[] | null;
  readonly rejected: readonly RejectedRecord[];
}

/** A page of phones as one row keeps it: numbers packed, and JSON for what only some pages have. */
export interface PackedPage {
  readonly numbers: Uint8Array;
  readonly extra: string | null;
}

interface Extra {
  readonly rejected: ReadonlyArray<readonly [string, string | null, RejectReason]>;
  readonly texts: ReadonlyArray<readonly [string | null, string | null]> | null;
}

/** Bytes of a number in a stored page: 8 of digits and 2 of its kind's id, each column whole, in the machine's order. */
const WIDTH = 10;

export function toReadPage({ numbers, texts, rejected }: PhoneFacts, kinds: NumberKinds): ReadPage {
  const ids = Uint16Array.from(numbers.kinds, (kind) => kinds.idOf(kind));
  const kindIds = numbers.kindAt.map((at) => ids[at] ?? 0);
  return { digits: numbers.digits, kindIds, texts, rejected };
}

export function packPage({ digits, kindIds, texts, rejected }: ReadPage): PackedPage {
  const bytes = new Uint8Array(digits.length * WIDTH);
  bytes.set(new Uint8Array(digits.buffer, digits.byteOffset, digits.byteLength));
  bytes.set(new Uint8Array(kindIds.buffer, kindIds.byteOffset, kindIds.byteLength), digits.byteLength);
  if (texts === null && rejected.length === 0) return { numbers: bytes, extra: null };
  const extra: Extra = {
    rejected: rejected.map((reject) => [reject.record, reject.raw, reject.reason]),
    texts: texts?.map(({ label, contact }) => [label, contact]) ?? null,
  };
  return { numbers: bytes, extra: JSON.stringify(extra) };
}

export function unpackPage({ numbers, extra }: PackedPage): ReadPage {
  // SQLite's bytes may begin anywhere; columns of wider elements cannot.
  const { buffer } = Uint8Array.from(numbers);
  const size = numbers.length / WIDTH;
  const { rejected, texts }: Extra = extra === null ? { rejected: [], texts: null } : JSON.parse(extra);
  return {
    digits: new BigUint64Array(buffer, 0, size),
    kindIds: new Uint16Array(buffer, size * 8, size),
    texts: texts?.map(([label, contact]) => ({ label, contact })) ?? null,
    rejected: rejected.map(([record, raw, reason]) => ({ record, raw, reason })),
  };
}
