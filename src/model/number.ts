/** libphonenumber's words for what a number is. */
export const NUMBER_TYPES = [
  "FIXED_LINE",
  "MOBILE",
  "FIXED_LINE_OR_MOBILE",
  "TOLL_FREE",
  "PREMIUM_RATE",
  "SHARED_COST",
  "VOIP",
  "PERSONAL_NUMBER",
  "PAGER",
  "UAN",
  "VOICEMAIL",
  "UNKNOWN",
] as const;

export type NumberType = (typeof NUMBER_TYPES)[number];

/**
 * What our own rules did to a value so that a number could be read, in the order in which a number lists them. Each stands
 * there exactly when it shaped that number, whatever libphonenumber would make of the raw value.
 */
export const REPAIR_CODES = [
  "unicode",
  "excel",
  "link",
  "words-cut",
  "split",
  "stem",
  "joined",
  "look-alike",
  "idd",
  "trunk",
  "plus-added",
  "own-code",
  "other-region",
] as const;

export type RepairCode = (typeof REPAIR_CODES)[number];

/** A number read from a raw value. */
export interface FoundNumber {
  /** Digits with calling code as a 64-bit integer; some valid German numbers have 17 digits, past 2^53. */
  readonly number: bigint;
  /** ISO 3166-1 alpha-2, or 001 for non-geographic codes. */
  readonly region: string;
  readonly type: NumberType;
  /** Extension digits, where the value had one. */
  readonly ext?: string;
  /** What was repaired, in the order of REPAIR_CODES; absent where nothing was. Shared and frozen. */
  readonly repairs?: readonly RepairCode[];
}

/** Why a value gave no number; from `email` on it is something else than a phone number. */
export const REJECT_REASONS = [
  "empty",
  "no-digits",
  "too-short",
  "too-long",
  "no-country-code",
  "not-possible",
  "not-valid",
  "ambiguous",
  "lost-digits",
  "email",
  "link",
  "date",
  "time",
  "price",
  "card",
  "iban",
  "document",
  "order",
  "ip-address",
  "coordinates",
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** What one raw value holds: different numbers in the order of the text, or the reason why there is none. */
export type Reading =
  | { readonly numbers: readonly [FoundNumber, ...FoundNumber[]]; readonly reason?: undefined }
  | { readonly numbers: readonly []; readonly reason: RejectReason };

/** One stay of a number in a project. Names are the latest. */
export interface NumberPlace {
  readonly source: string;
  /** The CRM's own ids. */
  readonly clientId: string;
  readonly client: string;
  readonly projectId: string;
  readonly project: string;
  readonly region: string;
  readonly type: string;
  /** As the CRM last told them; null where the source keeps none. */
  readonly label: string | null;
  readonly contact: string | null;
  /** The run that found it first, and when that began (ISO UTC). */
  readonly cameRun: number;
  readonly firstSeen: string;
  /** The last run that confirmed it, and when that began. */
  readonly lastRun: number;
  readonly lastSeen: string;
  /** The run that no longer found it; null where it is still there. */
  readonly goneRun: number | null;
  /** A run could not read the project since: whether it is still there nobody knows. */
  readonly unverified: boolean;
}
