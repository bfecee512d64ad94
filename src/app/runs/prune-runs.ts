import { statSync } from "node:fs";
import { sleep } from "../../base/clock.ts";
import type { PruneCounts, PruneTerms } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting } from "../with-store.ts";

export interface PruneDone {
  readonly preview: readonly PruneCounts[];
  /** Rows that were deleted or emptied; null where nothing was to go, or nobody agreed. */
  readonly rows: number | null;
  /** So many bytes the store takes less; 0 where the room stays for later runs, null where nobody knows. */
  readonly freed: number | null;
}

/** Between two transactions others get their turn. */
const PAUSE_MS = 10;

/**
 * Lets go of what no version holds that is kept, once it is shown what that is and `agree` said yes; noted in the audit log.
 * Runs may go on meanwhile. Rejects STORE_MISSING, USAGE, and RUN_ACTIVE during a source's first run.
 */
export async function pruneRuns(
  ports: AppPorts,
  terms: PruneTerms,
  signal: AbortSignal,
  agree: (preview: readonly PruneCounts[]) => Promise<boolean>,
): Promise<PruneDone> {
  return await changingExisting(ports, async (admin) => {
    const preview = admin.versions.previewPrune(terms);
    if (preview.length === 0 || !(await agree(preview))) return { preview, rows: null, freed: null };
    const sources = preview.map(({ source, oldest, ...counts }) => ({
      source,
      ...counts,
      oldest: oldest?.run ?? null,
    }));
    admin.audit.append({ action: "prune", detail: { sources } });
    const before = await bytesOf(ports);
    let rows = 0;
    for (const deleted of admin.versions.prune(terms)) {
      rows += deleted;
      await sleep(PAUSE_MS, signal);
    }
    const isSmaller = admin.versions.compact();
    const after = await bytesOf(ports);
    return {
      preview,
      rows,
      freed: !isSmaller ? 0 : before === null || after === null ? null : Math.max(0, before - after),
    };
  });
}

/** Of a store that lies in files. */
async function bytesOf(ports: AppPorts): Promise<number | null> {
  const [file] = await ports.storeFiles();
  return file === undefined ? null : (statSync(file, { throwIfNoEntry: false })?.size ?? null);
}
