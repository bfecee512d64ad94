import { chmodSync, closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Finding } from "../../src/app/upkeep/doctor.ts";
import { numberTableReleased } from "../../src/phone/phone.ts";
import { start } from "../helpers/run.ts";
import { type RunHereOptions, runHere as run } from "../helpers/run-here.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { configFor, sharedSim, untilPhonesAsked } from "./crm.ts";

const crm = sharedSim(["--clients", "10"]);

/** A folder with a config for the simulator and its token, as `init` leaves it. */
function folderFor(...names: string[]): string {
  const cwd = tempDir();
  writeFileSync(join(cwd, "datamaster.yaml"), configFor(crm.sim, ...names), { mode: 0o600 });
  writeFileSync(join(cwd, ".env"), `CRM_TOKEN=${crm.sim.token}\n`, { mode: 0o600 });
  return cwd;
}

/** A folder whose source was collected. */
async function collected(): Promise<string> {
  const cwd = folderFor("main-crm");
  expect((await run(["collect", "--quiet"], { cwd })).code).toBe(0);
  return cwd;
}

async function examined(args: readonly string[], options: RunHereOptions) {
  const { code, stdout } = await run(["doctor", "--json", ...args], options);
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  const of = (check: string): Finding[] => findings.filter((finding) => finding.check === check);
  return { code, ok, findings, of, ill: findings.filter(({ state }) => state !== "ok") };
}

describe("doctor", () => {
  it("tells on a line each what it looked at, and ends with 0 where all is well", async () => {
    const cwd = await collected();
    const { code, stdout, stderr } = await run(["doctor"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.match(/^(?!ok {6}).*$/gm)?.filter((line) => line !== "")).toEqual([]);
    for (const check of ["program", "node", "sqlite", "number table", "disk", "integrity", "clock"])
      expect(stdout).toMatch(new RegExp(`^ok {6}${check} `, "m"));
    const full = await examined(["--full"], { cwd });
    expect([full.code, full.ok, full.ill]).toEqual([0, true, []]);
    expect(full.of("integrity")[0]?.detail).toMatch(/indexes/);
  });

  it("changes nothing where there is nothing yet", async () => {
    const cwd = tempDir();
    const { code, of } = await examined([], { cwd });
    expect([code, of("integrity")[0]?.detail]).toEqual([0, expect.stringContaining("no database yet")]);
    expect((await run(["doctor"], { cwd })).code).toBe(0);
  });

  it("knows when the numbering plans in use were published", () => {
    // After an update of libphonenumber-js: node tools/number-table.ts
    expect(numberTableReleased()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it("warns of files that others can read, with the command that mends it", async () => {
    const cwd = await collected();
    for (const file of [".env", "datamaster.db"]) chmodSync(join(cwd, file), 0o644);
    chmodSync(join(cwd, "datamaster.yaml"), 0o666);
    const { code, ok, ill } = await examined([], { cwd });
    expect([code, ok]).toEqual([0, true]);
    expect(ill.map(({ check, state }) => `${state} ${check}`)).toEqual([
      ...["warn config file", "warn .env", "warn database"],
    ]);
    expect(ill[1]?.fix).toBe(`chmod 600 ${join(cwd, ".env")}`);
    chmodSync(join(cwd, ".env"), 0o600);
    expect((await examined([], { cwd })).of(".env")[0]).toMatchObject({ state: "ok" });
  });

  it("finds a damaged database, and ends with 1", async () => {
    const cwd = await collected();
    const path = join(cwd, "datamaster.db");
    const db = new DatabaseSync(path, { readOnly: true });
    const pages = db.prepare("SELECT pageno FROM dbstat WHERE name = 'membership'").all();
    db.close();
    expect(pages.length).toBeGreaterThan(2);
    const file = openSync(path, "r+");
    for (const { pageno } of pages)
      writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, (Number(pageno) - 1) * 4096);
    closeSync(file);
    const { code, ok, of } = await examined([], { cwd });
    expect([code, ok]).toEqual([1, false]);
    expect(of("integrity")).toEqual([expect.objectContaining({ state: "fail", fix: expect.any(String) })]);
    expect(of("runs")).toEqual([]);
  });

  it("refuses another program's database with 2", async () => {
    const cwd = tempDir();
    const db = new DatabaseSync(join(cwd, "other.db"));
    db.exec("CREATE TABLE theirs (x)");
    db.close();
    const { code, of } = await examined(["--db", "sqlite:other.db"], { cwd });
    expect(code).toBe(2);
    expect(of("integrity")[0]).toMatchObject({ state: "fail", code: "STORE_FOREIGN" });
  });

  it("tells all that is wrong with the config, with 2, and looks at the rest", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), "sources:\n  a: { baseUrl: ftp://x, token: t, rsp: 5 }\n");
    const { code, of } = await examined([], { cwd });
    expect(code).toBe(2);
    expect(of("config")[0]).toMatchObject({ state: "fail", code: "CONFIG_INVALID" });
    expect(of("config")[0]?.detail).toMatch(/baseUrl[\s\S]*rsp|rsp[\s\S]*baseUrl/);
    expect(of("number table")).toHaveLength(1);
  });

  it("warns of a run whose process was killed, and of the log it left, and of a source that was never collected", async () => {
    const slow = await spawnSim(["--clients", "40", "--hold-phones", "20"]);
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(slow, "main-crm", "other"));
    const env = { CRM_TOKEN: slow.token };
    const running = start(["collect", "main-crm"], { cwd, env });
    await untilPhonesAsked(slow, 21);
    const busy = await examined([], { cwd, env });
    expect(busy.of("runs")).toEqual([expect.objectContaining({ state: "ok" })]);
    running.kill("SIGKILL");
    await running.finished;
    const { code, of } = await examined([], { cwd, env });
    expect(code).toBe(0);
    expect(of("runs")[0]).toMatchObject({ state: "warn", fix: expect.stringMatching(/ resume 1$/) });
    expect(of("write-ahead log")[0]).toMatchObject({ state: "warn" });
    expect(of("sources")[0]).toMatchObject({ state: "warn", fix: expect.stringMatching(/ collect other$/) });
  });

  it("warns of a clock that differs from the server's, and of a server that does not answer", async () => {
    const dateAhead = (): string => new Date(Date.now() + 300_000).toUTCString();
    const server = createServer((_request, response) => response.writeHead(401, { date: dateAhead() }).end());
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const env = { DATAMASTER_TOKEN: "t" };
    const clockOf = async (at: number): Promise<Finding | undefined> =>
      (await examined(["--config", configAt(at)], { env: { ...env, CRM_TOKEN: "t" } })).of("clock")[0];
    expect(await clockOf(port)).toMatchObject({
      state: "warn",
      detail: expect.stringMatching(/ (299|300) s behind/),
    });
    expect(await clockOf(9)).toMatchObject({ state: "warn", detail: expect.stringMatching(/ECONNREFUSED/) });
  });

  it("warns of a token that is not set, and asks nothing", async () => {
    const { code, of } = await examined(["--config", configAt(9)], {});
    expect(code).toBe(0);
    expect(of("clock")[0]).toMatchObject({
      state: "warn",
      detail: expect.stringMatching(/token is not set/),
    });
  });
});

