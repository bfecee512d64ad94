import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { generateIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, onTestFinished, test } from "vitest";
import { thisProcess } from "../../src/base/owner.ts";
import type { BackupOptions, PreparedRestore } from "../../src/store/backups.ts";

import { readMigrations } from "../../src/store/sql/migrations.ts";
import { SqliteBackups } from "../../src/store/sqlite/backup.ts";
import { openForWriting } from "../../src/store/sqlite/open.ts";

import { openSqliteAdmin, openSqliteReader, openSqliteWriter } from "../../src/store/sqlite/sqlite.ts";
import { tempDir } from "../helpers/temp.ts";
import { type Crm, drive, numbersHeld } from "./driver.ts";

const [A, B] = [79160000001n, 79160000002n];
const KEY = join(tmpdir(), "there-is-no-such.key");
const ANNA = { who: "anna", keyFile: KEY };
const FIRST: Crm = { "1": { p1: [[A]] } };
const SECOND: Crm = { "1": { p1: [[B]] } };
const PLAIN: BackupOptions = {
  sealing: null,
  replace: false,
  signal: new AbortController().signal,
  onProgress: () => {},
};

interface World {
  readonly folder: string;
  readonly path: string;
  readonly backups: SqliteBackups;
}

/** A database after a run over each of these. */
async function world(...crms: readonly Crm[]): Promise<World> {
  const folder = tempDir();
  const path = join(folder, "datamaster.db");
  await collect(path, ...crms);
  return { folder, path, backups: new SqliteBackups(path, ANNA) };
}

async function collect(path: string, ...crms: readonly Crm[]): Promise<void> {
  const writer = await openSqliteWriter(path);
  for (const crm of crms) await drive(writer, crm);
  await writer.close();
}

function held(path: string): bigint[] {
  const reader = openSqliteReader(path);
  try {
    return numbersHeld(reader);
  } finally {
    reader.close();
  }
}

/** The numbers that a backup holds, by bringing it back elsewhere. */
async function heldIn(file: string, keys: Parameters<SqliteBackups["prepare"]>[1] = null): Promise<bigint[]> {
  const path = join(tempDir(), "elsewhere.db");
  await (await new SqliteBackups(path, ANNA).prepare(file, keys, PLAIN)).commit();
  return held(path);
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe("a backup", () => {
  test("is the database at one moment, whatever is written while it is made, in one file for its owner alone", async () => {
    const { folder, path, backups } = await world(FIRST);
    const writer = await openSqliteWriter(path);
    onTestFinished(() => writer.close());
    const file = join(folder, "copy.db");
    let changed = false;
    const db = new DatabaseSync(path);
    onTestFinished(() => db.close());
    // Large enough to be copied in several steps.
    db.exec("CREATE TABLE filler AS SELECT zeroblob(20000000) AS bytes");
    const onProgress: BackupOptions["onProgress"] = ({ step }) => {
      if (step !== "copy" || changed) return;
      db.exec("UPDATE clients SET name = 'changed meanwhile'");
      changed = true;
    };
    const made = await backups.create(file, { ...PLAIN, onProgress });
    expect(changed).toBe(true);
    expect(await heldIn(file)).toEqual([A]);
    expect([modeOf(file), made.bytes, made.encrypted]).toEqual(["600", statSync(file).size, false]);
    expect(readFileSync(file).includes("changed meanwhile")).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith("copy.db"))).toEqual(["copy.db"]);
    expect(backups.list()).toMatchObject([{ path: file, kind: "manual", sha256: made.sha256 }]);
  });

  test("is read back from every form it can have, by whoever has the key", async () => {
    const { folder, backups } = await world(FIRST);
    const identity = await generateIdentity();
    const recipients = [await identityToRecipient(identity)];
    const forms = [
      { name: "a.db", sealing: null, keys: null, lock: "none" },
      { name: "b.db.gz", sealing: null, keys: null, lock: "none" },
      { name: "c.db.age", sealing: { recipients }, keys: { identities: [identity] }, lock: "identity" },
      { name: "d.db.gz.age", sealing: { passphrase: "four random words" }, lock: "passphrase" },
    ] as const;
    for (const form of forms) {
      const file = join(folder, form.name);
      const { sealing } = form;
      await backups.create(file, { ...PLAIN, sealing });
      expect(await backups.lockOf(file)).toBe(form.lock);
      expect(await heldIn(file, "keys" in form ? form.keys : form.sealing)).toEqual([A]);
      expect(modeOf(file)).toBe("600");
      if (sealing !== null || form.name.endsWith(".gz"))
        expect(readFileSync(file).includes("CREATE TABLE")).toBe(false);
    }
    expect(readdirSync(folder).filter((name) => name.includes(".copy-"))).toEqual([]);
  });

  test("that is encrypted is read by age, and what age encrypted is restored", async () => {
    const { folder, backups } = await world(FIRST);
    const [ours, plain, theirs, key] = ["ours.age", "plain.db", "theirs.age", "key.txt"].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    const identity = await generateX25519Identity();
    writeFileSync(key, `# a key\n${identity}\n`);
    const recipient = await identityToRecipient(identity);
    await backups.create(ours, { ...PLAIN, sealing: { recipients: [recipient] } });
    execFileSync("age", ["--decrypt", "--identity", key, "--output", plain, ours]);
    expect(await heldIn(plain)).toEqual([A]);
    execFileSync("age", ["--encrypt", "--recipient", recipient, "--output", theirs, plain]);
    expect(await heldIn(theirs, { identities: [identity] })).toEqual([A]);
  });

  test("leaves nothing where it is given up, and replaces only what it may", async () => {
    const { folder, path, backups } = await world(FIRST);
    const file = join(folder, "copy.db.gz");
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error("enough"));
    const given = backups.create(file, { ...PLAIN, signal: stop.signal, onProgress });
    await expect(given).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual(["datamaster.db", "datamaster.db-shm", "datamaster.db-wal"]);
    writeFileSync(file, "something");
    await expect(backups.create(file, PLAIN)).rejects.toMatchObject({ code: "USAGE" });
    await expect(backups.create(path, { ...PLAIN, replace: true })).rejects.toMatchObject({ code: "USAGE" });
    await backups.create(file, { ...PLAIN, replace: true });
    expect(await heldIn(file)).toEqual([A]);
  });

  test("that a killed process left in clear is removed by the next one that writes", async () => {
    const { folder, path } = await world(FIRST);
    // No process has this id: it is above the highest that Linux gives.
    writeFileSync(`${path}.copy-4194305`, "numbers");
    writeFileSync(`${path}.copy-${process.pid}`, "of one that is alive");
    (await openForWriting(path)).close();
    expect(readdirSync(folder).filter((name) => name.includes(".copy-"))).toEqual([
      `datamaster.db.copy-${process.pid}`,
    ]);
  });

  test("made before a migration is on the list, for its owner alone", async () => {
    const { path, backups } = await world(FIRST);
    makeOld(path, 9);
    expect(backups.list()).toEqual([]);
    (await openForWriting(path)).close();
    const [made] = backups.list();
    expect(made).toMatchObject({ kind: "before-migration" });
    expect(modeOf(made?.path ?? "")).toBe("600");
    expect(await heldIn(made?.path ?? "")).toEqual([A]);
  });
});

