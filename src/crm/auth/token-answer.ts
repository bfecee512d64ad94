import { type DatamasterError, ParkError, StopRunError, whyOf } from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import { classifyFailure } from "../http/classify.ts";
import { readRetryAfter } from "../http/retry-after.ts";
import type { HttpAnswer } from "../http/send.ts";
import { isWebPage } from "../json.ts";
import { type GivenToken, TOKEN_DEADLINE_MS } from "./token-request.ts";

/** Errors of an endpoint that has its own troubles, whatever the status (RFC 6749, 4.1.2.1, and usage). */
const PASSING: ReadonlySet<string> = new Set(["temporarily_unavailable", "server_error", "slow_down"]);
/** What the user can mend, by the error code of RFC 6749, 5.2. */
const MENDED: Readonly<Record<string, "grant" | "client" | "scope">> = {
  invalid_grant: "grant",
  expired_token: "grant",
  invalid_client: "client",
  unauthorized_client: "client",
  invalid_scope: "scope",
};
const LONGEST_LIFE_MS = 365 * 24 * 3600 * 1000;
const LONGEST_WORD = 24;
const LONGEST_TEXT = 200;

/**
 * Reads the answer of a token endpoint (RFC 6749, 5.1, 5.2; some tell an error with status 200). Throws ParkError
 * CRM_NO_TOKEN for what may pass, StopRunError CRM_UNAUTHORIZED for what somebody must mend. `secrets` are shown nowhere.
 */
export function readTokenAnswer(
  answer: HttpAnswer,
  host: string,
  secrets: readonly string[],
  nowMs: number,
): Pick<GivenToken, "accessToken" | "refreshToken" | "lifeMs"> {
  const { status } = answer;
  const said = fieldsOf(answer.body);
  const token = said.access_token;
  const error = typeof said.error === "string" ? said.error : null;
  if (status === 200 && error === null && typeof token === "string" && isBearer(said.token_type)) {
    // What is none cannot be sent: a header takes no line ends.
    if (/^[\x21-\x7e]+$/.test(token)) return given(token, said);
  }
  if (status === 200 && error === null) throw parked(told("tokenNone", { host }));
  if (isPassing(answer, error)) throw failing(answer, host, nowMs);
  const about = typeof said.error_description === "string" ? masked(said.error_description, secrets) : "";
  const code = error !== null && /^[\w.-]{1,60}$/.test(error) ? error : String(status);
  const mend = MENDED[code] ?? "address";
  throw new StopRunError("CRM_UNAUTHORIZED", told("tokenDenied", { host, error: code, about, mend }), {
    data: { status },
  });
}

/** An endpoint that did not answer; a certificate stops the run. */
export function noToken(error: unknown, tokenUrl: string): DatamasterError {
  const failure = classifyFailure(error, tokenUrl);
  if (failure instanceof StopRunError) return failure;
  const { host } = new URL(tokenUrl);
  const isLate = failure.data.network === "DEADLINE";
  const why = isLate ? told("tokenLate", { host, seconds: TOKEN_DEADLINE_MS / 1000 }) : whyOf(failure);
  return parked(why, failure);
}

function given(token: string, { refresh_token: next, expires_in: life }: Record<string, unknown>) {
  const seconds = typeof life === "number" || typeof life === "string" ? Number(life) : Number.NaN;
  return {
    accessToken: token,
    refreshToken: typeof next === "string" && next !== "" ? next : null,
    lifeMs: seconds > 0 ? Math.min(seconds * 1000, LONGEST_LIFE_MS) : null,
  };
}

/** Of an endpoint that names no type it is bearer, the only one there is in the wild. */
function isBearer(type: unknown): boolean {
  return type === undefined || type === null || /^bearer$/i.test(String(type));
}

function isPassing({ status, body }: HttpAnswer, error: string | null): boolean {
  if (error !== null && PASSING.has(error)) return true;
  if (status >= 500 || (status >= 300 && status < 400)) return true;
  return status === 408 || status === 425 || status === 429 || (status === 403 && isWebPage(body));
}

function failing(answer: HttpAnswer, host: string, nowMs: number): ParkError {
  const { status, headers } = answer;
  const why = status === 429 ? told("tokenThrottled", { host }) : told("tokenStatus", { host, status });
  return parked(why, undefined, readRetryAfter(headers, nowMs));
}

function parked(why: Told | string, cause?: unknown, waitMs: number | null = null): ParkError {
  return new ParkError("CRM_NO_TOKEN", told("noNewToken", { why }), {
    cause,
    ...(waitMs !== null && { retryAfterMs: waitMs }),
  });
}

function fieldsOf(body: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** What the endpoint says for people, without anything in it that could be a secret. */
function masked(text: string, secrets: readonly string[]): string {
  const plain = secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  const words = printable(plain).split(/\s+/);
  const shown = words.map((word) => (word.length > LONGEST_WORD ? "***" : word)).join(" ");
  return shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)}...` : shown;
}
