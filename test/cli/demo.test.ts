import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCsv } from "../helpers/csv.ts";
import { run, start } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";
import { Browser, PASSWORD } from "../server/people.ts";
import { untilPhonesAsked } from "./crm.ts";

/** Resolves when no process of this id is left; a test's time limit ends the waiting. */
async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("demo", () => {
  it("collects its own CRM, tells where the results lie, and finds nothing new the second time", async () => {
    const cwd = tempDir();
    const first = await run(["demo", "--clients", "20", "--json"], { cwd });
    expect(first.code).toBe(0);
    const told = JSON.parse(first.stdout);
    expect(told).toMatchObject({
      run: 1,
      source: "demo",
      status: "complete",
      clients: 20,
      new: told.numbers,
    });
    expect(readCsv(join(cwd, ".datamaster/demo-numbers.csv")).rows).toHaveLength(told.numbers);
    const second = await run(["demo", "--clients", "20"], { cwd });
    expect([second.code, second.stdout]).toEqual([0, ""]);
    expect(second.stderr).toMatch(/Run 2 of demo is complete/);
    expect(second.stderr).toMatch(/numbers +[\d,]+ {2}0 new, 0 gone/);
    expect(second.stderr).toMatch(/Results\n {2}\.datamaster\/demo-numbers\.csv +[\d,]+ numbers\n/);
    expect(second.stderr).toMatch(/runs show 2 --db sqlite:\.datamaster\/demo\.db/);
  });

  it("does not look at the config of real CRMs", async () => {
    const { code } = await run(["demo", "--clients", "3", "--quiet"], {
      env: { DATAMASTER_SOURCES__X__RPS: "no number" },
    });
    expect(code).toBe(0);
  });

  it("stops with 4 at a signal, ends its CRM, and is continued by the next demo", async () => {
    const cwd = tempDir();
    const demo = start(["demo", "--clients", "400"], { cwd });
    const [, url = ""] = await demo.waitFor(/The demo CRM serves .*\n +at (\S+),/, "stderr");
    await untilPhonesAsked({ url }, 20);
    demo.kill("SIGINT");
    const stopped = await demo.finished;
    expect([stopped.code, stopped.stdout]).toEqual([4, ""]);
    expect(stopped.stderr).toMatch(/^stopped; continue with: .* demo --clients 400$/m);
    await expect(fetch(url)).rejects.toThrow();
    const next = await run(["demo", "--clients", "400", "--json"], { cwd });
    expect(JSON.parse(next.stdout)).toMatchObject({ run: 1, status: "complete" });
    expect(next.stderr).toMatch(/^continuing run 1 /m);
  });

  it("takes its CRM with it even when it is killed", async () => {
    const demo = start(["demo", "--clients", "300"]);
    const [, pid = ""] = await demo.waitFor(/in process (\d+)/, "stderr");
    demo.kill("SIGKILL");
    await demo.finished;
    await untilGone(Number(pid));
  });

  it("opens the dashboard on what was collected, with its CRM behind it, until a signal ends both", async () => {
    const cwd = tempDir();
    const opened = join(cwd, "opened");
    const demo = start(["demo", "--clients", "5", "--ui", "--port", "0"], {
      cwd,
      env: { PATH: `${desktopIn(cwd, opened)}:${process.env.PATH}` },
      timeoutMs: 110_000,
    });
    const [, crm = ""] = await demo.waitFor(/The demo CRM serves .*\n +at (\S+),/, "stderr");
    const [, link = "", secret = ""] = await demo.waitFor(/^ +(http:\S+\/setup#(\S+))$/m, "stderr");
    await expect
      .poll(() => existsSync(opened) && readFileSync(opened, "utf8"), { timeout: 60_000 })
      .toBe(link);

    const anna = new Browser(new URL(link).origin, {});
    const account = { name: "Anna", email: "anna@example.com", password: PASSWORD };
    expect((await anna.ask("POST", "/links", { secret, ...account })).status).toBe(200);
    await anna.load();
    expect((await anna.ask("GET", "/runs/1")).body).toMatchObject({
      run: { source: "demo", status: "complete" },
    });
    expect((await anna.ask("POST", "/runs", { source: "demo" })).status).toBe(202);
    await expect
      .poll(async () => (await anna.ask("GET", "/runs/2")).body, { timeout: 60_000, interval: 100 })
      .toMatchObject({ run: { status: "complete" } });

    demo.kill("SIGINT");
    expect(await demo.finished).toMatchObject({ code: 0, signal: null, stdout: "" });
    await expect(fetch(crm)).rejects.toThrow();
  });
});

/** A folder with what opens pages on a desktop of Linux; it writes down what it was given. */
function desktopIn(cwd: string, opened: string): string {
  const folder = join(cwd, "desktop");
  mkdirSync(folder);
  const script = join(folder, "xdg-open");
  writeFileSync(script, `#!/bin/sh\nprintf %s "$1" > "${opened}.part" && mv "${opened}.part" "${opened}"\n`);
  chmodSync(script, 0o755);
  return folder;
}
