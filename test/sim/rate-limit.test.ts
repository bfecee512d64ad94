import { describe, expect, test } from "vitest";
import { createRateLimiter, type RateLimiter } from "../../src/sim/rate-limit.ts";
import { get, openSim } from "./helpers.ts";

const base = { windowMs: 1000 } as const;

/** The times of accepted requests, of one try every `stepMs`. */
function accepted(limiter: RateLimiter, stepMs: number, untilMs: number): number[] {
  const times: number[] = [];
  for (let i = 0; i * stepMs < untilMs; i++) if (limiter.take(i * stepMs).accepted) times.push(i * stepMs);
  return times;
}

function mostInAnyWindow(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((end) => times.filter((time) => time > end - windowMs && time <= end).length));
}

describe("a sliding limit", () => {
  test("accepts exactly its limit in any window", () => {
    const limiter = createRateLimiter({ ...base, kind: "sliding", limit: 10 });
    const times = accepted(limiter, 7, 10_000);
    expect(times.length).toBe(100);
    expect(mostInAnyWindow(times, 1000)).toBe(10);
  });

  test("tells when the next request is accepted", () => {
    const limiter = createRateLimiter({ ...base, kind: "sliding", perSecond: 2 });
    limiter.take(0);
    limiter.take(300);
    const refused = limiter.take(400);
    expect(refused).toMatchObject({ accepted: false, remaining: 0, retryMs: 600 });
    expect(limiter.take(999.9).accepted).toBe(false);
    expect(limiter.take(1000).accepted).toBe(true);
  });
});

describe("a fixed window", () => {
  test("starts anew on the clock, and lets twice the limit pass around an edge", () => {
    const limiter = createRateLimiter({ ...base, kind: "fixed", limit: 5 });
    const late = Array.from({ length: 8 }, (_, i) => limiter.take(900 + i).accepted);
    const early = Array.from({ length: 8 }, (_, i) => limiter.take(1000 + i).accepted);
    expect(late.filter(Boolean).length).toBe(5);
    expect(early.filter(Boolean).length).toBe(5);
    expect(limiter.take(1250)).toMatchObject({ accepted: false, retryMs: 750, resetMs: 750 });
  });
});

describe("a bucket", () => {
  test("lets a burst pass, then its rate", () => {
    const limiter = createRateLimiter({ ...base, kind: "bucket", perSecond: 10, burst: 40 });
    const burst = Array.from({ length: 50 }, () => limiter.take(0).accepted);
    expect(burst.filter(Boolean).length).toBe(40);
    expect(limiter.take(0).retryMs).toBeCloseTo(100, 6);
    expect(limiter.take(99).accepted).toBe(false);
    expect(limiter.take(100).accepted).toBe(true);
    const times = accepted(
      createRateLimiter({ ...base, kind: "bucket", perSecond: 10, burst: 1 }),
      10,
      10_000,
    );
    expect(times.length).toBe(100);
  });
});

describe("over HTTP", () => {
  test("a refusal counts as 429 and not against the limit", async () => {
    const sim = await openSim({ clients: 1, rateLimit: { limit: 5, windowMs: 60_000 } });
    const statuses = await Promise.all(
      Array.from({ length: 12 }, () => get(sim, "/me").then(({ status }) => status)),
    );
    expect(statuses.filter((status) => status === 200).length).toBe(5);
    expect(sim.stats()).toMatchObject({ requests: 12, accepted: 5, answers: { "200": 5, "429": 7 } });
    expect(sim.stats().maxInAnySecond).toBe(12);
    expect(sim.stats().maxAcceptedInAnySecond).toBe(5);
  });

  test("headers tell the limit, what remains and when the window ends, where they are on", async () => {
    const sim = await openSim({ clients: 1, rateLimit: { limit: 2, windowMs: 60_000 } });
    const first = (await get(sim, "/me")).headers;
    expect([first.get("x-ratelimit-limit"), first.get("x-ratelimit-remaining")]).toEqual(["2", "1"]);
    const seconds = Number(first.get("x-ratelimit-reset")) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThan(62);
    expect(first.get("retry-after")).toBeNull();
    sim.configure({ rateLimit: { limit: 2, windowMs: 60_000, headers: false } });
    expect((await get(sim, "/me")).headers.get("x-ratelimit-limit")).toBeNull();
  });

  test("Retry-After comes as seconds, as a date or not at all", async () => {
    const sim = await openSim({ clients: 1 });
    const refusal = async (retryAfter: "seconds" | "date" | "none"): Promise<string | null> => {
      sim.configure({ rateLimit: { limit: 1, windowMs: 30_000, retryAfter } });
      await get(sim, "/me");
      const answer = await get(sim, "/me");
      expect(answer.status).toBe(429);
      return answer.headers.get("retry-after");
    };
    expect(Number(await refusal("seconds"))).toBeGreaterThan(25);
    const date = await refusal("date");
    expect(date).toMatch(/ GMT$/);
    expect(Date.parse(date ?? "") - Date.now()).toBeGreaterThan(25_000);
    expect(await refusal("none")).toBeNull();
  });

  test("/me tells the limit only where it is set and told", async () => {
    const sim = await openSim({ clients: 1 });
    const told = async (): Promise<unknown> =>
      JSON.parse(await (await get(sim, "/me")).text()).rate_limit_per_second;
    expect(await told()).toBeNull();
    sim.configure({ rateLimit: { perSecond: 50 } });
    expect(await told()).toBeNull();
    sim.configure({ rateLimit: { limit: 100, windowMs: 10_000, tell: true } });
    expect(await told()).toBe(10);
  });
});
