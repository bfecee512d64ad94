import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atTerminal } from "../helpers/pty.ts";
import { type RunHereOptions, runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { sharedSim } from "./crm.ts";

const crm = sharedSim(["--clients", "15"]);

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

/** `init --yes` against the simulator. */
function unasked(cwd: string, args: readonly string[] = [], options: RunHereOptions = {}) {
  const env = { DATAMASTER_TOKEN: crm.sim.token };
  return run(["init", "--yes", "--base-url", crm.sim.url, "--region", "ru", ...args], {
    cwd,
    env,
    ...options,
  });
}

describe("init --yes", () => {
  it("writes the config and the token, for their owner alone, and tries them", async () => {
    const cwd = tempDir();
    const { code, stdout, stderr } = await unasked(cwd);
    expect([code, stdout.match(/^ok /gm)?.length]).toEqual([0, 6]);
    expect(stderr).toMatch(/collect\n.*export --out numbers\.csv/);
    expect(readdirSync(cwd).sort()).toEqual([".env", "datamaster.yaml"]);
    expect([modeOf(join(cwd, ".env")), modeOf(join(cwd, "datamaster.yaml"))]).toEqual(["600", "600"]);
    expect(textOf(cwd, ".env")).toBe(`MAIN_CRM_TOKEN=${crm.sim.token}\n`);
    expect(textOf(cwd, "datamaster.yaml")).not.toContain(crm.sim.token);
    const shown = await run(["config", "show", "--json"], { cwd });
    expect(JSON.parse(shown.stdout).settings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: "sources.main-crm.baseUrl", value: crm.sim.url, origin: "file" }),
        expect.objectContaining({ path: "sources.main-crm.region", value: "RU" }),
      ]),
    );
    expect((await run(["check"], { cwd })).code).toBe(0);
  });

  it("collects a pilot of ten clients where --pilot asks for it, all told in one document with --json", async () => {
    const cwd = tempDir();
    const { code, stdout } = await unasked(cwd, ["--pilot", "--json", "--name", "partner.2"]);
    const { check, pilot, ...rest } = JSON.parse(stdout);
    expect([code, check.ok]).toEqual([0, true]);
    expect(pilot).toMatchObject({ source: "partner.2", status: "complete", clients: 10 });
    expect(rest).toMatchObject({ source: "partner.2", variable: "PARTNER_2_TOKEN" });
  });

  it("leaves a config file that is there as it is, unless --force", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), "# mine\n");
    const refused = await unasked(cwd);
    expect([refused.code, readdirSync(cwd)]).toEqual([2, ["datamaster.yaml"]]);
    expect(refused.stderr).toMatch(/datamaster\.yaml exists; it was left as it is\.\n.*--force/);
    expect(textOf(cwd, "datamaster.yaml")).toBe("# mine\n");
    expect((await unasked(cwd, ["--force"])).code).toBe(0);
    expect(textOf(cwd, "datamaster.yaml")).toContain("main-crm:");
  });

  it("replaces or adds one line of a .env that is there, and keeps the rest and a link", async () => {
    const cwd = tempDir();
    const before = '# secrets\nOTHER="a b"\nexport MAIN_CRM_TOKEN=old # until May\nLAST=1';
    writeFileSync(join(cwd, "real.env"), before, { mode: 0o644 });
    symlinkSync("real.env", join(cwd, ".env"));
    await unasked(cwd, ["--no-check"]);
    const line = `MAIN_CRM_TOKEN=${crm.sim.token}`;
    expect(textOf(cwd, "real.env")).toBe(before.replace(/export MAIN.*/, line));
    expect(modeOf(join(cwd, "real.env"))).toBe("600");
    await unasked(cwd, ["--no-check", "--name", "other", "--config", "other.yaml"]);
    expect(textOf(cwd, ".env")).toBe(
      `${before.replace(/export MAIN.*/, line)}\nOTHER_TOKEN=${crm.sim.token}\n`,
    );
  });

  it("takes the token from stdin, or the one that .env has already", async () => {
    const cwd = tempDir();
    const piped = await unasked(cwd, ["--token-stdin"], { env: {}, input: `${crm.sim.token}\n` });
    expect([piped.code, textOf(cwd, ".env")]).toEqual([0, `MAIN_CRM_TOKEN=${crm.sim.token}\n`]);
    expect((await unasked(cwd, ["--force"], { env: {} })).code).toBe(0);
  });

  it("tells all that it lacks at once, and writes nothing", async () => {
    const cwd = tempDir();
    const { code, stderr } = await run(["init", "--yes", "--base-url", "ftp://x", "--region", "UK"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/URL[^\n]*\n.*country code[^\n]*\n.*DATAMASTER_TOKEN/);
    expect(readdirSync(cwd)).toEqual([]);
    expect((await unasked(cwd, ["--name", "../x"])).code).toBe(2);
  });

  it("ends with the check's exit code where the check fails; what was written stays", async () => {
    const cwd = tempDir();
    const { code, stdout, stderr } = await unasked(cwd, ["--pilot"], { env: { DATAMASTER_TOKEN: "wrong" } });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^FAILED +token/m);
    expect(stderr).toMatch(/Mend what failed.*\n.* check/);
    expect(readdirSync(cwd).sort()).toEqual([".env", "datamaster.yaml"]);
  });

  it("says what it cannot write, and leaves nothing half written", async () => {
    const cwd = tempDir();
    const { code, stderr } = await unasked(cwd, ["--config", "nowhere/datamaster.yaml"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/could not be written/);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("init without a terminal", () => {
  it("says so and ends with 2", async () => {
    const { code, stderr, stdout } = await run(["init"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/asks at a terminal.*\n.*--yes/);
  });
});

describe("init at a terminal", () => {
  const ENTER = "\r";

  it("asks, lets wrong answers be mended, tries again after a failed check, and offers a pilot", async () => {
    const cwd = tempDir();
    const terminal = atTerminal(["init"], { cwd });
    const answer = async (question: RegExp, keys: string): Promise<void> => {
      await terminal.shows(question);
      terminal.type(keys);
    };
    await answer(/Which CRM/, ENTER);
    await answer(/Where does its API begin/, `ftp://x${ENTER}`);
    await answer(/no http:/, `\x15${crm.sim.url}${ENTER}`);
    await answer(/API token\?/, `wrong${ENTER}`);
    await answer(/Country/, `RU${ENTER}`);
    await terminal.shows(/FAILED +token/);
    await answer(/try again\?/, ENTER);
    await answer(/Which CRM/, ENTER);
    await answer(/Where does its API begin/, ENTER);
    await answer(/API token\? Empty keeps/, `${crm.sim.token}${ENTER}`);
    await answer(/Country/, ENTER);
    await answer(/first 10 clients now/, ENTER);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen).toMatch(/Run 1 of main-crm is complete/);
    expect(terminal.screen).not.toContain(crm.sim.token);
    expect(textOf(cwd, ".env")).toBe(`MAIN_CRM_TOKEN=${crm.sim.token}\n`);
    expect(textOf(cwd, "datamaster.yaml")).toContain("region: RU");
  });

  it.each([
    ["Ctrl-C", "\x03"],
    ["Escape", "\x1b"],
  ])("leaves nothing behind at %s", async (_name, key) => {
    const cwd = tempDir();
    const terminal = atTerminal(["init"], { cwd });
    await terminal.shows(/Which CRM/);
    terminal.type(ENTER);
    await terminal.shows(/Where does its API begin/);
    terminal.type(`http://crm.test/x${ENTER}`);
    await terminal.shows(/API token/);
    terminal.type(key);
    expect(await terminal.ended).toBe(4);
    expect(terminal.screen).toMatch(/Stopped/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("replaces a config file only after asking", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, "datamaster.yaml"), "# mine\n");
    const terminal = atTerminal(["init"], { cwd });
    await terminal.shows(/is there already. Replace it\?/);
    terminal.type(ENTER);
    expect(await terminal.ended).toBe(2);
    expect([textOf(cwd, "datamaster.yaml"), existsSync(join(cwd, ".env"))]).toEqual(["# mine\n", false]);
  });
});
