import type { UnitRow } from "../../../model/run-page.ts";
import type { UnitQuery } from "../../run-records.ts";
import type { Sql } from "../sql.ts";

type Row = Omit<UnitRow, "changed"> & { readonly changed: number };

/** Of what a project holds, only what this run was the last to read says something of the run. */
const LAST_READ = "u.kind = 'phones' AND u.state = 'done' AND p.confirmed_run = u.run";

/** Units of a run with what they are of, by id. */
export function runUnits(sql: Sql, { run, kind, state, client, after, limit, ids }: UnitQuery): UnitRow[] {
  const wanted = [
    "u.run = ? AND u.kind = ? AND u.id > ?",
    ...(state === null ? [] : ["u.state = ?"]),
    ...(client === null ? [] : ["c.crm_id = ?"]),
    ...(ids === undefined ? [] : [`u.id IN (${ids.map(() => "?").join(", ") || "NULL"})`]),
  ];
  const values = [
    run,
    kind,
    after,
    ...(state === null ? [] : [state]),
    ...(client === null ? [] : [client]),
    ...(ids ?? []),
  ];
  const rows = sql.all<Row>(
    `SELECT u.id AS unit, u.kind, u.state, u.pages, u.changed,
       coalesce(CASE u.kind WHEN 'phones' THEN p.crm_id WHEN 'projects' THEN c.crm_id END, '') AS id,
       coalesce(CASE u.kind WHEN 'phones' THEN p.name WHEN 'projects' THEN c.name END, '') AS name,
       coalesce(c.crm_id, '') AS clientId, coalesce(c.name, '') AS client,
       CASE WHEN ${LAST_READ} THEN p.records END AS records,
       CASE WHEN ${LAST_READ} THEN p.numbers END AS numbers,
       CASE WHEN ${LAST_READ} THEN p.rejected END AS rejected,
       q.code, q.attempts
     FROM units u
     LEFT JOIN projects p ON u.kind = 'phones' AND p.id = u.ref
     LEFT JOIN clients c ON c.id = CASE u.kind WHEN 'phones' THEN p.client WHEN 'projects' THEN u.ref END
     LEFT JOIN quarantine q ON q.id = (SELECT max(l.id) FROM quarantine l WHERE l.run = u.run AND l.unit = u.id)
     WHERE ${wanted.join(" AND ")} ORDER BY u.id LIMIT ?`,
    ...values,
    limit,
  );
  return rows.map(({ changed, ...row }) => ({ ...row, changed: changed > 0 }));
}
