import { expect, test } from "vitest";
import { setUp } from "./setup.ts";

test("a project that only fails is given up after six tries, while the rest goes on", async () => {
  const bench = await setUp();
  const [dead = 0] = bench.sim.truth().pairs.map(([project]) => project);
  bench.sim.configure({ deadProjects: [dead], deadStatus: 500 });
  const { run } = await bench.collect();
  expect(run.totals).toMatchObject({ quarantined: 1, retries: 5 });
  expect(await bench.read((reader) => reader.listQuarantined(run.run))).toMatchObject([
    { id: String(dead), attempts: 6, code: "CRM_SERVER_ERROR" },
  ]);
});

test("a CRM that fails as a whole ends the run and quarantines nothing", async () => {
  const bench = await setUp();
  await bench.collect();
  bench.sim.configure({ deadProjects: 1, deadStatus: 500 });
  const { run, error } = await bench.collect({}, { concurrency: 50 });
  expect(error).toMatchObject({ code: "CRM_SERVER_ERROR", exitCode: 1 });
  expect(run).toMatchObject({ status: "failed", totals: { quarantined: 0 } });
});
