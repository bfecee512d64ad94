import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PacedBudget } from "../../src/limits/paced-budget.ts";

/** When requests go, for a sender that looks again after `stalls` (ms) now and then and else as soon as it may. */
function sendTimes(
  budget: PacedBudget,
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
    const sent = sendTimes(new PacedBudget({ requests, windowMs }), spanMs).length;
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
          const times = sendTimes(new PacedBudget({ requests, windowMs }), windowMs * 8, { stalls: list });
          expect(mostIn(windowMs, times)).toBeLessThanOrEqual(requests);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("counts a request as what it costs", () => {
    const times = sendTimes(new PacedBudget({ requests: 100, windowMs: 1000 }), 20_000, { cost: 10 });
    expect(mostIn(1000, times)).toBeLessThanOrEqual(10);
    expect(times.length).toBeGreaterThan(190);
  });

  test("leaves the reserve to others", () => {
    const times = sendTimes(new PacedBudget({ requests: 100, windowMs: 1000, reserve: 0.2 }), 20_000);
    expect(mostIn(1000, times)).toBeLessThanOrEqual(80);
  });
});
