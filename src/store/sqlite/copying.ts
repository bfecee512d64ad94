import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";

/** So many pages a step: 8 MB, between which others get their turn. */
const PAGES_A_STEP = 2_000;

/**
 * Copies a database as it is now into a new file, for its owner alone to read; what others write meanwhile is not in it.
 * `onDone` learns the share that is done, and may throw to give up: then no file is left.
 */
export async function copyDatabase(
  db: DatabaseSync,
  to: string,
  onDone: (share: number) => void = () => {},
): Promise<void> {
  closeSync(openSync(to, "wx", 0o600));
  // Held open, the transaction keeps the copy at one moment; without it each commit of others would begin it anew.
  db.exec("BEGIN");
  try {
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    await backup(db, to, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) => onDone(1 - remainingPages / totalPages),
    });
  } catch (error) {
    removeDatabase(to);
    throw error;
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
}

/** Removes a database with what may lie beside it. */
export function removeDatabase(path: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

/** What a rename did is on the disk afterwards. */
export function syncFolder(path: string): void {
  // Windows syncs no folders.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The name of a file that this process needs for a while beside the database. */
export function passingName(path: string, use: "copy" | "restoring"): string {
  return `${path}.${use}-${process.pid}`;
}

/** Removes such files of processes that were killed. */
export function sweepPassing(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = /^(?:copy|restoring)-(\d+)$/.exec(name.slice(start.length)) ?? [];
    if (name.startsWith(start) && pid !== undefined && !isAlive(Number(pid)))
      removeDatabase(join(dirname(path), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
