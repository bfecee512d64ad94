import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBudget } from "../../src/limits/paced-budget.ts";

const DAY_MS = 86_400_000;

/** When requests go, for a sender that looks again after `stalls` (ms) now and then and else as soon as it may. */
function sendTimes(
  budget: ReturnType<typeof createBudget>,
  untilMs: number,
  { cost = 1, stalls = [] }: { cost?: number; stalls?: readonly number[] } = {},
): number[] {
  const times: number[] = [];
  let now = 0;
  for (let turn = 0; now < untilMs; turn++) {
    const wait = budget.waitMs(now, cost);
    if (wait > 0) {
      now += wait + (stalls[turn % Math.max(1, stalls.length)] ?? 0);
    } else {
      budget.take(now, cost);
      times.push(now);
    }
  }
  return times;
}

/** The most in any window, wherever it begins. */
function mostIn(windowMs: number, times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? 0) <= time - windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe("a known limit", () => {
  test.each([
    [50, 1000],
    [10, 1000],
    [100, 10_000],
    [500, 10_000],
    [12.5, 1000],
    [0.5, 1000],
    [1, 60_000],
  ])("of %d in %d ms is used to 97.5%% at least", (requests, windowMs) => {
    const spanMs = windowMs * 200;
    const sent = sendTimes(createBudget({ requests, windowMs }), spanMs).length;
    expect(sent / ((requests * spanMs) / windowMs)).toBeGreaterThanOrEqual(0.975);
    expect(sent).toBeLessThanOrEqual((requests * spanMs) / windowMs);
  });

  test("is kept in any window, however the event loop stalls", () => {
    const stalls = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3_000, noNaN: true })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(1000, 10_000),
        stalls,
        (requests, windowMs, list) => {
          const times = sendTimes(createBudget({ requests, windowMs }), windowMs * 8, { stalls: list });
          expect(mostIn(windowMs, times)).toBeLessThanOrEqual(requests);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("counts a request as what it costs", () => {
    const times = sendTimes(createBudget({ requests: 100, windowMs: 1000 }), 20_000, { cost: 10 });
    expect(mostIn(1000, times)).toBeLessThanOrEqual(10);
    expect(times.length).toBeGreaterThan(190);
  });

  test("leaves the reserve to others", () => {
    const times = sendTimes(createBudget({ requests: 100, windowMs: 1000, reserve: 0.2 }), 20_000);
    expect(mostIn(1000, times)).toBeLessThanOrEqual(80);
  });
});

describe("a quota of a day", () => {
  const quota = { requests: 1_000, windowMs: DAY_MS, reserve: 0.2 };

  test("may be spent at once, but for its reserve, and comes back a day later", () => {
    const budget = createBudget(quota);
    for (let i = 0; i < 800; i++) {
      expect(budget.waitMs(i, 1)).toBe(0);
      budget.take(i, 1);
    }
    const wait = budget.waitMs(1_000, 1);
    expect(wait).toBeGreaterThan(DAY_MS - 1_000);
    expect(wait).toBeLessThan(DAY_MS * 1.01);
    expect(budget.waitMs(1_000 + wait, 800)).toBe(0);
  });

  test("is kept in any day", () => {
    const times = sendTimes(createBudget(quota), DAY_MS * 4, { stalls: [0, 0, 3_000_000, 0, 100_000] });
    expect(mostIn(DAY_MS, times)).toBeLessThanOrEqual(800);
    expect(times.length).toBeGreaterThan(800 * 3);
  });
});
