import {
  type DatamasterError,
  messageOf,
  QuarantineError,
  RetryableError,
  StopRunError,
} from "../../base/errors.ts";
import { readRetryAfter } from "./retry-after.ts";
import type { HttpAnswer } from "./send.ts";

/** What an answer that is not 200 means for the run; null for one to use. */
export function classifyAnswer(answer: HttpAnswer, nowMs: number): DatamasterError | null {
  const { status } = answer;
  const data = { status };
  if (status === 200) return null;
  if (status === 429) {
    const retryAfterMs = readRetryAfter(answer.headers, nowMs);
    return new RetryableError("CRM_THROTTLED", "The CRM asked to slow down (429).", {
      data,
      ...(retryAfterMs !== null && { retryAfterMs }),
    });
  }
  if (status === 401) {
    return new StopRunError("CRM_UNAUTHORIZED", "The CRM refused the token (401).", {
      hint: "Check the source's token; it may have expired. Then run the same command again: it continues.",
      data,
    });
  }
  if (status === 403) {
    return new StopRunError("CRM_FORBIDDEN", "The CRM does not allow this account to read (403).", {
      hint: "Ask the CRM's administrator which rights the token has. Then run the same command again: it continues.",
      data,
    });
  }
  if (status >= 500 && status !== 501 && status !== 505) {
    const retryAfterMs = readRetryAfter(answer.headers, nowMs);
    return new RetryableError("CRM_SERVER_ERROR", `The CRM answered with a server error (${status}).`, {
      data,
      ...(retryAfterMs !== null && { retryAfterMs }),
    });
  }
  if (status === 408 || status === 425) {
    return new RetryableError("CRM_SERVER_ERROR", `The CRM asked to send the request again (${status}).`, {
      data,
    });
  }
  if (status === 404)
    return new QuarantineError("CRM_NOT_FOUND", "The CRM lists it, but does not find it (404).", { data });
  if (status === 410)
    return new QuarantineError("CRM_CURSOR_EXPIRED", "The CRM forgot the place in the list (410).", { data });
  return new QuarantineError("CRM_REJECTED", `The CRM answered with status ${status}.`, { data });
}

const TLS_CODES =
  /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO$)/;

/** What a network error means for the run. */
export function classifyFailure(error: unknown, baseUrl: string): DatamasterError {
  const code = codeOf(error);
  const host = new URL(baseUrl).host;
  if (code !== undefined && TLS_CODES.test(code)) {
    return new StopRunError("CRM_TLS", `The certificate of ${host} was not accepted (${code}).`, {
      hint: "Have the CRM's certificate renewed, or trust its authority with NODE_EXTRA_CA_CERTS=FILE.",
      cause: error,
    });
  }
  const what = code === undefined ? messageOf(error) : `${describe(code)} (${code})`;
  return new RetryableError("CRM_CONNECTION", `The connection to ${host} failed: ${what}.`, {
    cause: error,
    data: { network: code },
  });
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  if (cause !== undefined) return codeOf(cause);
  return undefined;
}

function describe(code: string): string {
  const words: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "no such host",
    EAI_AGAIN: "the name service does not answer",
    ECONNRESET: "it was cut",
    EPIPE: "it was cut",
    UND_ERR_SOCKET: "it was cut",
    UND_ERR_CONNECT_TIMEOUT: "no answer within 10 s",
    UND_ERR_HEADERS_TIMEOUT: "no answer within 30 s",
    UND_ERR_BODY_TIMEOUT: "the answer stalled",
    DEADLINE: "the answer took longer than 120 s",
    EHOSTUNREACH: "no way to the host",
    ENETUNREACH: "no network",
  };
  return words[code] ?? "network error";
}
