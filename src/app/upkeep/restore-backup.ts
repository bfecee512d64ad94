import type { BackupLock, BackupProgress, Keys, PreparedRestore, StoreFacts } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";

export interface RestoreRequest {
  readonly file: string;
  /** What opens the file, asked for only where it is encrypted. */
  readonly keysFor: (lock: Exclude<BackupLock, "none">) => Promise<Keys>;
  /** Whether to go on, once it is known what would be replaced by what. */
  readonly agree: (found: Pick<PreparedRestore, "backup" | "current">) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

export interface RestoreDone {
  readonly backup: StoreFacts;
  /** Where the database lies that was replaced; null where there was none. */
  readonly kept: string | null;
  /** It could not be read: what must outlive it is lost with it. */
  readonly wasDamaged: boolean;
}

/**
 * Brings a backup back: unpacks it beside the database, checks it, and exchanges the two at once. Resolves with null where
 * nobody agreed: then nothing was changed.
 */
export async function restoreBackup(ports: AppPorts, request: RestoreRequest): Promise<RestoreDone | null> {
  const { file, signal, onProgress } = request;
  const backups = await ports.openBackups();
  const lock = await backups.lockOf(file);
  const keys = lock === "none" ? null : await request.keysFor(lock);
  const prepared = await backups.prepare(file, keys, { signal, onProgress });
  try {
    const { backup, current } = prepared;
    if (!(await request.agree({ backup, current }))) return null;
    signal.throwIfAborted();
    return { backup, wasDamaged: current === "damaged", ...(await prepared.commit()) };
  } finally {
    prepared.discard();
  }
}
