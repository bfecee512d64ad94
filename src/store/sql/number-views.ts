import type { NumberView, NumberViewReader, NumberViews } from "../number-views.ts";
import type { Sql } from "./sql.ts";

export function numberViewReader(sql: Sql): NumberViewReader {
  return {
    list: (owner) =>
      sql.all<NumberView & Record<string, never>>(
        "SELECT id, name, query FROM number_views WHERE owner = ? ORDER BY name",
        owner,
      ),
  };
}

/** `within`: makes a transaction of what is written. */
export function numberViews(sql: Sql, within: <T>(work: () => T) => T): NumberViews {
  return {
    ...numberViewReader(sql),
    save: (owner, { name, query }) =>
      within(() => {
        sql.run(
          `INSERT INTO number_views (owner, name, query, at) VALUES (?, ?, ?, ?)
           ON CONFLICT (owner, name) DO UPDATE SET query = excluded.query, at = excluded.at`,
          ...[owner, name, query, new Date().toISOString()],
        );
        const kept = sql.get<{ id: number }>(
          "SELECT id FROM number_views WHERE owner = ? AND name = ?",
          owner,
          name,
        );
        return { id: kept?.id ?? 0, name, query };
      }),
    remove: (owner, id) =>
      within(() => sql.run("DELETE FROM number_views WHERE owner = ? AND id = ?", owner, id) > 0),
  };
}
