import type { FoundNumber } from "../model/number.ts";
import { candidateReader } from "./candidate.ts";
import { isDate } from "./junk.ts";
import { type Piece, pieceOf } from "./pieces.ts";

/** Signs that part two numbers, and that people also put inside one. */
const SOFT_GAP = /^[\s,;|/.()[\]_&-]*$/;
/** Letters that stand for a digit or hide one: what they touch is not a whole number. */
const LOOK_ALIKE_AFTER = /^(?:[OoОоQDlIiЗзбБBВSsZzgqXxХх]+(?!\p{L})|\*\*)/u;
const LOOK_ALIKE_BEFORE = /(?<!\p{L})[OoОоQDlIiЗзбБBВSsZz]+$/u;
/** Letters with digits on both sides and no more than a sign between: the digits are one number, and spoiled. */
const BREAK_INSIDE =
  /^(?:\p{L}{1,3}|[-()./ ]{0,2}[OoОоQDlIiЗзбБBВSsZz]{1,2}|[OoОоQDlIiЗзбБBВSsZzgqXxХх]{1,2}[-()./ ]{0,2})$/u;
/** Words that announce another number than a phone's, unless it has a plus. */
const OTHER_NUMBER =
  /^(?:инн|огрн(?:ип)?|кпп|бик|окпо|снилс|паспорт|договора?|заказа?|сч[её]та?|карт[аы]|inn|iban|vat|invoice|order|card)$/iu;
const OTHER_NUMBER_BEFORE = new RegExp(`(?<!\\p{L})${OTHER_NUMBER.source.slice(1, -1)}[\\s.:№#-]*$`, "iu");
const SHORTEST_LABEL = 3;
const KEYPAD_WORD_AFTER = /^-?([A-Z]{3,})(?!\p{L})/u;
/** Digits of A to Z on a telephone keypad (ITU-T E.161). */
const KEYPAD = "22233344455566677778889999";
/** Beside other digits, a number without plus or trunk 0 is believed from this length on: shorter may be a local part. */
const MIN_BARE_BESIDE_OTHERS = 9;
const MIN_FOR_TWO_NUMBERS = 14;
const MAX_STUB_DIGITS = 4;
const FIRST_LETTER = 0x41;

/** The numbers of a value's pieces, in order; the same number may come twice. */
export function chooseNumbers(pieces: readonly Piece[], region: string | null): FoundNumber[] {
  const [only] = pieces;
  if (only && pieces.length === 1) return readOnly(only, region);
  const each = pieces.map((piece) => readBesideOthers(piece, region));
  if (each.every((found) => found !== null)) return each;
  const alone = withoutBroken(pieces, each);
  return chainsOf(pieces, alone).flatMap((chain) => readChain(chain, STRONG_GAPS, region).numbers);
}

interface Link {
  readonly piece: Piece;
  readonly found: FoundNumber | null;
}

function readOnly(piece: Piece, region: string | null): FoundNumber[] {
  const found = readPiece(piece, region);
  return found ? [found] : readSpacedPair(piece, region);
}

/** `89161234567 89161234568`: one space parts two numbers where just one place makes both complete. */
function readSpacedPair(piece: Piece, region: string | null): FoundNumber[] {
  if (piece.digits.length < MIN_FOR_TWO_NUMBERS || piece.digits.length > 2 * MIN_FOR_TWO_NUMBERS) return [];
  let pair: FoundNumber[] = [];
  for (let at = piece.text.indexOf(" "); at > 0; at = piece.text.indexOf(" ", at + 1)) {
    const right = readBesideOthers(
      { ...pieceOf(piece.text.slice(at + 1)), ext: piece.ext, after: piece.after },
      region,
    );
    if (!right) continue;
    const left = readBesideOthers({ ...pieceOf(piece.text.slice(0, at)), before: piece.before }, region);
    if (!left) continue;
    if (pair.length > 0) return [];
    pair = [left, right];
  }
  return pair;
}

function readBesideOthers(piece: Piece, region: string | null): FoundNumber | null {
  const marked = piece.plus || piece.digits.startsWith("0");
  if (
    !marked &&
    piece.digits.length < Math.min(MIN_BARE_BESIDE_OTHERS, candidateReader().longestNumber(region))
  )
    return null;
  return readPiece(piece, region);
}

function readPiece(piece: Piece, region: string | null): FoundNumber | null {
  if (touchesLookAlike(piece) || isDate(piece.text)) return null;
  if (!piece.plus && namesOtherNumber(piece.before)) return null;
  const found = candidateReader().read(piece, region);
  if (!found || goesOnInLetters(piece, region)) return null;
  return withExtension(found, piece.ext);
}

function touchesLookAlike({ before, after }: Piece): boolean {
  const first = after.charCodeAt(0);
  if ((first > 0x40 || first === 0x2a) && LOOK_ALIKE_AFTER.test(after)) return true;
  return before.charCodeAt(before.length - 1) > 0x40 && LOOK_ALIKE_BEFORE.test(before);
}

/** The last word before a piece is asked for, without an expression where it is of Latin or Russian letters. */
function namesOtherNumber(before: string): boolean {
  let end = before.length;
  while (end > 0 && isLabelSign(before.charCodeAt(end - 1))) end -= 1;
  let start = end;
  while (start > 0 && isLetter(before.charCodeAt(start - 1))) start -= 1;
  if (start > 0 && before.charCodeAt(start - 1) > 0x7f) return OTHER_NUMBER_BEFORE.test(before);
  return end - start >= SHORTEST_LABEL && OTHER_NUMBER.test(before.slice(start, end));
}

