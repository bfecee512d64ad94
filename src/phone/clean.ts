import type { FoundNumber } from "../model/number.ts";
import type { CandidateReader } from "./candidate.ts";
import { isDate } from "./junk.ts";

/**
 * The usual value, without an expression: one plus at most, digits, single spaces, dashes, brackets. Anything else,
 * dates included, is null and takes the careful way.
 */
export function readClean(raw: string, reader: CandidateReader, region: string | null): FoundNumber | null {
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
  return reader.found(reader.readDigits(plus, count, head, region));
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
