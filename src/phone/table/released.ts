import { TABLE_SOURCE } from "./table-data.ts";

/**
 * When the library with these numbering plans was published, by the package registry; written by
 * `node tools/number-table.ts` after each update of the library. A test holds the version against the installed one.
 */
const RELEASED = { version: "lpjs-1.13.16", date: "2026-11-10" };

/** Day (ISO) on which the numbering plans in use were published; null where this is not known. */
export function numberTableReleased(): string | null {
  return RELEASED.version === TABLE_SOURCE ? RELEASED.date : null;
}
