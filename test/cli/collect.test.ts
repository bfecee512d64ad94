import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runHere as run } from "../helpers/run-here.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, control, pointedAt, sharedSim, truthOf } from "./crm.ts";

const crm = sharedSim(["--clients", "25", "--max-records", "700"]);
let flags: string[];
let env: Record<string, string>;

beforeAll(() => {
  ({ flags, env } = pointedAt(crm.sim));
});

describe("collect without a config file", () => {
  it("prints exactly one object on stdout with --json, everything else on stderr", async () => {
    const { code, stdout, stderr } = await run(["collect", ...flags, "--json"], { env });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      run: 1,
      source: `datamaster:${crm.sim.url}#acme`,
      status: "complete",
      mode: "full",
      clients: crm.truth.clients,
      projects: crm.truth.projects,
      records: crm.truth.records,
      numbers: crm.truth.numbers.length,
      pairs: crm.truth.pairs.length,
      rejected: crm.truth.rejected,
      quarantined: 0,
      unverified: 0,
      erased: 0,
      suppressed: 0,
      repaired: expect.objectContaining({ unicode: expect.any(Number), excel: expect.any(Number) }),
      new: crm.truth.numbers.length,
      gone: 0,
      requests: expect.any(Number),
      retries: 0,
      throttled: 0,
      seconds: expect.any(Number),
      differences: [],
    });
    expect(stderr).toMatch(/✔ Run 1 of .* is complete/);
  });

  it("tells people what the source holds, with thousands parted, and what can be done next", async () => {
    const { stdout, stderr } = await run(["run", ...flags], { env });
    expect(stdout).toBe("");
    expect(stderr).toMatch(new RegExp(`numbers +${crm.truth.numbers.length.toLocaleString("en-US")} `));
    expect(stderr).toMatch(/rejected +[\d,]+ {2}empty /);
    expect(stderr).toMatch(/export --out numbers.csv/);
    for (const line of stderr.split("\n").filter((one) => !one.includes(".js ")))
      expect(line.length).toBeLessThan(100);
  });

  it("tells nothing with --quiet", async () => {
    expect(await run(["collect", ...flags, "--quiet"], { env })).toEqual({
      code: 0,
      signal: null,
      stdout: "",
      stderr: "",
    });
  });

  it("tells everything as JSON lines with --log-format json", async () => {
    const { stderr } = await run(["collect", ...flags, "--log-format", "json"], { env });
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({
      level: "info",
      msg: "run complete",
      totals: { numbers: crm.truth.numbers.length },
    });
  });

  it("says what is missing when nothing is configured", async () => {
    const { code, stderr } = await run(["collect"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: No source is configured/);
  });

  it("ends with 1 and what to do where nothing listens, with the error as its JSON document", async () => {
    const away = ["--base-url", "http://127.0.0.1:9/api/v1", "--json"];
    const { code, stdout } = await run(["collect", ...away], { env });
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      {
        error: {
          code: "CRM_UNREACHABLE",
          message: expect.any(String),
          hint: expect.stringContaining("base URL"),
        },
      },
    ]);
  });

  it("ends with 2 where the token is refused, and never shows the token", async () => {
    const wrong = { DATAMASTER_TOKEN: "secret-of-mine" };
    const { code, stdout, stderr } = await run(["collect", ...flags, "--json", "--log-level", "debug"], {
      env: wrong,
    });
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, "CRM_UNAUTHORIZED"]);
    expect(stdout + stderr).not.toContain("secret-of-mine");
  });

  it("reads only so many clients, or those that are named or not excluded", async () => {
    const cwd = tempDir();
    const narrowed = async (...narrow: string[]): Promise<{ clients: number; numbers: number }> => {
      const db = `sqlite:${narrow.join("")}.db`;
      return JSON.parse(
        (await run(["collect", ...flags, "--db", db, "--json", ...narrow], { env, cwd })).stdout,
      );
    };
    const ids = [...new Set(crm.truth.perProject.map(({ client }) => String(client)))];
    const [one = "", two = ""] = ids;
    expect((await narrowed("--limit", "3")).clients).toBe(3);
    expect((await narrowed("--client", `${one},${two}`)).clients).toBe(2);
    expect((await narrowed("--client", one, "--client", two)).clients).toBe(2);
    expect((await narrowed("--exclude", one)).clients).toBe(crm.truth.clients - 1);
  });

  it("plans without reading phones or making a database", async () => {
    const cwd = tempDir();
    await control(crm.sim, "reset-stats", {});
    const { code, stdout } = await run(["collect", ...flags, "--plan", "--json", "--db", "sqlite:p.db"], {
      env,
      cwd,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      clients: crm.truth.clients,
      projects: crm.truth.projects,
      requests: expect.any(Number),
    });
    const text = await run(["collect", ...flags, "--plan"], { env, cwd });
    expect(text.stdout).toMatch(/^Collecting \S+ would take under a second:\n/);
    expect(await control(crm.sim, "stats")).toMatchObject({ routes: { phones: 0 } });
    expect(() => readFileSync(join(cwd, "p.db"))).toThrow(/ENOENT/);
  });
});

