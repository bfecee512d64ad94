import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { readMigrations } from "../../src/store/sql/migrations.ts";
import { openForReading, openForWriting } from "../../src/store/sqlite/open.ts";
import { openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { HELD_NOW, type Unit } from "../../src/store/store.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive, facts } from "./driver.ts";
import { homeSuite } from "./home.suite.ts";
import { storeSuite } from "./store.suite.ts";

for (const suite of [storeSuite, homeSuite]) {
  suite("SQLite", async () => {
    const path = join(tempDir(), "datamaster.db");
    return { writer: await openSqliteWriter(path), openReader: () => openSqliteReader(path) };
  });
}

const CRM: Crm = { "1": { p1: [[79160000001n], [79160000002n], [79160000003n]] } };

function query<T>(path: string, sql: string): T[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

describe("an SQLite file", () => {
  test("is readable by its owner alone, write-ahead log included", async () => {
    const folder = tempDir();
    const writer = await openSqliteWriter(join(folder, "datamaster.db"));
    onTestFinished(() => writer.close());
    await drive(writer, CRM);
    const modes = readdirSync(folder).map((name) => [
      name,
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    ]);
    expect(modes).toEqual([
      ["datamaster.db", "600"],
      ["datamaster.db-shm", "600"],
      ["datamaster.db-wal", "600"],
    ]);
  });

  test("keeps pages of a project only until it closes", async () => {
    const path = join(tempDir(), "datamaster.db");
    const writer = await openSqliteWriter(path);
    onTestFinished(() => writer.close());
    const stopped = await drive(writer, CRM, { stopAfterPages: 2 });
    expect(query(path, "SELECT seq FROM pages")).toEqual([{ seq: 0 }, { seq: 1 }]);
    await drive(writer, CRM, { resume: stopped.run });
    expect(query(path, "SELECT seq FROM pages")).toEqual([]);
    expect(query(path, "SELECT count(*) AS n FROM membership")).toEqual([{ n: 3 }]);
  });

  test("gives back at a close what it holds no more", async () => {
    const path = join(tempDir(), "datamaster.db");
    const writer = await openSqliteWriter(path);
    await drive(writer, CRM);
    const other = new DatabaseSync(path);
    other.exec(
      "CREATE TABLE passing (data); INSERT INTO passing VALUES (zeroblob(1000000)); DROP TABLE passing",
    );
    other.close();
    expect(query(path, "PRAGMA freelist_count")).not.toEqual([{ freelist_count: 0 }]);
    await writer.close();
    expect(query(path, "PRAGMA freelist_count")).toEqual([{ freelist_count: 0 }]);
    expect(statSync(path).size).toBeLessThan(1_000_000);
  });

  test("of another program is refused and left as it was", async () => {
    const path = join(tempDir(), "other.db");
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE notes (text)");
    other.close();
    await expect(openForWriting(path)).rejects.toMatchObject({ code: "STORE_FOREIGN", exitCode: 2 });
    expect(() => openForReading(path)).toThrow(expect.objectContaining({ code: "STORE_FOREIGN" }));
    expect(query(path, "SELECT name FROM sqlite_schema")).toEqual([{ name: "notes" }]);
  });

  test("of an older program is read as it is, and its next run is a full one", async () => {
    const path = join(tempDir(), "older.db");
    const old = new DatabaseSync(path);
    for (const { sql } of readMigrations().slice(0, 2)) old.exec(sql);
    old.exec("PRAGMA user_version = 2; PRAGMA application_id = 0x444d5043");
    old.exec(`INSERT INTO sources VALUES (1, 'crm', 'datamaster', 'http://crm.test', '');
      INSERT INTO runs (id, source, status, scope, reader, owner, started_at, heartbeat_at)
      VALUES (1, 1, 'complete', '{"clients":[],"exclude":[],"limit":null}', 'table-1', '{}', '', '')`);
    old.close();
    const reader = openSqliteReader(path);
    expect(reader.listRuns("crm", 5)).toMatchObject([{ run: 1, mode: "full" }]);
    expect([...reader.iterateNumbers(HELD_NOW)]).toEqual([]);
    reader.close();
    const writer = await openSqliteWriter(path);
    onTestFinished(() => writer.close());
    const incremental = { fullEvery: 10, overlapMs: 0, allLists: false };
    expect((await drive(writer, CRM, { incremental })).mode).toBe("full");
  });

  test("lets no page follow others that it does not belong to", async () => {
    const path = join(tempDir(), "datamaster.db");
    const writer = await openSqliteWriter(path);
    onTestFinished(() => writer.close());
    const { run } = await drive(writer, CRM, { stopAfterPages: 0 });
    const unit: Unit = {
      id: 3,
      run,
      kind: "phones",
      ref: 1,
      crmId: "p1",
      name: "",
      country: null,
      cursor: "1",
      pages: 1,
      since: null,
      etag: '"known"',
    };
    const moved = expect.objectContaining({ code: "CRM_LIST_MOVED" });
    await expect(writer.transaction(() => writer.samePage(unit))).rejects.toEqual(moved);
    const place = { cursor: "1", etag: null, next: null, total: null };
    await expect(writer.transaction(() => writer.savePhones(unit, place, facts([])))).rejects.toEqual(moved);
  });

  test("of a newer program is refused", async () => {
    const path = join(tempDir(), "newer.db");
    (await openForWriting(path)).close();
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 9999");
    db.close();
    await expect(openForWriting(path)).rejects.toMatchObject({ code: "STORE_NEWER", exitCode: 2 });
  });

  test("that is no database is told so", async () => {
    const path = join(tempDir(), "text.db");
    writeFileSync(path, "this is a text file, whatever its name says, and a long one at that ".repeat(100));
    await expect(openForWriting(path)).rejects.toMatchObject({ code: "STORE_FOREIGN" });
  });

  test("that does not exist cannot be read", () => {
    expect(() => openForReading(join(tempDir(), "none.db"))).toThrow(
      expect.objectContaining({ code: "STORE_MISSING" }),
    );
  });
});
