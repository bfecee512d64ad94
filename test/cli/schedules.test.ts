import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { ran } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";

let cwd: string;
let db: string[] = [];

beforeEach(() => {
  cwd = tempDir(onTestFinished);
  db = ["--db", `sqlite:${join(cwd, "datamaster.db")}`];
});

const schedules = (...args: string[]) => ran(cwd, ["schedules", ...args, ...db]);
const nightly = ["crm", "--cron", "0 2 * * *", "--zone", "Europe/Moscow"];

describe("schedules", () => {
  it("are none before the first one is added", async () => {
    expect(await schedules("list")).toMatchObject({ code: 0, stdout: "Nothing runs by itself yet.\n" });
    expect(JSON.parse((await schedules("list", "--json")).stdout)).toEqual({ schedules: [] });
  });

  it("are added, listed, turned off and on, and removed", async () => {
    const { stderr } = await schedules("add", ...nightly);
    expect(stderr).toContain("Schedule 1: Every day at 02:00 Moscow time.");
    await schedules("add", "--kind", "retention", "--cron", "@weekly", "--zone", "UTC", "--jitter", "60");
    const { stdout } = await schedules("list");
    expect(stdout).toMatch(/ 1 +crm +run +Every day at 02:00 Moscow time +20\d\d-\d\d-\d\d 02:00/);
    expect(stdout).toMatch(/ 2 +all +clean up +Every Sunday at 00:00 UTC/);
    expect((await schedules("off", "1")).stderr).toBe("Schedule 1: Every day at 02:00 Moscow time; off.\n");
    const [first] = JSON.parse((await schedules("list", "--json")).stdout).schedules;
    expect(first).toMatchObject({ id: 1, isOn: false, next: [], lateSince: null, turns: [] });
    expect(JSON.parse((await schedules("on", "1", "--json")).stdout)).toMatchObject({ isOn: true });
    expect((await schedules("remove", "1")).stderr).toBe("Schedule 1 is gone.\n");
    expect(await schedules("remove", "1")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no schedule 1"),
    });
  });

  it("of the config file are listed before a service has taken them over", async () => {
    const source =
      "{ connector: datamaster, baseUrl: 'http://127.0.0.1:9/api/v1', token: x, schedules: 0 3 * * * UTC }";
    writeFileSync(join(cwd, "datamaster.yaml"), `sources: { crm: ${source} }\n`);
    await schedules("add", ...nightly);
    const { stdout } = await schedules("list");
    expect(stdout).toMatch(/^ +crm +run +Every day at 03.*03:00 +once serve runs$/m);
    const listed = JSON.parse((await schedules("list", "--json")).stdout).schedules;
    expect(listed).toMatchObject([{ id: 1 }, { id: null, ofFile: true, cron: "0 3 * * *", lateSince: null }]);
  });

  it("note in the audit log who changed them", async () => {
    await schedules("add", ...nightly);
    await schedules("off", "1");
    const { stdout } = await ran(cwd, ["audit", "list", "--json", "--action", "schedule", ...db]);
    const details = JSON.parse(stdout).entries.map(({ detail }: { detail: object }) => detail);
    expect(details).toMatchObject([
      { did: "changed", schedule: 1, isOn: false },
      { did: "added", schedule: 1, source: "crm", cron: "0 2 * * *" },
    ]);
  });

  it.each([
    [["add", "crm", "--cron", "0 2 * *"], "is no time that comes again"],
    [["add", "crm", "--cron", "0 2 30 2 *"], "a time that never comes"],
    [["add", "crm", "--cron", "0 2 * * *", "--zone", "Mars/Base"], "no time zone"],
    [["add", "--cron", "0 2 * * *"], "A run needs a source"],
    [["add", "crm", "--cron", "0 2 * * *", "--jitter", "7200"], "put off"],
    [["add", "crm", "--cron", "0 2 * * *", "--overlap", "both"], "overlap"],
    [["next", "7"], "no schedule 7"],
    [["on", "0"], "whole number"],
  ])("are refused: %j", async (args, told) => {
    const { code, stderr } = await schedules(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
  });

  it("tell the next times of a cron before it is kept", async () => {
    const { stdout } = await schedules("next", "30 5 * * *", "--zone", "UTC", "--count", "2");
    expect(stdout).toMatch(/^Every day at 05:30 UTC\n(\d{4}-\d\d-\d\d 05:30 \+00:00\n){2}$/);
    await schedules("add", ...nightly);
    expect(JSON.parse((await schedules("next", "1", "--json")).stdout)).toMatchObject({
      cron: "0 2 * * *",
      zone: "Europe/Moscow",
      next: { length: 5 },
    });
  });
});
