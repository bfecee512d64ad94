import {
  DatamasterError,
  type ErrorCode,
  messageOf,
  ParkError,
  QuarantineError,
  RetryableError,
  StopRunError,
} from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { ToldLimit } from "../../model/limit.ts";
import type { AnswerRule } from "../crm.ts";
import { excerptOf } from "../excerpt.ts";
import { readRetryAfter } from "./retry-after.ts";
import { type Found, findRule, valueAt } from "./rules.ts";
import type { HttpAnswer } from "./send.ts";
import { StaleConnectionError } from "./whole-answer.ts";

const DAY_MS = 24 * 3600 * 1000;

/**
 * What an answer means for the run, by the connector's own rules and then those of all CRMs; null for one to use. The
 * class is the verdict: RetryableError (retry; wait until `retryAfterMs`), QuarantineError (skip the item), ParkError
 * (park the account), StopRunError (stop the run; CRM_UNAUTHORIZED once a fresh token did not help).
 */
export function classifyAnswer(
  answer: HttpAnswer,
  nowMs: number,
  rules: readonly AnswerRule[] = [],
  limits: readonly ToldLimit[] = [],
): DatamasterError | null {
  const found = findRule(answer, rules);
  if (found === null) return null;
  const { verdict, code, atOnce = false } = found.rule;
  const text = textOf(code, answer);
  const data = {
    status: answer.status,
    to: answer.headers.location,
    excerpt: excerptOf(answer.body),
  };
  const waitMs = waitOf(found, answer, nowMs) ?? (verdict === "wait" ? resetOf(limits) : null);
  const wait = waitMs === null ? {} : { retryAfterMs: waitMs };
  switch (verdict) {
    case "retry":
    case "wait":
      return new RetryableError(code, text, { data, ...wait, ...(atOnce && { pace: "at once" }) });
    case "skip":
      return new QuarantineError(code, text, { data });
    case "park":
      return new ParkError(code, text, { data, ...wait });
    case "refresh":
    case "stop":
      return new StopRunError(code, text, { data });
  }
}

function textOf(code: ErrorCode, { status, headers }: HttpAnswer): Told {
  switch (code) {
    case "CRM_THROTTLED":
      return told("throttled");
    case "CRM_UNAUTHORIZED":
      return told("tokenRefused");
    case "CRM_FORBIDDEN":
      return told("forbidden");
    case "CRM_BLOCKED":
      return told("blocked", { status });
    case "CRM_SERVER_ERROR":
      return status === 408 || status === 425
        ? told("askedAgain", { status })
        : told("serverError", { status });
    case "CRM_NOT_FOUND":
      return told("notFound");
    case "CRM_CURSOR_EXPIRED":
      return told("cursorExpired");
    case "CRM_REDIRECTED":
      return told("redirected", { status, to: shownLink(headers.location) });
    case "CRM_BAD_ANSWER":
      return told("badAnswer", { what: status === 200 ? told("isError") : told("hasStatus", { status }) });
    default:
      return told("rejected", { status });
  }
}

/** Where a redirect leads is told without its query, which may hold a secret. */
function shownLink(location: unknown): string {
  return typeof location === "string" ? location.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//") : "-";
}

/** Milliseconds that the answer asks to wait, within a day; null where it tells nothing. */
function waitOf({ rule, message }: Found, answer: HttpAnswer, nowMs: number): number | null {
  const { until } = rule;
  if (until === undefined) return readRetryAfter(answer.headers, nowMs);
  if (until.unit === "fixed") return until.seconds * 1000;
  if (until.unit === "midnight") return DAY_MS - (nowMs % DAY_MS);
  const value = Number(valueAt(message(), until.path));
  if (!Number.isFinite(value)) return readRetryAfter(answer.headers, nowMs);
  const waitMs = until.unit === "epoch" ? value * 1000 - nowMs : value * 1000;
  return waitMs > 0 ? Math.min(waitMs, DAY_MS) : null;
}

/** A limit of which nothing is left tells when, where no Retry-After does. */
function resetOf(limits: readonly ToldLimit[]): number | null {
  const spent = limits.filter(
    ({ trusted, remaining, resetMs }) => trusted && remaining === 0 && resetMs !== null,
  );
  return spent.length === 0 ? null : Math.max(...spent.map(({ resetMs }) => resetMs ?? 0));
}

const TLS_CODES =
  /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO$)/;

/** What a network error means for the run; one of ours says it itself. */
export function classifyFailure(error: unknown, baseUrl: string): DatamasterError {
  if (error instanceof DatamasterError) return error;
  const code = codeOf(error);
  const host = new URL(baseUrl).host;
  if (code !== undefined && TLS_CODES.test(code)) {
    return new StopRunError("CRM_TLS", told(tlsFault(code), { host, code }), { cause: error });
  }
  const text =
    code === undefined
      ? told("connectionOther", { host, why: messageOf(error) })
      : told("connection", { host, code });
  return new RetryableError("CRM_CONNECTION", text, {
    cause: error,
    data: { network: code },
    ...(error instanceof StaleConnectionError && { pace: "free" }),
  });
}

function tlsFault(code: string) {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return "certificateExpired";
  if (/ALTNAME|HOSTNAME/.test(code)) return "certificateOfOther";
  if (/^(?:ERR_SSL_|EPROTO$)/.test(code)) return "noTls";
  return /SELF_SIGNED|UNABLE_TO|UNTRUSTED|INVALID_CA/.test(code) ? "certificateUntrusted" : "certificate";
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  if (cause !== undefined) return codeOf(cause);
  return undefined;
}
