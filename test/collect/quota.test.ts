import { expect, onTestFinished, test } from "vitest";
import { lostCount } from "../../src/app/runs/leave.ts";
import type { Parking } from "../../src/collect/collect.ts";
import type { KnownLimit } from "../../src/model/limit.ts";
import type { Run } from "../../src/model/run.ts";
import { setUpHere } from "./here.ts";
import { type Bench, setUp, truePairs } from "./setup.ts";

const DAY_MS = 86_400_000;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** Twelve hours from now, so that no day ends while a test runs. */
function inTwelveHours(): { minutes: number; zone: string } {
  return { minutes: (Math.floor(Date.now() / 60_000) + 720) % 1_440, zone: "UTC" };
}

const aDay = (requests: number): KnownLimit => ({
  requests,
  windowMs: DAY_MS,
  reserve: 0.5,
  resetsAt: inTwelveHours(),
});

/** Hours that are over, whenever it is. */
function closed() {
  const { minutes, zone } = inTwelveHours();
  return [{ days: EVERY_DAY, from: minutes, to: minutes + 60, zone }];
}

/** Begins a collect that waits, and stops it when it does so. */
async function waitingOf(
  bench: Bench,
  options: Parameters<Bench["collect"]>[1] = {},
): Promise<Parking | null> {
  const stop = new AbortController();
  let parked: Parking | null = null;
  const watch: NonNullable<typeof options.watch> = (progress) => {
    const look = setInterval(() => {
      parked ??= progress.snapshot().parked;
      if (parked !== null) stop.abort(new Error("enough"));
    }, 20);
    onTestFinished(() => clearInterval(look));
  };
  const { run, error } = await bench.collect({ wait: true }, { ...options, watch, stop: stop.signal });
  expect([run.status, error]).toEqual(["stopped", null]);
  return parked;
}

test("a spent quota stops the run with until when; before it comes back nothing is asked; then the run goes on", async () => {
  const bench = await setUpHere();
  const { run, error } = await bench.collect({}, { rateLimits: [aDay(20)] });
  expect(error).toMatchObject({ code: "QUOTA_SPENT", exitCode: 5, told: { key: "quotaSpent" } });
  expect(Date.parse(String(error?.data.until))).toBeGreaterThan(Date.now() + DAY_MS / 3);
  expect(run).toMatchObject({ status: "stopped", totals: { quarantined: 0 } });
  expect(bench.sim.stats().requests).toBe(10);
  await expect(bench.collect({}, { rateLimits: [aDay(20)] })).rejects.toMatchObject({ code: "QUOTA_SPENT" });
  expect(bench.sim.stats().requests).toBe(10);
  const { run: again } = await bench.collect({}, { rateLimits: [aDay(100_000)] });
  expect(again).toMatchObject({ run: run.run, status: "complete" });
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});

test("what is spent is counted by account, over runs and sources, each request once", async () => {
  const bench = await setUpHere();
  await bench.collect({}, { rateLimits: [aDay(100_000)] });
  await bench.collect({}, { name: "other" });
  const { requests } = bench.sim.stats();
  const spent = await bench.read((reader) => reader.spentOf(reader.accountOf("other") ?? ""));
  expect(spent.reduce((sum, { cost }) => sum + cost, 0)).toBe(requests);
  await expect(bench.collect({}, { name: "third", rateLimits: [aDay(requests)] })).rejects.toMatchObject({
    code: "QUOTA_SPENT",
  });
});

test("a plan and a check are counted as a run is, where there are quotas", async () => {
  const bench = await setUpHere();
  const quota = { rateLimits: [aDay(100_000)] };
  await bench.collect({}, quota);
  await bench.plan(quota);
  const steps = await bench.check(quota);
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  const spent = await bench.read((reader) => reader.spentOf(reader.accountOf("crm") ?? ""));
  expect(spent.reduce((sum, { cost }) => sum + cost, 0)).toBe(bench.sim.stats().requests);
});

