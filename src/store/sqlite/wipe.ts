import { StopRunError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { toStoreError } from "./failure.ts";
import type { SqliteSql } from "./sql.ts";

/**
 * SQLite leaves what was deleted in free pages, in free room within pages and in the write-ahead log: the file is written anew
 * from its rows and the log is cut. Throws STORE_FAILED where a reader keeps the log from being cut. SQLite's own commands.
 */
export function wipe({ db, path }: SqliteSql): void {
  try {
    db.exec("PRAGMA secure_delete = ON; VACUUM");
    const cut = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number } | undefined;
    if (cut?.busy === 0) return;
  } catch (error) {
    throw toStoreError(path, error);
  }
  throw new StopRunError("STORE_FAILED", told("wipeBusy", { path }));
}
