/** More than a day is taken for a day: nobody waits longer without a person looking. */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Reads Retry-After (RFC 9110 10.2.3), seconds or an HTTP date; a date is compared with the answer's own Date, so
 * that it holds where our clock is wrong. Milliseconds within 0 and a day; null when absent or not readable.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const value = headers["retry-after"];
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  const until = Date.parse(text);
  if (Number.isNaN(until) || !/[a-z]/i.test(text)) return null;
  const date = typeof headers.date === "string" ? Date.parse(headers.date) : Number.NaN;
  const now = Number.isNaN(date) ? nowMs : date;
  return Math.min(Math.max(until - now, 1000), LONGEST_WAIT_MS);
}
