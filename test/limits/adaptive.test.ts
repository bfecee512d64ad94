import { describe, expect, test } from "vitest";
import { runTrial } from "../../bench/limiter-sim.ts";
import { AdaptiveConcurrency } from "../../src/limits/adaptive-concurrency.ts";
import { AdaptiveRate } from "../../src/limits/adaptive-rate.ts";
import { Lane } from "../../src/limits/lane.ts";
import type { LimitShape } from "../../src/sim/rate-limit.ts";

const MINUTE_MS = 60_000;

const SHAPES: Record<string, (perSecond: number) => LimitShape> = {
  "fixed windows of 10 s": (rate) => ({ kind: "fixed", limit: rate * 10, windowMs: 10_000 }),
  "a sliding window of 10 s": (rate) => ({ kind: "sliding", limit: rate * 10, windowMs: 10_000 }),
  "a bucket of 4 s": (rate) => ({ kind: "bucket", perSecond: rate, windowMs: 1000, burst: rate * 4 }),
  "a bucket of 5": (rate) => ({ kind: "bucket", perSecond: rate, windowMs: 1000, burst: 5 }),
};

interface Span {
  readonly from: number;
  readonly to: number;
  readonly limits: ReadonlyArray<readonly [minute: number, limit: LimitShape]>;
}

/** Share of the limit used and share refused, between two minutes, with 16 workers and 80 to 360 ms a round trip. */
function trial({ from, to, limits }: Span, perSecond: number): { used: number; refused: number } {
  const counted = runTrial({
    makeLine: (time) => new Lane({ concurrency: 16, limits: [] }, time),
    seed: 7,
    workers: 16,
    wayMs: [40, 180],
    limits: limits.map(([minute, limit]) => [minute * MINUTE_MS, limit] as const),
    fromMs: from * MINUTE_MS,
    toMs: to * MINUTE_MS,
  });
  return {
    used: counted.accepted / (perSecond * (to - from) * 60),
    refused: counted.refused / (counted.accepted + counted.refused),
  };
}

describe.each(Object.entries(SHAPES))("a hidden limit of 10/s in the shape of %s", (_, shape) => {
  test("is used to 96% with at most 0.1% refused, once found", () => {
    const { used, refused } = trial({ from: 5, to: 35, limits: [[0, shape(10)]] }, 10);
    expect(used).toBeGreaterThanOrEqual(0.96);
    expect(refused).toBeLessThanOrEqual(0.001);
  });

  test("that is halved costs at most 1.5% refusals", () => {
    const limits = [
      [0, shape(10)],
      [10, shape(5)],
    ] as const;
    const { used, refused } = trial({ from: 10, to: 25, limits }, 5);
    expect(used).toBeGreaterThanOrEqual(0.9);
    expect(refused).toBeLessThanOrEqual(0.015);
  });

  test("that is doubled is used to 80% ten minutes later", () => {
    const limits = [
      [0, shape(10)],
      [10, shape(20)],
    ] as const;
    expect(trial({ from: 20, to: 22, limits }, 20).used).toBeGreaterThanOrEqual(0.8);
  });
});

describe("a rate found", () => {
  /** Sends at the rate asked for, each n-th request being refused alone whatever the rate. */
  function withWhims(everyNth: number, hint: number, requests: number): number {
    const rate = new AdaptiveRate(hint, 0);
    let now = 0;
    for (let request = 1; request <= requests; request++) {
      now += 1000 / (rate.rate(now) ?? 1);
      if (request % everyNth === 0) {
        rate.throttled(now, now + 200, false);
        now += 200;
      } else rate.accepted(now);
    }
    return rate.rate(now) ?? 0;
  }

  test.each([20, 100, 400])(
    "is not given up where each %d-th request is refused whatever the rate",
    (everyNth) => {
      expect(withWhims(everyNth, 50, 60_000)).toBeGreaterThan(50 * 0.6);
    },
  );

  test("begins with the hint, and grows beyond it while nothing is refused", () => {
    const rate = new AdaptiveRate(20, 0);
    expect(rate.rate(0)).toBe(20);
    expect(rate.rate(10 * MINUTE_MS)).toBeGreaterThan(40);
    expect(rate.found).toBe(false);
  });
});

describe("concurrency", () => {
  /** Round after round of all that may be in flight, answered after what `latency` tells. */
  function settle(most: number, rounds: number, latency: (inFlight: number) => number): AdaptiveConcurrency {
    const window = new AdaptiveConcurrency(most, 0);
    let now = 0;
    for (let round = 0; round < rounds; round++) {
      const inFlight = window.limit;
      const answeredIn = latency(inFlight);
      now += answeredIn;
      for (let i = 0; i < inFlight; i++) window.answered(now, answeredIn, inFlight);
    }
    return window;
  }

  test("doubles each round trip from a few", () => {
    expect([0, 1, 2, 3].map((rounds) => settle(100, rounds, () => 100).limit)).toEqual([4, 8, 16, 32]);
  });

  test.each([
    ["100 ms", 100, 100],
    ["100 ms", 500, 100],
    ["2 s", 100, 2_000],
  ])("stays at the most where the CRM always takes %s (%d)", (_, most, ms) => {
    expect(settle(most, 500, () => ms).limit).toBe(most);
  });

  test("stays at the most where a busy machine of ours makes answers seem slow", () => {
    // 3,000 requests a second is what the machine manages; each fifth round it is busy elsewhere.
    let round = 0;
    const latency = (inFlight: number): number => Math.max(2, inFlight / 3) + (++round % 5 === 0 ? 400 : 0);
    expect(settle(500, 500, latency).limit).toBe(500);
  });

  test("gives way to a CRM that answers ever slower, without starving it", () => {
    // Eight at a time, 200 ms each: more only wait.
    const window = settle(200, 300, (inFlight) => 200 * Math.max(1, inFlight / 8));
    expect(window.limit).toBeGreaterThanOrEqual(8);
    expect(window.limit).toBeLessThanOrEqual(60);
  });

  test("goes on as before where the CRM is slow whatever is sent, and where it is fast again", () => {
    const window = new AdaptiveConcurrency(100, 0);
    let now = 0;
    for (let round = 0; round < 400; round++) {
      const inFlight = window.limit;
      const answeredIn = round > 100 && round < 200 ? 5_000 : 100;
      now += answeredIn;
      for (let i = 0; i < inFlight; i++) window.answered(now, answeredIn, inFlight);
      if (round === 102) expect(window.limit).toBeLessThanOrEqual(50);
      if (round === 199) expect(window.limit).toBe(100);
    }
    expect(window.limit).toBe(100);
  });
});
