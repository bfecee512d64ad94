import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, sharedSim } from "./crm.ts";

const crm = sharedSim(["--clients", "6"]);

const DELIVERIES = `
exports:
  calls: { columns: [phone, type], format: csv }
deliveries:
  shelf:
    preset: calls
    file: "{source}-{run}.csv"
    to: { kind: folder, path: ./inbox }
`;

it("hands an export on after a collect, and by hand", async () => {
  const cwd = tempDir();
  writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, "main-crm") + DELIVERIES);
  const at = { cwd, env: { CRM_TOKEN: crm.sim.token } };
  const failed = await run(["collect", "--json"], at);
  // The folder is not there yet: the run is complete all the same.
  expect([failed.code, JSON.parse(failed.stdout)]).toEqual([
    2,
    expect.objectContaining({
      status: "complete",
      deliveries: [
        expect.objectContaining({
          state: "failed",
          error: expect.objectContaining({ code: "DELIVERY_REFUSED" }),
        }),
      ],
    }),
  ]);
  expect(failed.stderr).toMatch(/Delivery shelf failed[^\n]* deliver 1 --to shelf\n[\s\S]*is no folder/);
  mkdirSync(join(cwd, "inbox"));
  const owed = await run(["deliver", "--lang", "ru"], at);
  expect([owed.code, owed.stderr]).toEqual([
    0,
    expect.stringMatching(/Доставка shelf: передано в .*main-crm-1\.csv/),
  ]);
  expect(readFileSync(join(cwd, "inbox/main-crm-1.csv"), "utf8")).toMatch(/^phone,type\r\n\+\d+,/);
  const list = await run(["deliveries", "list", "--json"], at);
  expect(JSON.parse(list.stdout).deliveries).toEqual([
    expect.objectContaining({ run: 1, name: "shelf", state: "delivered", attempts: 2, error: null }),
  ]);
  const next = await run(["collect", "--quiet"], at);
  expect([next.code, next.stderr, readdirSync(join(cwd, "inbox"))]).toEqual([
    0,
    "",
    ["main-crm-1.csv", "main-crm-2.csv"],
  ]);
  const checked = await run(["check", "--json"], at);
  expect(JSON.parse(checked.stdout).steps.at(-1)).toMatchObject({ step: "delivery", ok: true });
});
