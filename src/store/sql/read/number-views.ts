import type { NumberView, NumberViewReader, NumberViews } from "../../number-views.ts";
import type { Sql } from "../sql.ts";

interface ViewRow {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly query: string;
  readonly shared: number;
  readonly who: string;
}

const COLUMNS = "id, owner, name, query, shared, who";

export function numberViewReader(sql: Sql): NumberViewReader {
  return {
    list: (owner) =>
      sql
        .all<ViewRow & Record<string, never>>(
          `SELECT ${COLUMNS} FROM number_views WHERE owner = ? OR shared = 1 ORDER BY name, id`,
          owner,
        )
        .map((row) => toView(row, owner)),
  };
}

/** `within`: makes a transaction of what is written. */
export function numberViews(sql: Sql, within: <T>(work: () => T) => T): NumberViews {
  return {
    ...numberViewReader(sql),
    save: (owner, { name, query, shared, who }) =>
      within(() => {
        sql.run(
          `INSERT INTO number_views (owner, name, query, at, shared, who) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (owner, name) DO UPDATE SET query = excluded.query, at = excluded.at, shared = excluded.shared,
             who = excluded.who`,
          ...[owner, name, query, new Date().toISOString(), Number(shared), who],
        );
        const kept = sql.get<{ id: number }>(
          "SELECT id FROM number_views WHERE owner = ? AND name = ?",
          owner,
          name,
        );
        return { id: kept?.id ?? 0, name, query, shared, who, isMine: true };
      }),
    remove: (owner, id) =>
      within(() =>
        owner === null
          ? sql.run("DELETE FROM number_views WHERE shared = 1 AND id = ?", id) > 0
          : sql.run("DELETE FROM number_views WHERE owner = ? AND id = ?", owner, id) > 0,
      ),
  };
}

function toView({ owner, shared, ...row }: ViewRow, asker: string): NumberView {
  return { ...row, shared: shared === 1, isMine: owner === asker };
}
