/*
 * The part of libphonenumber's parser that works on text (PhoneNumberUtil: extractPossibleNumber, isViablePhoneNumber,
 * maybeStripExtension, RFC 3966), for values that are more than digits and plain signs.
 */

const DIGIT = "0-9\\uff10-\\uff19\\u0660-\\u0669\\u06f0-\\u06f9";
/** Signs that may stand inside a number; the letter x is one of them. */
const SIGN =
  "\\-x\\u2010-\\u2015\\u2212\\u30fc\\uff0d-\\uff0f \\u00a0\\u00ad\\u200b\\u2060\\u3000()\\uff08\\uff09\\uff3b\\uff3d.\\[\\]/~\\u2053\\u223c\\uff5e*";
const FIRST = /[+\uff0b0-9\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/;
const KEPT_LAST = /[0-9\uff10-\uff19\u0660-\u0669\u06f0-\u06f9A-Za-z#]/;
const SECOND_NUMBER = /[\\/] *x/;
const GAP = "[ \\u00a0\\t,]*";
const GAP_OR_DASH = "[ \\u00a0\\t,-]*";
const STOP = "[:.\\uff0e]?";
const LONG_LABEL =
  "(?:e?xt(?:ensi(?:o\\u0301?|\\u00f3))?n?|\\uff45?\\uff58\\uff54\\uff4e?|\\u0434\\u043e\\u0431|anexo)";
const SHORT_LABEL = "(?:[x\\uff58#\\uff03~\\uff5e]|int|\\uff49\\uff4e\\uff54)";
/** An extension at the end of a value; the digits are in one of the groups. */
const EXTENSION_SOURCE = [
  `;ext=([${DIGIT}]{1,20})`,
  `${GAP}${LONG_LABEL}${STOP}${GAP_OR_DASH}([${DIGIT}]{1,20})#?`,
  `${GAP}${SHORT_LABEL}${STOP}${GAP_OR_DASH}([${DIGIT}]{1,9})#?`,
  `[- ]+([${DIGIT}]{1,6})#`,
  `[ \\u00a0\\t]*(?:,{2}|;)${STOP}${GAP_OR_DASH}([${DIGIT}]{1,15})#?`,
  `[ \\u00a0\\t]*,+${STOP}${GAP_OR_DASH}([${DIGIT}]{1,9})#?`,
].join("|");
const EXTENSION = new RegExp(`(?:${EXTENSION_SOURCE})$`, "i");
const VIABLE = new RegExp(
  `^(?:[${DIGIT}]{2}|[+\\uff0b]*(?:[${SIGN}]*[${DIGIT}]){3,}[${SIGN}A-Za-z${DIGIT}]*(?:${EXTENSION_SOURCE})?)$`,
  "i",
);
const CONTEXT = ";phone-context=";
const SUBADDRESS = ";isub=";
const LINK = "tel:";
const CONTEXT_NUMBER = new RegExp(`^\\+[-.()]*[${DIGIT}](?:[-.()]|[${DIGIT}])*$`);
const CONTEXT_DOMAIN = new RegExp(
  `^(?:[A-Za-z${DIGIT}]+(?:-+[A-Za-z${DIGIT}]+)*\\.)*[A-Za-z][A-Za-z${DIGIT}]*(?:-+[A-Za-z${DIGIT}]+)*\\.?$`,
);

/** The stretch of a value that libphonenumber takes for the number, an RFC 3966 context put before it; null for none. */
export function possibleNumber(text: string): string | null {
  const context = contextOf(text);
  if (context !== null && !CONTEXT_NUMBER.test(context) && !CONTEXT_DOMAIN.test(context)) return null;
  let number: string;
  if (context === null) number = stretchOf(text);
  else {
    const link = text.indexOf(LINK);
    const local = text.substring(link < 0 ? 0 : link + LINK.length, text.indexOf(CONTEXT));
    number = context.startsWith("+") ? context + local : local;
  }
  const subaddress = number.indexOf(SUBADDRESS);
  if (subaddress > 0) number = number.slice(0, subaddress);
  return isViable(number) ? number : null;
}

/** The number without its extension, and that extension; empty where there is none. */
export function withoutExtension(number: string): { readonly rest: string; readonly ext: string } {
  const match = EXTENSION.exec(number);
  if (match && isViable(number.slice(0, match.index))) {
    const digits = match.slice(1).find((group) => group !== undefined && group !== "");
    if (digits !== undefined) return { rest: number.slice(0, match.index), ext: digits };
  }
  return { rest: number, ext: "" };
}

function isViable(number: string): boolean {
  return VIABLE.test(number);
}

function contextOf(text: string): string | null {
  const at = text.indexOf(CONTEXT);
  if (at < 0) return null;
  const start = at + CONTEXT.length;
  const end = text.indexOf(";", start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function stretchOf(text: string): string {
  const start = text.search(FIRST);
  if (start < 0) return "";
  let end = text.length;
  while (end > start && !KEPT_LAST.test(text.charAt(end - 1))) end -= 1;
  const stretch = text.slice(start, end);
  const second = stretch.search(SECOND_NUMBER);
  return second < 0 ? stretch : stretch.slice(0, second);
}
