import { expect, test } from "vitest";
import { SharedLimiters } from "../../../src/app/runs/shared-limiters.ts";
import type { LimiterOptions } from "../../../src/limits/limits.ts";
import { createMemoryLimiter } from "../../../src/limits/memory-limiter.ts";

const OPTIONS: LimiterOptions = { concurrency: 2, limits: [] };
const { signal } = new AbortController();

function limiters(): SharedLimiters {
  return new SharedLimiters(async (options) => createMemoryLimiter(options));
}

test("what one run of an account sends, another one waits for", async () => {
  const shared = limiters();
  const [one, other] = [shared.lease(), shared.lease()];
  const first = await one.createLimiter(OPTIONS, "account");
  const second = await other.createLimiter(OPTIONS, "account");
  const [sent] = await Promise.all([first.acquire(signal), first.acquire(signal)]);
  const waiting = second.acquire(signal);
  // Its own limiter lets it through at once: what is left to wait for is the account's.
  await new Promise((resolve) => setImmediate(resolve));
  expect(first.state().waiting).toBe(1);
  sent?.done({ kind: "answered" });
  await waiting;
  expect(first.state()).toMatchObject({ waiting: 0, inFlight: 2 });
});

test("a refusal that one run meets holds the others back", async () => {
  const shared = limiters();
  const first = await shared.lease().createLimiter(OPTIONS, "account");
  const second = await shared.lease().createLimiter(OPTIONS, "account");
  (await second.acquire(signal)).done({ kind: "throttled", retryAfterMs: 3_600_000 });
  expect(first.state().heldMs).toBeGreaterThan(3_000_000);
});

test("other accounts wait for nothing, and an account that nobody uses begins anew", async () => {
  const shared = limiters();
  const [one, other] = [shared.lease(), shared.lease()];
  const first = await one.createLimiter(OPTIONS, "account");
  await Promise.all([first.acquire(signal), first.acquire(signal)]);
  const elsewhere = await other.createLimiter(OPTIONS, "another account");
  await Promise.all([elsewhere.acquire(signal), elsewhere.acquire(signal)]);
  one.release();
  const anew = await shared.lease().createLimiter(OPTIONS, "account");
  expect((await anew.acquire(signal)).done).toBeTypeOf("function");
});
