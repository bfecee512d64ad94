import type { NumberType, RejectReason, RepairCode } from "../model/number.ts";
import { createReader, type NumberReader, type ReaderOptions } from "./reader.ts";

export type { FoundNumber, NumberType, Reading, RejectReason, RepairCode } from "../model/number.ts";
export { NUMBER_TYPES, REJECT_REASONS, REPAIR_CODES } from "../model/number.ts";
export type { NumberColumns } from "./columns.ts";
export { createReader, MAX_VALUE_LENGTH, type NumberReader, type ReaderOptions } from "./reader.ts";
export type { RepairChoice } from "./repairs.ts";
export { type NumberTable, openTable } from "./table/table.ts";

/** A phone number that was read from a raw value. */
export interface PhoneNumber {
  /** With its plus: `+79161234567`. */
  readonly e164: string;
  /** The same without the plus. */
  readonly digits: string;
  /** ISO 3166-1 alpha-2, or 001 for codes of no country. */
  readonly region: string;
  readonly type: NumberType;
  /** Digits of the extension, where the value had one. */
  readonly ext?: string;
  /** What was repaired so that the number could be read; absent where nothing was. */
  readonly repairs?: readonly RepairCode[];
}

/** What one raw value holds. */
export interface Normalized {
  /** Different numbers, in the order of the text. */
  readonly numbers: readonly PhoneNumber[];
  /** Why there is none; absent where there are some. */
  readonly reason?: RejectReason;
}

const DEFAULTS: ReaderOptions = {};
/** A reader has buffers and caches that are worth keeping. */
const readers = new WeakMap<ReaderOptions, NumberReader>();

/**
 * Reads the numbers in one raw value; `region` (ISO alpha-2) reads national numbers, with null only international ones are
 * read. The same `options` object gives the same reader, so keep it. Never throws for any value.
 */
export function normalize(
  raw: string | null,
  region: string | null,
  options: ReaderOptions = DEFAULTS,
): Normalized {
  const known = readers.get(options);
  const reader = known ?? createReader(options);
  if (!known) readers.set(options, reader);
  const reading = reader.read(raw, region);
  if (reading.reason !== undefined) return { numbers: [], reason: reading.reason };
  const numbers = reading.numbers.map(({ number, ...facts }): PhoneNumber => {
    const digits = String(number);
    return { e164: `+${digits}`, digits, ...facts };
  });
  return { numbers };
}
