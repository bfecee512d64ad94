import { accessSync, chmodSync, closeSync, constants, existsSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { monotonicMs, sleep } from "../../base/clock.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { KnownBackup } from "../backups.ts";
import { type Migration, readMigrations, schemaVersion } from "../sql/migrations.ts";
import { noteBackup } from "../sql/service/backup-list.ts";
import { copyDatabase, sweepPassing } from "./copying.ts";
import { damaged, isBusy, isCantOpen, isHalfWritten, toStoreError } from "./failure.ts";
import { SqliteSql } from "./sql.ts";

/** Marks our files: `file` and other tools show it, and another program's database is refused. "DMPC". */
const APPLICATION_ID = 0x444d5043;
/** The migration that made the table of repairs. */
const REPAIRS_SINCE = 2;
/** The migration that made the tables of tombstones and of written files. */
const ERASURE_SINCE = 9;
/** The migration that counts suppressed numbers. */
const SKIPPED_SINCE = 15;
/** Columns that readers ask for, by the migration that made them, and what stands for them in a file of before. */
const LATER_COLUMNS = [
  { since: 3, table: "runs", columns: "'full' AS mode, NULL AS mark" },
  { since: ERASURE_SINCE, table: "runs", columns: "0 AS erased" },
  { since: SKIPPED_SINCE, table: "runs", columns: "0 AS suppressed" },
  { since: 6, table: "quarantine", columns: "NULL AS total, NULL AS listed, NULL AS excerpt" },
  { since: 10, table: "sources", columns: "0 AS pruned_before" },
] as const;
const SPENT_SINCE = 4;
const AUDIT_SINCE = 8;
const DELIVERIES_SINCE = 13;
const MADE_SOURCES_SINCE = 17;
const BACKUPS_SINCE = 10;
const INSIGHT_SINCE = 21;
const SCHEDULES_SINCE = 23;
const PEOPLE_SINCE = 16;
const EXPORTS_SINCE = 18;
const SETTINGS_SINCE = 25;
/** Readers wait for nobody but a process that opens or closes the file. */
const READ_TIMEOUT_MS = 5_000;
/** Writers of other sources may be at it: at the end of a large run one transaction takes many seconds. */
const WRITE_TIMEOUT_MS = 120_000;

/** Opens the database for writing: creates it (mode 0600) or brings it to this program's version, after a backup. */
export async function openForWriting(path: string): Promise<DatabaseSync> {
  return await guarded(path, async () => {
    if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
    sweepPassing(path);
    const db = new DatabaseSync(path, { timeout: WRITE_TIMEOUT_MS, enableForeignKeyConstraints: false });
    try {
      refuseForeign(db, path);
      chmodSync(path, 0o600);
      // Of a new file alone: what is free at a close is given back, so that it grows with what it holds.
      db.exec("PRAGMA auto_vacuum = INCREMENTAL");
      await enterWriteAheadLog(db);
      // FULL: what was acknowledged survives a power cut too; commits are few, so the extra sync never shows.
      db.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
      db.exec("PRAGMA cache_size = -8000;");
      await migrate(db, path, true);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens a copy that is to take the database's place, and brings it to this version. It is a backup: none is made of it. */
export async function bringUp(path: string): Promise<DatabaseSync> {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    await migrate(db, path, false);
    return db;
  } catch (error) {
    db.close();
    throw toStoreError(path, error);
  }
}

/** Of processes that switch a new file at one instant SQLite lets one go on, and does not have the others wait. */
async function enterWriteAheadLog(db: DatabaseSync): Promise<void> {
  for (const until = monotonicMs() + READ_TIMEOUT_MS; ; ) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || monotonicMs() > until) throw error;
      await sleep(20);
    }
  }
}

/** Opens an existing database for reading, beside a writer. */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new DatamasterError("STORE_MISSING", told("noDatabase", { path }));
  }
  const db = openReadable(path);
  try {
    if (versionOf(db) === 0) {
      throw new DatamasterError("STORE_MISSING", told("emptyDatabase", { path }));
    }
    db.exec("PRAGMA cache_size = -8000;");
    standIn(db);
    return db;
  } catch (error) {
    db.close();
    throw toStoreError(path, error);
  }
}

