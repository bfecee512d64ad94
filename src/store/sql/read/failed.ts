import type { FailedItem, FailedOnly, Run } from "../../../model/run.ts";
import { takeRegionsOfBefore } from "../run/regions.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "../run/run-rows.ts";
import type { Sql } from "../sql.ts";

/** A scope without what narrows a retry. */
const whole = (scope: string) => `json_remove(json_remove(${scope}, '$.failedOf'), '$.failedOnly')`;

/** True of a row `u` of units, of a run `r`, that no later run has read; what is gone is not asked for again. */
const PENDING = `(NOT EXISTS (
    SELECT 1 FROM units d JOIN runs e ON e.id = d.run
    WHERE d.kind = u.kind AND d.ref = u.ref AND d.run > u.run AND d.state = 'done' AND e.source = r.source
      AND (u.kind <> 'clients' OR ${whole("e.scope")} = ${whole("r.scope")}))
  AND CASE u.kind
    WHEN 'phones' THEN EXISTS (SELECT 1 FROM projects WHERE id = u.ref AND gone_run IS NULL)
    WHEN 'projects' THEN EXISTS (SELECT 1 FROM clients WHERE id = u.ref AND gone_run IS NULL)
    ELSE TRUE END)`;
const SET_ASIDE =
  "quarantine q JOIN units u ON u.id = q.unit AND u.state = 'quarantined' JOIN runs r ON r.id = q.run";

/** Of each source the newest finished run of which something is still to be read. */
export function runsToRetry(sql: Sql): Run[] {
  const newest = `SELECT max(r.id) FROM ${SET_ASIDE} WHERE r.status = 'partial' AND ${PENDING} GROUP BY r.source`;
  return sql.all<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.id IN (${newest}) ORDER BY r.source`).map(toRun);
}

/**
 * Makes due in a run what another one set aside and none has read since. Numbers are read as they were there: in the
 * regions that were fixed then, as no list of clients may come to fix them.
 */
export function addFailedUnits(sql: Sql, run: number, failedOf: number, only: FailedOnly = {}): void {
  const { code = null, unit = null } = only;
  const crmId = `coalesce(CASE q.kind WHEN 'phones' THEN (SELECT crm_id FROM projects WHERE id = q.ref)
    WHEN 'projects' THEN (SELECT crm_id FROM clients WHERE id = q.ref) END, '')`;
  const wanted = [
    ...(code === null ? [] : ["q.code = ?"]),
    ...(unit === null ? [] : [`q.kind = ? AND ${crmId} = ?`]),
  ];
  sql.run(
    `INSERT INTO units (run, kind, ref, state)
     SELECT ?, u.kind, u.ref, 'due' FROM ${SET_ASIDE} WHERE q.run = ? AND ${[PENDING, ...wanted].join(" AND ")}
     ORDER BY q.id ON CONFLICT DO NOTHING`,
    ...[run, failedOf, ...(code === null ? [] : [code]), ...(unit === null ? [] : [unit.kind, unit.id])],
  );
  takeRegionsOfBefore(sql, run, failedOf);
}

/** The first run of those in a row in which the unit `u` was set aside, counted back from it to where it was read. */
const SINCE = `(SELECT min(f.run) FROM units f JOIN runs g ON g.id = f.run
  WHERE f.kind = u.kind AND f.ref = u.ref AND f.state = 'quarantined' AND f.run <= u.run AND g.source = r.source
    AND f.run > coalesce((SELECT max(d.run) FROM units d JOIN runs h ON h.id = d.run
      WHERE d.kind = u.kind AND d.ref = u.ref AND d.state = 'done' AND d.run < u.run AND h.source = r.source), 0))`;

export function failedItems(sql: Sql, run: number): FailedItem[] {
  type Row = Omit<FailedItem, "pending"> & { readonly pending: number } & Record<string, unknown>;
  const rows = sql.all<Row>(
    `SELECT i.*, b.started_at AS since FROM (
       SELECT q.id AS place, q.run, s.name AS source, q.kind, q.code, q.message, q.attempts, q.at, q.total, q.listed, q.excerpt,
         coalesce(CASE q.kind WHEN 'phones' THEN p.crm_id WHEN 'projects' THEN c.crm_id END, '') AS id,
         coalesce(CASE q.kind WHEN 'phones' THEN p.name WHEN 'projects' THEN c.name END, '') AS name,
         coalesce(c.crm_id, '') AS clientId, coalesce(c.name, '') AS client, ${SINCE} AS sinceRun, ${PENDING} AS pending
       FROM ${SET_ASIDE} JOIN sources s ON s.id = r.source
       LEFT JOIN projects p ON q.kind = 'phones' AND p.id = q.ref
       LEFT JOIN clients c ON c.id = CASE q.kind WHEN 'phones' THEN p.client WHEN 'projects' THEN q.ref END
       WHERE q.run = ?) i JOIN runs b ON b.id = i.sinceRun ORDER BY i.place`,
    run,
  );
  return rows.map(({ place: _, pending, ...row }) => ({ ...row, pending: pending === 1 }));
}