describe("collect with a config file", () => {
  const folder = (...names: string[]): string => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, ...names));
    return cwd;
  };
  const token = (): Record<string, string> => ({ CRM_TOKEN: crm.sim.token });

  it("collects the only source by its name, and a second time finds nothing new", async () => {
    const cwd = folder("main-crm");
    const first = await run(["collect", "--json"], { cwd, env: token() });
    const second = await run(["collect", "main-crm", "--json"], { cwd, env: token() });
    expect(JSON.parse(first.stdout)).toMatchObject({
      run: 1,
      source: "main-crm",
      new: crm.truth.numbers.length,
    });
    expect(JSON.parse(second.stdout)).toMatchObject({ run: 2, source: "main-crm", new: 0, gone: 0 });
  });

  it("lists the sources when there are several and none is named", async () => {
    const { code, stderr } = await run(["collect"], { cwd: folder("a", "b"), env: token() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/There are 2 sources.*\n +Sources: a, b\./);
    expect((await run(["collect", "c"], { cwd: folder("a", "b"), env: token() })).code).toBe(2);
  });

  it("collects several one after the other, into one document of runs", async () => {
    const { code, stdout } = await run(["collect", "--all", "--json"], {
      cwd: folder("a", "b"),
      env: token(),
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      {
        runs: [
          { run: 1, source: "a", numbers: crm.truth.numbers.length },
          { run: 2, source: "b", numbers: crm.truth.numbers.length },
        ],
      },
    ]);
  });

  it("goes on with the other sources when one cannot be collected, and ends with that one's code", async () => {
    const cwd = tempDir();
    const away = "  away: { baseUrl: 'http://127.0.0.1:9/x', token: t }\n";
    writeFileSync(
      join(cwd, "datamaster.yaml"),
      configFor(crm.sim, "b").replace("sources:\n", `sources:\n${away}`),
    );
    const { code, stdout } = await run(["collect", "away", "b", "--json"], { cwd, env: token() });
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        runs: [
          { source: "away", error: { code: "CRM_UNREACHABLE" } },
          { source: "b", status: "complete" },
        ],
      },
    ]);
  });
});

describe("a CRM with dead projects and faults", () => {
  it("ends with 3, tells the causes, and shows no number and no token in anything it prints", async () => {
    const bad = await spawnSim([
      "--clients",
      "20",
      "--max-records",
      "300",
      "--faults",
      "0.03",
      "--dead-projects",
      "0.1",
      "--dead-status",
      "404",
    ]);
    const { flags: to, env: own } = pointedAt(bad);
    const cwd = tempDir();
    const collected = await run(["collect", ...to, "--json", "--log-level", "debug"], { env: own, cwd });
    const { deadProjects, numbers } = await truthOf(bad);
    const reachable = await truthOf(bad, "?reachable=1");
    expect(collected.code).toBe(3);
    expect(JSON.parse(collected.stdout)).toMatchObject({
      status: "partial",
      quarantined: deadProjects.length,
      numbers: reachable.numbers.length,
    });
    expect(collected.stderr).toMatch(/Quarantined\n {2}project \d+ .+\n {4}CRM_NOT_FOUND: /);
    const shown = await run(["runs", "show", "1"], { cwd });
    expect(shown.stdout).toMatch(/CRM_NOT_FOUND: /);
    const all = collected.stdout + collected.stderr + shown.stdout;
    // Nine digits in a row, however they are parted, would tell whose number it is.
    const digits = all.replace(/[\s().+-]/g, "").match(/\d{9,}/g) ?? [];
    const shownInFull = numbers.filter((number) => digits.some((one) => one.includes(number.slice(-9))));
    expect(shownInFull).toEqual([]);
    expect(all).toMatch(/\d/);
    expect(all).not.toContain(bad.token);
  });
});