/** Space, line break, dash, dot, colon, number sign. */
function isLabelSign(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x2d || code === 0x2e || code === 0x3a || code === 0x23;
}

function isLetter(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x0400 && code <= 0x0481)
  );
}

/** `0711-12345-CALL`: valid without the word and with it, so which one is meant is not known. */
function goesOnInLetters(piece: Piece, region: string | null): boolean {
  const first = piece.after.charCodeAt(0);
  if (first !== 0x2d && !(first >= 0x41 && first <= 0x5a)) return false;
  const word = KEYPAD_WORD_AFTER.exec(piece.after)?.[1];
  if (word === undefined) return false;
  const keys = [...word].map((letter) => KEYPAD.charAt(letter.charCodeAt(0) - FIRST_LETTER)).join("");
  return candidateReader().read({ ...piece, digits: piece.digits + keys }, region) !== null;
}

function withExtension(found: FoundNumber, ext: string | null): FoundNumber {
  return ext === null ? found : { ...found, ext };
}

/** Digits, a letter or two, digits: both sides are whole numbers, or neither is one. */
function withoutBroken(
  pieces: readonly Piece[],
  alone: readonly (FoundNumber | null)[],
): (FoundNumber | null)[] {
  const kept = [...alone];
  for (let i = 1; i < pieces.length; i++) {
    if ((alone[i - 1] && alone[i]) || !BREAK_INSIDE.test(pieces[i]?.before ?? "")) continue;
    kept[i - 1] = null;
    kept[i] = null;
  }
  return kept;
}

/** Pieces that may be parts of one number stand in one chain; words, colons and extensions end it. */
function chainsOf(pieces: readonly Piece[], alone: readonly (FoundNumber | null)[]): Link[][] {
  const chains: Link[][] = [];
  pieces.forEach((piece, i) => {
    const link = { piece, found: alone[i] ?? null };
    const last = chains.at(-1)?.at(-1);
    if (last && continues(last, piece)) chains.at(-1)?.push(link);
    else chains.push([link]);
  });
  return chains;
}

function continues(last: Link, next: Piece): boolean {
  if (last.piece.ext !== null) return false;
  // A calling code without its number: whatever comes next belongs to it.
  const stub = last.piece.plus && !last.found && last.piece.digits.length <= MAX_STUB_DIGITS;
  return SOFT_GAP.test(next.before) || (stub && !next.plus);
}

/** Gaps from those that part numbers to those inside one: `0177/383945, 030 / 123456` needs their order. */
const STRONG_GAPS: readonly RegExp[] = [/[,;|\n&]/, /\s/];

interface ChainReading {
  readonly numbers: readonly FoundNumber[];
  /** Every digit belongs to one of the numbers. */
  readonly complete: boolean;
}

/** Every piece a number by itself, or every part between the strongest gaps, or the whole, or what is sure of it. */
function readChain(
  chain: readonly Link[],
  strongGaps: readonly RegExp[],
  region: string | null,
): ChainReading {
  const alone = chain.flatMap(({ found }) => (found ? [found] : []));
  if (alone.length === chain.length) return { numbers: alone, complete: true };
  const [strong, ...weaker] = strongGaps;
  const parts = strong ? splitAt(chain, strong) : chain.map((link) => [link]);
  if (strong && parts.length === 1) return readChain(chain, weaker, region);
  const readings = strong
    ? parts.map((part) => readChain(part, weaker, region))
    : chain.map(({ found }) => ({ numbers: found ? [found] : [], complete: found !== null }));
  const numbers = readings.flatMap((reading) => reading.numbers);
  if (readings.every(({ complete }) => complete)) return { numbers, complete: true };
  const whole = readWhole(chain, region);
  if (whole) return { numbers: [whole], complete: true };
  // Digits left over behind a number are a note; before it, they may be its beginning.
  const firstRead = readings.findIndex((reading) => reading.numbers.length > 0);
  const fragments = readings.some(
    ({ complete }, i) =>
      !complete && (i < firstRead || parts[i]?.some(({ piece, found }) => piece.plus && !found)),
  );
  return { numbers: fragments ? [] : numbers, complete: false };
}

function splitAt(chain: readonly Link[], gap: RegExp): Link[][] {
  const parts: Link[][] = [];
  chain.forEach((link, i) => {
    if (i > 0 && !gap.test(link.piece.before)) parts.at(-1)?.push(link);
    else parts.push([link]);
  });
  return parts;
}

/** `8,916,123,45,67` and `8/916/123-45-67`: separators inside one number. */
function readWhole(chain: readonly Link[], region: string | null): FoundNumber | null {
  const [first, ...rest] = chain;
  const last = rest.at(-1);
  if (!first || !last || rest.some(({ piece }) => piece.plus)) return null;
  if (rest.some(({ piece }) => LOOK_ALIKE_AFTER.test(piece.before) || LOOK_ALIKE_BEFORE.test(piece.before)))
    return null;
  const text = chain.map(({ piece }, i) => (i === 0 ? piece.text : piece.before + piece.text)).join("");
  if (isDate(text)) return null;
  const digits = chain.map(({ piece }) => piece.digits).join("");
  return readPiece(
    { ...first.piece, text, digits, head: 0, ext: last.piece.ext, after: last.piece.after },
    region,
  );
}
