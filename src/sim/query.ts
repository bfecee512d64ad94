import { RequestProblem } from "./problem.ts";

const WHOLE = /^[0-9]{1,15}$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** A whole number within bounds; throws a 400 otherwise. */
export function readInteger(
  query: URLSearchParams,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = WHOLE.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new RequestProblem(400, `The parameter "${name}" must be a whole number ${range}.`);
}

/** An RFC 3339 instant as Unix milliseconds, or undefined; throws a 400 for anything else. */
export function readInstant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const ms = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new RequestProblem(400, `The parameter "${name}" must be a date-time such as 2025-01-31T00:00:00Z.`);
}

/** An id in a path; throws a 400 when it is no integer. */
export function readId(text: string): number {
  if (WHOLE.test(text)) return Number(text);
  throw new RequestProblem(400, "The id in the path must be an integer.");
}