/** A config file for a CRM at this port of this machine. */
function configAt(port: number): string {
  const file = join(tempDir(), "datamaster.yaml");
  writeFileSync(file, configFor({ ...crm.sim, url: `http://127.0.0.1:${port}/api/v1` }, "main-crm"));
  return file;
}

describe("doctor --bundle", () => {
  it("writes what helps with a bug, and no token, number, client's or account's name", async () => {
    const sim = await spawnSim([
      "--clients",
      "20",
      "--dead-projects",
      "10001,10003",
      "--dead-status",
      "404",
      "--token",
      "a-very-secret-token",
    ]);
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), configFor(sim, "main-crm"));
    const env = { CRM_TOKEN: sim.token };
    expect((await run(["collect", "--quiet"], { cwd, env })).code).toBe(3);
    const bare = ["--base-url", sim.url, "--config", "/dev/null", "--client", "1"];
    await run(["collect", "--quiet", ...bare], { cwd, env: { DATAMASTER_TOKEN: sim.token } });
    const { code, stdout } = await run(["doctor", "--bundle", "report.json"], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warn +unverified/m);
    expect(stdout).toMatch(/The report is in report\.json/);
    const text = readFileSync(join(cwd, "report.json"), "utf8");
    const report = JSON.parse(text);
    expect(report).toMatchObject({
      program: expect.stringMatching(/^\d/),
      system: { node: process.versions.node },
      runs: expect.arrayContaining([expect.objectContaining({ run: 1, status: "partial" })]),
      quarantine: [expect.objectContaining({ run: 1, times: 2, code: expect.stringMatching(/^CRM_/) })],
    });
    expect(report.findings.length).toBeGreaterThan(10);
    expect(report.config.settings).toContainEqual(
      expect.objectContaining({ path: "sources.main-crm.token", value: "***" }),
    );
    expect(text).not.toContain(sim.token);
    expect(text).not.toMatch(/\d{9}/);
    const names = await namesIn(sim);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect((statSync(join(cwd, "report.json")).mode & 0o777).toString(8)).toBe("600");
  });

  it("replaces no file without --force", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "report.json"), "mine");
    const { code } = await run(["doctor", "--bundle", "report.json"], { cwd });
    expect([code, readFileSync(join(cwd, "report.json"), "utf8")]).toEqual([2, "mine"]);
    expect((await run(["doctor", "--bundle", "report.json", "--force"], { cwd })).code).toBe(0);
  });
});

/** Names of all clients, and of the account, as the CRM tells them. */
async function namesIn(sim: { url: string; token: string }): Promise<string[]> {
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${sim.token}`, connection: "close" };
    return (await (await fetch(`${sim.url}${path}`, { headers })).json()) as Record<string, unknown>;
  };
  const clients = (await ask("/clients?page=1&per_page=200")).data as { name: string }[];
  const { account } = await ask("/me");
  return [...clients.map(({ name }) => name), `#${String(account)}`, String(account)].filter(
    (name) => name.length > 2,
  );
}
