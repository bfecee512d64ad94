import type { AnswerRule } from "../../src/crm/crm.ts";
import { HTML_PAGE, ok, PAGE, status, type Variant } from "./variant.ts";

const DAY_MS = 86_400_000;
const THROTTLED = { error: "retry", code: "CRM_THROTTLED" } as const;

const waits = (least: number, most = least) => ({ ...THROTTLED, wait: [least, most] as const });
const httpDate = (ms: number): string => new Date(ms).toUTCString();
/** 22 November 2026, noon, by a server whose clock is far from ours. */
const SERVER = Date.parse("2031-05-04T12:00:00Z");

/** As HubSpot tells its limits. */
const HUBSPOT: readonly AnswerRule[] = [
  {
    statuses: [429],
    body: { path: "policyName", is: ["DAILY"] },
    verdict: "park",
    code: "CRM_BLOCKED",
    until: { unit: "midnight" },
  },
  {
    statuses: [429],
    body: { path: "policyName" },
    verdict: "wait",
    code: "CRM_THROTTLED",
    until: { unit: "fixed", seconds: 10 },
  },
];

/** As Kommo does. */
const KOMMO: readonly AnswerRule[] = [
  {
    statuses: [429],
    verdict: "wait",
    code: "CRM_THROTTLED",
    until: { unit: "seconds", path: "retry_after" },
  },
];

/** As Bitrix24 does: limits behind 503 and 200, and one that tells when it ends. */
const BITRIX: readonly AnswerRule[] = [
  {
    statuses: [200, 503],
    body: { path: "error", is: ["QUERY_LIMIT_EXCEEDED"] },
    verdict: "wait",
    code: "CRM_THROTTLED",
  },
  {
    statuses: [429],
    body: { path: "error", is: ["OPERATION_TIME_LIMIT"] },
    verdict: "wait",
    code: "CRM_THROTTLED",
    until: { unit: "epoch", path: "time.operating_reset_at" },
  },
  { statuses: [503], body: { path: "error", is: ["OVERLOAD_LIMIT"] }, verdict: "park", code: "CRM_BLOCKED" },
  { statuses: [200], body: { path: "error" }, verdict: "retry", code: "CRM_BAD_ANSWER" },
];

const SALESFORCE: readonly AnswerRule[] = [
  {
    statuses: [403],
    body: { path: "0.errorCode", is: ["REQUEST_LIMIT_EXCEEDED"] },
    verdict: "park",
    code: "CRM_BLOCKED",
  },
];

/** A limit that only a header tells. */
const BY_HEADER: readonly AnswerRule[] = [
  {
    statuses: [403],
    header: { name: "x-limit-exceeded", is: ["1"] },
    verdict: "wait",
    code: "CRM_THROTTLED",
  },
];

