import type { Candidate } from "./candidate.ts";

/** A stretch of text that may be one number: digits with spaces, dashes, dots and brackets between them. */
export interface Piece extends Candidate {
  /** Plain text from its first digit or plus to its last digit. */
  readonly text: string;
  /** Extension digits that the text gives after it. */
  readonly ext: string | null;
  /** Text between the piece before (or the start) and this one. */
  readonly before: string;
  /** Text between this piece and the next (or the end), its extension left out. */
  readonly after: string;
}

const JOINERS = " -()[]._";
const EXTENSION_LABEL =
  /(?:^|[^\p{L}])(?:доб(?:авочный|ав)?|ext(?:ension|n)?|extn|вн(?:утр(?:енний)?)?|anexo|int|[xх#])[\s.:№#)-]*$/iu;
const DIALLED_EXTENSION = /^\s*,,+\s*$|;ext=$/i;
const MAX_EXTENSION_DIGITS = 9;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly plus: boolean;
}

/** The pieces of a plain text, in order; extensions are joined to the piece they follow. */
export function findPieces(plain: string): Piece[] {
  const pieces: Piece[] = [];
  let gapStart = 0;
  for (let span = nextSpan(plain, 0); span !== null; span = nextSpan(plain, span.end)) {
    const before = plain.slice(gapStart, span.start);
    const last = pieces.at(-1);
    const ext = last && last.ext === null && !span.plus ? extensionIn(plain, span, before) : null;
    if (last && ext) {
      pieces[pieces.length - 1] = { ...last, ext: ext.digits, after: "" };
      span = { ...span, end: ext.end };
    } else {
      if (last) pieces[pieces.length - 1] = { ...last, after: before };
      pieces.push(toPiece(plain, span, before));
    }
    gapStart = span.end;
  }
  const last = pieces.at(-1);
  if (last) pieces[pieces.length - 1] = { ...last, after: plain.slice(gapStart) };
  return pieces;
}

/** A piece of given text, for parts of other pieces. */
export function pieceOf(text: string): Piece {
  return toPiece(text, { start: 0, end: text.length, plus: text.startsWith("+") }, "");
}

function toPiece(plain: string, span: Span, before: string): Piece {
  const text = plain.slice(span.start, span.end);
  const digits = digitsOf(withoutZeroFraction(text));
  const head = /[([]\s*$/.test(before) ? 0 : (/^\+?\d*/.exec(text)?.[0].replace("+", "").length ?? 0);
  return { plus: span.plus, digits, head, text, ext: null, before, after: "" };
}

/** Spreadsheets write a number as `79161234567.0`. */
function withoutZeroFraction(text: string): string {
  return /^\+?\d{7,}\.0+$/.test(text) ? text.slice(0, text.indexOf(".")) : text;
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function extensionIn(plain: string, span: Span, before: string): { digits: string; end: number } | null {
  if (!EXTENSION_LABEL.test(before) && !DIALLED_EXTENSION.test(before)) return null;
  const text = plain.slice(span.start, span.end);
  const whole = digitsOf(text);
  if (whole.length <= MAX_EXTENSION_DIGITS) return { digits: whole, end: span.end };
  // `доб. 123 8 495 765-43-21`: the extension ends at the space, a number follows.
  const first = /^\d+(?=\s)/.exec(text)?.[0];
  if (first === undefined || first.length > MAX_EXTENSION_DIGITS) return null;
  return { digits: first, end: span.start + first.length };
}

/** The next stretch at or after `from`: it begins with a digit or a plus and ends with a digit. */
function nextSpan(plain: string, from: number): Span | null {
  for (let i = from; i < plain.length; i++) {
    if (isDigit(plain.charCodeAt(i))) return { start: i, end: spanEnd(plain, i), plus: false };
    if (plain.charCodeAt(i) !== PLUS_CODE) continue;
    const first = firstDigitAfterPlus(plain, i);
    if (first >= 0) return { start: i, end: spanEnd(plain, first), plus: true };
  }
  return null;
}

const PLUS_CODE = 0x2b;
const MAX_AFTER_PLUS = 4;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** `+7`, `+ 7`, `+(7)` and `++7`: a plus belongs to the digits close behind it. */
function firstDigitAfterPlus(plain: string, plus: number): number {
  for (let i = plus + 1; i <= plus + MAX_AFTER_PLUS && i < plain.length; i++) {
    if (isDigit(plain.charCodeAt(i))) return i;
    if (!" (+-".includes(plain.charAt(i))) return -1;
  }
  return -1;
}

function spanEnd(plain: string, firstDigit: number): number {
  let end = firstDigit + 1;
  for (let i = end; i < plain.length; i++) {
    if (isDigit(plain.charCodeAt(i))) end = i + 1;
    else if (!JOINERS.includes(plain.charAt(i)) || parts(plain, i)) break;
  }
  return end;
}

/** Two spaces, a dash or a dot set off by a space: signs between numbers more often than inside one. */
function parts(plain: string, at: number): boolean {
  if (plain.charAt(at + 1) !== " ") return false;
  const char = plain.charAt(at);
  return char === " " || char === "." || (char === "-" && plain.charAt(at - 1) === " ");
}
