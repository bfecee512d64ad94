import { describe, expect, test } from "vitest";
import { seeded, VirtualTime } from "../../bench/virtual-time.ts";
import { Lane } from "../../src/limits/lane.ts";
import type { LimiterOptions, Permit, RequestOutcome } from "../../src/limits/limits.ts";
import { createMemoryLimiter } from "../../src/limits/memory-limiter.ts";
import { describeLimiter } from "./limiter.suite.ts";

const DAY_MS = 86_400_000;
const ANSWERED = { kind: "answered" } as const;

describe("the limiter in memory", () => {
  describeLimiter((options) => createMemoryLimiter(options));
});

/** A lane in virtual time. */
function inVirtualTime(options: Partial<LimiterOptions>): {
  readonly time: VirtualTime;
  readonly lane: Lane;
  /** Asks once; what it got is in the list from its turn on. */
  ask(into?: Array<{ at: number; permit: Permit }>): Array<{ at: number; permit: Permit }>;
} {
  const time = new VirtualTime(seeded(1));
  const lane = new Lane({ concurrency: 50, limits: [], ...options }, time);
  return {
    time,
    lane,
    ask(into = []) {
      lane.join({ cost: 1, go: (permit) => into.push({ at: time.now(), permit }) });
      return into;
    },
  };
}

/** Throttled once at this Retry-After: when the next request goes. */
function waitAfter(...outcomes: readonly RequestOutcome[]): number {
  const { time, ask } = inVirtualTime({});
  let from = 0;
  for (const outcome of outcomes) {
    const [asked] = waitFor(ask, time);
    from = time.now();
    asked?.permit.done(outcome);
  }
  const [next] = waitFor(ask, time);
  next?.permit.done(ANSWERED);
  return time.now() - from;
}

function waitFor(ask: ReturnType<typeof inVirtualTime>["ask"], time: VirtualTime): ReturnType<typeof ask> {
  const got = ask();
  while (got.length === 0 && time.step());
  return got;
}

const throttled = (retryAfterMs: number | null): RequestOutcome => ({ kind: "throttled", retryAfterMs });

describe("after a throttle answer", () => {
  test("the silence is as long as asked for and at most 10% longer", () => {
    const wait = waitAfter(throttled(5_000));
    expect(wait).toBeGreaterThanOrEqual(5_000);
    expect(wait).toBeLessThanOrEqual(5_500);
  });

  test.each([0, 1, -7])("a Retry-After of %d ms is no invitation to hammer", (asked) => {
    expect(waitAfter(throttled(asked))).toBe(200);
  });

  test("nobody is silent for longer than a day, whatever was asked for", () => {
    expect(waitAfter(throttled(1e18))).toBe(DAY_MS);
  });

  test("that names no time the silence doubles, until an answer comes", () => {
    const first = waitAfter(throttled(null));
    const second = waitAfter(throttled(null), throttled(null));
    const again = waitAfter(throttled(null), ANSWERED, throttled(null));
    expect(first).toBeGreaterThanOrEqual(1_000);
    expect(first).toBeLessThanOrEqual(1_100);
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(again).toBeLessThanOrEqual(1_100);
  });

  test("what else was under way is the same event: no longer silence, no further cut", () => {
    const rateAfter = (refused: number): number | null => {
      const { time, lane, ask } = inVirtualTime({ hint: 20 });
      for (let i = 0; i < 10; i++) waitFor(ask, time)[0]?.permit.done(ANSWERED);
      const got = ask();
      for (let i = 1; i < 10; i++) ask(got);
      time.runUntil(2_000);
      expect(got).toHaveLength(10);
      for (const { permit } of got.slice(0, refused)) permit.done(throttled(1_000));
      for (const { permit } of got.slice(refused)) permit.done(ANSWERED);
      time.runUntil(3_200);
      expect(lane.state().heldMs).toBe(0);
      return lane.state().requestsPerSecond;
    };
    const three = rateAfter(3);
    expect(three).not.toBeNull();
    expect(rateAfter(1)).toBeCloseTo(three ?? 0, 0);
  });

  test("a silence that is prolonged meanwhile is kept to its new end", () => {
    const { time, ask } = inVirtualTime({});
    const [a, b] = [...ask(), ...ask()];
    a?.permit.done(throttled(1_000));
    const next = ask();
    time.runUntil(500);
    b?.permit.done(throttled(5_000));
    time.runUntil(5_400);
    expect(next).toHaveLength(0);
    time.runUntil(6_100);
    expect(next).toHaveLength(1);
  });
});

describe("a known limit", () => {
  test("that the CRM does not keep itself gives way to what it allows, and is never exceeded after", () => {
    const { time, lane, ask } = inVirtualTime({ limits: [{ requests: 50, windowMs: 1000 }] });
    const got = ask();
    for (let i = 1; i < 20; i++) ask(got);
    time.runUntil(2_000);
    for (const { permit } of got) permit.done(throttled(1_000));
    time.runUntil(4_000);
    const { requestsPerSecond, found } = lane.state();
    expect(found).toBe(true);
    expect(requestsPerSecond).toBeLessThan(50);
    time.runUntil(DAY_MS);
    expect(lane.state().requestsPerSecond).toBeLessThan(50);
  });
});

test("a line that everybody has left has no timer waiting", () => {
  const { time, lane, ask } = inVirtualTime({ limits: [{ requests: 1, windowMs: 1000 }] });
  ask();
  const waiter = { cost: 1, go: () => undefined };
  lane.join(waiter);
  lane.leave(waiter);
  expect(time.pending).toBe(0);
});
