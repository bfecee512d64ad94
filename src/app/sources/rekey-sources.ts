import type { MasterKey } from "../../base/master-key.ts";
import { open, type SealedPlace, seal } from "../../base/sealing.ts";
import type { AppPorts } from "../app.ts";
import { openSealed } from "../privacy/sealed.ts";
import { changing } from "../with-store.ts";

/** What was sealed anew. */
export interface Rekeyed {
  readonly sources: number;
  readonly drafts: number;
  /** Second factors of people. */
  readonly people: number;
  /** Names of the keys, before and after. */
  readonly from: string;
  readonly to: string;
}

/**
 * Puts another master key in the place of the present one and seals under it what is sealed, in one transaction; noted in the
 * audit log. Where it was interrupted, the same again finishes it. Rejects SECRET_KEY, USAGE where the key is a variable's.
 */
export async function rekeySources(ports: AppPorts): Promise<Rekeyed> {
  const change = await ports.changeMasterKey();
  const { before, after } = change;
  const counts = await changing(ports, (admin) =>
    admin.transaction(() => {
      const { madeSources, people } = admin;
      const persons = people.list().flatMap(({ id, email, totp }) => {
        if (totp === null) return [];
        const place = { table: "users", row: id, column: "totp" };
        people.change(id, { totp: resealed(before, after, totp, place, email) });
        return [id];
      });
      const sources = madeSources.list().flatMap(({ id, name, secrets }) => {
        if (secrets === null) return [];
        const place = { table: "made_sources", row: String(id), column: "secrets" };
        madeSources.setSecrets(id, resealed(before, after, secrets, place, name), false);
        return [id];
      });
      const drafts = madeSources.allDrafts().flatMap(({ id, secrets }) => {
        if (secrets === null) return [];
        const place = { table: "source_drafts", row: id, column: "secrets" };
        madeSources.setDraftSecrets(id, resealed(before, after, secrets, place, "draft"));
        return [id];
      });
      const done = { sources: sources.length, drafts: drafts.length, people: persons.length };
      const keys = { from: before.id, to: after.id };
      admin.audit.append({ action: "source", detail: { act: "rekey", ...done, ...keys } });
      return { ...done, ...keys };
    }),
  );
  change.finish();
  return counts;
}

function resealed(
  before: MasterKey,
  after: MasterKey,
  sealed: string,
  place: SealedPlace,
  of: string,
): string {
  // It was sealed under the new key already where an earlier try was interrupted.
  const done = open(after, sealed, place);
  return seal(after, "text" in done ? done.text : openSealed(before, sealed, place, of), place);
}
