import { isIPv4 } from "node:net";

const NUMBER_LIKE = /\+?\d(?:[\s().\-\u00a0]*\d){8,}/gu;

/** `+79161234567` -> `+7916***4567`: enough to recognise a number one knows, not enough to call it. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, "");
  const plus = number.trimStart().startsWith("+") ? "+" : "";
  if (digits.length < 8) return `${plus}${digits.slice(0, 1)}***`;
  return `${plus}${digits.slice(0, 4)}***${digits.slice(-4)}`;
}

/** Masks everything in a text that could be a phone number: runs of nine or more digits, however spaced; no IPv4 address. */
export function maskNumbers(text: string): string {
  return text.replace(NUMBER_LIKE, (found) => (isIPv4(found) ? found : maskNumber(found)));
}

/** A number as people type it into names: seven digits or more. */
const TYPED_NUMBER = /\p{Nd}(?:[\s().\-/\u00a0]*\p{Nd}){6,}/gu;
const DIGIT = /\p{Nd}/gu;
/** Of fewer digits none of the last ones stays. */
const LONG = 8;

/**
 * A text of a CRM for people who may not see it whole: letters and signs stay, of its digits at most half do, the first ones
 * and, where there are many, the last two: `ИНН 7701234528` -> `ИНН 770*****28`.
 */
export function maskDigits(text: string): string {
  const digits = text.match(DIGIT)?.length ?? 0;
  const tail = digits >= LONG ? 2 : 0;
  const head = Math.min(4, Math.floor(digits / 2) - tail);
  let at = 0;
  return text.replace(DIGIT, (digit) => {
    const place = at++;
    return place < head || place >= digits - tail ? digit : "*";
  });
}

/** A name or note of a CRM: what could be a phone number in it is masked as {@link maskDigits} does; years and houses stay. */
export function maskTyped(text: string): string {
  return text.replace(TYPED_NUMBER, (found) => maskDigits(found));
}
