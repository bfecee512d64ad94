import type { NumberPlace } from "../../../model/number.ts";
import { confirmedBefore, NOW } from "../spans.ts";
import type { Sql } from "../sql.ts";

const PLACES = `SELECT s.name AS source, k.crm_id AS clientId, k.name AS client, p.crm_id AS projectId, p.name AS project,
    t.region, t.type, m.label, m.contact, m.from_run AS cameRun, f.started_at AS firstSeen, m.to_run AS goneRun,
    coalesce(${confirmedBefore(`coalesce(m.to_run, ${NOW})`)}, m.from_run) AS lastRun,
    m.to_run IS NULL AND p.unverified_run IS NOT NULL AS unverified
  FROM membership m JOIN sources s ON s.id = m.source JOIN projects p ON p.id = m.project JOIN clients k ON k.id = p.client
    JOIN number_kinds t ON t.id = m.kind JOIN runs f ON f.id = m.from_run
  WHERE m.number = ?`;

type Row = Omit<NumberPlace, "unverified"> & { readonly unverified: number };

/** Every stay of a number in a project, by the index of numbers. */
export function placesOf(sql: Sql, number: bigint): NumberPlace[] {
  const rows = sql.all<Row>(
    `SELECT h.*, l.started_at AS lastSeen FROM (${PLACES}) h JOIN runs l ON l.id = h.lastRun
     ORDER BY goneRun IS NOT NULL, goneRun DESC, cameRun, source, client, project`,
    number,
  );
  return rows.map((row) => ({ ...row, unverified: row.unverified === 1 }));
}