/** What readers ask for and a file that no writer has brought to this version lacks: empty, and in this connection alone. */
function standIn(db: DatabaseSync): void {
  const version = versionOf(db);
  if (version < REPAIRS_SINCE) db.exec("CREATE TEMP TABLE repairs (run, code, count)");
  if (version < SPENT_SINCE)
    db.exec("CREATE TEMP TABLE spent (account, slot, cost); CREATE TEMP TABLE accounts (source, account)");
  if (version < AUDIT_SINCE)
    db.exec(`CREATE TEMP TABLE audit (seq, at, who, action, detail, previous, hash);
      CREATE TEMP TABLE suppression_acts (id, at, who, reason); CREATE TEMP TABLE suppressions (number, act)`);
  if (version < ERASURE_SINCE)
    db.exec("CREATE TEMP TABLE tombstones (mac); CREATE TEMP TABLE written_files (path, kind, at)");
  if (version < BACKUPS_SINCE) db.exec("CREATE TEMP TABLE backups (path, at, bytes, sha256, kind)");
  if (version < DELIVERIES_SINCE)
    db.exec("CREATE TEMP TABLE deliveries (run, name, preset, place, state, at, attempts, files, error)");
  if (version < INSIGHT_SINCE)
    db.exec(
      "CREATE TEMP TABLE summaries (source, stamp, at, data); CREATE TEMP TABLE reject_counts (run, reason, count)",
    );
  if (version < SCHEDULES_SINCE) {
    db.exec(`CREATE TEMP TABLE schedules (id, source, kind, cron, zone, overlap, missed, jitter, is_on, created_at, created_by, handled);
      CREATE TEMP TABLE schedule_turns (schedule, due, state, at, run, left_out, error, owner)`);
  }
  if (version < MADE_SOURCES_SINCE)
    db.exec(`CREATE TEMP TABLE made_sources (id, name, settings, secrets, secrets_at, secrets_by, created_at, created_by, changed_at,
      changed_by); CREATE TEMP TABLE source_drafts (id, who, content, secrets, changed_at)`);
  if (version < PEOPLE_SINCE)
    db.exec(`CREATE TEMP TABLE users (id, name, email, role, language, zone, state, password, totp, totp_step, prefs, created_at, seen_at);
      CREATE TEMP TABLE user_sessions (id, hash, person, created_at, seen_at, place, browser, second_factor);
      CREATE TEMP TABLE invites (hash, kind, person, email, name, role, made_by, created_at, expires_at);
      CREATE TEMP TABLE api_tokens (id, name, hash, owner, scopes, created_at, expires_at, used_at, used_from)`);
  if (version < EXPORTS_SINCE)
    db.exec(`CREATE TEMP TABLE exports (id, person, who, asked, state, created_at, ended_at, expires_at, rows, suppressed,
        placeholders, files, error);
      CREATE TEMP TABLE export_marks (person, sources, kind, run, at); CREATE TEMP TABLE export_presets (name, who, at, asked)`);
  if (version < SETTINGS_SINCE)
    db.exec(`CREATE TEMP TABLE settings (name, value, at, who); CREATE TEMP TABLE kept_answers (name, asked, status, body, ends);
      CREATE TEMP TABLE set_aside (source, client, name, reason, at, who, ends); CREATE TEMP TABLE file_schedules (schedule, terms)`);
  const lacking = LATER_COLUMNS.filter(({ since }) => version < since);
  for (const [table, parts] of Map.groupBy(lacking, (part) => part.table)) {
    const columns = parts.map((part) => part.columns).join(", ");
    db.exec(`CREATE TEMP VIEW ${table} AS SELECT *, ${columns} FROM main.${table}`);
  }
}

/** A read-only connection to a file that is ours, or empty. */
function openReadable(path: string): DatabaseSync {
  try {
    return connect(path, path);
  } catch (error) {
    if (isHalfWritten(error)) return connectAfterUndoing(path);
    // On a read-only disk SQLite cannot make the log's index; where there is no log, it can do without.
    if (!isCantOpen(error) || isDirectory(path)) throw toStoreError(path, error);
    if (existsSync(`${path}-wal`)) {
      throw new DatamasterError("STORE_FAILED", told("databaseReadOnlyOpen", { path }), { cause: error });
    }
    return connectUnlocked(path);
  }
}

