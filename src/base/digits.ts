/** Below so many digits a text is not known by a number's digits: too many others hold them. */
export const LEAST_DIGITS = 7;
/** All decimal digits of a text, in whichever script, as 0 to 9; what stands between them is left out. */
export function digitsOf(text: string): string {
  if (!/[\u0100-\u{10ffff}]/u.test(text)) return text.replace(/\D+/g, "");
  return text
    .normalize("NFKC")
    .replace(/\P{Nd}+/gu, "")
    .replace(/[^0-9]/gu, (digit) => String(digitValue(digit)));
}

/** Digits of a script stand in rows of ten, the zero first (Unicode, chapter 4.6). */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}

/**
 * Whether `is` holds for some row of digits in a text that could be a number: every part of all its digits that has one of
 * the `lengths`.
 */
export function someDigits(
  text: string,
  is: (digits: string) => boolean,
  lengths: readonly number[],
): boolean {
  const digits = digitsOf(text);
  return lengths.some((length) => {
    for (let from = 0; from + length <= digits.length; from++)
      if (is(digits.slice(from, from + length))) return true;
    return false;
  });
}

/** A text with its digits hidden. */
export function withoutDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, "*");
}
