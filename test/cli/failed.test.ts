import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere as run } from "../helpers/run-here.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, control, truthOf } from "./crm.ts";

/** A simulator that a config file in `cwd` points at. */
async function setUp() {
  const sim = await spawnSim(["--clients", "20", "--max-records", "300"]);
  const cwd = tempDir();
  writeFileSync(join(cwd, "datamaster.yaml"), configFor(sim, "main-crm"));
  return { sim, options: { cwd, env: { CRM_TOKEN: sim.token } } };
}

describe("failed", () => {
  it("says that there is nothing where nothing was collected or nothing failed", async () => {
    const { options } = await setUp();
    expect(await run(["failed", "list"], options)).toMatchObject({
      code: 0,
      stdout: "Nothing is quarantined.\n",
    });
    const before = await run(["failed", "retry"], options);
    expect([before.code, before.stdout]).toEqual([0, expect.stringMatching(/^Nothing to retry/)]);
    await run(["collect"], options);
    const retry = await run(["failed", "retry", "1"], options);
    expect([retry.code, retry.stdout]).toEqual([0, expect.stringMatching(/^Nothing to retry/)]);
    const json = await run(["failed", "retry", "--json"], options);
    expect([json.code, JSON.parse(json.stdout)]).toEqual([0, { run: null, quarantined: 0 }]);
    expect((await run(["failed", "list", "1"], options)).stdout).toBe("Run 1 set nothing aside.\n");
    const missing = await run(["failed", "list", "7", "--json"], options);
    expect([missing.code, JSON.parse(missing.stdout).error.code]).toEqual([2, "NO_SUCH_RUN"]);
  });

  it("names what could not be read, and reads it again until nothing is left", async () => {
    const { sim, options } = await setUp();
    const truth = await truthOf(sim);
    const dead = truth.perProject.slice(0, 2);
    const ids = dead.map(({ project }) => project);
    await control(sim, "config", { deadProjects: ids, deadStatus: 404 });
    const first = await run(["collect"], options);
    expect(first.code).toBe(3);
    expect(first.stderr).toContain("failed retry");
    const { failed } = JSON.parse((await run(["failed", "list", "--json"], options)).stdout);
    const inOrder = failed.sort(
      (one: { id: string }, other: { id: string }) => Number(one.id) - Number(other.id),
    );
    expect(inOrder).toMatchObject(
      dead.map(({ project, client }) => ({
        run: 1,
        source: "main-crm",
        kind: "phones",
        id: String(project),
        clientId: String(client),
        code: "CRM_NOT_FOUND",
        attempts: 1,
        sinceRun: 1,
        pending: true,
        excerpt: expect.stringContaining("records do not answer"),
      })),
    );
    const list = await run(["failed", "list"], options);
    expect(list.stdout).toMatch(
      new RegExp(
        `^Run 1 of main-crm\\n[\\s\\S]*  project ${ids[0]} [\\s\\S]+client ${dead[0]?.client}[\\s\\S]+CRM_NOT_FOUND`,
      ),
    );
    expect(list.stdout).toMatch(/Read them again with: .+ failed retry\n$/);

    await control(sim, "config", { deadProjects: ids.slice(0, 1) });
    const second = await run(["failed", "retry", "--json"], options);
    expect([second.code, JSON.parse(second.stdout)]).toMatchObject([
      3,
      { run: 2, status: "partial", quarantined: 1, gone: 0 },
    ]);
    expect((await run(["runs", "show", "2"], options)).stdout).toContain("only what run 1 set aside");

    await control(sim, "config", { deadProjects: [] });
    writeFileSync(join(options.cwd, "datamaster.yaml"), configFor(sim, "other"));
    const unknown = await run(["failed", "retry", "--json"], options);
    expect([unknown.code, JSON.parse(unknown.stdout).error.code]).toEqual([2, "USAGE"]);
    writeFileSync(join(options.cwd, "datamaster.yaml"), configFor(sim, "main-crm", "other"));
    const third = await run(["failed", "retry"], options);
    expect([third.code, third.stdout]).toEqual([0, ""]);
    const { run: shown } = JSON.parse((await run(["status", "--json"], options)).stdout);
    expect(shown).toMatchObject({ run: 3, status: "complete", unverified: 0, quarantined: 0 });
    const exported = await run(["export", "--format", "jsonl"], options);
    expect(exported.stdout.trimEnd().split("\n").length).toBe(truth.numbers.length);
    expect((await run(["failed", "list", "1"], options)).stdout).toContain("read or gone since");
    expect((await run(["failed", "list"], options)).stdout).toBe("Nothing is quarantined.\n");
  });

  it("does not put an end to a run that can be continued", async () => {
    const { sim, options } = await setUp();
    const [dead] = (await truthOf(sim)).perProject;
    await control(sim, "config", { deadProjects: [dead?.project], deadStatus: 404 });
    await run(["collect"], options);
    await control(sim, "config", { tokenExpiresAfter: 20 });
    expect((await run(["collect", "--full"], options)).code).toBe(2);
    await control(sim, "config", { tokenExpiresAfter: null });
    const retry = await run(["failed", "retry", "--json"], options);
    expect([retry.code, JSON.parse(retry.stdout).error]).toMatchObject([
      2,
      { code: "USAGE", hint: expect.stringContaining("datamaster resume 2") },
    ]);
  });
});
