import type { RunScope } from "../../../model/run.ts";
import type { StaleList, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";
import { addUnit, inScope } from "./listing.ts";
import { takeRegionsOfBefore } from "./regions.ts";

/**
 * Makes due the lists of projects of all clients in scope that are stored, as the list of clients cannot be read; numbers
 * are tried in the regions of the run before. Null where none is stored, and for what failed before, which is due by itself.
 */
export function fallBack(sql: Sql, { run }: Unit, source: number, scope: RunScope): StaleList | null {
  if (scope.failedOf !== undefined) return null;
  const known = sql.all<{ id: number; crmId: string; listed: number }>(
    `SELECT id, crm_id AS crmId, listed_run AS listed FROM clients
     WHERE source = ? AND gone_run IS NULL ORDER BY id`,
    source,
  );
  const newest = known.reduce((latest, { listed }) => (listed < run ? Math.max(latest, listed) : latest), 0);
  const begun = sql.get<{ at: string }>("SELECT started_at AS at FROM runs WHERE id = ?", newest);
  if (begun === undefined) return null;
  let clients = 0;
  let added = 0;
  for (const { id, crmId } of known) {
    if (!inScope(scope, crmId, clients)) continue;
    clients++;
    if (addUnit(sql, run, "projects", id)) added++;
  }
  takeRegionsOfBefore(sql, run, run - 1);
  return { clients, added, run: newest, day: begun.at.slice(0, 10) };
}
