import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, pointedAt, sharedSim } from "./crm.ts";

const crm = sharedSim(["--clients", "5"]);
let flags: string[];
let env: Record<string, string>;

beforeAll(() => {
  ({ flags, env } = pointedAt(crm.sim));
});

interface Answer {
  readonly ok: boolean;
  readonly steps: readonly { step: string; ok: boolean; detail: string; hint?: string; code?: string }[];
}
const stepsOf = (stdout: string): string[] =>
  (JSON.parse(stdout) as Answer).steps.map(({ step, ok }) => `${step} ${ok ? "ok" : "FAILED"}`);

describe("check", () => {
  it("tells every step on a line of its own, and changes nothing", async () => {
    const cwd = tempDir();
    const { code, stdout } = await run(["check", ...flags], { env, cwd });
    expect(code).toBe(0);
    const steps = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(0, 20).trimEnd());
    expect(steps).toEqual([
      ...[
        "ok      config",
        "ok      reachability",
        "ok      token",
        "ok      first page",
        "ok      phone field",
      ],
      "ok      store",
    ]);
    expect(stdout).toMatch(/store +\.\/datamaster\.db: will be created\n/);
    expect((await run(["status"], { cwd })).stdout).toMatch(/Nothing was collected yet/);
  });

  it("names the step that failed, says what to do, and ends with that error's code", async () => {
    const refused = await run(["check", ...flags], { env: { DATAMASTER_TOKEN: "wrong" } });
    expect(refused.code).toBe(2);
    expect(refused.stdout).toMatch(/^ok +reachability .*\nFAILED +token .*401.*\n {8}\S/m);
    const away = await run(["check", "--base-url", "http://127.0.0.1:9/x", "--json"], { env });
    expect([away.code, stepsOf(away.stdout)]).toEqual([1, ["config ok", "reachability FAILED", "store ok"]]);
  });

  it("tells every problem of a config as its first step", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), "sources:\n  a: { baseUrl: ftp://x, token: t, rsp: 5 }\n");
    const { code, stdout } = await run(["check", "--json"], { cwd });
    const { steps } = JSON.parse(stdout) as Answer;
    expect([code, steps.length]).toEqual([2, 1]);
    expect(steps[0]).toMatchObject({ step: "config", ok: false, code: "CONFIG_INVALID" });
    expect(steps[0]?.detail).toMatch(/baseUrl[\s\S]*rsp|rsp[\s\S]*baseUrl/);
  });

  it("looks at every source of the file, and at a store that cannot be used", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, "a", "b"));
    mkdirSync(join(cwd, "folder.db"));
    const { code, stdout } = await run(["check", "--db", "sqlite:folder.db", "--json"], {
      cwd,
      env: { CRM_TOKEN: crm.sim.token },
    });
    expect(code).toBe(1);
    expect(stepsOf(stdout).filter((step) => step === "token ok")).toHaveLength(2);
    expect(stepsOf(stdout).at(-1)).toBe("store FAILED");
  });
});

describe("config", () => {
  it("show tells every setting with where it comes from, and no secret", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, "main-crm"));
    writeFileSync(join(cwd, ".env"), "CRM_TOKEN=very-secret\n", { mode: 0o600 });
    const text = await run(["config", "show", "--log-level", "warn"], { cwd });
    const json = await run(["config", "show", "--json"], { cwd });
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.stdout).toMatch(/^sources\.main-crm\.token +\*\*\* +file: CRM_TOKEN/m);
    expect(text.stdout).toMatch(/^sources\.main-crm\.concurrency +100 +default$/m);
    expect(text.stdout).toMatch(/^log\.level +warn +flag$/m);
    expect(JSON.parse(json.stdout).settings).toContainEqual(
      expect.objectContaining({ path: "sources.main-crm.region", value: "RU", origin: "file" }),
    );
    expect(text.stdout + text.stderr + json.stdout + json.stderr).not.toContain("very-secret");
  });

  it("show works where a token is not set yet", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, "main-crm"));
    expect((await run(["config", "show"], { cwd })).code).toBe(0);
  });

  it("schema is one JSON document", async () => {
    const { stdout } = await run(["config", "schema"]);
    expect(JSON.parse(stdout)).toMatchObject({ type: "object", properties: { store: {}, sources: {} } });
    expect(JSON.parse((await run(["config", "schema", "--json"])).stdout)).toEqual(JSON.parse(stdout));
  });
});
