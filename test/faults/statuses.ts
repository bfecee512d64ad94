import type { AnswerRule } from "../../src/crm/crm.ts";
import { HTML_PAGE, type Outcome, ok, status, type Variant } from "./variant.ts";

const SERVER_ERROR: Outcome = { error: "retry", code: "CRM_SERVER_ERROR" };
const BLOCKED: Outcome = { error: "park", code: "CRM_BLOCKED" };

/** A CRM that tells of an expired place in a list by 400. */
const EXPIRED_BY_400: readonly AnswerRule[] = [
  {
    statuses: [400],
    body: { path: "code", is: ["EXPIRED_VALUE"] },
    verdict: "skip",
    code: "CRM_CURSOR_EXPIRED",
  },
];

const skipped = (code: number): Variant => ({
  row: 8,
  name: `${code}`,
  fault: status(code),
  outcome: { error: "skip", code: "CRM_REJECTED" },
});

/** Rows 6 to 14: what statuses mean. */
export const STATUSES: readonly Variant[] = [
  ...[500, 502, 503, 504, 507, 508, 511, 520, 521, 522, 523, 524, 530, 599].map(
    (code): Variant => ({ row: 6, name: `${code}`, fault: status(code), outcome: SERVER_ERROR }),
  ),
  { row: 6, name: "502 as a web page", fault: status(502, {}, HTML_PAGE), outcome: SERVER_ERROR },
  {
    row: 6,
    name: "503 with a second to wait",
    fault: status(503, { "retry-after": "1" }),
    outcome: { error: "retry", code: "CRM_SERVER_ERROR", wait: [1000, 1000] },
  },
  ...[501, 505].map(
    (code): Variant => ({
      row: 7,
      name: `${code}`,
      fault: status(code),
      outcome: { error: "skip", code: "CRM_REJECTED" },
    }),
  ),
  ...[400, 405, 406, 409, 411, 413, 414, 415, 418, 422, 431].map(skipped),
  { row: 8, name: "404", fault: status(404), outcome: { error: "skip", code: "CRM_NOT_FOUND" } },
  { row: 8, name: "410", fault: status(410), outcome: { error: "skip", code: "CRM_CURSOR_EXPIRED" } },
  {
    row: 8,
    name: "400 that means an expired cursor",
    fault: status(400, {}, '{"code":"EXPIRED_VALUE"}'),
    rules: EXPIRED_BY_400,
    outcome: { error: "skip", code: "CRM_CURSOR_EXPIRED" },
  },
  ...[408, 425].map(
    (code): Variant => ({
      row: 9,
      name: `${code}`,
      fault: status(code),
      outcome: { error: "retry", code: "CRM_SERVER_ERROR", pace: "at once", text: /send the request again/ },
    }),
  ),
  { row: 10, name: "401", fault: status(401), outcome: { error: "stop", code: "CRM_UNAUTHORIZED" } },
  {
    row: 12,
    name: "403 of rights",
    fault: status(403, {}, '{"category":"MISSING_SCOPES"}'),
    outcome: { error: "stop", code: "CRM_FORBIDDEN" },
  },
  { row: 12, name: "402, not paid for", fault: status(402), outcome: BLOCKED },
  { row: 12, name: "423, locked", fault: status(423), outcome: BLOCKED },
  {
    row: 12,
    name: "423 that tells how long",
    fault: status(423, { "retry-after": "90" }),
    outcome: { error: "park", code: "CRM_BLOCKED", wait: [90_000, 90_000] },
  },
  { row: 13, name: "451", fault: status(451), outcome: BLOCKED },
  { row: 13, name: "403 of a wall against bots", fault: status(403, {}, HTML_PAGE), outcome: BLOCKED },
  {
    row: 14,
    name: "503 for half an hour",
    fault: status(503, { "retry-after": "1800" }),
    outcome: { error: "retry", code: "CRM_SERVER_ERROR", wait: [1_800_000, 1_800_000] },
  },
  {
    row: 14,
    name: "a redirect to a status page elsewhere",
    fault: status(302, { location: "https://status.example.com/?key=SECRET" }),
    outcome: {
      error: "retry",
      code: "CRM_REDIRECTED",
      text: /to https:\/\/status\.example\.com\/, which was not followed/,
    },
  },
  {
    row: 14,
    name: "200 with a web page",
    fault: ok(HTML_PAGE, { "content-type": "text/html" }),
    outcome: { error: "retry", code: "CRM_BAD_ANSWER", text: /is a web page/ },
  },
  {
    row: 14,
    name: "200 with a web page that says it is JSON",
    fault: ok(`\n  ${HTML_PAGE}`),
    outcome: { error: "retry", code: "CRM_BAD_ANSWER", text: /is a web page/ },
  },
  ...[201, 202, 203, 204, 205, 206, 207].map(
    (code): Variant => ({
      row: 19,
      name: `status ${code} on a list`,
      fault: status(code, {}, ""),
      outcome: { error: "retry", code: "CRM_BAD_ANSWER", text: new RegExp(`has status ${code}`) },
    }),
  ),
  ...[300, 304, 306, 399].map(
    (code): Variant => ({
      row: 19,
      name: `status ${code} that nobody asked for`,
      fault: status(code, {}, ""),
      outcome: { error: "retry", code: "CRM_REDIRECTED" },
    }),
  ),
  {
    row: 19,
    name: "a status beyond the known ones",
    fault: status(777),
    outcome: { error: "skip", code: "CRM_REJECTED" },
  },
];
