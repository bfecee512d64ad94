import { describe, expect, test } from "vitest";
import { ParkError, QuarantineError, RetryableError, StopRunError } from "../../src/base/errors.ts";
import { classifyAnswer, classifyFailure } from "../../src/crm/http/classify.ts";
import { readRetryAfter } from "../../src/crm/http/retry-after.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: new Uint8Array(),
});

describe("an answer", () => {
  test.each([
    [429, RetryableError, "CRM_THROTTLED"],
    [500, RetryableError, "CRM_SERVER_ERROR"],
    [502, RetryableError, "CRM_SERVER_ERROR"],
    [503, RetryableError, "CRM_SERVER_ERROR"],
    [504, RetryableError, "CRM_SERVER_ERROR"],
    [522, RetryableError, "CRM_SERVER_ERROR"],
    [408, RetryableError, "CRM_SERVER_ERROR"],
    [401, StopRunError, "CRM_UNAUTHORIZED"],
    [403, StopRunError, "CRM_FORBIDDEN"],
    [404, QuarantineError, "CRM_NOT_FOUND"],
    [410, QuarantineError, "CRM_CURSOR_EXPIRED"],
    [400, QuarantineError, "CRM_REJECTED"],
    [302, RetryableError, "CRM_REDIRECTED"],
    [204, RetryableError, "CRM_BAD_ANSWER"],
    [423, ParkError, "CRM_BLOCKED"],
    [501, QuarantineError, "CRM_REJECTED"],
  ] as const)("with status %i is a %s", (status, type, code) => {
    const failure = classifyAnswer(answer(status), NOW);
    expect(failure).toBeInstanceOf(type);
    expect(failure?.code).toBe(code);
  });

  test("with status 200 is no failure", () => {
    expect(classifyAnswer(answer(200), NOW)).toBeNull();
  });

  test("that throttles carries how long to wait", () => {
    expect(classifyAnswer(answer(429, { "retry-after": "7" }), NOW)).toMatchObject({ retryAfterMs: 7_000 });
    expect(classifyAnswer(answer(429), NOW)).toMatchObject({ retryAfterMs: undefined });
  });
});

describe("Retry-After", () => {
  test.each([
    ["seconds", { "retry-after": "120" }, 120_000],
    ["an HTTP date", { "retry-after": "Sun, 22 Nov 2026 10:00:30 GMT" }, 30_000],
    [
      "a date against the server's own clock",
      { "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT", date: "Sun, 22 Nov 2026 12:00:00 GMT" },
      30_000,
    ],
    ["a date that is past", { "retry-after": "Sun, 22 Nov 2026 09:00:00 GMT" }, 1_000],
    ["thirty days, taken for one", { "retry-after": "2592000" }, 86_400_000],
    ["a number beyond all bounds, taken for a day", { "retry-after": "999999999999999999999" }, 86_400_000],
    ["nothing", {}, null],
    ["a negative number", { "retry-after": "-5" }, null],
    ["NaN", { "retry-after": "NaN" }, null],
    ["words", { "retry-after": "soon" }, null],
  ])("reads %s", (_name, headers, expected) => {
    expect(readRetryAfter(headers, NOW)).toBe(expected);
  });
});

describe("a network failure", () => {
  test.each([
    ["ECONNRESET", RetryableError, "CRM_CONNECTION"],
    ["ECONNREFUSED", RetryableError, "CRM_CONNECTION"],
    ["ENOTFOUND", RetryableError, "CRM_CONNECTION"],
    ["UND_ERR_HEADERS_TIMEOUT", RetryableError, "CRM_CONNECTION"],
    ["CERT_HAS_EXPIRED", StopRunError, "CRM_TLS"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", StopRunError, "CRM_TLS"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", StopRunError, "CRM_TLS"],
  ] as const)("%s is a %s", (code, type, expected) => {
    const error = classifyFailure(Object.assign(new Error("failed"), { code }), "https://crm.test/api");
    expect(error).toBeInstanceOf(type);
    expect(error.code).toBe(expected);
    expect(error.message).toContain("crm.test");
  });

  test("is found behind the error that wraps it", () => {
    const wrapped = new Error("fetch failed", {
      cause: Object.assign(new Error("x"), { code: "CERT_HAS_EXPIRED" }),
    });
    expect(classifyFailure(wrapped, "https://crm.test").code).toBe("CRM_TLS");
  });
});
