import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import {
  type AuditCheck,
  type AuditEntry,
  type AuditFacets,
  type AuditFilter,
  GENESIS,
} from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading, readingIfAny } from "../with-store.ts";

/** Entries of the audit log, newest first; none where there is no database. */
export async function listAudit(ports: AppPorts, filter: AuditFilter): Promise<AuditEntry[]> {
  return (await readingIfAny(ports, ({ audit }) => audit.list(filter))) ?? [];
}

/** Entries from after one on, oldest first: for a file, piece by piece. */
export async function listAuditOn(
  ports: AppPorts,
  filter: AuditFilter,
  after: number,
): Promise<AuditEntry[]> {
  return await reading(ports, ({ audit }) => audit.listOn(filter, after));
}

/** Whom and what the log can be filtered by. */
export async function auditFacets(ports: AppPorts): Promise<AuditFacets> {
  if (!(await ports.storeHoldsData())) return { actions: [], people: [] };
  return await reading(ports, ({ audit }) => audit.facets());
}

/** Notes that the log itself was taken along as a file. */
export async function noteAuditFile(ports: AppPorts, format: string): Promise<void> {
  await changing(ports, ({ audit }) => audit.append({ action: "export", detail: { of: "audit", format } }));
}

/** A check of the whole log; `ok` where every entry fits, and the hash that was asked for is one of theirs. */
export interface AuditVerdict extends AuditCheck {
  readonly ok: boolean;
}

/** Reads the whole audit log. `head`: a hash that was noted elsewhere before. Rejects USAGE where it is none. */
export async function verifyAudit(ports: AppPorts, head: string | null): Promise<AuditVerdict> {
  const asked = head?.toLowerCase() ?? null;
  if (asked !== null && !/^[0-9a-f]{64}$/.test(asked))
    throw new DatamasterError("USAGE", told("noHash", { hash: asked }));
  const none: AuditCheck = { entries: 0, head: GENESIS, broken: null, found: null };
  const check = (await readingIfAny(ports, ({ audit }) => audit.verify(asked))) ?? none;
  const isThere = asked === null || asked === GENESIS || check.found !== null;
  return { ok: check.broken === null && isThere, ...check };
}
