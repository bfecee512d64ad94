import type { ForgottenSource } from "../../made-sources.ts";
import { abandonUnfinished, refuseActive } from "../run/resuming.ts";
import type { Sql } from "../sql.ts";

const PROJECTS = "SELECT id FROM projects WHERE source = :source";
const RUNS = "SELECT id FROM runs WHERE source = :source";

/** What hangs on a source's projects and runs, before them. */
const BEFORE = [
  `DELETE FROM rejected WHERE project IN (${PROJECTS})`,
  `DELETE FROM kept_pages WHERE project IN (${PROJECTS})`,
  `DELETE FROM pages WHERE unit IN (SELECT id FROM units WHERE run IN (${RUNS}))`,
  `DELETE FROM units WHERE run IN (${RUNS})`,
  `DELETE FROM quarantine WHERE run IN (${RUNS})`,
] as const;

/**
 * Deletes all that was collected from a source, in the transaction that goes on. Its runs stay as lines of the history; that
 * their versions can be asked for no more is noted as where they are pruned. Throws RUN_ACTIVE; null for a source never collected.
 */
export function forgetSource(sql: Sql, name: string): ForgottenSource | null {
  const source = sql.get<{ id: number }>("SELECT id FROM sources WHERE name = ?", name)?.id;
  if (source === undefined) return null;
  refuseActive(sql, source, null);
  abandonUnfinished(sql, source);
  const values = { source };
  for (const statement of BEFORE) sql.change(statement, values);
  const spans = sql.change("DELETE FROM membership WHERE source = :source", values);
  const projects = sql.change("DELETE FROM projects WHERE source = :source", values);
  const clients = sql.change("DELETE FROM clients WHERE source = :source", values);
  sql.change("UPDATE runs SET mark = '' WHERE mark IS NOT NULL AND source = :source", values);
  sql.change(
    `UPDATE sources SET pruned_before = 1 + (SELECT coalesce(max(id), 0) FROM runs WHERE source = :source), reader = NULL
     WHERE id = :source`,
    values,
  );
  return { clients, projects, spans };
}
