import { accessSync, chmodSync, closeSync, constants, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import { type Migration, readMigrations } from "./migrations.ts";

/** Marks our files: `file` and other tools show it, and another program's database is refused. "DMPC". */
const APPLICATION_ID = 0x444d5043;
const BUSY_TIMEOUT_MS = 5_000;

/** Opens the database for writing: creates it (mode 0600) or brings it to this program's version, after a backup. */
export async function openForWriting(path: string): Promise<DatabaseSync> {
  return await guarded(path, async () => {
    if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
    try {
      refuseForeign(db, path);
      chmodSync(path, 0o600);
      // FULL: what was acknowledged survives a power cut too; commits are few, so the extra sync never shows.
      db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
      db.exec("PRAGMA cache_size = -8000;");
      await migrate(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens an existing database for reading, beside a writer. */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new DatamasterError("STORE_FAILED", `There is no database at ${path}.`, {
      hint: "Run `datamaster collect` first, or name the right file with --db sqlite:PATH.",
    });
  }
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeign(db, path);
    if (versionOf(db) === 0) {
      throw new DatamasterError("STORE_FAILED", `The database ${path} is empty.`, {
        hint: "Run `datamaster collect` first.",
      });
    }
    db.exec("PRAGMA cache_size = -8000;");
    return db;
  } catch (error) {
    db.close();
    throw error instanceof DatamasterError ? error : storeFailed(path, error);
  }
}

/** True when the database exists and holds our tables. */
export function holdsData(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeign(db, path);
    return versionOf(db) > 0;
  } catch (error) {
    throw error instanceof DatamasterError ? error : storeFailed(path, error);
  } finally {
    db.close();
  }
}

/** Tells whether the database is there or would be made; throws where it could not be written. Changes nothing. */
export function checkWritable(path: string): string {
  try {
    const exists = existsSync(path);
    accessSync(exists ? path : dirname(path), constants.W_OK);
    const holds = holdsData(path);
    return `${path}: ${holds ? "can be read and written" : exists ? "is empty, will be filled" : "will be created"}`;
  } catch (error) {
    throw error instanceof DatamasterError ? error : storeFailed(path, error);
  }
}

async function guarded<T>(path: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof DatamasterError ? error : storeFailed(path, error);
  }
}

function storeFailed(path: string, cause: unknown): DatamasterError {
  return new DatamasterError("STORE_FAILED", `The database ${path} cannot be used: ${messageOf(cause)}.`, {
    hint: "Check that the folder exists and can be written, or name another file with --db sqlite:PATH.",
    cause,
  });
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  const row = db.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
}

function versionOf(db: DatabaseSync): number {
  return pragma(db, "user_version");
}

function refuseForeign(db: DatabaseSync, path: string): void {
  const id = pragma(db, "application_id");
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  if (id !== APPLICATION_ID && (id !== 0 || tables.n > 0)) {
    throw new DatamasterError(
      "STORE_FOREIGN",
      `${path} is the database of another program; it was left as it is.`,
      {
        hint: "Name another file with --db sqlite:PATH.",
      },
    );
  }
  const newest = readMigrations().length;
  if (versionOf(db) > newest) {
    throw new DatamasterError(
      "STORE_NEWER",
      `${path} was written by a newer version of datamaster (schema ${versionOf(db)}; this program knows ${newest}).`,
      { hint: "Update datamaster, or name another file with --db sqlite:PATH." },
    );
  }
}

async function migrate(db: DatabaseSync, path: string): Promise<void> {
  const migrations = readMigrations();
  const version = versionOf(db);
  if (version === migrations.length) return;
  if (version > 0) await backup(db, `${path}.before-${String(migrations.length).padStart(4, "0")}.bak`);
  db.exec("BEGIN EXCLUSIVE");
  try {
    // Another process may have migrated while this one waited for the lock.
    for (const migration of migrations.slice(versionOf(db))) apply(db, migration);
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

function apply(db: DatabaseSync, migration: Migration): void {
  db.exec(migration.sql);
  db.exec(`PRAGMA user_version = ${migration.version}; PRAGMA application_id = ${APPLICATION_ID};`);
}
