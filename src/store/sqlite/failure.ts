import { accessSync, closeSync, constants, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatamasterError, messageOf, StopRunError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What a failure of SQLite or of the file system means for the database at `path`; errors of ours stay as they are. */
export function toStoreError(path: string, cause: unknown): DatamasterError {
  if (cause instanceof DatamasterError) return cause;
  return fileError(path, cause) ?? sqliteError(path, cause) ?? otherError(path, cause);
}

/** True for a failure to open the file. */
export function isCantOpen(cause: unknown): boolean {
  return primaryCode(cause) === CANTOPEN;
}

/** SQLITE_READONLY_ROLLBACK: a killed process left a journal, which only a connection that may write can undo. */
const READONLY_ROLLBACK = 776;

/** True where a killed process was changing the file without the log: as it is when it is new. */
export function isHalfWritten(cause: unknown): boolean {
  return (cause as { errcode?: unknown } | null)?.errcode === READONLY_ROLLBACK;
}

/** True where another process has the lock. */
export function isBusy(cause: unknown): boolean {
  return primaryCode(cause) === BUSY;
}

/** The database does not hold together: says what to run, and that nothing was written over it. */
export function damaged(path: string, why: string, cause?: unknown): DatamasterError {
  return new StopRunError("STORE_DAMAGED", told("databaseDamaged", { path, why, rescue: rescue(path) }), {
    cause,
  });
}

function primaryCode(cause: unknown): number | undefined {
  const code = (cause as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}

function sqliteError(path: string, cause: unknown): DatamasterError | null {
  const failed = (text: Told) => new StopRunError("STORE_FAILED", text, { cause });
  switch (primaryCode(cause)) {
    case NOTADB:
      if (holdsOurSchema(path)) return damaged(path, messageOf(cause), cause);
      return new StopRunError("STORE_FOREIGN", told("databaseNone", { path }), { cause });
    case CORRUPT:
      return damaged(path, messageOf(cause), cause);
    case BUSY:
    case LOCKED:
      return failed(told("databaseBusy", { path }));
    case READONLY:
      return failed(told("databaseReadOnly", { path }));
    case PERM:
      return failed(told("databaseDenied", { path }));
    case FULL:
      return failed(told("databaseDiskFull", { path }));
    case IOERR:
      return failed(told("databaseDisk", { path, why: messageOf(cause) }));
    case CANTOPEN:
      return unopened(path, cause);
    default:
      return null;
  }
}

/** SQLite does not tell why a file cannot be opened; the file system does. */
function unopened(path: string, cause: unknown): DatamasterError | null {
  try {
    accessSync(dirname(path), constants.W_OK);
    return null;
  } catch (error) {
    const found = fileError(path, error);
    return found === null ? null : new StopRunError(found.code, found.told ?? found.message, { cause });
  }
}

function fileError(path: string, cause: unknown): DatamasterError | null {
  const failed = (text: Told) => new StopRunError("STORE_FAILED", text, { cause });
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    return failed(told("databaseIsFolder", { path }));
  switch ((cause as { code?: unknown } | null)?.code) {
    case "ENOENT":
    case "ENOTDIR":
      return failed(told("databaseNoFolder", { path, folder: dirname(path) }));
    case "EROFS":
      return failed(told("databaseReadOnly", { path }));
    case "EACCES":
    case "EPERM":
      return failed(told("databaseDenied", { path }));
    case "ENOSPC":
    case "EDQUOT":
      return failed(told("databaseDiskFull", { path }));
    default:
      return null;
  }
}

function otherError(path: string, cause: unknown): DatamasterError {
  return new StopRunError("STORE_FAILED", told("databaseUnusable", { path, why: messageOf(cause) }), {
    cause,
  });
}

/** A file whose head is damaged is still known by the tables that SQLite names in its first pages. */
function holdsOurSchema(path: string): boolean {
  const start = Buffer.alloc(64 * 1024);
  const file = openSync(path, "r");
  try {
    const text = start.toString("latin1", 0, readSync(file, start, 0, start.length, 0));
    return ["sources", "runs", "membership"].every((table) => text.includes(`CREATE TABLE ${table} (`));
  } finally {
    closeSync(file);
  }
}

/** Lines for a shell: the newest backup, where there is one, else what sqlite3 can read of the damaged file. */
function rescue(path: string): Told {
  const aside = `${path}.damaged`;
  const keep = moves(path, aside);
  const backup = newestBackup(path);
  if (backup !== null) {
    return told("rescueFromBackup", { keep, restore: `cp ${quote(backup)} ${quote(path)}`, backup });
  }
  return told("rescueByReading", {
    keep,
    recover: `sqlite3 ${quote(aside)} .recover | sqlite3 ${quote(path)}`,
  });
}

/** The write-ahead log goes with its file: it would be laid over another one of that name. */
function moves(path: string, aside: string): string {
  return ["", "-wal", "-shm"]
    .filter((end) => end === "" || statSync(path + end, { throwIfNoEntry: false }) !== undefined)
    .map((end) => `mv ${quote(path + end)} ${quote(aside + end)}`)
    .join(" && ");
}

function newestBackup(path: string): string | null {
  try {
    const found = readdirSync(dirname(path))
      .filter((name) => name.startsWith(`${basename(path)}.before-`) && name.endsWith(".bak"))
      .sort();
    const newest = found.at(-1);
    return newest === undefined ? null : join(dirname(path), newest);
  } catch {
    return null;
  }
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
