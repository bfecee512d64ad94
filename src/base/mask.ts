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

/** So many digits at the front and end of what people typed stay, but never more than half of all. */
const TYPED_HEAD = 4;
const TYPED_TAIL = 2;

/**
 * A text as somebody typed it, for people who may not see numbers whole: its first digits and the last two stay, never more than
 * half of them; the other digits of whichever script are `*`, and all that is no digit stays.
 */
export function maskTyped(text: string): string {
  const all = text.match(/\p{Nd}/gu)?.length ?? 0;
  const most = Math.floor(all / 2);
  const tail = Math.min(TYPED_TAIL, most);
  const head = Math.min(TYPED_HEAD, most - tail);
  let at = 0;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const stays = at < head || at >= all - tail;
    at++;
    return stays ? digit : "*";
  });
}
