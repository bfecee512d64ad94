import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import { isWorking } from "../../base/owner.ts";
import { told } from "../../messages/messages.ts";
import { headOf, unpack } from "../backup/packing.ts";
import type { BackupOptions, Keys, PreparedRestore, Restored, StoreFacts } from "../backups.ts";
import { appendAudit } from "../sql/privacy/audit.ts";
import { eraseAgain } from "../sql/privacy/erasing-again.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "../sql/run/run-rows.ts";
import { noteBackup } from "../sql/service/backup-list.ts";
import { unreadable } from "./backup.ts";
import { carryOver } from "./carry-over.ts";
import { copyDatabase, passingName, removeDatabase, sweepPassing, syncFolder } from "./copying.ts";
import { isBusy, toStoreError } from "./failure.ts";
import { bringUp, openForReading, schemaOf } from "./open.ts";
import { SqliteSql } from "./sql.ts";

type Options = Pick<BackupOptions, "signal" | "onProgress">;

/** Who restores, and where the key of tombstones lies: what was erased after the copy was made is erased in it too. */
export interface Acting {
  readonly who: string;
  readonly keyFile: string;
}

/** How an SQLite file begins. */
const SQLITE_MAGIC = "SQLite format 3\0";

/** Unpacks a backup beside the database and looks both over. Rejects BACKUP_INVALID, STORE_NEWER, STORE_FOREIGN. */
export async function prepareRestore(
  path: string,
  file: string,
  keys: Keys | null,
  { who, keyFile }: Acting,
  options: Options,
): Promise<PreparedRestore> {
  if (resolve(file) === resolve(path)) throw new DatamasterError("USAGE", told("backupOntoItself", { file }));
  const current = factsOfCurrent(path);
  sweepPassing(path);
  const aside = passingName(path, "restoring");
  removeDatabase(aside);
  const discard = (): void => removeDatabase(aside);
  try {
    await unpackBeside(file, aside, keys, options);
    options.onProgress({ step: "check", done: 0 });
    const backup = check(aside, file);
    options.onProgress({ step: "check", done: 1 });
    const commit = async (): Promise<Restored> => {
      try {
        return await exchange({ path, file, aside, who, keyFile, damaged: current === "damaged" });
      } finally {
        discard();
      }
    };
    return { backup, current, commit, discard };
  } catch (error) {
    discard();
    throw error;
  }
}

/** Throws STORE_FOREIGN and the like: another program's file is not replaced. */
function factsOfCurrent(path: string): PreparedRestore["current"] {
  if (!existsSync(path)) return null;
  try {
    const sql = new SqliteSql(openForReading(path), path);
    try {
      return factsOf(sql);
    } finally {
      sql.db.close();
    }
  } catch (error) {
    const code = error instanceof DatamasterError ? error.code : null;
    if (code === "STORE_MISSING") return null;
    if (code === "STORE_DAMAGED") return "damaged";
    throw error;
  }
}

async function unpackBeside(file: string, aside: string, keys: Keys | null, options: Options): Promise<void> {
  const { signal, onProgress } = options;
  try {
    if ((await headOf(file)) === "")
      throw new DatamasterError("BACKUP_INVALID", told("backupNone", { file }));
    if ((await headOf(file)).startsWith(SQLITE_MAGIC)) return await copyBeside(file, aside, options);
    const size = statSync(file).size;
    let read = 0;
    const onRead = (bytes: number): void => {
      read += bytes;
      onProgress({ step: "read", done: read / size });
    };
    await unpack(file, aside, keys, { signal, onRead });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DatamasterError) throw asBackup(error, file);
    // Where bytes were changed or are missing, decrypting and decompressing tell.
    if ((error as NodeJS.ErrnoException).syscall === undefined)
      throw new DatamasterError("BACKUP_INVALID", told("backupDamaged", { file, why: messageOf(error) }), {
        cause: error,
      });
    throw unreadable(file, error);
  }
}

/** What is wrong with a database, told of a backup. */
function asBackup(error: DatamasterError, file: string): DatamasterError {
  if (error.code === "STORE_FOREIGN" || error.code === "STORE_MISSING")
    return new DatamasterError("BACKUP_INVALID", told("backupNone", { file }), { cause: error });
  if (error.code !== "STORE_DAMAGED") return error;
  const why = messageOf(error.cause ?? error);
  return new DatamasterError("BACKUP_INVALID", told("backupDamaged", { file, why }), { cause: error });
}

/** A database in clear may have a log of its own beside it. */
async function copyBeside(file: string, aside: string, { signal, onProgress }: Options): Promise<void> {
  const db = openForReading(file);
  try {
    await copyDatabase(db, aside, (done) => {
      signal.throwIfAborted();
      onProgress({ step: "read", done });
    });
  } finally {
    db.close();
  }
}

