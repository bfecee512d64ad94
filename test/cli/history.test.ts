import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, control, pointedAt, truthOf, untilPhonesAsked } from "./crm.ts";

describe("status and runs", () => {
  it("say so where nothing was collected yet, and how to begin", async () => {
    const [text, json, list, empty] = await Promise.all([
      run(["status"]),
      run(["status", "--json"]),
      run(["runs", "list"]),
      run(["runs", "list", "--json"]),
    ]);
    expect(text).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing was collected yet\.\nBegin with: .+ collect\n$/),
    });
    expect(JSON.parse(json.stdout)).toEqual({ run: null });
    expect(list).toMatchObject({ code: 0, stdout: "No runs yet.\n" });
    expect(JSON.parse(empty.stdout)).toEqual({ runs: [] });
    const missing = await run(["runs", "show", "1", "--json"]);
    expect([missing.code, JSON.parse(missing.stdout).error.code]).toEqual([2, "STORE_MISSING"]);
  });

  it("show a run that is going on with its numbers so far, and refuse a second one beside it", async () => {
    const sim = await spawnSim(["--clients", "30", "--max-records", "300", "--hold-phones", "6"]);
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const collecting = start(["collect", ...flags, "--concurrency", "2"], { env, cwd });
    // Held back at the seventh page, it goes on until it is stopped, however busy this machine is.
    await untilPhonesAsked(sim, 7);
    const { run: shown } = JSON.parse((await run(["status", "--json"], { cwd })).stdout);
    expect(shown).toMatchObject({ run: 1, status: "running", lost: false, failures: [] });
    const phones = shown.units.find(({ kind }: { kind: string }) => kind === "phones");
    expect(phones.done).toBeGreaterThan(0);
    expect(phones.done + phones.due).toBeLessThanOrEqual(sim.projects);
    const text = await run(["status"], { cwd });
    expect(text.stdout).toMatch(
      /^Run 1 of datamaster:\S+ is going on\n[\s\S]*projects' phones +\d+ of \d+ read \(\d+%\)/,
    );
    const second = await run(["collect", ...flags, "--json"], { cwd, env });
    expect([second.code, JSON.parse(second.stdout).error.code]).toEqual([2, "RUN_ACTIVE"]);
    collecting.kill();
    expect((await collecting.finished).code).toBe(4);
  });

  it("tell what was new and gone, and what could not be read and is kept unverified", async () => {
    const sim = await spawnSim(["--clients", "20", "--max-records", "300"]);
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(sim, "main-crm"));
    const env = { CRM_TOKEN: sim.token };
    await run(["collect"], { cwd, env });
    const before = await truthOf(sim);
    const [dead] = [...before.perProject].sort((one, other) => other.numbers - one.numbers);
    await control(sim, "config", { deadProjects: [dead?.project], deadStatus: 404 });
    const second = await run(["collect", "--full", "--json"], { cwd, env });
    expect([second.code, JSON.parse(second.stdout)]).toMatchObject([
      3,
      { run: 2, status: "partial", quarantined: 1, numbers: before.numbers.length, new: 0, gone: 0 },
    ]);
    expect(second.stderr).toMatch(/unverified +[\d,]+ {2}numbers kept from earlier runs/);
    const shown = JSON.parse((await run(["runs", "show", "2", "--json"], { cwd })).stdout);
    expect(shown).toMatchObject({ run: 2, failures: [{ id: String(dead?.project), code: "CRM_NOT_FOUND" }] });
    expect(shown.unverified).toBeGreaterThan(0);

    await control(sim, "config", { deadProjects: [] });
    const third = await run(["collect", "--json"], { cwd, env });
    expect([third.code, JSON.parse(third.stdout)]).toMatchObject([
      0,
      { run: 3, unverified: 0, numbers: before.numbers.length },
    ]);
    const list = await run(["runs", "list", "--source", "main-crm", "--limit", "2"], { cwd });
    const [head = "", ...rows] = list.stdout.trimEnd().split("\n");
    expect(head).toMatch(/^RUN +SOURCE +STATUS +BEGUN/);
    expect(rows.map((row) => row.trim().split(/\s+/).slice(0, 3))).toEqual([
      ["3", "main-crm", "complete"],
      ["2", "main-crm", "partial"],
    ]);
    for (const line of [head, ...rows]) expect(line.length).toBeLessThanOrEqual(80);
    expect(JSON.parse((await run(["runs", "list", "--json", "--source", "other"], { cwd })).stdout)).toEqual({
      runs: [],
    });
  });
});
