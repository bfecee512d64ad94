import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { run, start } from "../helpers/run.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { allowPhones, pointedAt, truthOf, untilPhonesAsked } from "./crm.ts";

/** A CRM that lets so many pages of phones out and no more: who collects from it goes on until it is stopped. */
const held = (pages: number): string[] => [
  ...["--clients", "40", "--max-records", "600", "--hold-phones", String(pages)],
];

/** Runs a line as someone would who pasted it. */
async function paste(line: string, cwd: string, env: Record<string, string>): Promise<number | null> {
  const shell = spawn("/bin/sh", ["-c", line], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: "ignore",
  });
  const [code] = await once(shell, "exit");
  return code;
}

describe("a signal while a collect is going on", () => {
  it("saves, prints the command that continues exactly this run, and ends with 4", async () => {
    const sim = await spawnSim(held(20));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const few = [...flags, "--concurrency", "4", "--db", "sqlite:./a folder.db"];
    const collecting = start(["collect", ...few, "--json"], { env, cwd });
    await untilPhonesAsked(sim, 21);
    collecting.kill("SIGTERM");
    const stopped = await collecting.finished;
    expect(stopped.code).toBe(4);
    const document = JSON.parse(stopped.stdout);
    expect(document).toMatchObject({ run: 1, status: "stopped" });
    const line = stopped.stderr.match(/^stopped; continue with: (.+)$/m)?.[1] ?? "";
    expect(line).toBe(document.continueWith);
    expect(line).toMatch(
      / resume 1 --db 'sqlite:.\/a folder.db' --base-url http:\S+ --region RU --concurrency 4$/,
    );
    expect(line).not.toContain(sim.token);

    const status = await run(["status", "--db", "sqlite:./a folder.db"], { cwd });
    expect(status.stdout).toMatch(/is stopped; what it read is kept/);
    expect(status.stdout).toMatch(/Continue with: .* resume 1 --db 'sqlite/);

    await allowPhones(sim, null);
    expect(await paste(line, cwd, env)).toBe(0);
    const truth = await truthOf(sim);
    const shown = await run(["runs", "show", "1", "--json", "--db", "sqlite:./a folder.db"], { cwd });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      status: "complete",
      numbers: truth.numbers.length,
      pairs: truth.pairs.length,
      rejected: truth.rejected,
      records: truth.records,
    });
    expect(await run(["resume", ...few], { cwd, env })).toMatchObject({ code: 2 });
  });

  it("is continued by the next collect, which says so", async () => {
    const sim = await spawnSim(held(10));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const collecting = start(["collect", ...flags, "--concurrency", "4"], { env, cwd });
    await untilPhonesAsked(sim, 11);
    collecting.kill("SIGINT");
    expect(await collecting.finished).toMatchObject({ code: 4, stdout: "" });
    await allowPhones(sim, null);
    const next = await run(["collect", ...flags, "--json"], { env, cwd });
    expect(next.stderr).toMatch(
      /^continuing run 1 \(started \d{4}-\d\d-\d\d \d\d:\d\d UTC, \d+ of \d+ projects done\)$/m,
    );
    const truth = await truthOf(sim);
    expect(JSON.parse(next.stdout)).toMatchObject({
      run: 1,
      status: "complete",
      numbers: truth.numbers.length,
    });
    const fresh = await run(["collect", ...flags, "--json", "--fresh"], { env, cwd });
    expect(JSON.parse(fresh.stdout)).toMatchObject({ run: 2, new: 0, gone: 0 });
  });

  it("given a second time ends the process at once with 130, and the run can be continued", async () => {
    const sim = await spawnSim(held(2));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const collecting = start(["collect", ...flags, "--concurrency", "2"], { env, cwd });
    await untilPhonesAsked(sim, 3);
    // Halted, so that it meets both at once, wherever this process is put to sleep between them.
    for (const signal of ["SIGSTOP", "SIGINT", "SIGTERM", "SIGCONT"] as const) collecting.kill(signal);
    expect(await collecting.finished).toMatchObject({ code: 130 });
    const listed = await run(["runs", "list"], { cwd });
    expect(listed.stdout).toMatch(/^ +1 .*\blost\b/m);
    await allowPhones(sim, 5);
    const resumed = start(["resume", ...flags, "--json"], { cwd, env });
    await untilPhonesAsked(sim, 10);
    resumed.kill("SIGTERM");
    expect(JSON.parse((await resumed.finished).stdout)).toMatchObject({ run: 1, status: "stopped" });
  });

  it("stops a collect that is still waiting for the CRM's first answer", async () => {
    const sim = await spawnSim(["--clients", "5", "--latency", "600000"]);
    const { flags, env } = pointedAt(sim);
    const collecting = start(["collect", ...flags, "--json"], { env });
    await untilAsked(sim.url);
    collecting.kill("SIGTERM");
    const { code, stdout } = await collecting.finished;
    expect([code, JSON.parse(stdout).error.code]).toEqual([4, "STOPPED"]);
  });
});

async function untilAsked(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(new URL("/__control/stats", url), { headers: { connection: "close" } });
    if (((await answer.json()) as { routes: { me: number } }).routes.me > 0) return;
  }
}

describe("resume", () => {
  it("says that there is nothing to resume, with 2", async () => {
    const { code, stdout } = await run(["resume", "--json"]);
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, "NOTHING_TO_RESUME"]);
  });

  it("refuses a run of a source that is not configured, and one that does not exist", async () => {
    const sim = await spawnSim(held(2));
    const { flags, env } = pointedAt(sim);
    const cwd = tempDir();
    const collecting = start(["collect", ...flags, "--concurrency", "2"], { env, cwd });
    await untilPhonesAsked(sim, 3);
    collecting.kill();
    await collecting.finished;
    const unknown = await run(["resume"], { cwd, env });
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: Run 1 belongs to the source datamaster:/),
    ]);
    const missing = await run(["resume", "9", "--json"], { cwd, env });
    expect([missing.code, JSON.parse(missing.stdout).error.code]).toEqual([2, "NO_SUCH_RUN"]);
  });
});
