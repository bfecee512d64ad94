import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresAdmin, openPostgresReader } from "../../src/store/postgres/postgres.ts";
import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import type { CopiedStore, CopyStep, StoreAdmin } from "../../src/store/store.ts";
import { HELD_NOW } from "../../src/store/store.ts";
import { postgresForFile } from "../helpers/postgres.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive } from "./driver.ts";

const server = postgresForFile();

const CRM: Crm = {
  "1": { p1: [[79160000001n, 49123456789012345n], [79160000003n]], p2: [[]] },
  "2": { p3: [[79160000001n]], p4: [[79160000009n]] },
};
const LATER: Crm = {
  "1": { p1: [[79160000001n], [79160000004n]], p2: [[]] },
  "2": { p3: [[79160000001n]], p4: [[]] },
};

/** A store with all that runs leave behind: labels of all kinds, rejects, quarantine, saved pages of a stopped run. */
async function filled(path: string): Promise<void> {
  const writer = await openSqliteWriter(path);
  try {
    const label = (number: bigint): string => `"{\\}, NULL\n'\t${number} Ёж \u{1f600}`;
    await drive(writer, CRM, { label, rejected: { p2: ["12", "", "{}"] } });
    await drive(writer, LATER, { dead: ["project:p4"] });
    await drive(writer, CRM, { source: "other", stopAfterPages: 1 });
  } finally {
    await writer.close();
  }
  const db = new DatabaseSync(path);
  // Ids above those that are left were given once.
  db.exec("UPDATE sqlite_sequence SET seq = seq + 40 WHERE name = 'runs'");
  db.close();
  const admin = await openSqliteAdmin(path, "anna", join(tempDir(), "key"));
  admin.audit.append({ action: "config", detail: { what: "store" } });
  admin.close();
}

function copied(from: StoreAdmin, to: StoreAdmin): { result: CopiedStore; steps: CopyStep[] } {
  const steps: CopyStep[] = [];
  const copying = from.copyInto(to);
  for (let next = copying.next(); ; next = copying.next()) {
    if (next.done === true) return { result: next.value, steps };
    steps.push(next.value);
  }
}

/** All rows of all tables but the audit log, which each copy adds to. */
function contentOf(path: string): Record<string, unknown[]> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'audit' ORDER BY name")
      .all();
    return Object.fromEntries(
      names.map(({ name }) => {
        const statement = db.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`);
        statement.setReadBigInts(true);
        return [String(name), statement.all()];
      }),
    );
  } finally {
    db.close();
  }
}

async function sqlite(path: string): Promise<StoreAdmin> {
  const admin = await openSqliteAdmin(path, "boris", join(tempDir(), "key"));
  onTestFinished(() => admin.close());
  return admin;
}

describe("a copy of a database", () => {
  test("to PostgreSQL and back holds the same, and goes on numbering where it was", async () => {
    const folder = tempDir();
    const [first, last] = [join(folder, "first.db"), join(folder, "last.db")];
    await filled(first);
    const before = contentOf(first);
    const address = server.address();
    const middle = openPostgresAdmin(address, "boris", join(folder, "key"));
    onTestFinished(() => middle.close());
    const there = copied(await sqlite(first), middle);
    expect(there.steps.every(({ rows, of }) => rows <= of)).toBe(true);
    const back = copied(middle, await sqlite(last));
    expect(contentOf(last)).toEqual(before);
    expect(contentOf(first)).toEqual(before);
    expect(before.membership?.length).toBeGreaterThan(5);
    expect(before.pages?.length).toBe(1);
    // The audit log of each goes on with what was done to it.
    expect(back.result.rows).toBe(there.result.rows + 1);
    const log = openSqliteReader(last);
    onTestFinished(() => log.close());
    expect(log.audit.verify(null)).toMatchObject({ entries: 3, broken: null });
    expect(log.audit.list({ action: "copy", since: null, limit: 1 })[0]?.detail).toMatchObject({
      to: last,
      hash: back.result.hash,
    });
    const reader = openPostgresReader(address);
    onTestFinished(() => reader.close());
    expect(
      [...reader.iterateNumbers({ ...HELD_NOW, includeGone: true })].map(({ number }) => number),
    ).toContain(49123456789012345n);
  });

  test("gives no run a number that was given before", async () => {
    const folder = tempDir();
    const first = join(folder, "first.db");
    await filled(first);
    const last = join(folder, "last.db");
    copied(await sqlite(first), await sqlite(last));
    const writer = await openSqliteWriter(last);
    onTestFinished(() => writer.close());
    expect((await drive(writer, CRM)).run).toBe(44);
  });

  test("is made in an empty database alone", async () => {
    const folder = tempDir();
    const [first, other] = [join(folder, "first.db"), join(folder, "other.db")];
    await filled(first);
    await filled(other);
    const before = contentOf(other);
    const [from, to] = [await sqlite(first), await sqlite(other)];
    expect(() => copied(from, to)).toThrow(expect.objectContaining({ code: "STORE_NOT_EMPTY" }));
    expect(contentOf(other)).toEqual(before);
  });

  test("that is ended early leaves nothing, and both can be written", async () => {
    const folder = tempDir();
    const [first, last] = [join(folder, "first.db"), join(folder, "last.db")];
    const writer = await openSqliteWriter(first);
    await drive(writer, { "1": { p1: [Array.from({ length: 5_000 }, (_, i) => 79160000000n + BigInt(i))] } });
    await writer.close();
    const [from, to] = [await sqlite(first), await sqlite(last)];
    const copying = from.copyInto(to);
    expect(copying.next().value).toMatchObject({
      step: "copying",
      table: "membership",
      rows: expect.any(Number),
    });
    copying.return({ from: "", to: "", tables: 0, rows: 0, hash: "" });
    expect(
      Object.values(contentOf(last))
        .flat()
        .filter((row) => "number" in (row as object)),
    ).toEqual([]);
    for (const admin of [from, to]) expect(admin.audit.append({ action: "config", detail: {} }).seq).toBe(1);
  });

  test("is refused while a run of another process goes on", async () => {
    const folder = tempDir();
    const first = join(folder, "first.db");
    await filled(first);
    const db = new DatabaseSync(first);
    // A process that lives: the one that runs the tests.
    const owner = JSON.stringify({
      host: (await import("node:os")).hostname(),
      pid: process.ppid,
      started: null,
    });
    db.prepare("UPDATE runs SET status = 'running', owner = ? WHERE id = 3").run(owner);
    db.close();
    const [from, to] = [await sqlite(first), await sqlite(join(folder, "last.db"))];
    expect(() => copied(from, to)).toThrow(expect.objectContaining({ code: "RUN_ACTIVE" }));
    expect(existsSync(first)).toBe(true);
  });
});
