import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { monotonicMs } from "../../src/base/clock.ts";
import type { Limiter, LimiterOptions, Permit } from "../../src/limits/limits.ts";

const never = new AbortController().signal;
const ANSWERED = { kind: "answered" } as const;

/** What every limiter promises, in real time: times are only bounded from below (less the 50 ms that are caught up), so a slow machine changes nothing. */
export function describeLimiter(create: (options: LimiterOptions) => Promise<Limiter> | Limiter): void {
  async function send(limiter: Limiter, count: number): Promise<number> {
    const begun = monotonicMs();
    const one = async (): Promise<void> => (await limiter.acquire(never)).done(ANSWERED);
    await Promise.all(Array.from({ length: count }, one));
    return monotonicMs() - begun;
  }

  test("spaces requests from the first on, as the limit asks", async () => {
    const limiter = await create({ concurrency: 100, limits: [{ requests: 100, windowMs: 1000 }] });
    expect(await send(limiter, 40)).toBeGreaterThan(330);
  });

  test("keeps the tightest of several limits", async () => {
    const limits = [
      { requests: 1_000, windowMs: 1000 },
      { requests: 20, windowMs: 400 },
    ];
    expect(await send(await create({ concurrency: 100, limits }), 16)).toBeGreaterThan(230);
  });

  test("spends on a request what it costs", async () => {
    const limiter = await create({ concurrency: 10, limits: [{ requests: 100, windowMs: 1000 }] });
    const begun = monotonicMs();
    for (let i = 0; i < 3; i++) (await limiter.acquire(never, 20)).done(ANSWERED);
    expect(monotonicMs() - begun).toBeGreaterThan(330);
  });

  test("without a limit is bounded by concurrency alone", async () => {
    const limiter = await create({ concurrency: 20, limits: [] });
    await send(limiter, 5_000);
    expect(limiter.state()).toMatchObject({ requestsPerSecond: null, concurrency: 20, inFlight: 0 });
  });

  test("begins with few in flight, and lets the next go when one is done", async () => {
    const limiter = await create({ concurrency: 3, limits: [] });
    const permits: Permit[] = [];
    const asked = Array.from({ length: 5 }, async () => {
      permits.push(await limiter.acquire(never));
    });
    await Promise.all(asked.slice(0, 3));
    expect(permits).toHaveLength(3);
    expect(limiter.state().inFlight).toBe(3);
    permits[0]?.done(ANSWERED);
    permits[0]?.done(ANSWERED);
    await asked[3];
    expect(permits).toHaveLength(4);
    permits[1]?.done(ANSWERED);
    await asked[4];
  });

  test("lets requests go in the order of asking", async () => {
    const limiter = await create({ concurrency: 2, limits: [{ requests: 200, windowMs: 1000 }] });
    const order: number[] = [];
    const ask = async (i: number): Promise<void> => {
      const permit = await limiter.acquire(never);
      order.push(i);
      permit.done(ANSWERED);
    };
    await Promise.all(Array.from({ length: 12 }, (_, i) => ask(i)));
    expect(order).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });

  test("holds everybody back for as long as a throttle answer asks, those already waiting too", async () => {
    const limiter = await create({ concurrency: 4, limits: [] });
    const first = await limiter.acquire(never);
    const begun = monotonicMs();
    first.done({ kind: "throttled", retryAfterMs: 400 });
    expect(limiter.state().heldMs).toBeGreaterThan(0);
    const second = await limiter.acquire(never);
    expect(monotonicMs() - begun).toBeGreaterThan(395);
    second.done(ANSWERED);
    expect(limiter.state()).toMatchObject({ found: true, heldMs: 0 });
  });

  test("lets go of who stops waiting, and gives the turn to the next", async () => {
    const limiter = await create({ concurrency: 1, limits: [] });
    const stop = new AbortController();
    const first = await limiter.acquire(stop.signal);
    const waiting = limiter.acquire(stop.signal);
    const next = limiter.acquire(never);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(limiter.acquire(stop.signal)).rejects.toThrow("enough");
    first.done(ANSWERED);
    (await next).done(ANSWERED);
    expect(limiter.state().inFlight).toBe(0);
  });

  test("leaves nothing at a signal that lives on", async () => {
    const limiter = await create({ concurrency: 2, limits: [] });
    const { signal } = new AbortController();
    const one = async (): Promise<void> => (await limiter.acquire(signal)).done(ANSWERED);
    await Promise.all(Array.from({ length: 50 }, one));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
}
