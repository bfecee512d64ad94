/** Below so many digits a text is not known by a number's digits: too many others hold them. */
export const LEAST_DIGITS = 7;
/** The longest valid numbers have so many (E.164 stops at 15, some German ones go beyond). */
const MOST_DIGITS = 17;

/** All decimal digits of a text, in whichever script, as 0 to 9; what stands between them is left out. */
export function digitsOf(text: string): string {
  if (isLatin(text)) return text.replace(/\D+/g, "");
  return text
    .normalize("NFKC")
    .replace(/\P{Nd}+/gu, "")
    .replace(/[^0-9]/gu, (digit) => String(digitValue(digit)));
}

function isLatin(text: string): boolean {
  return !/[\u0100-\u{10ffff}]/u.test(text);
}

/** Digits of a script stand in rows of ten, the zero first (Unicode, chapter 4.6). */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}

/** Calls `take` with every row of digits in a text that could be a number, until it returns true; whether it did. */
export function someDigits(text: string, take: (digits: string) => boolean): boolean {
  const digits = digitsOf(text);
  for (let from = 0; from + LEAST_DIGITS <= digits.length; from++) {
    const last = Math.min(digits.length, from + MOST_DIGITS);
    for (let to = from + LEAST_DIGITS; to <= last; to++) if (take(digits.slice(from, to))) return true;
  }
  return false;
}

/** A text with its digits hidden. */
export function withoutDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, "*");
}
