import {
  type DatamasterError,
  messageOf,
  QuarantineError,
  RetryableError,
  StopRunError,
} from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { readRetryAfter } from "./retry-after.ts";
import type { HttpAnswer } from "./send.ts";

/** What an answer that is not 200 means for the run; null for one to use. */
export function classifyAnswer(answer: HttpAnswer, nowMs: number): DatamasterError | null {
  const { status } = answer;
  const data = { status };
  if (status === 200) return null;
  if (status === 429) {
    const retryAfterMs = readRetryAfter(answer.headers, nowMs);
    return new RetryableError("CRM_THROTTLED", told("throttled"), {
      data,
      ...(retryAfterMs !== null && { retryAfterMs }),
    });
  }
  if (status === 401) {
    return new StopRunError("CRM_UNAUTHORIZED", told("tokenRefused"), { data });
  }
  if (status === 403) {
    return new StopRunError("CRM_FORBIDDEN", told("forbidden"), { data });
  }
  if (status >= 500 && status !== 501 && status !== 505) {
    const retryAfterMs = readRetryAfter(answer.headers, nowMs);
    return new RetryableError("CRM_SERVER_ERROR", told("serverError", { status }), {
      data,
      ...(retryAfterMs !== null && { retryAfterMs }),
    });
  }
  if (status === 408 || status === 425) {
    return new RetryableError("CRM_SERVER_ERROR", told("askedAgain", { status }), { data });
  }
  if (status === 404) return new QuarantineError("CRM_NOT_FOUND", told("notFound"), { data });
  if (status === 410) return new QuarantineError("CRM_CURSOR_EXPIRED", told("cursorExpired"), { data });
  return new QuarantineError("CRM_REJECTED", told("rejected", { status }), {
    data: { ...data, to: answer.headers.location },
  });
}

const TLS_CODES =
  /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO$)/;

/** What a network error means for the run. */
export function classifyFailure(error: unknown, baseUrl: string): DatamasterError {
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
