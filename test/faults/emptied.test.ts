import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { recordsOf } from "../helpers/fake-crm.ts";
import { projectId, soundRoutes, trial } from "./crm.ts";

test("row 36: a field that was filled and is empty everywhere is told of", async (context) => {
  const stream = new PassThrough();
  const log = createLogger({ level: "warn", format: "json", stream, color: false });
  const told = (): string => String(stream.read() ?? "");
  const bench = await trial(context, soundRoutes(), log);
  await bench.collect();
  expect(told()).toBe("");
  for (const client of [1, 2, 3]) {
    for (const project of [1, 2, 3, 4, 5]) {
      const path = `/projects/${projectId(client, project)}/phones`;
      bench.crm.routes[path] = recordsOf([{ id: 1, telephone: "+79161234567" }]);
    }
  }
  expect((await bench.collect()).run.totals).toMatchObject({ recordsHeld: 15, recordsEmpty: 15, numbers: 0 });
  expect(told()).toContain("15 of 15 records have no phone, where run 1 found most filled");
  await bench.collect();
  expect(told()).toBe("");
});
