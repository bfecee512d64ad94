import type { Run } from "../../model/run.ts";
import type { RevertPreview } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changingExisting } from "../with-store.ts";

/** What a revert did; `run` is null where nothing was to be changed or nobody agreed. */
export interface RevertDone {
  readonly preview: RevertPreview;
  readonly run: Run | null;
}

/**
 * Makes the list of a source what it was after a run, as a new version, once it is shown what changes and `agree` said yes; it is
 * noted in the audit log. Rejects STORE_MISSING, NO_SUCH_RUN, RUN_PRUNED, RUN_ACTIVE, USAGE.
 */
export async function revertRun(
  ports: AppPorts,
  number: number,
  agree: (preview: RevertPreview) => Promise<boolean>,
): Promise<RevertDone> {
  return await changingExisting(ports, async (admin) => {
    const preview = admin.versions.previewRevert(number);
    const { came, went } = preview.pairs;
    if (came + went === 0 || !(await agree(preview))) return { preview, run: null };
    const run = admin.transaction(() => {
      const made = admin.versions.revert(number);
      const { source, to, pairs, numbers } = preview;
      admin.audit.append({ action: "revert", detail: { source, to, run: made.run, pairs, numbers } });
      return made;
    });
    return { preview, run };
  });
}
