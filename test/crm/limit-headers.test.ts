import { expect, test } from "vitest";
import type { LimitHeaders } from "../../src/crm/crm.ts";
import { classifyAnswer } from "../../src/crm/http/classify.ts";
import { readLimitHeaders } from "../../src/crm/http/limit-headers.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const SECONDS = NOW / 1000;
const X: LimitHeaders = {
  form: "fields",
  requests: "x-ratelimit-limit",
  remaining: "x-ratelimit-remaining",
  reset: "x-ratelimit-reset",
  trusted: true,
};
const EPOCH: LimitHeaders = { ...X, unit: "epoch" };
const IETF: LimitHeaders = { form: "ietf", trusted: true };
const NOTHING = { requests: null, windowMs: null, remaining: null, resetMs: null, trusted: true };

const read = (headers: Record<string, string | string[]>, form: LimitHeaders) =>
  readLimitHeaders(headers, [form], NOW);
const x = (limit: unknown, remaining: unknown, reset: unknown) => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset": String(reset),
});

test.each<[string, Record<string, string>, LimitHeaders, object]>([
  ["seconds from now (Pipedrive)", x(80, 79, 2), X, { requests: 80, remaining: 79, resetMs: 2_000 }],
  ["seconds since 1970", x(50, 0, SECONDS + 7), EPOCH, { requests: 50, remaining: 0, resetMs: 7_000 }],
  [
    "seconds since 1970 by the server's clock, which is an hour ahead",
    { ...x(50, 0, SECONDS + 3_607), date: new Date(NOW + 3_600_000).toUTCString() },
    EPOCH,
    { requests: 50, remaining: 0, resetMs: 7_000 },
  ],
  [
    "a window of its own header (HubSpot)",
    {
      "x-hubspot-ratelimit-max": "190",
      "x-hubspot-ratelimit-remaining": "8",
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
    },
    {
      form: "fields",
      requests: "x-hubspot-ratelimit-max",
      remaining: "x-hubspot-ratelimit-remaining",
      window: "x-hubspot-ratelimit-interval-milliseconds",
      trusted: true,
    },
    { requests: 190, windowMs: 10_000, remaining: 8 },
  ],
  [
    "used and allowed (Salesforce)",
    { "sforce-limit-info": "api-usage=18/15000" },
    { form: "usage", header: "sforce-limit-info", windowMs: 86_400_000, trusted: true },
    { requests: 15_000, windowMs: 86_400_000, remaining: 14_982 },
  ],
  [
    "the IETF draft",
    { "ratelimit-policy": '"burst";q=100;w=10', ratelimit: '"burst";r=50;t=3' },
    IETF,
    { requests: 100, windowMs: 10_000, remaining: 50, resetMs: 3_000 },
  ],
  [
    "the IETF draft before its 8th version",
    { "ratelimit-policy": "100;w=10", ratelimit: "limit=100, remaining=50, reset=3" },
    IETF,
    { requests: 100, windowMs: 10_000, remaining: 50, resetMs: 3_000 },
  ],
  [
    "the IETF draft before its 7th version",
    { "ratelimit-limit": "100", "ratelimit-remaining": "50", "ratelimit-reset": "3" },
    IETF,
    { requests: 100, remaining: 50, resetMs: 3_000 },
  ],
])("reads %s", (_name, headers, form, told) => {
  expect(read(headers, form)).toEqual([{ ...NOTHING, ...told }]);
});

test("reads several limits of one header", () => {
  const headers = {
    "ratelimit-policy": '"s";q=10;w=1, "d";q=5000;w=86400',
    ratelimit: '"s";r=9;t=1, "d";r=4000;t=60',
  };
  expect(read(headers, IETF)).toMatchObject([
    { requests: 10, windowMs: 1_000, remaining: 9 },
    { requests: 5_000, windowMs: 86_400_000, remaining: 4_000, resetMs: 60_000 },
  ]);
});

test.each<[string, Record<string, string | string[]>, LimitHeaders, object | null]>([
  ["no header", {}, X, null],
  ["a limit of 0 and less than nothing left", x(0, -5, "soon"), X, null],
  ["more left than there is", x(10, 11, 1), X, { requests: 10, resetMs: 1_000 }],
  ["a reset an hour ago", x(10, 0, SECONDS - 3_600), EPOCH, { requests: 10, remaining: 0 }],
  ["a reset in a month", x(10, 0, SECONDS + 2_592_000), EPOCH, { requests: 10, remaining: 0 }],
  [
    "seconds since 1970 where seconds from now are told",
    x(10, 0, SECONDS + 5),
    X,
    { requests: 10, remaining: 0 },
  ],
  ["numbers beyond all reason", x("9".repeat(40), "1e3", "0x10"), X, null],
  [
    "a header that came twice",
    { ...x(10, 1, 1), "x-ratelimit-limit": ["10", "20"] },
    X,
    { remaining: 1, resetMs: 1_000 },
  ],
  ["a draft that is none", { ratelimit: ";;=,r=x;t=-9," }, IETF, null],
])("of %s believes what can be true", (_name, headers, form, told) => {
  expect(read(headers, form)).toEqual(told === null ? [] : [{ ...NOTHING, ...told }]);
});

test("a 429 without Retry-After waits for the reset that its headers tell", () => {
  const answer = { status: 429, headers: x(50, 0, SECONDS + 7), body: new Uint8Array(0) };
  const waitOf = (form: LimitHeaders) => classifyAnswer(answer, NOW, [], read(answer.headers, form));
  expect(waitOf(EPOCH)).toMatchObject({ code: "CRM_THROTTLED", retryAfterMs: 7_000 });
  expect(waitOf({ ...EPOCH, trusted: false })).toMatchObject({ retryAfterMs: undefined });
});
