import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { fakeCrm } from "../helpers/fake-crm.ts";
import { ROOT } from "../helpers/root.ts";
import { VARIANTS } from "./variants.ts";

const MOST_GROWTH = 100 * 1024 * 1024;

test("all faulty answers together leave no memory, no connection and no handle behind", async () => {
  const routes = VARIANTS.map(({ fault }, index) => [`/projects/${index}/phones`, fault]);
  const crm = await fakeCrm(Object.fromEntries(routes));
  const child = join(ROOT, "test/faults/memory-child.ts");
  // It ends by itself, so nothing was left open in it.
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", child, crm.url, crm.token]);
  const { asked, before, after } = JSON.parse(stdout);
  expect(asked).toBe(VARIANTS.length);
  expect(after - before).toBeLessThanOrEqual(MOST_GROWTH);
  while ((await crm.connections()) > 0) await delay(5);
});
