import type { NumberType } from "../../model/number.ts";
import { callingCode } from "../digits/calling-code.ts";
import { isFiction } from "./fiction.ts";
import type { PublicInboxes } from "./public-inboxes.ts";

/**
 * What makes a valid number look like one that somebody made up, in the order in which a number lists them; docs/numbers.md
 * has the rules. None of them speaks of a number that is merely easy to remember.
 */
export const PLACEHOLDER_FLAGS = [
  "repeated-digit",
  "run",
  "mirrored",
  "repeated-block",
  "zero-subscriber",
  "fiction",
  "public-inbox",
] as const;

export type PlaceholderFlag = (typeof PLACEHOLDER_FLAGS)[number];

const REPEATED_DIGIT = 1;
const RUN = 2;
const MIRRORED = 4;
const REPEATED_BLOCK = 8;
const ZERO_SUBSCRIBER = 16;
const FICTION = 32;
const PUBLIC_INBOX = 64;

/** Businesses order these by their looks: their shape tells nothing. */
const CHOSEN_BY_LOOKS: readonly string[] = [
  "TOLL_FREE",
  "SHARED_COST",
  "PREMIUM_RATE",
  "UAN",
  "VOIP",
] satisfies NumberType[];

/** National digits below which a shape is too common to mean anything. */
const MIN_SHAPED = 8;
const MIN_RUN = 8;
/** Digits that may stand beside a run: a leading 9 or 50. */
const MAX_BESIDE_RUN = 2;
const MIN_MIRRORED = 9;
const MIN_ZEROS = 6;

/**
 * The flags of a valid number as a set of bits, 0 for none: bit n is the n-th of PLACEHOLDER_FLAGS. `type` in libphonenumber's
 * words. Public inboxes are told where a list of them is given.
 */
export function placeholderFlags(number: bigint, type: string, inboxes: PublicInboxes | null = null): number {
  const digits = String(number);
  const code = callingCode(digits);
  let flags = CHOSEN_BY_LOOKS.includes(type) ? 0 : shapeOf(digits.slice(code.length), code, type);
  if (isFiction(digits, code)) flags |= FICTION;
  if (inboxes?.has(number)) flags |= PUBLIC_INBOX;
  return flags;
}

const lists: (readonly PlaceholderFlag[] | undefined)[] = [];

/** The names of a set of flags; shared and frozen. */
export function flagNames(flags: number): readonly PlaceholderFlag[] {
  const known = lists[flags];
  if (known) return known;
  const list = Object.freeze(PLACEHOLDER_FLAGS.filter((_, bit) => (flags >> bit) & 1));
  lists[flags] = list;
  return list;
}

/** The set of the named flags. */
export function flagSet(names: readonly PlaceholderFlag[]): number {
  return names.reduce((flags, name) => flags | (1 << PLACEHOLDER_FLAGS.indexOf(name)), 0);
}

function shapeOf(national: string, code: string, type: string): number {
  if (national.length < MIN_SHAPED) return 0;
  if (isRepeated(national, 1)) return REPEATED_DIGIT;
  let flags = 0;
  if (hasRun(national)) flags |= RUN;
  if (isMirrored(national)) flags |= MIRRORED;
  if (isRepeated(national, 2) || isRepeated(national, 3)) flags |= REPEATED_BLOCK;
  if (endsInZeros(national, digitsAhead(national.length, code, type))) flags |= ZERO_SUBSCRIBER;
  return flags;
}

/** The first `size` digits over and over, the last time perhaps not whole. */
function isRepeated(national: string, size: number): boolean {
  for (let i = size; i < national.length; i++) {
    if (national.charCodeAt(i) !== national.charCodeAt(i - size)) return false;
  }
  return true;
}

/** Digits that each follow the one before, upwards or downwards, 0 after 9: nearly all of the number. */
function hasRun(national: string): boolean {
  const enough = Math.max(MIN_RUN, national.length - MAX_BESIDE_RUN);
  let [up, down] = [1, 1];
  for (let i = 1; i < national.length; i++) {
    const step = (national.charCodeAt(i) - national.charCodeAt(i - 1) + 10) % 10;
    up = step === 1 ? up + 1 : 1;
    down = step === 9 ? down + 1 : 1;
    if (up >= enough || down >= enough) return true;
  }
  return false;
}

/** The same backwards, of two different digits at most: of more it may be chance or a choice. */
function isMirrored(national: string): boolean {
  if (national.length < MIN_MIRRORED) return false;
  for (let i = 0, end = national.length - 1; i < end; i++, end--) {
    if (national.charCodeAt(i) !== national.charCodeAt(end)) return false;
  }
  return new Set(national).size <= 2;
}

/**
 * How many digits name the operator or town at most. Where towns differ in this, the fewest: London's 020 7000 0000 is a
 * number that a business may have.
 */
function digitsAhead(length: number, code: string, type: string): number {
  if (length > 9) return type === "MOBILE" || THREE_DIGIT_AREAS.includes(code) ? 3 : 2;
  return length === 9 && code !== FRANCE ? 2 : 1;
}

const THREE_DIGIT_AREAS: readonly string[] = ["1", "7", "90"];
const FRANCE = "33";

/** Nothing but zeros behind the first digits. */
function endsInZeros(national: string, ahead: number): boolean {
  const zeros = Math.max(MIN_ZEROS, national.length - ahead);
  for (let i = national.length - zeros; i < national.length; i++) {
    if (national.charCodeAt(i) !== ZERO) return false;
  }
  return true;
}

const ZERO = 0x30;
