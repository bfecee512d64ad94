import {
  CLOSE,
  COLON,
  COMMA,
  DASH,
  DOT,
  NEWLINE,
  OPEN,
  PIPE,
  SEMICOLON,
  SLASH,
  SPACE,
} from "../text/chars.ts";
import { isOnly, PARTS, type Scan, WORDS } from "../text/scan.ts";
import { AND, PHONE } from "../text/words.ts";
import type { Pieces } from "./pieces.ts";

const BETWEEN =
  (1 << SLASH) |
  (1 << COMMA) |
  (1 << SEMICOLON) |
  (1 << DASH) |
  (1 << SPACE) |
  (1 << OPEN) |
  (1 << CLOSE) |
  (1 << DOT) |
  (1 << COLON) |
  (1 << NEWLINE) |
  PARTS |
  WORDS;
const SEPARATORS = (1 << COMMA) | (1 << SEMICOLON) | (1 << NEWLINE);
const ENDS = SEPARATORS | (1 << SLASH) | (1 << OPEN) | (1 << CLOSE) | (1 << PIPE) | (1 << DOT) | (1 << DASH);
/** Longer endings are local numbers, as long as what follows the area code of the base. */
const MAX_SHORT_ENDING = 4;
const MAX_ENDING = 8;
const MIN_STEM = 3;

/**
 * True where a piece is the ending of another number that shares its stem with `base`: up to 4 digits behind a slash,
 * an "and" or a dash, or any that are grouped as the end of `base` is; labels may stand between.
 */
export function isStem(scan: Scan, pieces: Pieces, piece: number, base: number): boolean {
  const digits = pieces.digits[piece] ?? 0;
  if (digits > MAX_ENDING || pieces.hasPlus(piece)) return false;
  if (digits + MIN_STEM > (pieces.digits[base] ?? 0) || pieces.next(piece - 1) !== pieces.first[piece])
    return false;
  const gap = pieces.first[piece] ?? 0;
  const bits = scan.gap[gap] ?? 0;

  if (!isOnly(bits, BETWEEN) || !areLabels(scan, gap) || !ends(scan, pieces.next(piece))) return false;
  const isFirm = (bits & (1 << SLASH)) !== 0 || hasMeaning(scan, gap, AND);
  const isParted = isFirm || (bits & SEPARATORS) !== 0;
  if (digits > MAX_SHORT_ENDING) return isParted && isLocalPart(scan, pieces, digits, base);
  if (groupsAsEndOf(scan, pieces, piece, base)) return isParted;
  // `0958/9`: one digit follows the last group closely.
  if (digits === 1) return bits === 1 << SLASH && pieces.first[base] !== pieces.last[base];
  const isSingle = pieces.first[piece] === pieces.last[piece];
  if (!isSingle || digits >= runLength(scan, pieces.last[base] ?? 0)) return false;
  // `0178 3183348 и 0178/1890693`: an area code of its own.
  if (digits > 2 && scan.text[scan.runStart[gap] ?? 0] === 0x30) return false;
  const hasDash = scan.text[(scan.runStart[gap] ?? 0) - 1] === 0x2d;
  return isFirm || (hasDash && isParted);
}

/** Some of the last runs of the base, but not all, have as many digits. */
function isLocalPart(scan: Scan, pieces: Pieces, digits: number, base: number): boolean {
  let rest = digits;
  let run = pieces.last[base] ?? 0;
  for (; run > (pieces.first[base] ?? 0) && rest > 0; run--) rest -= runLength(scan, run);
  return rest === 0;
}

function areLabels(scan: Scan, gap: number): boolean {
  for (let word = scan.gapWord[gap] ?? 0; word < (scan.gapWord[gap + 1] ?? 0); word++) {
    const meaning = scan.wordMeaning[word];
    if (meaning !== PHONE && meaning !== AND) return false;
  }
  return true;
}

function hasMeaning(scan: Scan, gap: number, meaning: number): boolean {
  for (let word = scan.gapWord[gap] ?? 0; word < (scan.gapWord[gap + 1] ?? 0); word++)
    if (scan.wordMeaning[word] === meaning) return true;
  return false;
}

/** No word goes on right behind: `/12 этаж` is no ending. */
function ends(scan: Scan, gap: number): boolean {
  const bits = scan.gap[gap] ?? 0;
  return (bits & WORDS) === 0 || ((scan.gapHead[gap] ?? 0) & ENDS) !== 0 || areLabels(scan, gap);
}

/** The runs of the piece are as long as the last ones of the base. */
function groupsAsEndOf(scan: Scan, pieces: Pieces, piece: number, base: number): boolean {
  const first = pieces.first[piece] ?? 0;
  let run = pieces.last[piece] ?? 0;
  let other = pieces.last[base] ?? 0;
  const firstOther = pieces.first[base] ?? 0;
  for (; run >= first; run--, other--)
    if (other < firstOther || runLength(scan, run) !== runLength(scan, other)) return false;
  return true;
}

function runLength(scan: Scan, run: number): number {
  return (scan.runEnd[run] ?? 0) - (scan.runStart[run] ?? 0);
}
