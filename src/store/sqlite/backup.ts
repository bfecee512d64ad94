import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { lockOfHead, refuseWrongRecipients } from "../backup/age.ts";
import { digestOf, headOf, pack } from "../backup/packing.ts";
import type {
  BackupLock,
  BackupMade,
  BackupOptions,
  Keys,
  KnownBackup,
  PreparedRestore,
  StoreBackups,
} from "../backups.ts";
import { listBackups } from "../sql/service/backup-list.ts";
import { copyDatabase, passingName, removeDatabase, sweepPassing, syncFolder } from "./copying.ts";
import { damaged, toStoreError } from "./failure.ts";
import { storeFiles } from "./inspect.ts";
import { openForReading } from "./open.ts";
import { type Acting, prepareRestore } from "./restore.ts";
import { SqliteSql } from "./sql.ts";
import { openSqliteAdmin } from "./sqlite.ts";

/** {@link StoreBackups} of one SQLite file. */
export class SqliteBackups implements StoreBackups {
  readonly #path: string;
  readonly #acting: Acting;

  constructor(path: string, acting: Acting) {
    this.#path = path;
    this.#acting = acting;
  }

  list(): KnownBackup[] {
    if (!existsSync(this.#path)) return [];
    const sql = new SqliteSql(openForReading(this.#path), this.#path, { readOnly: true });
    try {
      return listBackups(sql);
    } finally {
      sql.close();
    }
  }

  async create(file: string, options: BackupOptions): Promise<BackupMade> {
    const target = resolve(file);
    const { sealing } = options;
    refuseTarget(file, target, this.#path, options.replace);
    if (sealing !== null && "recipients" in sealing) refuseWrongRecipients(sealing.recipients);
    const gzip = /\.gz(?:\.age)?$/i.test(file);
    const part = `${target}.${process.pid}.part`;
    const isPacked = gzip || sealing !== null;
    // A copy in clear that is not asked for never leaves the folder in which the database itself lies.
    const copy = isPacked ? passingName(this.#path, "copy") : part;
    try {
      sweepPassing(this.#path);
      await this.#copy(copy, options);
      const databaseBytes = statSync(copy).size;
      const { signal, onProgress } = options;
      let read = 0;
      const onRead = (bytes: number): void => {
        read += bytes;
        onProgress({ step: "write", done: read / databaseBytes });
      };
      const watched = { signal, onRead };
      const digest = isPacked
        ? await pack(copy, part, { gzip, sealing }, watched)
        : await digestOf(copy, watched);
      renameSync(part, target);
      syncFolder(target);
      const known: KnownBackup = {
        path: target,
        at: new Date().toISOString(),
        ...digest,
        kind: "manual",
      };
      await this.#note(known, sealing !== null);
      return { ...known, encrypted: sealing !== null, compressed: gzip, databaseBytes };
    } finally {
      rmSync(part, { force: true });
      removeDatabase(copy);
    }
  }

  async lockOf(file: string): Promise<BackupLock> {
    try {
      return lockOfHead(Buffer.from(await headOf(file), "latin1"));
    } catch (error) {
      throw unreadable(file, error);
    }
  }

  async prepare(
    file: string,
    keys: Keys | null,
    options: Pick<BackupOptions, "signal" | "onProgress">,
  ): Promise<PreparedRestore> {
    return await prepareRestore(this.#path, file, keys, this.#acting, options);
  }

  /** A sound copy in one file, whatever others write meanwhile. */
  async #copy(to: string, { signal, onProgress }: BackupOptions): Promise<void> {
    const db = openForReading(this.#path);
    try {
      await copyDatabase(db, to, (done) => {
        signal.throwIfAborted();
        onProgress({ step: "copy", done });
      });
    } catch (error) {
      signal.throwIfAborted();
      throw toStoreError(to, error);
    } finally {
      db.close();
    }
    onProgress({ step: "check", done: 0 });
    settle(to, this.#path);
    onProgress({ step: "check", done: 1 });
    signal.throwIfAborted();
  }

  async #note(backup: KnownBackup, encrypted: boolean): Promise<void> {
    const { who, keyFile } = this.#acting;
    const admin = await openSqliteAdmin(this.#path, who, keyFile);
    try {
      const { path, bytes, sha256 } = backup;
      admin.transaction(() => {
        admin.backups.note(backup);
        admin.audit.append({ action: "backup", detail: { file: path, bytes, sha256, encrypted } });
      });
    } finally {
      admin.close();
    }
  }
}

/** Makes one file of a copy, with no log beside it, and checks it. Throws STORE_DAMAGED of the database it was made from. */
function settle(copy: string, path: string): void {
  const db = new DatabaseSync(copy);
  try {
    db.exec("PRAGMA journal_mode = DELETE");
    const row = db.prepare("PRAGMA quick_check(1)").get() as Record<string, unknown> | undefined;
    const found = String(Object.values(row ?? {})[0] ?? "ok");
    if (found !== "ok") throw damaged(path, found.replace(/\s+/g, " "));
  } catch (error) {
    throw toStoreError(path, error);
  } finally {
    db.close();
  }
}

function refuseTarget(file: string, target: string, path: string, replace: boolean): void {
  if (storeFiles(resolve(path)).includes(target)) {
    throw new DatamasterError("USAGE", told("backupOntoItself", { file }));
  }
  const found = statSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new DatamasterError("USAGE", told("isFolder", { file }));
  if (found !== undefined && !replace) throw new DatamasterError("USAGE", told("fileExists", { file }));
}

/** A backup file that cannot be read at all. */
export function unreadable(file: string, cause: unknown): DatamasterError {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  const why = code === "ENOENT" ? told("backupMissing", { file }) : told("backupUnreadable", { file });
  return new DatamasterError("BACKUP_INVALID", why, { cause });
}
