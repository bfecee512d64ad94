import { describe, expect, test } from "vitest";
import { StoppedError } from "../../src/base/abort.ts";
import type { CollectResult } from "../../src/collect/collect.ts";
import type { SimOptions } from "../../src/sim/sim.ts";
import { type Bench, SMALL, setUp, truePairs } from "./setup.ts";

export interface TruthTrial {
  /** Seeds of simulators and the classes of fields they serve. */
  readonly seeds: readonly (readonly [seed: number, classes: string])[];
  readonly seedsWithFaults: readonly number[];
  /** The address of an empty store; without it a new SQLite file. */
  readonly newStore?: () => string;
}

/** What was collected is what the simulator knows to be true, whatever came between; for each engine of the store. */
export function truthSuite(engine: string, { seeds, seedsWithFaults, newStore }: TruthTrial): void {
  describe(`a whole run into ${engine}`, () => {
    test.each(seeds)(
      "holds exactly the CRM's truth (seed %i, %s classes of fields)",
      async (seed, classes) => {
        const bench = await setUp({ clients: 60, seed, classes: [classes] }, newStore?.());
        const { run, error } = await bench.collect();
        const truth = bench.sim.truth();
        expect(error).toBeNull();
        expect(await bench.numbers()).toEqual([...truth.numbers].sort());
        expect(await bench.pairs()).toEqual(truePairs(bench.sim));
        expect(run).toMatchObject({
          status: "complete",
          totals: {
            clients: truth.clients,
            projects: truth.projects,
            records: truth.records,
            numbers: truth.numbers.length,
            pairs: truth.pairs.length,
            rejected: truth.rejected,
            new: truth.numbers.length,
            gone: 0,
            quarantined: 0,
          },
        });
      },
    );

    test.each(seedsWithFaults)(
      "holds the truth when each twentieth request meets a fault (seed %i)",
      async (seed) => {
        const bench = await setUp({ clients: 30, seed, faults: 0.05 }, newStore?.());
        const { run } = await bench.collect();
        expect(run.status).toBe("complete");
        expect(run.totals.retries).toBeGreaterThan(0);
        expect(await bench.pairs()).toEqual(truePairs(bench.sim));
      },
    );
  });

  describe(`a second run into ${engine}`, () => {
    test("after changes and deletions tells what is new and gone", async () => {
      const bench = await setUp({ clients: 60, seed: 4 }, newStore?.());
      await bench.collect();
      const before = new Set(bench.sim.truth().numbers);
      bench.sim.change({
        projects: 0.05,
        add: 7,
        remove: 5,
        edit: 3,
        deleteProjects: 3,
        deleteClients: 2,
        addProjects: 2,
        addClients: 1,
      });
      const after = new Set(bench.sim.truth().numbers);
      const { run } = await bench.collect();
      const truth = bench.sim.truth();
      expect(run.totals).toMatchObject({
        new: after.difference(before).size,
        gone: before.difference(after).size,
        clients: truth.clients,
        projects: truth.projects,
        rejected: truth.rejected,
      });
      expect(run.totals.new).toBeGreaterThan(0);
      expect(run.totals.gone).toBeGreaterThan(0);
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
      expect(await bench.numbers({ run: 1 })).toEqual([...before].sort());
      expect(await bench.numbers({ newSince: 1 })).toEqual([...after.difference(before)].sort());
    });
  });

  describe(`what cannot be read, in ${engine},`, () => {
    test("is quarantined, keeps its old numbers as unverified, and is read again by the next run", async () => {
      const bench = await setUp(SMALL, newStore?.());
      await bench.collect();
      const held = truePairs(bench.sim);
      const dead = bench.sim
        .truth()
        .perProject.filter((project) => project.numbers > 0)
        .slice(2, 4)
        .map((project) => project.project);
      bench.sim.configure({ deadProjects: dead, deadStatus: 404 });
      bench.sim.change({ projects: dead, remove: 1, add: 1 });
      const partial = await bench.collect();
      expect(partial.run).toMatchObject({ status: "partial", totals: { quarantined: 2, gone: 0, new: 0 } });
      expect(partial.run.totals.unverified).toBeGreaterThan(0);
      expect(await bench.pairs()).toEqual(held);
      const failures = await bench.read((reader) => reader.listQuarantined(partial.run.run));
      expect(failures.map((failure) => Number(failure.id)).sort()).toEqual([...dead].sort());
      expect(failures[0]).toMatchObject({ kind: "phones", code: "CRM_NOT_FOUND" });
      bench.sim.configure({ deadProjects: [] });
      const healed = await bench.collect();
      expect(healed.run).toMatchObject({ status: "complete", totals: { quarantined: 0, unverified: 0 } });
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
    });
  });

  describe(`a run into ${engine} that ends early`, () => {
    test("on request is stopped, goes on as the same run, and ends with the truth", async () => {
      const { bench, first } = await stopAfter(20, SMALL, newStore?.());
      expect(first).toMatchObject({ error: null, run: { status: "stopped" } });
      const second = await bench.collect();
      expect(second.run).toMatchObject({ run: first.run.run, status: "complete" });
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
      const twice = Object.values(bench.sim.stats().pages).filter((times) => times > 1).length;
      expect(twice).toBeLessThanOrEqual(8);
      expect(second.run.totals.records).toBe(bench.sim.truth().records);
    });
  });
}

/** A run that was stopped after so many requests. */
export async function stopAfter(
  pages: number,
  options: SimOptions = SMALL,
  store?: string,
): Promise<{ bench: Bench; first: CollectResult }> {
  const bench = await setUp({ ...options, latencyMs: 3 }, store);
  const stop = new AbortController();
  const first = await bench.collect(
    {},
    {
      stop: stop.signal,
      concurrency: 4,
      watch: () => {
        const look = setInterval(() => {
          if (bench.sim.stats().requests < pages) return;
          clearInterval(look);
          stop.abort(new StoppedError());
        }, 1);
      },
    },
  );
  return { bench, first };
}
