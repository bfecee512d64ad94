import { rmSync } from "node:fs";
import type { AuditDetail, ErasureCounts, Sought } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { type FoundFile, type FoundFiles, filesWith } from "../upkeep/kept-files.ts";
import { changingExisting } from "../with-store.ts";

/** What an erasure would find. */
export interface ErasurePreview extends ErasureCounts, FoundFiles {
  /** How many different numbers were asked for. */
  readonly asked: number;
}

export interface ErasureReport extends ErasureCounts, Pick<FoundFiles, "missing"> {
  readonly asked: number;
  /** Files that were deleted, since they held one of the numbers. */
  readonly deleted: readonly string[];
  /** Files that hold one of them, or may, and are still there: with any of these the numbers are not gone. */
  readonly left: readonly FoundFile[];
}

export interface ErasureOptions {
  /** As the preview found them. */
  readonly files: FoundFiles;
  /** Whether files that hold a number are deleted, and those that nobody can look into. */
  readonly deletes: Readonly<Record<FoundFile["state"], boolean>>;
  /** Kept in the audit log; null where none is given. */
  readonly reason?: string | null;
}

/** What {@link eraseNumbers} would find; changes nothing. Rejects STORE_MISSING, RUN_ACTIVE, TOMBSTONE_KEY. */
export async function previewErasure(ports: AppPorts, sought: Sought): Promise<ErasurePreview> {
  return await changingExisting(ports, async (admin) => ({
    asked: sought.numbers.length,
    ...admin.erasure.preview(sought),
    ...(await filesWith(ports, admin, sought)),
  }));
}

/**
 * Erases numbers from all that the store keeps, deletes files of it that hold them, leaves tombstones so that they do not come
 * back, and notes it in the audit log. When it resolves, no byte of them is left in the store's files. Rejects as
 * {@link previewErasure} does, and STORE_FAILED.
 */
export async function eraseNumbers(
  ports: AppPorts,
  sought: Sought,
  { files, deletes, reason = null }: ErasureOptions,
): Promise<ErasureReport> {
  return await changingExisting(ports, ({ erasure, audit }) => {
    const left: FoundFile[] = [];
    const deleted: string[] = [];
    // First of all, so that the audit log knows how it ended.
    for (const file of files.found) {
      if (deletes[file.state] && isDeleted(file.path)) deleted.push(file.path);
      else left.push(file);
    }
    const counts = erasure.erase(sought, ({ numbers: known, ...found }) => {
      for (const path of deleted) erasure.forgetFile(path);
      const numbers = erasure.aliases(sought.numbers.map(({ number }) => number));
      const told: AuditDetail = reason === null ? {} : { reason };
      const detail = {
        ...found,
        ...told,
        numbers,
        known,
        filesDeleted: deleted.length,
        filesLeft: left.length,
      };
      audit.append({ action: "erase", detail });
    });
    erasure.wipe();
    return { asked: sought.numbers.length, ...counts, deleted, left, missing: files.missing };
  });
}

/** False where it could not be. */
function isDeleted(path: string): boolean {
  try {
    // A copy of an SQLite file may have been opened with a log beside it.
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Takes the tombstones of numbers away, so that the next run may bring them back; tells how many had one. */
export async function allowReturn(ports: AppPorts, sought: Sought): Promise<number> {
  return await changingExisting(ports, (admin) =>
    admin.transaction(() => {
      const numbers = sought.numbers.map(({ number }) => number);
      const allowed = admin.erasure.allowReturn(numbers);
      const aliases = admin.erasure.aliases(numbers);
      admin.audit.append({ action: "erase", detail: { numbers: aliases, allowedToReturn: allowed } });
      return allowed;
    }),
  );
}