test("a run that was killed may have sent more than was stored", () => {
  const run = (status: Run["status"]) => ({ status, totals: { requests: 600, seconds: 60 } }) as Run;
  const lost = (found: Run | undefined): number =>
    lostCount({ findUnfinished: () => found }, "crm", { concurrency: 7 });
  expect([lost(run("running")), lost(run("stopped")), lost(undefined)]).toEqual([27, 0, 0]);
});

test("a run waits for its quota when it is asked to, and says so", async () => {
  const bench = await setUpHere();
  const parked = await waitingOf(bench, { rateLimits: [aDay(20)] });
  expect(parked).toMatchObject({ why: { key: "quotaSpent" }, givesUpAt: null });
  expect(bench.sim.stats().requests).toBe(10);
});

test("outside of its hours a source is not asked once", async () => {
  const bench = await setUpHere();
  await expect(bench.collect({}, { hours: closed() })).rejects.toMatchObject({
    code: "OUTSIDE_HOURS",
    exitCode: 5,
    told: { key: "outsideHours" },
  });
  const stop = new AbortController();
  const waits: unknown[] = [];
  const onWait = (why: unknown): void => {
    waits.push(why);
    stop.abort(new Error("enough"));
  };
  const waiting = bench.collect({ wait: true, onWait }, { hours: closed(), stop: stop.signal });
  await expect(waiting).rejects.toThrow("aborted");
  expect(waits).toEqual([expect.objectContaining({ key: "outsideHours" }), null]);
  expect(bench.sim.stats().requests).toBe(0);
});

test("a CRM whose quota is spent is asked again when it said, and the run goes on then", async () => {
  const bench = await setUp({ clients: 12, seed: 5, quota: { requests: 20, retryAfter: 7_200 } });
  const { run, error } = await bench.collect();
  expect(error).toMatchObject({ code: "CRM_BLOCKED", exitCode: 5, told: { key: "askedToWait" } });
  const until = Date.parse(String(error?.data.until));
  expect(until - Date.now()).toBeGreaterThan(7_000_000);
  expect(until - Date.now()).toBeLessThanOrEqual(7_200_000);
  expect(run).toMatchObject({ status: "stopped", totals: { quarantined: 0 } });
  const { requests } = bench.sim.stats();
  await expect(bench.collect()).rejects.toMatchObject({ code: "CRM_BLOCKED", told: { key: "askedToWait" } });
  expect(bench.sim.stats().requests).toBe(requests + 1);
  bench.sim.configure({ quota: null });
  expect((await bench.collect()).run).toMatchObject({ run: run.run, status: "complete" });
});

test("a time that the CRM names is waited for beyond patience when that is asked for", async () => {
  const bench = await setUp({ clients: 12, seed: 5, quota: { requests: 20, retryAfter: 7_200 } });
  const parked = await waitingOf(bench);
  expect(parked).toMatchObject({ why: { key: "askedToWait" }, givesUpAt: null });
});

test("a plan tells the share of a day's quota and how long it takes with it, whatever is left of it today", async () => {
  const bench = await setUpHere();
  await bench.collect({}, { rateLimits: [aDay(100_000)] });
  const { requests, waitSeconds } = await bench.plan({ rps: 100 });
  expect(waitSeconds).toBe(0);
  const small = await bench.plan({ rps: 100, rateLimits: [aDay(20)], hours: closed() });
  expect(small).toMatchObject({ requests, requestsPerSecond: 100, shareOfDay: requests / 10 });
  // Ten today at most and ten a day from then on.
  const days = Math.ceil(requests / 10);
  expect(small.seconds).toBeGreaterThan((days - 2) * 86_400);
  expect(small.seconds).toBeLessThan((days + 1) * 86_400);
  expect(small.waitSeconds).toBeGreaterThan(small.seconds - 60);
});