/** Throws BACKUP_INVALID where it is damaged or another program's, STORE_NEWER. */
function check(aside: string, file: string): StoreFacts {
  const invalid = (why: string, cause?: unknown): DatamasterError =>
    new DatamasterError("BACKUP_INVALID", told("backupDamaged", { file, why }), { cause });
  let sql: SqliteSql;
  try {
    sql = new SqliteSql(new DatabaseSync(aside), aside);
  } catch (error) {
    throw invalid(messageOf(error), error);
  }
  try {
    sql.db.exec("PRAGMA journal_mode = DELETE");
    const { isOurs, version, known } = schemaOf(sql.db);
    if (!isOurs) throw new DatamasterError("BACKUP_INVALID", told("backupNone", { file }));
    if (version > known)
      throw new DatamasterError("STORE_NEWER", told("databaseNewer", { path: file, version, known }));
    const found = sql.get<Record<string, string>>("PRAGMA quick_check(1)");
    const [verdict = "ok"] = Object.values(found ?? {});
    if (verdict !== "ok") throw invalid(verdict.replace(/\s+/g, " "));
    return factsOf(sql);
  } catch (error) {
    throw error instanceof DatamasterError ? asBackup(error, file) : invalid(messageOf(error), error);
  } finally {
    sql.db.close();
  }
}

function factsOf(sql: SqliteSql): StoreFacts {
  const count = (query: string): number => sql.count(query, {});
  const newest = sql.get<{ run: number; source: string; startedAt: string }>(
    `SELECT r.id AS run, s.name AS source, r.started_at AS startedAt FROM runs r JOIN sources s ON s.id = r.source
     ORDER BY r.id DESC LIMIT 1`,
  );
  return {
    version: schemaOf(sql.db).version,
    runs: count("SELECT count(*) AS n FROM runs"),
    sources: sql.all<{ name: string }>("SELECT name FROM sources ORDER BY id").map(({ name }) => name),
    newest: newest === undefined ? null : { ...newest },
    bytes: statSync(sql.path).size,
  };
}

interface Exchange {
  readonly path: string;
  readonly file: string;
  readonly aside: string;
  readonly who: string;
  readonly keyFile: string;
  readonly damaged: boolean;
}

/** Puts the file aside in the database's place, which nobody else may have open, and keeps what was there. */
async function exchange(what: Exchange): Promise<Restored> {
  const { path, aside, file, who } = what;
  const old = what.damaged || !existsSync(path) ? null : takeAlone(path);
  const restored = new SqliteSql(await bringUp(aside), aside);
  const at = new Date().toISOString();
  const holds = what.damaged || (old !== null && schemaOf(old.db).version > 0);
  const kept = holds ? `${resolve(path)}.before-restore-${at.slice(0, 19).replace(/[-:]/g, "")}` : null;
  try {
    restored.db.exec("BEGIN IMMEDIATE");
    if (old !== null && holds) carryOver(old, restored);
    const detail = { file: resolve(file), kept, damaged: what.damaged };
    appendAudit(restored, who, { action: "restore", detail });
    if (kept !== null) {
      const bytes = statSync(path).size;
      noteBackup(restored, { path: kept, at, bytes, sha256: null, kind: "before-restore" });
    }
    const hasErased = eraseAgain(restored, what.keyFile);
    restored.db.exec("COMMIT; PRAGMA journal_mode = DELETE");
    if (hasErased) restored.db.exec("PRAGMA secure_delete = ON; VACUUM");
    restored.db.close();
    if (kept !== null) keep(path, kept);
    renameSync(aside, path);
    syncFolder(path);
    return { kept };
  } catch (error) {
    throw toStoreError(path, error);
  } finally {
    if (restored.db.isOpen) restored.db.close();
    old?.db.close();
  }
}

/** A second name for the database; its log, which is left only where it is damaged, goes with it. */
function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    // Not every file system has links.
    copyFileSync(path, kept);
  }
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
  rmSync(`${path}-shm`, { force: true });
}

/**
 * A connection that holds the database alone until it is closed; its log is folded back. SQLite takes the file out of the
 * mode that needs a log only where nobody else has it open. Throws RUN_ACTIVE, STORE_FAILED.
 */
function takeAlone(path: string): SqliteSql {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  const sql = new SqliteSql(db, path);
  try {
    refuseRunning(sql);
    db.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    refuseRunning(sql);
    return sql;
  } catch (error) {
    db.close();
    if (isBusy(error))
      throw new DatamasterError("STORE_FAILED", told("databaseInUse", { path }), { cause: error });
    throw toStoreError(path, error);
  }
}

function refuseRunning(sql: SqliteSql): void {
  if (schemaOf(sql.db).version === 0) return;
  for (const row of sql.all<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.status = 'running'`)) {
    const run = toRun(row);
    if (!isWorking(run.owner, run.heartbeatAt, Date.now())) continue;
    const { pid, host } = run.owner;
    throw new DatamasterError(
      "RUN_ACTIVE",
      told("runActive", { run: run.run, source: run.source, pid, host, startedAt: run.startedAt }),
      { data: { ...run.owner } },
    );
  }
}
