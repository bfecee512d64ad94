import type { StoreHealth } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** How many projects should have been read and could not, by source. */
export function unverifiedProjects(sql: Sql): StoreHealth["unverified"] {
  return sql.all<{ source: string; projects: number }>(
    `SELECT s.name AS source, count(*) AS projects FROM projects p JOIN sources s ON s.id = p.source
     WHERE p.unverified_run IS NOT NULL AND p.gone_run IS NULL GROUP BY s.id, s.name ORDER BY s.id`,
  );
}
