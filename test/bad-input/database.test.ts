import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FakeCrm, fakeCrm, routesOf } from "../helpers/fake-crm.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { tempDir } from "../helpers/temp.ts";
import { at, fails } from "./told.ts";

const PAGE = 4096;
const PHONES = Array.from({ length: 3_000 }, (_, index) => `+7916${1_234_567 + index}`);

async function crmWithPhones(): Promise<FakeCrm> {
  return await fakeCrm(routesOf([{ id: 1, name: "A", projects: [{ id: 10, name: "P", phones: PHONES }] }]));
}

/** A database of a finished run in a folder of its own. */
async function collected(folder = tempDir()): Promise<{ cwd: string; file: string; crm: FakeCrm }> {
  const crm = await crmWithPhones();
  const { flags, env } = at(crm);
  expect((await run(["collect", ...flags, "--quiet"], { env, cwd: folder })).code).toBe(0);
  return { cwd: folder, file: join(folder, "datamaster.db"), crm };
}

function overwrite(file: string, from: number, to: number, byte: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(to - from, byte), 0, to - from, from);
  closeSync(handle);
}

/** All verbs that open the database, each failing in the same way. */
async function everyVerb(code: number, cwd: string, message: RegExp, hint: RegExp): Promise<void> {
  const { flags, env } = at(await crmWithPhones());
  for (const line of [
    ["collect", ...flags],
    ["status"],
    ["runs", "list"],
    ["export"],
    ["resume", ...flags],
  ]) {
    const told = await fails(code, line, { cwd, env });
    expect(told.error).toMatch(message);
    expect(told.hint).toMatch(hint);
    expect(told.stdout).toBe("");
  }
  const check = await run(["check", ...flags], { cwd, env });
  expect(check.code).toBe(code);
  expect(check.stdout).toMatch(/^FAILED +store /m);
}

