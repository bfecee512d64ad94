import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { drive } from "../store/driver.ts";

const [A, B] = [79160000001n, 79160000002n];
let cwd: string;

beforeEach(async () => {
  cwd = tempDir();
  const writer = await openSqliteWriter(join(cwd, "datamaster.db"), join(cwd, "tombstone.key"));
  await drive(writer, { "1": { p1: [[A]] } });
  await drive(writer, { "1": { p1: [[B]] } });
  await writer.close();
});

describe("backup and restore", () => {
  it("write an encrypted file and bring it back, by a passphrase out of the environment", async () => {
    const file = join(cwd, "copy.db.gz.age");
    const env = { DATAMASTER_BACKUP_PASSPHRASE: "four random words" };
    const made = await run(["backup", file, "--json"], { cwd, env });
    expect([made.code, JSON.parse(made.stdout)]).toMatchObject([
      0,
      { file, encrypted: true, compressed: true, bytes: statSync(file).size },
    ]);
    expect(readFileSync(file).includes("SQLite format")).toBe(false);
    await run(["runs", "revert", "1", "--yes"], { cwd });
    const asked = await run(["restore", file], { cwd, env });
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("--yes")]);
    const restored = await run(["restore", file, "--yes"], { cwd, env });
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining("2 runs of crm") });
    const runs = JSON.parse((await run(["runs", "list", "--json"], { cwd })).stdout).runs;
    expect(runs.map((one: { run: number }) => one.run)).toEqual([2, 1]);
    const list = await run(["backup", "--list", "--lang", "ru"], { cwd });
    expect(list.stdout).toMatch(/\d+ кБ +\S+before-restore\S+\n.* кБ +\S+copy\.db\.gz\.age\n$/);
  });

  it("say what is missing", async () => {
    const [nowhere, locked, none] = await Promise.all([
      run(["backup", "--json"], { cwd }),
      run(["backup", "copy.age"], { cwd }),
      run(["restore", "none.db", "--yes", "--json"], { cwd }),
    ]);
    expect([nowhere.code, JSON.parse(nowhere.stdout).error.code]).toEqual([2, "USAGE"]);
    expect([locked.code, locked.stderr]).toEqual([
      2,
      expect.stringContaining("DATAMASTER_BACKUP_PASSPHRASE"),
    ]);
    expect([none.code, JSON.parse(none.stdout).error.code]).toEqual([2, "BACKUP_INVALID"]);
  });
});

describe("runs revert and runs prune", () => {
  it("show what changes, do it with --yes, and note it in the audit log", async () => {
    const asked = await run(["runs", "revert", "1"], { cwd });
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringMatching(/numbers come back +1\n/)]);
    const reverted = await run(["runs", "revert", "1", "--yes", "--json"], { cwd });
    expect([reverted.code, JSON.parse(reverted.stdout)]).toEqual([
      0,
      { run: 3, source: "crm", to: 1, pairs: { came: 1, went: 1 }, numbers: { new: 1, gone: 1 } },
    ]);
    const shown = await run(["runs", "prune", "--keep-runs", "1", "--dry-run"], { cwd });
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/crm +3 +.* +2 +1 +1 /)]);
    const pruned = await run(["runs", "prune", "--keep-runs", "1", "--yes"], { cwd });
    expect([pruned.code, pruned.stderr]).toEqual([0, expect.stringMatching(/^\d+ rows deleted/)]);
    const log = JSON.parse((await run(["audit", "list", "--json"], { cwd })).stdout);
    expect(log.entries.map((one: { action: string }) => one.action)).toEqual(["prune", "revert"]);
  });

  it("prune by the retention of the config", async () => {
    const db = new DatabaseSync(join(cwd, "datamaster.db"));
    db.exec("UPDATE runs SET started_at = '2025-01-0' || id || 'T00:00:00.000Z'");
    db.close();
    const none = await run(["runs", "prune"], { cwd });
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("--keep")]);
    writeFileSync(
      join(cwd, "datamaster.yaml"),
      "sources: {crm: {baseUrl: http://crm.test, token: x, retention: {goneNumbers: 30d}}}\n",
    );
    const shown = await run(["runs", "prune", "--json", "--dry-run"], { cwd });
    expect([shown.code, JSON.parse(shown.stdout)]).toMatchObject([
      0,
      { sources: [{ source: "crm", oldest: { run: 2 }, spans: 1, numbers: 1 }], rows: null },
    ]);
  });
});