/** SQLite undoes what a killed process left half written as soon as a connection that may write reads. */
function connectAfterUndoing(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { timeout: READ_TIMEOUT_MS });
    try {
      versionOf(db);
    } finally {
      db.close();
    }
    return connect(path, path);
  } catch (error) {
    throw toStoreError(path, error);
  }
}

function connectUnlocked(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  try {
    return connect(path, url);
  } catch (error) {
    throw toStoreError(path, error);
  }
}

function connect(path: string, file: string | URL): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: READ_TIMEOUT_MS });
  try {
    refuseForeign(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** True when the database exists and holds our tables. */
export function holdsData(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = openReadable(path);
  try {
    return versionOf(db) > 0;
  } finally {
    db.close();
  }
}

/** Tells whether the database is there or would be made; throws where it is damaged or could not be written. Changes nothing. */
export function checkWritable(path: string): Told {
  try {
    const exists = existsSync(path);
    accessSync(exists ? path : dirname(path), constants.W_OK);
    // A reader makes files beside it, and so does a writer.
    if (exists) accessSync(dirname(path), constants.W_OK);
    const holds = holdsData(path);
    if (holds) refuseDamaged(path);
    if (holds) return told("storeReady", { path });
    return exists ? told("storeEmpty", { path }) : told("storeNew", { path });
  } catch (error) {
    throw toStoreError(path, error);
  }
}

/** SQLite's quick check: reads the whole file, a second for some 100 MB. */
function refuseDamaged(path: string): void {
  const db = openReadable(path);
  try {
    const row = db.prepare("PRAGMA quick_check(1)").get() as Record<string, unknown> | undefined;
    const found = String(Object.values(row ?? {})[0] ?? "ok");
    if (found !== "ok") throw damaged(path, found.replace(/\s+/g, " "));
  } finally {
    db.close();
  }
}

async function guarded<T>(path: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw toStoreError(path, error);
  }
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  const row = db.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
}

function versionOf(db: DatabaseSync): number {
  return pragma(db, "user_version");
}

/** Whose database it is, and of which version; 0 for an empty one. */
export function schemaOf(db: DatabaseSync): {
  readonly isOurs: boolean;
  readonly version: number;
  /** The newest version that this program knows. */
  readonly known: number;
} {
  const isOurs = pragma(db, "application_id") === APPLICATION_ID;
  return { isOurs, version: versionOf(db), known: schemaVersion(readMigrations()) };
}

/** One look at one moment: another process may be making the tables right now. */
function refuseForeign(db: DatabaseSync, path: string): void {
  db.exec("BEGIN");
  const id = pragma(db, "application_id");
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  const { isOurs, version, known } = schemaOf(db);
  db.exec("COMMIT");
  if (!isOurs && (id !== 0 || tables.n > 0)) {
    throw new DatamasterError("STORE_FOREIGN", told("databaseForeign", { path }));
  }
  if (version > known)
    throw new DatamasterError("STORE_NEWER", told("databaseNewer", { path, version, known }));
}

async function migrate(db: DatabaseSync, path: string, withBackup: boolean): Promise<void> {
  const migrations = readMigrations();
  const version = versionOf(db);
  const newest = schemaVersion(migrations);
  if (version === newest) return;
  const copy = withBackup && version > 0 ? await copyBefore(db, path, newest) : null;
  db.exec("BEGIN EXCLUSIVE");
  try {
    // Another process may have migrated while this one waited for the lock.
    const before = versionOf(db);
    for (const migration of migrations) if (migration.version > before) apply(db, migration);
    if (copy !== null) noteBackup(new SqliteSql(db, path), copy);
    db.exec("COMMIT");
  } catch (error) {
    // A disk that fails can have rolled back already.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** The copy that is made before a database becomes one of a newer version. */
async function copyBefore(db: DatabaseSync, path: string, newest: number): Promise<KnownBackup> {
  const copy = resolve(`${path}.before-${String(newest).padStart(4, "0")}.bak`);
  rmSync(copy, { force: true });
  await copyDatabase(db, copy);
  const at = new Date().toISOString();
  return { path: copy, at, bytes: statSync(copy).size, sha256: null, kind: "before-migration" };
}

function apply(db: DatabaseSync, migration: Migration): void {
  db.exec(migration.sql);
  db.exec(`PRAGMA user_version = ${migration.version}; PRAGMA application_id = ${APPLICATION_ID};`);
}