describe("a database", () => {
  it("of another program is refused with 2 by every verb and left as it was", async () => {
    const cwd = tempDir();
    const file = join(cwd, "datamaster.db");
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE notes (text)");
    other.close();
    const before = readFileSync(file);
    await everyVerb(2, cwd, /is the database of another program; it was left as it is/, /--db sqlite:PATH/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("that is none is refused with 2 by every verb and left as it was", async () => {
    const cwd = tempDir();
    const file = join(cwd, "datamaster.db");
    writeFileSync(file, "a diary, and no database\n".repeat(500));
    await everyVerb(2, cwd, /is no database; it was left as it is/, /Look at what it is/);
    expect(readFileSync(file, "utf8")).toBe("a diary, and no database\n".repeat(500));
  });

  it("of a newer program is refused with 2", async () => {
    const { cwd, file } = await collected();
    const db = new DatabaseSync(file);
    db.exec("PRAGMA user_version = 9999");
    db.close();
    await everyVerb(
      2,
      cwd,
      /was written by a newer version of datamaster \(schema 9999/,
      /^Update datamaster/,
    );
  });

  it("with a damaged head is named with what to run, which works; nothing is written over it", async () => {
    const { cwd, file, crm } = await collected();
    overwrite(file, 0, 100, 7);
    const before = readFileSync(file);
    await everyVerb(2, cwd, /\.\/datamaster\.db is damaged .*It was left as it is/, /^Put it aside/);
    expect(readFileSync(file).equals(before)).toBe(true);
    const { hint } = await fails(2, ["status"], { cwd });
    const [move = ""] = hint.match(/^ +mv .*$/m) ?? [];
    execFileSync("/bin/sh", ["-c", move], { cwd });
    expect([existsSync(file), existsSync(`${file}.damaged`)]).toEqual([false, true]);
    const { flags, env } = at(crm);
    expect((await run(["collect", ...flags, "--quiet"], { cwd, env })).code).toBe(0);
  });

  it("with damaged pages in its middle is found by check and by the run that meets them, with the backup to bring back", async () => {
    const { cwd, file, crm } = await collected();
    const backup = join(cwd, "datamaster.db.before-0001.bak");
    writeFileSync(backup, readFileSync(file));
    // All that lies behind the schema and the small tables in front.
    for (let page = 2; page < statSync(file).size / PAGE; page++)
      overwrite(file, page * PAGE, (page + 1) * PAGE, 0xab);
    const { flags, env } = at(crm);
    const { error, hint } = await fails(2, ["collect", ...flags], { cwd, env });
    expect(error).toMatch(/datamaster\.db is damaged/);
    expect(hint).toMatch(/bring back the backup datamaster\.db\.before-0001\.bak/);
    const [line = ""] = hint.match(/^ +cp .*$/m) ?? [];
    execFileSync("/bin/sh", ["-c", `${hint.match(/^ +mv .*$/m)?.[0]}\n${line}`], { cwd });
    const again = await run(["collect", ...flags, "--json", "--quiet"], { cwd, env });
    expect(JSON.parse(again.stdout)).toMatchObject({
      status: "complete",
      numbers: PHONES.length,
      new: 0,
      gone: 0,
    });
  });

  it("whose damage no run has met yet is found by check, which reads all of it", async () => {
    const { cwd, file, crm } = await collected();
    const db = new DatabaseSync(file);
    const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'membership'").get() as {
      rootpage: number;
    };
    db.close();
    overwrite(file, (rootpage - 1) * PAGE, rootpage * PAGE, 0xab);
    const { flags, env } = at(crm);
    const check = await run(["check", ...flags], { cwd, env });
    expect(check.code).toBe(2);
    expect(check.stdout).toMatch(/^FAILED +store +The database \.\/datamaster\.db is damaged/m);
    expect(check.stdout).toMatch(/^ +mv \.\/datamaster\.db \.\/datamaster\.db\.damaged/m);
  });

  it("on a read-only disk can be read; what would write is told so with 1", async () => {
    const { cwd, file, crm } = await collected();
    mountReadOnly(cwd);
    const { flags, env } = at(crm);
    const { error, hint } = await fails(1, ["collect", ...flags], { cwd, env });
    expect(error).toBe("The database ./datamaster.db cannot be written: its disk or file is read-only.");
    expect(hint).toMatch(/can still be read/);
    expect((await run(["check", ...flags], { cwd, env })).stdout).toMatch(/^FAILED +store .*read-only/m);
    expect((await run(["status"], { cwd })).stdout).toMatch(/Run 1 of .* is complete/);
    const refused = await fails(1, ["export"], { cwd });
    expect(refused.error).toMatch(/^Nothing was exported, .* audit log: .* is read-only/);
    expect((await fails(1, ["export", "--out", "x.csv"], { cwd })).error).toMatch(/its disk is read-only/);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it("that cannot be made is told so with 1: a read-only disk, no folder, a folder in its place", async () => {
    const cwd = tempDir();
    mkdirSync(join(cwd, "folder.db"));
    const { flags, env } = at(await crmWithPhones());
    const db = async (name: string) =>
      (await fails(1, ["collect", ...flags, "--db", `sqlite:${name}`], { cwd, env })).error;
    expect(await db("folder.db")).toBe("The database folder.db cannot be used: it is a folder.");
    expect(await db("none/x.db")).toBe("The database none/x.db cannot be made: there is no folder none.");
    mountReadOnly(cwd);
    expect(await db("x.db")).toMatch(/^The database x\.db cannot be written: .* read-only/);
  });
});

/** Makes a folder a mount of itself that nobody may write to, until the test ends. Root passes file modes, but not this. */
function mountReadOnly(folder: string): void {
  execFileSync("mount", ["--bind", folder, folder]);
  onTestFinished(() => void execFileSync("umount", [folder]));
  execFileSync("mount", ["-o", "remount,ro,bind", folder]);
}
