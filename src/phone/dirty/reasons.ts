import type { RejectReason } from "../../model/number.ts";
import type { CandidateReader } from "../digits/candidate.ts";
import { COLON } from "../text/chars.ts";
import { isOnly, type Scan, WORDS } from "../text/scan.ts";
import { CARD, DOCUMENT, IBAN, ORDER, ROUBLES } from "../text/words.ts";
import { isCard, isDocument } from "./documents.ts";
import type { Pieces } from "./pieces.ts";

const MIN_DIGITS = 7;
const MAX_E164_DIGITS = 15;
const MAX_READ = 24;
const IPV6 = /^(?:[\da-f]{0,4}:){3,7}[\da-f]{0,4}$/i;

/** What is known of a value that gave no number. */
export interface Unread {
  readonly ambiguous: boolean;
  /** What was taken out of the text, and what runs were marked as. */
  readonly removed: RejectReason | null;
  readonly marked: RejectReason | null;
  readonly region: string | null;
}

/** Why no number was read of the text that was scanned last. */
export function reasonFor(
  scan: Scan,
  pieces: Pieces,
  candidates: CandidateReader,
  { ambiguous, removed, marked, region }: Unread,
): RejectReason {
  if (scan.runs === 0) return removed ?? (scan.all & WORDS ? "no-digits" : "empty");
  if (ambiguous) return "ambiguous";
  if (removed === "lost-digits") return removed;
  let total = 0;
  let longest = 0;
  let labelled: RejectReason | null = null;
  for (let piece = 0; piece < pieces.count; piece++) {
    const digits = pieces.digits[piece] ?? 0;
    total += digits;
    if (digits > (pieces.digits[longest] ?? 0)) longest = piece;
    labelled ??= reasonOfLabel(pieces.label[piece] ?? 0);
  }
  if (labelled !== null) return labelled;
  const count = pieces.count === 0 ? 0 : (pieces.digits[longest] ?? 0);
  if (count < MIN_DIGITS && (marked ?? removed) !== null) return marked ?? removed ?? "too-short";
  if (total < MIN_DIGITS) return hasRoubles(scan) ? "price" : "too-short";
  if (isNetworkAddress(scan)) return "ip-address";
  const { digits } = candidates;
  pieces.copy(pieces.first[longest] ?? 0, pieces.last[longest] ?? 0, digits, MAX_READ);
  const plus = pieces.hasPlus(longest);
  if (!plus && isCard(digits, count)) return "card";
  if (!plus && isDocument(digits, count)) return "document";
  return count > MAX_E164_DIGITS ? "too-long" : candidates.failureOf(plus, count, region);
}

function hasRoubles(scan: Scan): boolean {
  for (let word = 0; word < scan.words; word++) if (scan.wordMeaning[word] === ROUBLES) return true;
  return false;
}

/** `2001:0db8:85a3::8a2e:0370:7334` (RFC 4291). */
function isNetworkAddress(scan: Scan): boolean {
  const signs = (1 << COLON) | WORDS;
  return isOnly(scan.all, signs) && (scan.all & signs) !== 0 && IPV6.test(scan.slice(0, scan.length));
}

/** What a label of words.ts makes of digits. */
export function reasonOfLabel(label: number): RejectReason | null {
  if (label === 0) return null;
  if (label === DOCUMENT) return "document";
  if (label === ORDER) return "order";
  if (label === CARD) return "card";
  return label === IBAN ? "iban" : "price";
}
