import { expect, test } from "vitest";
import { monotonicMs } from "../../src/base/clock.ts";
import { createPacer } from "../../src/limits/pacer.ts";

const never = new AbortController().signal;

async function sendTimes(count: number, acquire: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: count }, async () => {
      await acquire();
      times.push(monotonicMs());
    }),
  );
  return times.sort((a, b) => a - b);
}

/** The most that fall into any one second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));
}

test("never lets more through in any second than the limit", async () => {
  const pacer = createPacer(100);
  const times = await sendTimes(150, () => pacer.acquire(never));
  expect(mostInASecond(times)).toBeLessThanOrEqual(100);
});

test("begins without a burst", async () => {
  const pacer = createPacer(50);
  const times = await sendTimes(4, () => pacer.acquire(never));
  expect(times[3]! - times[0]!).toBeGreaterThan(40);
});

test("without a rate holds nobody back", async () => {
  const pacer = createPacer(null);
  expect(pacer.requestsPerSecond).toBeNull();
  expect(await sendTimes(10_000, () => pacer.acquire(never))).toHaveLength(10_000);
});

test("holds everybody back after a throttle answer, those already waiting too", async () => {
  const pacer = createPacer(20);
  const waiting = sendTimes(3, () => pacer.acquire(never));
  const from = monotonicMs();
  pacer.holdFor(300);
  const times = await waiting;
  // The first had its turn before the hold came.
  expect(times.filter((time) => time < from + 295).length).toBeLessThanOrEqual(1);
});

test("does not catch up in a burst after an idle time", async () => {
  const pacer = createPacer(100);
  await pacer.acquire(never);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const times = await sendTimes(5, () => pacer.acquire(never));
  expect(times[4]! - times[0]!).toBeGreaterThan(20);
});

test("lets go at once when the run is stopped", async () => {
  const pacer = createPacer(1);
  const stop = new AbortController();
  await pacer.acquire(stop.signal);
  const waiting = pacer.acquire(stop.signal);
  stop.abort(new Error("stopped"));
  await expect(waiting).rejects.toThrow();
});
