import { RetryableError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";

const LENGTH = 200;
/** Masking looks further, so that nothing is cut to a harmless length. */
const LOOKED_AT = 2_000;
const MASK = "***";

/** Digits of an id, a phone or a card, however spaced; addresses; what is called a secret; what looks like one. */
const MASKED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:bearer|basic)\s+[^\s"',<]+/gi, MASK],
  [
    /("?(?:[\w-]*(?:token|secret|passw|authori|api.?key|session|cookie|signature)[\w-]*)"?\s*[:=]\s*)("[^"]*"?|[^\s,;&<]+)/gi,
    `$1${MASK}`,
  ],
  [/[^\s"'<>:;,()]+@[\w.-]+/g, MASK],
  [/\+?\d(?:[\s().\-\u00a0/]*\d){4,}/g, MASK],
  [/(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[a-z])[\w+/=.~-]{20,}/gi, MASK],
];

/** How an answer begins, for a person who looks for what went wrong: up to 200 characters, numbers and secrets masked. */
export function excerptOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, LOOKED_AT)).replace(/\s+/g, " ").trim();
  const masked = MASKED.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text);
  return printable([...masked].slice(0, LENGTH).join(""));
}

/** The error with the excerpt of the answer that it is about; another class of error as it is. */
export function withExcerpt(error: unknown, body: Uint8Array): unknown {
  if (!(error instanceof RetryableError)) return error;
  const { code, message, told, data, cause, pace, retryAfterMs } = error;
  return new RetryableError(code, told ?? message, {
    data: { ...data, excerpt: excerptOf(body) },
    cause,
    pace,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
