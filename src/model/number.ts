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

/** A number read from a raw value. */
export interface FoundNumber {
  /** Digits with calling code as a 64-bit integer; some valid German numbers have 17 digits, past 2^53. */
  readonly number: bigint;
  /** ISO 3166-1 alpha-2, or 001 for non-geographic codes. */
  readonly region: string;
  readonly type: NumberType;
  /** Extension digits, where the value had one. */
  readonly ext?: string;
}

/** Why a value gave no number. */
export const REJECT_REASONS = [
  "empty",
  "no-digits",
  "too-short",
  "too-long",
  "not-valid",
  "not-a-phone",
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** What one raw value holds: different numbers in the order of the text, or the reason why there is none. */
export type Reading =
  | { readonly numbers: readonly [FoundNumber, ...FoundNumber[]]; readonly reason?: undefined }
  | { readonly numbers: readonly []; readonly reason: RejectReason };
