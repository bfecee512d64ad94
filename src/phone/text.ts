/** Plain forms of characters seen before; bounded, since a hostile text could hold every code point. */
const plainForms = new Map<number, string>();
const MAX_PLAIN_FORMS = 4096;

const DIGIT = /\p{Nd}/u;
const INVISIBLE = /[\p{Cf}\p{Cc}\p{M}]/u;
const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/u;
const BLANK = /[\t\p{Zs}]/u;
const DASH = /[\p{Pd}\u2043\u2212\u30FC]/u;
const PLUS = /[\uFE62\uFF0B\u2795]/u;
const DOT = /[\u00B7\u2022\u2024\u2219\u3002]/u;
const SLASH = /[\u2044\u2215\\]/u;
const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_SHIFT = 0xfee0;

/**
 * The text with every digit, plus, dash, space and full-width sign as its ASCII twin, line breaks as `\n`, and
 * everything invisible (zero-width, bidi marks, BOM, control and combining characters) left out. Letters stay.
 */
export function toPlainText(text: string): string {
  const plain = isPlain(text) ? text : toPlainForms(text);
  // Links write their plus as %2B; the 2 is no digit of the number.
  return plain.includes("%") ? plain.replace(/%2b/gi, "+").replace(/%20/g, " ") : plain;
}

/** Only ASCII that stays as it is and Russian letters: most values with words. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!(code >= 0x20 && code < 0x7f && code !== 0x5c) && !(code >= 0x0400 && code <= 0x0481)) return false;
  }
  return true;
}

function toPlainForms(text: string): string {
  let plain = "";
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x7f && unit !== 0x5c) continue;
    const code = text.codePointAt(i) ?? 0;
    const units = code > 0xffff ? 2 : 1;
    plain += text.slice(kept, i) + plainForm(text.slice(i, i + units), code);
    kept = i + units;
    i = kept - 1;
  }
  return plain + text.slice(kept);
}

function plainForm(char: string, code: number): string {
  const known = plainForms.get(code);
  if (known !== undefined) return known;
  const form = computePlainForm(char, code);
  if (plainForms.size < MAX_PLAIN_FORMS) plainForms.set(code, form);
  return form;
}

function computePlainForm(char: string, code: number): string {
  if (DIGIT.test(char)) return String(digitValue(code));
  if (LINE_BREAK.test(char)) return "\n";
  if (BLANK.test(char)) return " ";
  if (PLUS.test(char)) return "+";
  if (DASH.test(char)) return "-";
  if (INVISIBLE.test(char)) return "";
  if (DOT.test(char)) return ".";
  if (SLASH.test(char)) return "/";
  if (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST)
    return String.fromCharCode(code - FULL_WIDTH_SHIFT);
  return char;
}

/** Unicode gives the decimal digits of a script ten code points in a row, zero first; rows may touch. */
function digitValue(code: number): number {
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
