import { describe, expect, test } from "vitest";
import type { RunProgress } from "../../src/collect/collect.ts";
import { type RunScope, WHOLE_SOURCE } from "../../src/model/run.ts";
import { QUICK_FAULTS, type SimOptions } from "../../src/sim/sim.ts";
import { setUpHere } from "./here.ts";
import { type Bench, SMALL, setUp, truePairs } from "./setup.ts";

const failedOf = (run: number): RunScope => ({ ...WHOLE_SOURCE, failedOf: run });

/** Paths of phones and lists that the CRM was asked for, without the pages of one list. */
function asked(bench: Bench, route: "projects" | "phones"): number {
  return bench.sim.stats().routes[route];
}

describe("a run of what failed", () => {
  /** The simulator's faults at 5% together, and a rate limit that is met by surprise. */
  const kinds = [...QUICK_FAULTS, "drip"] as const;
  const allKinds = Object.fromEntries(kinds.map((kind) => [kind, 0.05 / kinds.length]));
  const ALL_KINDS: SimOptions = { faults: allKinds, dripMs: 300, rateLimit: { limit: 60, windowMs: 1000 } };

  test.each([
    [1, 404, "CRM_NOT_FOUND"],
    [2, 500, "CRM_SERVER_ERROR"],
    [3, 410, "CRM_CURSOR_EXPIRED"],
  ] as const)(
    "brings the whole truth after faults of all kinds and projects dead with %s %i",
    async (seed, deadStatus, cause) => {
      const bench = await setUp({ clients: 60, seed, ...ALL_KINDS, deadProjects: 0.01, deadStatus });
      const dead = bench.sim.truth().deadProjects;
      const first = await bench.collect();
      expect(first.run).toMatchObject({ status: "partial", totals: { quarantined: dead.length } });
      expect(await bench.pairs()).toEqual(truePairs(bench.sim, dead));
      const named = await bench.read((reader) => reader.listFailed(1));
      expect(named.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual([...dead]);
      expect(named.every(({ pending, code }) => pending && code === cause)).toBe(true);

      bench.sim.configure({ deadProjects: [] });
      const again = await bench.collect({ scope: failedOf(1) });
      expect(again.run).toMatchObject({
        run: 2,
        status: "complete",
        totals: { clients: first.run.totals.clients, quarantined: 0, unverified: 0, gone: 0 },
      });
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
      expect(await bench.read((reader) => reader.findRunsToRetry())).toEqual([]);
    },
  );

  test("asks for nothing but what was set aside, and leaves the rest as it is", async () => {
    const bench = await setUpHere();
    const dead = bench.sim
      .truth()
      .perProject.slice(0, 3)
      .map(({ project }) => project);
    bench.sim.configure({ deadProjects: dead, deadStatus: 404 });
    await bench.collect();
    bench.sim.configure({ deadProjects: dead.slice(0, 1) });
    bench.sim.resetStats();
    const { run } = await bench.collect({ scope: failedOf(1) });
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, gone: 0 } });
    expect(Object.keys(bench.sim.stats().pages).filter((page) => page.startsWith("clients"))).toEqual([]);
    expect(await bench.pairs()).toEqual(truePairs(bench.sim, dead.slice(0, 1)));
    const [left] = await bench.read((reader) => reader.findRunsToRetry());
    expect(left?.run).toBe(2);
    const [item] = await bench.read((reader) => reader.listFailed(2));
    expect(item).toMatchObject({ id: String(dead[0]), sinceRun: 1, pending: true });
    const pending = (await bench.read((reader) => reader.listFailed(1))).filter((one) => one.pending);
    expect(pending.map(({ id }) => id)).toEqual([String(dead[0])]);
  });

  test("lists a client anew whose list failed, with its projects", async () => {
    const bench = await setUpHere();
    const client = bench.sim.truth().perProject[0]?.client ?? 0;
    bench.sim.configure({ deadClients: [client], deadStatus: 404 });
    await bench.collect();
    bench.sim.configure({ deadClients: [] });
    const before = asked(bench, "projects");
    const { run } = await bench.collect({ scope: failedOf(1) });
    expect(run.status).toBe("complete");
    expect(asked(bench, "projects") - before).toBeGreaterThan(0);
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("finds a project gone that its client lists no more", async () => {
    const bench = await setUpHere();
    await bench.collect();
    const project = bench.sim.truth().perProject[0]?.project ?? 0;
    bench.sim.configure({ deadProjects: [project], deadStatus: 404 });
    expect((await bench.collect({ full: true })).run.totals.unverified).toBeGreaterThan(0);
    bench.sim.change({ deleteProjects: [project] });
    const { run } = await bench.collect({ scope: failedOf(2) });
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0, unverified: 0 } });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("sets aside again what still fails, however many, while the CRM itself answers", async () => {
    const bench = await setUpHere({ clients: 12, seed: 5, deadProjects: 1, deadStatus: 404 });
    const { run: first } = await bench.collect();
    const many = first.totals.quarantined;
    expect(many).toBeGreaterThan(10);
    bench.sim.configure({ deadStatus: 500 });
    const { run, error } = await bench.collect({ scope: failedOf(1) }, { concurrency: 50 });
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: many } });
  });

  test("goes on where it was stopped", async () => {
    const bench = await setUpHere({ ...SMALL, deadProjects: 1, deadStatus: 404 });
    await bench.collect();
    bench.sim.configure({ deadProjects: [], holdPhones: 2 });
    const stop = new AbortController();
    let progress: RunProgress | undefined;
    const stopping = bench.collect(
      { scope: failedOf(1) },
      { stop: stop.signal, concurrency: 1, watch: (view) => (progress = view) },
    );
    await untilRead(() => progress?.snapshot().records ?? 0);
    stop.abort();
    expect((await stopping).run).toMatchObject({ run: 2, status: "stopped" });
    bench.sim.configure({ holdPhones: null });
    const { run } = await bench.collect({ scope: failedOf(1) });
    expect(run).toMatchObject({ run: 2, status: "complete", totals: { quarantined: 0, unverified: 0 } });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });
});

async function untilRead(records: () => number): Promise<void> {
  while (records() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}
