import { describe, expect, test } from "vitest";
import { seeded, VirtualTime } from "../../bench/virtual-time.ts";
import type { LimitHeaders } from "../../src/crm/crm.ts";
import { readLimitHeaders } from "../../src/crm/http/limit-headers.ts";
import { Lane } from "../../src/limits/lane.ts";
import type { KnownLimit } from "../../src/model/limit.ts";
import type { RateLimitConfig } from "../../src/sim/config.ts";
import { limitHeaders } from "../../src/sim/rate-headers.ts";
import { createRateLimiter } from "../../src/sim/rate-limit.ts";

const MINUTE_MS = 60_000;
const X: LimitHeaders = {
  form: "fields",
  requests: "x-ratelimit-limit",
  remaining: "x-ratelimit-remaining",
  reset: "x-ratelimit-reset",
  unit: "epoch",
  trusted: true,
};
const LIMIT: RateLimitConfig = {
  kind: "fixed",
  limit: 100,
  windowMs: 10_000,
  retryAfter: "seconds",
  headers: true,
  headerForm: "ietf",
  tell: false,
};

interface World {
  readonly config?: Partial<RateLimitConfig>;
  readonly form: LimitHeaders;
  readonly limits?: readonly KnownLimit[];
  /** Requests that others send with the same account, a second. */
  readonly others?: number;
}

/** Sixteen workers for ten minutes against a simulated limit of 10 a second, 100 ms a request; counted from the second minute. */
function collect({ config = {}, form, limits = [], others = 0 }: World): {
  accepted: number;
  refused: number;
} {
  const time = new VirtualTime(seeded(1));
  const lane = new Lane({ concurrency: 16, limits }, time);
  const rules = { ...LIMIT, ...config };
  const server = createRateLimiter(rules);
  const counted = { accepted: 0, refused: 0 };
  const ask = (): void =>
    lane.join({
      cost: 1,
      go: (permit) =>
        time.after(50, () => {
          const decision = server.take(time.now());
          if (time.now() > 2 * MINUTE_MS) counted[decision.accepted ? "accepted" : "refused"]++;
          const flat = limitHeaders(rules, decision);
          const headers = Object.fromEntries(
            flat.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), flat[i + 1]]] : [])),
          );
          const told = readLimitHeaders(headers, [form], Date.now());
          time.after(50, () => {
            if (decision.accepted) permit.done({ kind: "answered", limits: told });
            else permit.done({ kind: "throttled", retryAfterMs: Math.max(1_000, decision.retryMs) });
            ask();
          });
        }),
    });
  const other = (): void => {
    server.take(time.now());
    time.after(1_000 / others, other);
  };
  if (others > 0) time.after(0, other);
  for (let worker = 0; worker < 16; worker++) ask();
  time.runUntil(10 * MINUTE_MS);
  return counted;
}

/** Of what the limit allows in eight minutes. */
const share = ({ accepted }: { accepted: number }): number => accepted / 4_800;

describe("headers that can be trusted", () => {
  test("make their limit a known one: all of it used, none beyond", () => {
    const counted = collect({ form: { form: "ietf", trusted: true } });
    expect(share(counted)).toBeGreaterThan(0.97);
    expect(counted.refused).toBe(0);
  });

  test("that say that none is left are obeyed until the reset, though the limit itself would allow more", () => {
    // Half of it is used by others, who are not seen but in what is left.
    const limits = [{ requests: 100, windowMs: 10_000 }];
    const blind = collect({ form: { form: "ietf", trusted: false }, limits, others: 5 });
    const seeing = collect({ form: { form: "ietf", trusted: true }, limits, others: 5 });
    expect(blind.refused).toBeGreaterThan(0);
    expect(seeing.refused).toBeLessThan(blind.refused / 2);
    expect(share(seeing)).toBeGreaterThan(0.45);
  });
});

test("headers that are only a hint say where to begin, and no more", () => {
  const time = new VirtualTime(seeded(1));
  const lane = new Lane({ concurrency: 16, limits: [] }, time);
  const told = { requests: 100, windowMs: 10_000, remaining: 0, resetMs: 5_000, trusted: false };
  lane.join({ cost: 1, go: (permit) => permit.done({ kind: "answered", limits: [told] }) });
  expect(lane.state()).toMatchObject({ requestsPerSecond: 10, heldMs: 0, found: false });
  lane.join({
    cost: 1,
    go: (permit) => permit.done({ kind: "answered", limits: [{ ...told, requests: 1, windowMs: 600_000 }] }),
  });
  time.runUntil(1_000);
  expect(lane.state().requestsPerSecond).toBeGreaterThanOrEqual(10);
});

describe("headers that lie", () => {
  const honest = collect({ config: { headers: false }, form: { ...X, trusted: false } });

  test.each(["zero", "stuck", "past", "far"] as const)(
    "%s: neither hang the run nor let it exceed its limit",
    (headerForm) => {
      const counted = collect({ config: { headerForm }, form: X });
      expect(counted.accepted).toBeGreaterThan(honest.accepted * 0.9);
      expect(counted.refused).toBeLessThan(counted.accepted * 0.02);
    },
  );

  test("a limit too small to be one is not believed", () => {
    const time = new VirtualTime(seeded(1));
    const lane = new Lane({ concurrency: 4, limits: [] }, time);
    const told = { requests: 1, windowMs: 600_000, remaining: 0, resetMs: 600_000, trusted: true };
    let answered = 0;
    const ask = (): void =>
      lane.join({
        cost: 1,
        go: (permit) => {
          answered++;
          permit.done({ kind: "answered", limits: [told] });
          if (answered < 1_000) ask();
        },
      });
    ask();
    expect(answered).toBe(1_000);
  });
});

test("what people spend of a day's quota counts where the CRM tells it", () => {
  const time = new VirtualTime(seeded(1));
  const quota = {
    requests: 1_000,
    windowMs: 86_400_000,
    reserve: 0.2,
    resetsAt: { minutes: 0, zone: "UTC" },
  };
  const lane = new Lane({ concurrency: 4, limits: [quota] }, time);
  const told = { requests: 1_000, windowMs: 86_400_000, remaining: 200, resetMs: null, trusted: true };
  lane.join({ cost: 1, go: (permit) => permit.done({ kind: "answered", limits: [told] }) });
  expect(lane.state().blocked).toMatchObject({ why: "quota", used: 800, allowed: 800 });
  expect(lane.takeSpent()).toMatchObject([{ cost: 1 }]);
});
