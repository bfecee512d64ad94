import { CircuitState } from "cockatiel";
import { describe, expect, test } from "vitest";
import { RetryableError } from "../../src/base/errors.ts";
import { UnitWindow } from "../../src/collect/breaker.ts";
import { retrying } from "../../src/collect/retry.ts";
import { RetryBudget } from "../../src/collect/retry-budget.ts";
import { told } from "../../src/messages/messages.ts";

const never = new AbortController().signal;

describe("the retry budget", () => {
  const spend = (budget: RetryBudget): number => {
    let taken = 0;
    while (budget.tryTake()) taken++;
    return taken;
  };

  test("gives 20 a minute whatever was sent", () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    expect(spend(budget)).toBe(20);
    now = 59_000;
    expect(spend(budget)).toBe(0);
    now = 60_000;
    expect(spend(budget)).toBe(20);
  });

  test("gives a tenth of what was sent in the last 60 s", () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    for (now = 0; now < 60_000; now += 10) budget.request();
    now = 59_999;
    expect(spend(budget)).toBe(600);
    now = 89_000;
    expect(spend(budget)).toBe(0);
    now = 1_000_000;
    expect(spend(budget)).toBe(20);
  });
});

describe("those that wait for the retry budget", () => {
  test("go in the order of how often they were tried, least first", async () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    while (budget.tryTake());
    const order: number[] = [];
    const takers = [5, 1, 3, 2, 4].map((tries) =>
      budget.take(never, tries).then(() => void order.push(tries)),
    );
    now = 60_000;
    await Promise.all(takers);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("the breaker's window", () => {
  test.each([
    ["nine units fail", 9, 0, false],
    ["ten units fail", 10, 0, true],
    ["ten fail and ten do not", 10, 10, true],
    ["ten fail and eleven do not", 10, 11, false],
  ])("opens as it should where %s", (_name, failing, sound, opens) => {
    const window = new UnitWindow(100, () => 0);
    for (let unit = 0; unit < sound; unit++) window.note(1000 + unit, false);
    for (let unit = 0; unit < failing; unit++) window.note(unit, true);
    expect(window.failure()).toBe(opens);
  });

  test("counts a unit once however often it fails, and as its last try was", () => {
    const window = new UnitWindow(100, () => 0);
    for (let times = 0; times < 50; times++) window.note(times % 9, true);
    expect(window.failure()).toBe(false);
    window.note(9, true);
    expect(window.failure()).toBe(true);
    window.note(9, false);
    expect(window.failure()).toBe(false);
  });

  test("forgets after a minute, and all of it after a probe", () => {
    let now = 0;
    const window = new UnitWindow(100, () => now);
    for (let unit = 0; unit < 10; unit++) window.note(unit, true);
    now = 61_000;
    window.note(99, false);
    expect(window.failure()).toBe(false);
    window.turnAway();
    expect(window.failure()).toBe(true);
    window.success(CircuitState.HalfOpen);
    expect(window.failure()).toBe(false);
  });
});

describe("trying again", () => {
  const failing = (error: RetryableError, times: number) => {
    let calls = 0;
    return {
      attempt: async (): Promise<number> => {
        if (++calls <= times) throw error;
        return calls;
      },
      calls: () => calls,
    };
  };

  test("is at once for what asks for it, and free where a connection had gone stale", async () => {
    const waits: number[] = [];
    const onFailure = (_error: RetryableError, waitMs: number): void => void waits.push(waitMs);
    const stale = new RetryableError("CRM_CONNECTION", told("throttled"), { pace: "free" });
    const soon = new RetryableError("CRM_SERVER_ERROR", told("throttled"), { pace: "at once" });
    await retrying(failing(stale, 1).attempt, { signal: never, onFailure, tries: () => 1 });
    await retrying(failing(soon, 2).attempt, { signal: never, onFailure });
    expect(waits).toEqual([0, 0, 0]);
  });

  test("ends after the second answer that is too large, and begins anew after an outage", async () => {
    const large = failing(new RetryableError("CRM_TOO_LARGE", told("throttled"), { pace: "at once" }), 9);
    await expect(retrying(large.attempt, { signal: never, onFailure: () => {} })).rejects.toThrow();
    expect(large.calls()).toBe(2);
    let era = 0;
    const soon = new RetryableError("CRM_SERVER_ERROR", told("throttled"), { pace: "at once" });
    const tried = failing(soon, 3);
    const options = {
      signal: never,
      onFailure: () => void era++,
      tries: () => 2,
      era: () => ({ number: era, tries: 0 }),
    };
    expect(await retrying(tried.attempt, options)).toBe(4);
  });
});
