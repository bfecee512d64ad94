import type { Reading } from "../model/number.ts";
import { createReader, type NumberReader } from "./reader.ts";
import { StrictReader, type StrictReading } from "./strict/strict.ts";
import { shippedTable } from "./table/table.ts";
import { TABLE_SOURCE } from "./table/table-data.ts";

export type { NumberColumns } from "./columns.ts";
export { nationalDigits } from "./digits/calling-code.ts";
export {
  flagNames,
  flagSet,
  PLACEHOLDER_FLAGS,
  type PlaceholderFlag,
  placeholderFlags,
} from "./flags/placeholder.ts";
export { openPublicInboxes } from "./flags/public-inboxes.ts";
export { formatNumber } from "./format/number-format.ts";
export { maskForPeople } from "./format/people-mask.ts";
export { createReader, MAX_VALUE_LENGTH, type NumberReader } from "./reader.ts";
export { type RepairChoice, repairList } from "./repairs.ts";
export { numberTableReleased } from "./table/released.ts";
export { openTable } from "./table/table.ts";
export { EXPLAIN_STEPS, type ExplainStep } from "./trace.ts";

/** Raised whenever our own rules read any value differently. */
const RULES_VERSION = 5;

/** Names the numbering plans and the rules that readings come from; readings of two versions may differ. */
export const NUMBER_TABLE_VERSION: string = `${TABLE_SOURCE}/${RULES_VERSION}`;

let strict: StrictReader | undefined;

/**
 * libphonenumber's own reading of a text in a region, nothing repaired: the first number or why there is none. A text of
 * more than 250 characters is too long. Never throws.
 */
export function readStrict(text: string, region: string | null): StrictReading {
  strict ??= new StrictReader(shippedTable());
  return strict.read(text, region);
}

let reader: NumberReader | undefined;

/** Reads one value with the default reader: the shipped table, all repairs, no other regions. See NumberReader.read. */
export function readValue(raw: string | null, region: string | null): Reading {
  reader ??= createReader();
  return reader.read(raw, region);
}
