import type { NumberType } from "../../src/model/number.ts";

/** A pattern of national numbers and the lengths it is limited to; no lengths: the pattern alone decides. */
export interface Kind {
  readonly pattern: string;
  readonly lengths: readonly number[];
}

/** One region's numbering plan, or that of a calling code without a region, in the words of libphonenumber's metadata. */
export interface Plan {
  /** ISO alpha-2, or 001. */
  readonly region: string;
  readonly code: number;
  /** Pattern of the prefixes that dial out of the country. */
  readonly idd: string | null;
  /** Pattern of what is dialled before a national number ("national prefix for parsing"). */
  readonly trunk: string | null;
  /** What a match of `trunk` becomes, with `$1`; null where it is taken off. */
  readonly transform: string | null;
  /** Of regions that share a calling code: how numbers of this one begin. */
  readonly leading: string | null;
  readonly general: Kind;
  readonly kinds: Readonly<Partial<Record<NumberType, Kind>>>;
  /** Fixed and mobile numbers look the same here. */
  readonly mobileIsFixed: boolean;
}

/** All plans of one release. */
export interface Plans {
  /** Package and version, as `lpjs-1.13.16`. */
  readonly source: string;
  /** Per calling code its plans, the main one first; all plans with a region are in here. */
  readonly codes: ReadonlyMap<number, readonly Plan[]>;
}

/** Types other than fixed and mobile, in the order in which libphonenumber asks for them. */
export const SPECIAL_TYPES = [
  "PREMIUM_RATE",
  "TOLL_FREE",
  "SHARED_COST",
  "VOIP",
  "PERSONAL_NUMBER",
  "PAGER",
  "UAN",
  "VOICEMAIL",
] as const satisfies readonly NumberType[];

/** True for lists, with elements of unknown type. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Numbers of a metadata field; none where it is left out. */
export function numbersOf(value: unknown): number[] {
  return isList(value) ? value.map(Number) : [];
}

/** A metadata field as text; null where it is left out. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
