import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DiffRequest, diffRuns } from "../../src/app/runs/diff-runs.ts";
import { createLogger } from "../../src/base/log.ts";
import { compose } from "../../src/compose.ts";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { parseCsv, readCsv } from "../helpers/csv.ts";
import type { Finished } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive } from "../store/driver.ts";

const FIRST: Crm = {
  "1": { p1: [[79160000001n, 79160000002n, 79160000005n]] },
  "2": { p2: [[79160000003n]] },
};
const SECOND: Crm = { "1": { p1: [[79160000001n]] }, "2": { p2: [[]], p3: [[79160000002n, 79160000004n]] } };

let cwd: string;

beforeAll(async () => {
  cwd = tempDir(afterAll);
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"));
  await drive(writer, FIRST);
  await drive(writer, { "1": { p1: [[79160000001n]] } }, { source: "other" });
  await drive(writer, SECOND, { dead: ["project:p2"] });
  await drive(writer, FIRST, { stopAfterPages: 1 });
  await writer.close();
});

const diff = (...args: string[]): Promise<Finished> => run(["runs", "diff", ...args], { cwd });

describe("runs diff", () => {
  it("shows totals, clients, regions and the first pairs, and what could not be read apart", async () => {
    const { code, stdout } = await diff("1", "3", "--limit", "2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^crm: what changed from run 1 to run 3\n/);
    expect(stdout).toMatch(/new +1 [\s\S]*gone +1 [\s\S]*moved +1 [\s\S]*came +2 [\s\S]*went +2 /);
    expect(stdout).toMatch(/unverified +1 {2}numbers that run 3 could not look at/);
    expect(stdout).toMatch(/Client 1 +1 +0 +1 +1 +0 +2\n/);
    expect(stdout).toMatch(
      /Changed pairs \(2 of 4\):[\s\S]*\+79160000004 +new +came +Client 2 +Project p3 +3\n/,
    );
    expect(stdout).toMatch(/runs diff 1 3 --out changes.xlsx\n$/);
    for (const line of stdout.split("\n").slice(0, -2)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is one line where nothing changed", async () => {
    const folder = tempDir(afterAll);
    const writer = await openSqliteWriter(join(folder, "datamaster.db"));
    await drive(writer, FIRST);
    await drive(writer, FIRST);
    await writer.close();
    const { stdout } = await run(["runs", "diff"], { cwd: folder });
    expect(stdout).toMatch(/\n {2}run 2 .*\n\nNothing changed\.\n$/);
  });

  it("is one document with --json, in whichever order runs are named", async () => {
    const [json, backwards] = await Promise.all([
      diff("--source", "crm", "--json"),
      diff("3", "1", "--json"),
    ]);
    expect(backwards.stdout).toBe(json.stdout);
    const told = JSON.parse(json.stdout);
    expect(told).toMatchObject({
      source: "crm",
      from: { run: 1, numbers: 4 },
      to: { run: 3, status: "partial", numbers: 4 },
      numbers: { new: 1, gone: 1, moved: 1 },
      pairs: { came: 2, went: 2 },
      unverified: 1,
    });
    expect(told.changes).toHaveLength(4);
    expect(told.changes[1]).toEqual({
      phone: "+79160000005",
      region: "RU",
      type: "MOBILE",
      change: "gone",
      pair: "went",
      clientId: "1",
      client: "Client 1",
      projectId: "p1",
      project: "Project p1",
      run: 3,
    });
  });

  it("writes every pair to a file or to stdout", async () => {
    const [file, stream] = await Promise.all([
      diff("1", "3", "--out", "c.csv"),
      diff("1", "3", "--format", "csv"),
    ]);
    expect(file).toMatchObject({ code: 0, stdout: "" });
    const { columns, rows } = readCsv(join(cwd, "c.csv"));
    expect(columns.join()).toBe("phone,region,type,change,pair,client_id,client,project_id,project,run");
    expect(
      rows.map(({ phone, change, pair, project_id }) => [phone, change, pair, project_id].join(" ")),
    ).toEqual([
      "+79160000004 new came p3",
      "+79160000005 gone went p1",
      "+79160000002 moved went p1",
      "+79160000002 moved came p3",
    ]);
    expect(parseCsv(stream.stdout).rows).toEqual(rows);
  });

  it("refuses runs that are unknown, unfinished, the same or of two sources, and guesses no source", async () => {
    const { code, stderr } = await diff("1", "--since", "7d");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/do not go together/)]);
    const log = createLogger({ level: "error", format: "json", stream: process.stderr, color: false });
    const ports = compose({ store: `sqlite:${join(cwd, "datamaster.db")}`, log });
    const none: DiffRequest = { from: null, to: null, since: null, source: null };
    const wrong: readonly (readonly [request: Partial<DiffRequest>, message: RegExp])[] = [
      [{ from: 1, to: 9 }, /no run 9/],
      [{ from: 1, to: 4 }, /Run 4 is stopped/],
      [{ from: 3, to: 3 }, /does not differ from itself/],
      [{ from: 1, to: 2 }, /run 2 of other/],
      [{ from: 1, to: 3, source: "other" }, /Run 1 is of crm, not of other/],
      [{}, /Several sources have runs: crm, other/],
      [{ source: "other" }, /Only run 2 is finished/],
      [{ source: "none" }, /No run of none is finished/],
      [{ source: "crm", since: "2026-01-01T00:00:00.000Z" }, /No finished run was begun before/],
      [{ source: "crm", since: "9999-01-01T00:00:00.000Z" }, /the last one is run 3/],
    ];
    for (const [request, message] of wrong) {
      await expect(diffRuns(ports, { ...none, ...request }, async () => {})).rejects.toThrow(message);
    }
  });
});
