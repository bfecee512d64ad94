const PHONE_LINK =
  /^(?:https?:\/\/)?(?:www\.)?(?:wa\.me|t\.me|api\.whatsapp\.com|web\.whatsapp\.com)\/|^(?:tel|sms|callto|viber|whatsapp|tg):/i;
const LINK = /:\/\/|^www\./i;
const EMAIL = /[^@]@[^@]+\.[^@]/;
const DATE = /^(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?!\d)/;
/** Messenger links carry international digits, mostly without their plus. */
const LINKED_NUMBER = /(wa\.me\/|[?&](?:phone|number)=)(?=\d)/gi;
/** `8~10` dials out of the country, as the plus does. */
const TONE = /8 ?~ ?10/g;
/** A spreadsheet that shortens keeps six digits at most; one that does not leaves out zeros at the end. */
const MIN_EXACT_FRACTION = 8;
const MAX_ZEROS_LEFT_OUT = 2;
const EXPONENT = /(\d)[.,](\d+)[eе]\+?(\d{1,2})(?!\d)/giu;

/** What stands in the text for something that is no phone number; it joins no digits. */
const REMOVED = " @ ";

/** The plain text without e-mail addresses and web links, exponents written out; `removed` tells of addresses. */
export function withoutJunk(plain: string): { readonly text: string; readonly removed: boolean } {
  const mayLink = plain.includes("://") || /^www\./i.test(plain);
  let text = plain.includes("@") || mayLink ? removeAddresses(plain) : plain;
  const removed = text !== plain;
  if (text.includes("~")) text = text.replace(TONE, " +");
  if (text.includes("wa.me/") || text.includes("=")) text = text.replace(LINKED_NUMBER, "$1+");
  if (hasExponent(text)) text = text.replace(EXPONENT, writeOutExponent);
  return { text, removed };
}

/** `31.12.2025` or `2025-12-31`, alone or with a time after it. */
export function isDate(text: string): boolean {
  const third = text.charCodeAt(2);
  const isSign = (code: number): boolean => code >= 0x2d && code <= 0x2f;
  // A sign comes after one, two or four digits.
  if (!isSign(third) && !isSign(text.charCodeAt(1)) && !isSign(text.charCodeAt(4))) return false;
  return DATE.test(text);
}

/** An E, Latin or Cyrillic, behind a digit. */
function hasExponent(text: string): boolean {
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x45 && code !== 0x65 && code !== 0x0415 && code !== 0x0435) continue;
    const before = text.charCodeAt(i - 1);
    if (before >= 0x30 && before <= 0x39) return true;
  }
  return false;
}

function removeAddresses(plain: string): string {
  return plain
    .split(/([\s,;|<>]+)/)
    .map((word) => (EMAIL.test(word) || (LINK.test(word) && !PHONE_LINK.test(word)) ? REMOVED : word))
    .join("");
}

/** `7.9161234567E+10` holds all its digits; a shorter mantissa has lost some, and none are guessed. */
function writeOutExponent(_match: string, first: string, fraction: string, exponent: string): string {
  const zeros = Number(exponent) - fraction.length;
  const exact =
    zeros === 0 || (zeros > 0 && zeros <= MAX_ZEROS_LEFT_OUT && fraction.length >= MIN_EXACT_FRACTION);
  return exact ? `${first}${fraction}${"0".repeat(zeros)}` : REMOVED;
}
