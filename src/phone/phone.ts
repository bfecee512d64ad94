import type { FoundNumber, Reading, RejectReason } from "../model/number.ts";
import { chooseNumbers } from "./choose.ts";
import { isDate, withoutJunk } from "./junk.ts";
import { type Candidate, LIBRARY_VERSION, readCandidate } from "./library.ts";
import { findPieces, type Piece } from "./pieces.ts";
import { toPlainText } from "./text.ts";

export { numberTableReleased } from "./released.ts";

/** Raised whenever our own rules read any value differently. */
const RULES_VERSION = 1;

/** Longest value that is looked at, in UTF-16 units; a longer one is rejected as too-long. */
export const MAX_VALUE_LENGTH = 1_000;

/** Names the numbering plans and the rules that readings come from; readings of two versions may differ. */
export const NUMBER_TABLE_VERSION: string = `lpjs-${LIBRARY_VERSION}/${RULES_VERSION}`;

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
  const clean = cleanCandidate(raw);
  const found = clean && readCandidate(clean, region);
  if (found) return { numbers: [found] };
  return readDirty(raw, region);
}

/**
 * The usual value: one plus at most, digits, single spaces, dashes, brackets. Anything else, dates included, is null
 * and takes the careful way.
 */
function cleanCandidate(raw: string): Candidate | null {
  const text = raw.trim();
  let plus = false;
  let head = -1;
  let digits = "";
  let runStart = -1;
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) {
      if (runStart < 0) runStart = i;
      continue;
    }
    if (runStart >= 0) {
      digits += text.slice(runStart, i);
      if (head < 0) head = digits.length;
      runStart = -1;
    }
    if (i === text.length) break;
    if (code === PLUS && !plus && digits === "") plus = true;
    else if (code === OPEN_BRACKET) head = Math.max(head, 0);
    else if (code === SPACE ? partsNumbers(text, i) : code !== CLOSE_BRACKET && code !== DASH) return null;
  }
  return isDate(text) ? null : { plus, digits, head: Math.max(head, 0) };
}

const PLUS = 0x2b;
const SPACE = 0x20;
const DASH = 0x2d;
const OPEN_BRACKET = 0x28;
const CLOSE_BRACKET = 0x29;

/** A second space, or a dash set off by spaces, may stand between two numbers. */
function partsNumbers(text: string, space: number): boolean {
  const next = text.charCodeAt(space + 1);
  return next === SPACE || (next === DASH && text.charCodeAt(space + 2) === SPACE);
}

function readDirty(raw: string, region: string | null): Reading {
  const plain = toPlainText(raw);
  const { text, removed } = withoutJunk(plain);
  const pieces = findPieces(text);
  const [first, ...rest] = distinct(chooseNumbers(pieces, region));
  return first ? { numbers: [first, ...rest] } : rejected(reasonFor(plain, pieces, removed));
}

/** The same number twice counts once; the first extension seen with it stays. */
function distinct(numbers: readonly FoundNumber[]): FoundNumber[] {
  if (numbers.length < 2) return [...numbers];
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