/** Rows 1 to 5: being asked to slow down. */
export const THROTTLING: readonly Variant[] = [
  ...[1, 7, 60].map(
    (seconds): Variant => ({
      row: 1,
      name: `429, Retry-After: ${seconds}`,
      fault: status(429, { "retry-after": String(seconds) }),
      outcome: waits(seconds * 1000),
    }),
  ),
  {
    row: 1,
    name: "429, Retry-After with a fraction",
    fault: status(429, { "retry-after": "2.5" }),
    outcome: waits(2500),
  },
  {
    row: 2,
    name: "a date, by a server years ahead of us",
    fault: status(429, { "retry-after": httpDate(SERVER + 30_000), date: httpDate(SERVER) }),
    outcome: waits(30_000),
  },
  {
    row: 2,
    name: "a date, by a server two hours behind us",
    fault: (response) => {
      const now = Date.now() - 7_200_000;
      status(429, { "retry-after": httpDate(now + 5_000), date: httpDate(now) })(response, 1, response.req);
    },
    outcome: waits(4_000, 6_000),
  },
  {
    row: 2,
    name: "a date that is past",
    fault: status(429, { "retry-after": httpDate(SERVER - 60_000), date: httpDate(SERVER) }),
    outcome: waits(1_000),
  },
  {
    row: 2,
    name: "a date, and no Date of the server's own",
    fault: (response) => {
      response.sendDate = false;
      status(429, { "retry-after": httpDate(Date.now() + 20_000) })(response, 1, response.req);
    },
    outcome: waits(10_000, 20_000),
  },
  {
    row: 2,
    name: "a date a month ahead",
    fault: status(429, { "retry-after": httpDate(SERVER + 30 * DAY_MS), date: httpDate(SERVER) }),
    outcome: waits(DAY_MS),
  },
  { row: 3, name: "429 without a header", fault: status(429), outcome: { ...THROTTLED, wait: null } },
  {
    row: 3,
    name: "429 as a web page",
    fault: status(429, {}, HTML_PAGE),
    outcome: { ...THROTTLED, wait: null },
  },
  {
    row: 3,
    name: "a daily policy in the body",
    fault: status(429, {}, '{"policyName":"DAILY"}'),
    rules: HUBSPOT,
    outcome: { error: "park", code: "CRM_BLOCKED", wait: [0, DAY_MS] },
  },
  {
    row: 3,
    name: "a policy of ten seconds in the body",
    fault: status(429, {}, '{"policyName":"TEN_SECONDLY_ROLLING"}'),
    rules: HUBSPOT,
    outcome: waits(10_000),
  },
  {
    row: 3,
    name: "seconds in the body",
    fault: status(429, {}, '{"retry_after":300}'),
    rules: KOMMO,
    outcome: waits(300_000),
  },
  {
    row: 3,
    name: "nonsense in the body's seconds",
    fault: status(429, {}, '{"retry_after":"soon"}'),
    rules: KOMMO,
    outcome: { ...THROTTLED, wait: null },
  },
  ...(
    [
      ["30 days", "2592000", [DAY_MS, DAY_MS]],
      ["1e18", "1000000000000000000", [DAY_MS, DAY_MS]],
      ["0", "0", [0, 0]],
      ["-5", "-5", null],
      ["NaN", "NaN", null],
      ["soon", "soon", null],
      ["1e3", "1e3", null],
      ["nothing", "", null],
      ["Infinity", "Infinity", null],
    ] as const
  ).map(
    ([name, value, wait]): Variant => ({
      row: 4,
      name: `Retry-After: ${name}`,
      fault: status(429, { "retry-after": value }),
      outcome: { ...THROTTLED, wait },
    }),
  ),
  {
    row: 4,
    name: "two Retry-After headers",
    fault: status(429, { "retry-after": ["3", "9"] }),
    outcome: { ...THROTTLED, wait: null },
  },
  {
    row: 5,
    name: "503 that means quota",
    fault: status(503, {}, '{"error":"QUERY_LIMIT_EXCEEDED"}'),
    rules: BITRIX,
    outcome: THROTTLED,
  },
  {
    row: 5,
    name: "200 that means quota",
    fault: ok('{"error":"QUERY_LIMIT_EXCEEDED"}'),
    rules: BITRIX,
    outcome: THROTTLED,
  },
  {
    row: 5,
    name: "200 with another error in it",
    fault: ok('{"error":"INTERNAL"}'),
    rules: BITRIX,
    outcome: { error: "retry", code: "CRM_BAD_ANSWER", text: /tells of an error/ },
  },
  {
    row: 5,
    name: "200 with a page, under such rules",
    fault: ok(PAGE),
    rules: BITRIX,
    outcome: { records: 2 },
  },
  {
    row: 5,
    name: "429 that tells in the body when it ends",
    fault: (response) => {
      const at = Math.round(Date.now() / 1000) + 120;
      const body = `{"error":"OPERATION_TIME_LIMIT","time":{"operating_reset_at":${at}}}`;
      status(429, {}, body)(response, 1, response.req);
    },
    rules: BITRIX,
    outcome: waits(100_000, 121_000),
  },
  {
    row: 5,
    name: "503 that is a block by hand",
    fault: status(503, {}, '{"error":"OVERLOAD_LIMIT"}'),
    rules: BITRIX,
    outcome: { error: "park", code: "CRM_BLOCKED" },
  },
  {
    row: 5,
    name: "503 that is just 503, under such rules",
    fault: status(503, {}, '{"error":""}'),
    rules: BITRIX,
    outcome: { error: "retry", code: "CRM_SERVER_ERROR" },
  },
  {
    row: 5,
    name: "403 with a list of errors that means the day's quota",
    fault: status(403, {}, '[{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]'),
    rules: SALESFORCE,
    outcome: { error: "park", code: "CRM_BLOCKED" },
  },
  {
    row: 5,
    name: "403 that means no right, under such rules",
    fault: status(403, {}, '[{"errorCode":"INSUFFICIENT_ACCESS"}]'),
    rules: SALESFORCE,
    outcome: { error: "stop", code: "CRM_FORBIDDEN" },
  },
  {
    row: 5,
    name: "a limit in a header",
    fault: status(403, { "x-limit-exceeded": "1" }),
    rules: BY_HEADER,
    outcome: THROTTLED,
  },
];
