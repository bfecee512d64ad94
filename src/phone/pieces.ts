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

const EXTENSION_LABEL =
  /(?:^|[^\p{L}])(?:доб(?:авочный|ав)?|ext(?:ension|n)?|extn|вн(?:утр(?:енний)?)?|anexo|int|[xх#])[\s.:№#)-]*$/iu;
const DIALLED_EXTENSION = /^\s*,,+\s*$|;ext=$/i;
const MAX_EXTENSION_DIGITS = 9;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly plus: boolean;
}

/** A piece whose end is not yet known. */
type Draft = { -readonly [field in keyof Piece]: Piece[field] };

/** The pieces of a plain text, in order; extensions are joined to the piece they follow. */
export function findPieces(plain: string): Piece[] {
  const pieces: Draft[] = [];
  let last: Draft | null = null;
  let gapStart = 0;
  for (let span = nextSpan(plain, 0); span !== null; span = nextSpan(plain, gapStart)) {
    const before = plain.slice(gapStart, span.start);
    const ext: Extension | null =
      last !== null && last.ext === null && !span.plus ? extensionIn(plain, span, before) : null;
    if (last !== null && ext !== null) {
      last.ext = ext.digits;
      last.after = "";
      gapStart = ext.end;
      continue;
    }
    if (last !== null) last.after = before;
    last = toPiece(plain, span, before);
    pieces.push(last);
    gapStart = span.end;
  }
  if (last !== null) last.after = plain.slice(gapStart);
  return pieces;
}

/** A piece of given text, for parts of other pieces. */
export function pieceOf(text: string): Piece {
  return toPiece(text, { start: 0, end: text.length, plus: text.startsWith("+") }, "");
}

function toPiece(plain: string, span: Span, before: string): Draft {
  const text = plain.slice(span.start, span.end);
  const counted = withoutZeroFraction(text);
  const digits = digitsOf(counted);
  const head = OPENS_BRACKET.test(before) ? 0 : headOf(text);
  return { plus: span.plus, digits, head, text, ext: null, before, after: "" };
}

const OPENS_BRACKET = /[([]\s*$/;

/** Digits before the first sign. */
function headOf(text: string): number {
  const start = text.charCodeAt(0) === PLUS_CODE ? 1 : 0;
  let end = start;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end - start;
}

/** Spreadsheets write a number as `79161234567.0`. */
function withoutZeroFraction(text: string): string {
  const dot = text.indexOf(".");
  return dot > 0 && /^\+?\d{7,}\.0+$/.test(text) ? text.slice(0, dot) : text;
}

function digitsOf(text: string): string {
  let digits = "";
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    if (isDigit(text.charCodeAt(i))) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      digits += text.slice(start, i);
      start = -1;
    }
  }
  return start < 0 ? digits : digits + text.slice(start);
}

interface Extension {
  readonly digits: string;
  readonly end: number;
}

function extensionIn(plain: string, span: Span, before: string): Extension | null {
  if (!mayLabel(before) || (!EXTENSION_LABEL.test(before) && !DIALLED_EXTENSION.test(before))) return null;
  const text = plain.slice(span.start, span.end);
  const whole = digitsOf(text);
  if (whole.length <= MAX_EXTENSION_DIGITS) return { digits: whole, end: span.end };
  // `доб. 123 8 495 765-43-21`: the extension ends at the space, a number follows.
  const first = /^\d+(?=\s)/.exec(text)?.[0];
  if (first === undefined || first.length > MAX_EXTENSION_DIGITS) return null;
  return { digits: first, end: span.start + first.length };
}

/** A letter, `#`, `=` or two commas: an extension is announced by one of them. */
function mayLabel(before: string): boolean {
  for (let i = 0; i < before.length; i++) {
    const code = before.charCodeAt(i);
    if (code > 0x40 || code === 0x23 || code === 0x3d) return true;
  }
  return before.includes(",,");
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
    else if (!isJoiner(plain.charCodeAt(i)) || parts(plain, i)) break;
  }
  return end;
}

/** Space, round and square brackets, dash, dot, underscore. */
function isJoiner(code: number): boolean {
  if (code === 0x20 || code === 0x28 || code === 0x29 || code === 0x2d || code === 0x2e) return true;
  return code === 0x5b || code === 0x5d || code === 0x5f;
}

/** Two spaces, a dash or a dot set off by a space: signs between numbers more often than inside one. */
function parts(plain: string, at: number): boolean {
  if (plain.charCodeAt(at + 1) !== 0x20) return false;
  const code = plain.charCodeAt(at);
  return code === 0x20 || code === 0x2e || (code === 0x2d && plain.charCodeAt(at - 1) === 0x20);
}
