import { expect, onTestFinished, test } from "vitest";
import type { Parking } from "../../src/collect/collect.ts";
import { setUpHere } from "./here.ts";
import { setUp, truePairs } from "./setup.ts";

test("a project that only fails is given up after six tries, while the rest goes on", async () => {
  const bench = await setUpHere();
  const [dead = 0] = bench.sim.truth().pairs.map(([project]) => project);
  bench.sim.configure({ deadProjects: [dead], deadStatus: 500 });
  const { run } = await bench.collect();
  expect(run.totals).toMatchObject({ quarantined: 1, retries: 5 });
  expect(await bench.read((reader) => reader.listQuarantined(run.run))).toMatchObject([
    { id: String(dead), attempts: 6, code: "CRM_SERVER_ERROR" },
  ]);
});

test("a CRM that fails as a whole is waited for; when patience ends the run is stopped and nothing is quarantined", async () => {
  const bench = await setUpHere();
  await bench.collect();
  bench.sim.configure({ deadProjects: 1, deadStatus: 500 });
  const waits: (Parking | null)[] = [];
  const { run, error } = await bench.collect(
    { patienceMs: 3_000, full: true },
    {
      concurrency: 50,
      watch: (progress) => {
        const look = setInterval(() => waits.push(progress.snapshot().parked), 50);
        onTestFinished(() => clearInterval(look));
      },
    },
  );
  expect(error).toMatchObject({ code: "CRM_DOWN", exitCode: 5 });
  expect(run).toMatchObject({ status: "stopped", error: "CRM_DOWN", totals: { quarantined: 0, gone: 0 } });
  const [parked] = waits.filter((one) => one !== null);
  expect(parked).toMatchObject({ why: { key: "serverError" } });
  bench.sim.configure({ deadProjects: [] });
  const again = await bench.collect();
  expect(again.run).toMatchObject({ run: run.run, status: "complete", totals: { quarantined: 0 } });
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});

test("a CRM that comes back is read on by the same run, with nothing failed", async () => {
  const bench = await setUp({ clients: 120, seed: 5, latencyMs: 30 });
  let wasParked = false;
  const { run, error } = await bench.collect(
    {},
    {
      watch: (progress) => {
        const look = setInterval(() => {
          const { projects, parked } = progress.snapshot();
          if (!wasParked && parked === null && projects.done > 3) {
            bench.sim.configure({ faults: { 503: 1 }, maxConsecutiveFaults: 1000 });
          } else if (parked !== null) {
            wasParked = true;
            bench.sim.configure({ faults: 0 });
          }
        }, 2);
        onTestFinished(() => clearInterval(look));
      },
    },
  );
  expect(wasParked).toBe(true);
  expect([error, run.status, run.totals.quarantined]).toEqual([null, "complete", 0]);
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});
