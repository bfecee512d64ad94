/** What a character is to the scanner; kinds from SPACE on are also bit numbers of what stands in a gap. */

export const DIGIT = 1;
export const LETTER = 2;
export const SPACE = 3;
export const NEWLINE = 4;
export const PLUS = 5;
export const DASH = 6;
export const DOT = 7;
export const SLASH = 8;
export const OPEN = 9;
export const CLOSE = 10;
export const COMMA = 11;
export const SEMICOLON = 12;
export const PIPE = 13;
export const COLON = 14;
export const STAR = 15;
export const HASH = 16;
export const QUOTE = 17;
export const UNDERSCORE = 18;
export const TILDE = 19;
export const EQUALS = 20;
export const AT = 21;
export const AMPERSAND = 22;
export const MONEY = 23;
/** Punctuation that says nothing about numbers. */
export const SIGN = 24;
/** Symbols and pictures: text of its own. */
export const SYMBOL = 25;
export const PERCENT = 26;
/** Left out of the text. */
export const DROPPED = 30;
/** Half of a code point past U+FFFF. */
const SURROGATE = 31;

/** Kind of each UTF-16 unit; 0 until it was met. */
export const KINDS: Uint8Array<ArrayBuffer> = new Uint8Array(0x10000);
/** What each known unit is in plain text. */
export const PLAIN: Uint16Array<ArrayBuffer> = new Uint16Array(0x10000);
/** Each known unit in lower case, yo as ye, for looking words up. */
export const LOWER: Uint16Array<ArrayBuffer> = new Uint16Array(0x10000);

const ASCII_KINDS: readonly (readonly [kind: number, chars: string])[] = [
  [SPACE, " \t"],
  [NEWLINE, "\n\r\v\f\u0085\u2028\u2029"],
  [PLUS, "+\uFE62\uFF0B\u2795\u207a"],
  [DASH, "-\u2043\u2212\u30FC"],
  [DOT, ".\u00B7\u2022\u2024\u2219\u3002"],
  [SLASH, "/\\\u2044\u2215"],
  [OPEN, "(["],
  [CLOSE, ")]"],
  [COMMA, ",\u3001\u060C"],
  [SEMICOLON, ";"],
  [PIPE, "|"],
  [COLON, ":"],
  [STAR, "*"],
  [HASH, "#"],
  [QUOTE, "'\"`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"],
  [UNDERSCORE, "_"],
  [TILDE, "~\u2053\u223c"],
  [EQUALS, "="],
  [AT, "@"],
  [AMPERSAND, "&"],
  [PERCENT, "%"],
];

const ANY_DIGIT = /\p{Nd}/u;
const INVISIBLE = /[\p{Cf}\p{Cc}\p{M}]/u;
const BLANK = /\p{Zs}/u;
const ANY_DASH = /\p{Pd}/u;
const CURRENCY = /\p{Sc}/u;
const PUNCTUATION = /[\p{P}\u2116\u00b0<>^]/u;
const ANY_LETTER = /\p{L}/u;
const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_SHIFT = 0xfee0;
const ZERO = 0x30;
const PLAIN_SYMBOL = 0xfffd;

/** Fills the tables for a unit that was not met before, and returns its kind. */
export function learn(unit: number): number {
  const kind = kindOf(unit);
  KINDS[unit] = kind;
  return kind;
}

function kindOf(unit: number): number {
  PLAIN[unit] = unit;
  LOWER[unit] = unit;
  if (unit >= 0xd800 && unit <= 0xdfff) return SURROGATE;
  if (unit >= FULL_WIDTH_FIRST && unit <= FULL_WIDTH_LAST) return learnAs(unit, unit - FULL_WIDTH_SHIFT);
  const char = String.fromCharCode(unit);
  for (const [kind, chars] of ASCII_KINDS) {
    if (!chars.includes(char)) continue;
    // Quotes stay what they are; of the others the first is the plain form.
    if (kind !== QUOTE && kind !== OPEN && kind !== CLOSE) PLAIN[unit] = chars.charCodeAt(0);
    return kind;
  }
  return kindOfOther(unit, char);
}

function kindOfOther(unit: number, char: string): number {
  if (ANY_DIGIT.test(char)) {
    PLAIN[unit] = ZERO + digitValue(unit);
    return DIGIT;
  }
  if (INVISIBLE.test(char)) return DROPPED;
  if (BLANK.test(char)) {
    PLAIN[unit] = 0x20;
    return SPACE;
  }
  if (ANY_DASH.test(char)) {
    PLAIN[unit] = 0x2d;
    return DASH;
  }
  if (ANY_LETTER.test(char)) {
    LOWER[unit] = lowerOf(char);
    return LETTER;
  }
  if (CURRENCY.test(char)) return MONEY;
  return PUNCTUATION.test(char) ? SIGN : SYMBOL;
}

function learnAs(unit: number, twin: number): number {
  const kind = KINDS[twin] || learn(twin);
  PLAIN[unit] = PLAIN[twin] ?? twin;
  LOWER[unit] = LOWER[twin] ?? twin;
  return kind;
}

function lowerOf(char: string): number {
  const lower = char.toLowerCase().charCodeAt(0);
  return lower === 0x0451 ? 0x0435 : lower;
}

/** Unicode gives the decimal digits of a script ten code points in a row, zero first; rows may touch. */
function digitValue(code: number): number {
  let first = code;
  while (ANY_DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** The plain unit for a code point past U+FFFF: a digit of its script, a letter as none, 0 for what is left out. */
export function plainOfAstral(code: number): number {
  const char = String.fromCodePoint(code);
  if (ANY_DIGIT.test(char)) return ZERO + digitValue(code);
  return INVISIBLE.test(char) ? 0 : PLAIN_SYMBOL;
}
