import { REPAIR_CODES, type RepairCode } from "../model/number.ts";

/** A bit for each repair code, so that a set of them is one small integer while a value is read. */
export const UNICODE = 1;
export const EXCEL = 2;
export const LINK = 4;
export const WORDS_CUT = 8;
export const SPLIT = 16;
export const STEM = 32;
export const JOINED = 64;
export const LOOK_ALIKE = 128;
export const IDD = 256;
export const TRUNK = 512;
export const PLUS_ADDED = 1024;
export const OWN_CODE = 2048;
export const OTHER_REGION = 4096;

export const ALL_REPAIRS = 8191;

const lists: (readonly RepairCode[] | undefined)[] = [];
const sets = new Map<readonly RepairCode[], number>();

/** The codes of a set, shared and frozen; undefined for the empty set. */
export function repairList(mask: number): readonly RepairCode[] | undefined {
  if (mask === 0) return undefined;
  const known = lists[mask];
  if (known) return known;
  const list = Object.freeze(REPAIR_CODES.filter((_, bit) => (mask >> bit) & 1));
  lists[mask] = list;
  sets.set(list, mask);
  return list;
}

/** Which repairs a reader may use. */
export type RepairChoice = "all" | "none" | Readonly<Partial<Record<RepairCode, boolean>>>;

/** The set of allowed repairs; a code that is not named is allowed. */
export function allowedRepairs(choice: RepairChoice): number {
  if (choice === "all") return ALL_REPAIRS;
  if (choice === "none") return 0;
  return REPAIR_CODES.reduce((mask, code, bit) => (choice[code] === false ? mask : mask | (1 << bit)), 0);
}

/** The set of a list. */
export function repairSet(list: readonly RepairCode[]): number {
  return sets.get(list) ?? list.reduce((mask, code) => mask | (1 << REPAIR_CODES.indexOf(code)), 0);
}