describe("restoring", () => {
  async function prepared(crm: Crm = SECOND): Promise<World & { file: string; ready: PreparedRestore }> {
    const made = await world(FIRST);
    const file = join(made.folder, "copy.db");
    await made.backups.create(file, PLAIN);
    await collect(made.path, crm);
    return { ...made, file, ready: await made.backups.prepare(file, null, PLAIN) };
  }

  test("puts the backup in the database's place, and keeps what was there", async () => {
    const { path, ready, backups, folder } = await prepared();
    expect([ready.backup.runs, ready.current]).toMatchObject([1, { runs: 2, newest: { run: 2 } }]);
    expect(held(path)).toEqual([B]);
    const { kept } = await ready.commit();
    expect([held(path), held(kept ?? "")]).toEqual([[A], [B]]);
    expect(backups.list().map(({ kind }) => kind)).toEqual(["before-restore", "manual"]);
    expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([]);
    await collect(path, SECOND);
    expect(held(path)).toEqual([B]);
  });

  test("undoes no erasure: what was erased since is erased in the copy too, to the last byte", async () => {
    const { path, file, backups, ready } = await prepared({ "1": { p1: [[A, B]] } });
    ready.discard();
    const keyFile = join(tempDir(), "tombstone.key");
    const admin = await openSqliteAdmin(path, "boris", keyFile);
    const digits = String(A).slice(1);
    admin.erasure.erase({ numbers: [{ number: A, digits }], read: () => [] }, () => {});
    admin.close();
    const again = await backups.prepare(file, null, PLAIN);
    await expect(again.commit()).rejects.toMatchObject({ code: "TOMBSTONE_KEY" });
    expect(held(path)).toEqual([B]);
    const known = new SqliteBackups(path, { who: "anna", keyFile });
    await (await known.prepare(file, null, PLAIN)).commit();
    expect(held(path)).toEqual([]);
    const stored = Buffer.alloc(8);
    stored.writeBigUInt64BE(A);
    expect(readFileSync(file).includes(stored.subarray(2))).toBe(true);
    expect(readFileSync(path).includes(stored.subarray(2))).toBe(false);
  });

  test("undoes no suppression, and the audit log goes on", async () => {
    const { path, ready } = await prepared();
    const before = await openSqliteAdmin(path, "boris", KEY);
    before.suppressions.add(BigUint64Array.of(A), "asked for it");
    before.audit.append({ action: "suppress", detail: { numbers: 1 } });
    const log = before.audit.list({ action: null, since: null, limit: 10 });
    before.close();
    await ready.commit();
    const admin = await openSqliteAdmin(path, "anna", KEY);
    onTestFinished(() => admin.close());
    const [restored, ...rest] = admin.audit.list({ action: null, since: null, limit: 10 });
    expect([restored?.action, restored?.who]).toEqual(["restore", "anna"]);
    expect(rest).toEqual(log);
    expect(admin.audit.verify(null)).toMatchObject({ entries: log.length + 1, broken: null });
    expect(admin.suppressions.find(A)).toMatchObject({ reason: "asked for it", who: "boris" });
  });

  test("is refused while another process has the database open, or a run goes on", async () => {
    const { path, ready, file, backups } = await prepared();
    const other = openSqliteReader(path);
    await expect(ready.commit()).rejects.toMatchObject({ code: "STORE_FAILED" });
    other.close();
    expect(held(path)).toEqual([B]);
    const db = new DatabaseSync(path);
    db.prepare("UPDATE runs SET status = 'running', owner = ? WHERE id = 2").run(
      JSON.stringify(thisProcess()),
    );
    db.close();
    const again = await backups.prepare(file, null, PLAIN);
    await expect(again.commit()).rejects.toMatchObject({ code: "RUN_ACTIVE" });
    expect(held(path)).toEqual([B]);
  });

  test("takes nothing that is damaged, another program's, newer or locked", async () => {
    const { path, file, backups, folder, ready } = await prepared();
    ready.discard();
    const variant = (name: string, change: (bytes: Buffer) => Buffer | undefined): string => {
      const bytes = readFileSync(file);
      writeFileSync(join(folder, name), change(bytes) ?? bytes);
      return join(folder, name);
    };
    const db = (name: string, sql: string): string => {
      const made = variant(name, () => undefined);
      const opened = new DatabaseSync(made);
      opened.exec(sql);
      opened.close();
      return made;
    };
    const locked = join(folder, "locked.age");
    const recipients = [await identityToRecipient(await generateIdentity())];
    await backups.create(locked, { ...PLAIN, sealing: { recipients } });
    const cut = variant("cut.age", () => readFileSync(locked).subarray(0, 3_000));
    const identities = [await generateIdentity()];
    const wrong: readonly (readonly [string, string])[] = [
      [variant("cut.db", (bytes) => bytes.subarray(0, 20_000)), "BACKUP_INVALID"],
      [variant("overwritten.db", (bytes) => bytes.fill(0x5a, 4_096, 40_000)), "BACKUP_INVALID"],
      [variant("empty.db", () => Buffer.alloc(0)), "BACKUP_INVALID"],
      [variant("text.db", () => Buffer.from("no database at all")), "BACKUP_INVALID"],
      [db("other.db", "PRAGMA application_id = 7"), "BACKUP_INVALID"],
      [db("newer.db", "PRAGMA user_version = 9999"), "STORE_NEWER"],
      [join(folder, "none.db"), "BACKUP_INVALID"],
      [locked, "BACKUP_INVALID"],
      [cut, "BACKUP_INVALID"],
      [path, "USAGE"],
    ];
    for (const [name, code] of wrong) {
      await expect(backups.prepare(name, { identities }, PLAIN), name).rejects.toMatchObject({ code });
    }
    expect(held(path)).toEqual([B]);
    expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([]);
  });

  test("brings back what was damaged, and takes no other program's place", async () => {
    const { path, file, backups, ready } = await prepared();
    ready.discard();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 0, 16));
    const again = await backups.prepare(file, null, PLAIN);
    expect(again.current).toBe("damaged");
    const { kept } = await again.commit();
    expect(held(path)).toEqual([A]);
    expect(readFileSync(kept ?? "").equals(bytes)).toBe(true);
    renameSync(path, `${path}.ours`);
    writeFileSync(path, "notes of another program, which are longer than a head of SQLite. ".repeat(20));
    await expect(backups.prepare(file, null, PLAIN)).rejects.toMatchObject({ code: "STORE_FOREIGN" });
  });
});

/** Turns a database into one of an earlier version, with what that could hold. */
function makeOld(path: string, version: number): void {
  renameSync(path, `${path}.new`);
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  for (const migration of readMigrations()) if (migration.version <= version) db.exec(migration.sql);
  db.exec(`PRAGMA user_version = ${version}; ATTACH '${path}.new' AS new`);
  const id = db.prepare("PRAGMA new.application_id").get()?.application_id;
  db.exec(`PRAGMA application_id = ${id}`);
  const names = (query: string) =>
    db
      .prepare(query)
      .all()
      .map(({ name }) => String(name));
  for (const table of names(
    "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )) {
    const columns = names(`SELECT name FROM pragma_table_info('${table}', 'main')`).join(", ");
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM new.${table}`);
  }
  db.close();
}
