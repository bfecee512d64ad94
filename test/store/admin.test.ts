import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import type { AuditCheck } from "../../src/store/audit.ts";
import { openSqliteAdmin, openSqliteReader } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { adminSuite } from "./admin.suite.ts";
import { peopleSuite } from "./people.suite.ts";
import { schedulesSuite } from "./schedules.suite.ts";

const sqliteStore = async () => {
  const path = join(tempDir(), "datamaster.db");
  return {
    openAdmin: (who: string) => openSqliteAdmin(path, who),
    openReader: async () => openSqliteReader(path),
  };
};

adminSuite("SQLite", sqliteStore);
peopleSuite("SQLite", sqliteStore);
schedulesSuite("SQLite", sqliteStore);

describe("an SQLite file that people change", () => {
  test("is made where there is none, for its owner alone", async () => {
    const path = join(tempDir(), "datamaster.db");
    (await openSqliteAdmin(path, "olga")).close();
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
  });

  test("refuses to change or delete what was noted, with any tool", async () => {
    const path = await logged();
    const db = new DatabaseSync(path);
    onTestFinished(() => db.close());
    expect(() => db.exec("UPDATE audit SET who = 'nobody'")).toThrow("only added to");
    expect(() => db.exec("DELETE FROM audit")).toThrow("only added to");
  });

  test.each([
    ["UPDATE audit SET who = 'nobody' WHERE seq = 2", { entries: 1, broken: { seq: 2, why: "changed" } }],
    [`UPDATE audit SET detail = '{"rows":1' WHERE seq = 3`, { broken: { seq: 3, why: "changed" } }],
    ["DELETE FROM audit WHERE seq = 2", { entries: 1, broken: { seq: 3, why: "missing" } }],
    ["DELETE FROM audit WHERE seq = 1", { entries: 0, broken: { seq: 2, why: "missing" } }],
    [
      "UPDATE audit SET previous = hash, hash = previous WHERE seq = 2",
      { broken: { seq: 2, why: "unlinked" } },
    ],
  ])("tells of the first entry that does not fit: %s", async (harm, found) => {
    expect(verify(await logged(), harm, null)).toMatchObject(found);
  });

  test("tells that its end was cut off by the hash that was noted elsewhere", async () => {
    const path = await logged();
    const { head } = verify(path, "", null);
    expect(verify(path, "", head)).toMatchObject({ entries: 3, broken: null, found: 3 });
    expect(verify(path, "DELETE FROM audit WHERE seq = 3", head)).toMatchObject({
      broken: null,
      found: null,
    });
  });
});

/** A file with three entries. */
async function logged(): Promise<string> {
  const path = join(tempDir(), "datamaster.db");
  const admin = await openSqliteAdmin(path, "olga");
  for (const rows of [1, 2, 3]) admin.audit.append({ action: "export", detail: { rows } });
  admin.close();
  return path;
}

/** What is found after somebody who knows how did `harm` to the file. */
function verify(path: string, harm: string, head: string | null): AuditCheck {
  const db = new DatabaseSync(path);
  db.exec(`DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete; ${harm}`);
  db.close();
  const reader = openSqliteReader(path);
  try {
    return reader.audit.verify(head);
  } finally {
    reader.close();
  }
}
