import type { FoundNumber, Reading, RejectReason } from "../model/number.ts";
import { type CandidateReader, candidateReader } from "./candidate.ts";
import { chooseNumbers } from "./choose.ts";
import { isDate, withoutJunk } from "./junk.ts";
import { findPieces, type Piece } from "./pieces.ts";
import { StrictReader, type StrictReading } from "./strict.ts";
import { shippedTable } from "./table.ts";
import { TABLE_SOURCE } from "./table-data.ts";
import { toPlainText } from "./text.ts";

export { numberTableReleased } from "./released.ts";

/** Raised whenever our own rules read any value differently. */
const RULES_VERSION = 2;

/** Longest value that is looked at, in UTF-16 units; a longer one is rejected as too-long. */
export const MAX_VALUE_LENGTH = 1_000;

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

const MIN_DIGITS = 7;
const MAX_E164_DIGITS = 15;

/**
 * Reads the numbers in one raw value: each once, in the order of the text, valid in its plan, or a reason for none.
 * `region` (ISO alpha-2) reads national numbers; with null only international ones are read. JSON numbers come as
 * their source text. Never throws; linear in the length of the value.
 */
export function readValue(raw: string | null, region: string | null): Reading {
  if (raw === null) return rejected("empty");
  if (raw.length > MAX_VALUE_LENGTH) return rejected("too-long");
  const found = readClean(raw, candidateReader(), region);
  if (found) return { numbers: [found] };
  return readDirty(raw, region);
}

/**
 * The usual value, without an expression: one plus at most, digits, single spaces, dashes, brackets. Anything else,
 * dates included, is null and takes the careful way.
 */
function readClean(raw: string, reader: CandidateReader, region: string | null): FoundNumber | null {
  const { digits } = reader;
  const end = endOf(raw);
  let plus = false;
  let head = -1;
  let count = 0;
  let dashes = 0;
  for (let i = startOf(raw); i < end; i++) {
    const code = raw.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      if (count === MAX_CLEAN_DIGITS) return null;
      digits[count++] = code - ZERO;
      continue;
    }
    if (code === PLUS) {
      if (plus || count > 0) return null;
      plus = true;
      continue;
    }
    if (head < 0 && (count > 0 || code === OPEN_BRACKET)) head = count;
    if (code === DASH) dashes += 1;
    else if (code === SPACE ? partsNumbers(raw, i) : code !== CLOSE_BRACKET && code !== OPEN_BRACKET)
      return null;
  }
  if (head < 0) head = count;
  if (dashes > 1 && head <= LONGEST_YEAR && isDate(raw.trim())) return null;
  return reader.readDigits(plus, count, head, region);
}

const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const SPACE = 0x20;
const DASH = 0x2d;
const OPEN_BRACKET = 0x28;
const CLOSE_BRACKET = 0x29;
const MAX_CLEAN_DIGITS = 24;
const LONGEST_YEAR = 4;

function startOf(raw: string): number {
  let start = 0;
  while (raw.charCodeAt(start) === SPACE) start += 1;
  return start;
}

function endOf(raw: string): number {
  let end = raw.length;
  while (raw.charCodeAt(end - 1) === SPACE) end -= 1;
  return end;
}

/** A second space, or a dash set off by spaces, may stand between two numbers. */
function partsNumbers(text: string, space: number): boolean {
  const next = text.charCodeAt(space + 1);
  return next === SPACE || (next === DASH && text.charCodeAt(space + 2) === SPACE);
}

function readDirty(raw: string, region: string | null): Reading {
  const plain = toPlainText(raw);
  const { text, removed } = withoutJunk(plain);
  const pieces = findPieces(text);
  const numbers = distinct(chooseNumbers(pieces, region));
  return isSome(numbers) ? { numbers } : rejected(reasonFor(plain, pieces, removed));
}

function isSome(numbers: readonly FoundNumber[]): numbers is readonly [FoundNumber, ...FoundNumber[]] {
  return numbers.length > 0;
}

/** The same number twice counts once; the first extension seen with it stays. */
function distinct(numbers: readonly FoundNumber[]): readonly FoundNumber[] {
  if (numbers.length < 2 || (numbers.length === 2 && numbers[0]?.number !== numbers[1]?.number))
    return numbers;
  const seen = new Map<bigint, FoundNumber>();
  for (const found of numbers) {
    const before = seen.get(found.number);
    if (!before) seen.set(found.number, found);
    else if (before.ext === undefined && found.ext !== undefined) seen.set(found.number, found);
  }
  return [...seen.values()];
}

function reasonFor(plain: string, pieces: readonly Piece[], removed: boolean): RejectReason {
  if (!/\d/.test(plain)) return /\p{L}/u.test(plain) ? "no-digits" : "empty";
  const longest = Math.max(0, ...pieces.map(({ digits }) => digits.length));
  if (longest < MIN_DIGITS && removed) return "not-a-phone";
  if (isDate(plain.trim())) return "not-a-phone";
  if (pieces.reduce((sum, { digits }) => sum + digits.length, 0) < MIN_DIGITS) return "too-short";
  return longest > MAX_E164_DIGITS ? "too-long" : "not-valid";
}

function rejected(reason: RejectReason): Reading {
  return { numbers: [], reason };
}
