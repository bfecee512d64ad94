import { NUMBER_TYPES, type RejectReason } from "../../model/number.ts";
import type { PhoneFacts, RejectedRecord, SeenNumber } from "../store.ts";

/** Bytes a number takes in a stored page: 8 of digits, 3 of region, 1 of type. */
const WIDTH = 12;

/** A page of phones as one row keeps it: numbers packed, and JSON for what only some pages have. */
export interface PackedPage {
  readonly numbers: Uint8Array;
  readonly extra: string | null;
}

interface Extra {
  readonly rejected: ReadonlyArray<readonly [string, string | null, RejectReason]>;
  readonly kept: ReadonlyArray<readonly [string | null, string | null]>;
}

export function packPage(facts: PhoneFacts): PackedPage {
  const bytes = new Uint8Array(facts.numbers.length * WIDTH);
  const view = new DataView(bytes.buffer);
  facts.numbers.forEach((found, index) => {
    const at = index * WIDTH;
    view.setBigUint64(at, found.number, true);
    for (let i = 0; i < found.region.length; i++) bytes[at + 8 + i] = found.region.charCodeAt(i);
    bytes[at + 11] = NUMBER_TYPES.indexOf(found.type);
  });
  return { numbers: bytes, extra: packExtra(facts) };
}

function packExtra(facts: PhoneFacts): string | null {
  const hasKept = facts.numbers.some((found) => found.label !== null || found.contact !== null);
  if (!hasKept && facts.rejected.length === 0) return null;
  const extra: Extra = {
    rejected: facts.rejected.map((reject) => [reject.record, reject.raw, reject.reason]),
    kept: hasKept ? facts.numbers.map((found) => [found.label, found.contact]) : [],
  };
  return JSON.stringify(extra);
}

export function unpackPage(packed: PackedPage): { numbers: SeenNumber[]; rejected: RejectedRecord[] } {
  const extra: Extra = packed.extra === null ? { rejected: [], kept: [] } : JSON.parse(packed.extra);
  const bytes = packed.numbers;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers: SeenNumber[] = [];
  for (let at = 0, index = 0; at < bytes.length; at += WIDTH, index++) {
    const kept = extra.kept[index];
    numbers.push({
      number: view.getBigUint64(at, true),
      region: String.fromCharCode(...bytes.subarray(at + 8, at + 11)).replace(/\0+$/, ""),
      type: NUMBER_TYPES[bytes[at + 11] ?? 0] ?? "UNKNOWN",
      label: kept?.[0] ?? null,
      contact: kept?.[1] ?? null,
    });
  }
  const rejected = extra.rejected.map(([record, raw, reason]) => ({ record, raw, reason }));
  return { numbers, rejected };
}
