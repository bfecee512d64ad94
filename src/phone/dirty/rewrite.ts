import type { RejectReason } from "../../model/number.ts";
import { LINKED, REMOVED, WRITTEN_OUT } from "../text/scan.ts";

/** Messenger links with international digits, mostly without their plus. */
const CHAT =
  /(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/|t\.me\/(?=\+|%2b)|(?:api|web)\.whatsapp\.com\/send\/?\?(?:[a-z_]+=[^&\s]*&)*?phone=|(?:whatsapp|viber|tg):\/\/[a-z]+\/?\?(?:[a-z_]+=[^&\s]*&)*?(?:phone|number)=)(?:%2b|\+|%20)*(\d[\d\-().]*)(?:[/?&#][^\s,;|<>]*)?/giu;
/** RFC 3966 and its like: `tel:8-916-...;phone-context=+7`, `sms:...`, `viber:+7...`. */
const DIALLED =
  /(?<![\p{L}\d])(?:tel|sms|smsto|callto|viber|whatsapp|skype):(?:\/\/)?((?:%2b|\+|%20)?[(\d][\d\-().%]*(?: [\d\-()]+)*)((?:;[a-z-]+=[^\s;,]*)*)(?:\?[^\s,;|<>]*)?/giu;
const UUID = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi;
const UUID_LENGTH = 36;
const CONTEXT = /;phone-context=(\+[\d\-().]+)/i;
const EXTENSION = /;ext=(\d+)/i;
const EMAIL = /[^\s@]@[^\s@]+\.[^\s@]/;
const ADDRESS = /:\/\/|^www\.|^[a-z\d-]+\.(?:ru|com|org|net|kz|ua|by|me|io|example)(?:\/|$)/i;
const EXPONENT = /(\d)(?:[.,](\d+))?[eе]\+?(\d{1,2})(?![\d.])/giu;
/** A spreadsheet that shortens keeps six digits at most; one that does not leaves out zeros at the end. */
const MIN_EXACT_FRACTION = 8;
const MAX_ZEROS_LEFT_OUT = 2;

/** True where a text holds a UUID (RFC 9562). */
export function hasUuid(raw: string): boolean {
  return raw.length >= UUID_LENGTH && new RegExp(UUID.source, "i").test(raw);
}

/** A value with links, addresses and exponents rewritten. */
export interface Rewritten {
  readonly text: string;
  /** What was taken out, where that was anything. */
  readonly removed: RejectReason | null;
}

/** The value with the digits of phone links and whole exponents in the place of these, other addresses taken out. */
export function rewrite(raw: string, exponents: boolean): Rewritten {
  let removed: RejectReason | null = null;
  let text = raw
    .replace(CHAT, (_link, digits: string) => ` ${LINKED}+${digits} `)
    .replace(DIALLED, (_link, digits: string, rest: string) => dialled(digits, rest));
  text = text.replace(UUID, () => {
    removed ??= "document";
    return REMOVED;
  });
  if (text.includes("@") || text.includes("://") || text.includes("www.") || text.includes("/")) {
    const parts = text.split(/([\s,;|<>()]+)/);
    text = parts
      .map((word) => {
        const isAddress = ADDRESS.test(word);
        const reason = EMAIL.test(word) && !word.includes("://") ? "email" : isAddress ? "link" : null;
        removed ??= reason;
        return reason === null ? word : REMOVED;
      })
      .join("");
  }
  // Links write their plus as %2B; the 2 is no digit of the number.
  if (text.includes("%")) text = text.replace(/%2b/gi, "+").replace(/%20/g, " ");
  if (!exponents) return { text, removed };
  text = text.replace(EXPONENT, (_all, first: string, fraction: string | undefined, exponent: string) => {
    const written = writtenOut(first, fraction ?? "", Number(exponent));
    if (written === null) removed ??= "lost-digits";
    return written === null ? REMOVED : `${WRITTEN_OUT}${written}`;
  });
  return { text, removed };
}

function dialled(digits: string, rest: string): string {
  const context = CONTEXT.exec(rest)?.[1] ?? "";
  const ext = EXTENSION.exec(rest)?.[1];
  const number = digits.replace(/%2b/gi, "+").replace(/%20/g, " ");
  const whole = number.startsWith("+") || context === "" ? number : `${context} ${number}`;
  return ` ${LINKED}${whole}${ext === undefined ? "" : ` ext=${ext}`} `;
}

/** `7.9161234567E+10` holds all its digits; a shorter mantissa has lost some, and none are guessed. */
function writtenOut(first: string, fraction: string, exponent: number): string | null {
  const zeros = exponent - fraction.length;
  const exact =
    zeros === 0 || (zeros > 0 && zeros <= MAX_ZEROS_LEFT_OUT && fraction.length >= MIN_EXACT_FRACTION);
  return exact ? `${first}${fraction}${"0".repeat(zeros)}` : null;
}
