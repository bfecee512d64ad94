import type { SetAside, SetAsideBook, SetAsideReader } from "../../set-aside.ts";
import type { Sql } from "../sql.ts";

export function setAsideReader(sql: Sql): SetAsideReader {
  return {
    list: (now) =>
      sql.all<SetAside & Record<string, never>>(
        `SELECT source, client, name, reason, at, who, ends FROM set_aside
         WHERE ends IS NULL OR ends > ? ORDER BY at DESC, source, client`,
        now,
      ),
  };
}

/** `within`: makes a transaction of what is written. */
export function setAsideBook(sql: Sql, who: string, within: <T>(work: () => T) => T): SetAsideBook {
  return {
    ...setAsideReader(sql),
    put: ({ source, client, reason, at, ends }) =>
      within(() => {
        sql.run("DELETE FROM set_aside WHERE source = ? AND client = ?", source, client);
        const added = sql.run(
          `INSERT INTO set_aside (source, client, name, reason, at, who, ends)
           SELECT s.name, c.crm_id, c.name, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT)
           FROM sources s JOIN clients c ON c.source = s.id WHERE s.name = ? AND c.crm_id = ?`,
          ...[reason, at, who, ends, source, client],
        );
        return added > 0;
      }),
    remove: (source, client) =>
      within(() => sql.run("DELETE FROM set_aside WHERE source = ? AND client = ?", source, client) > 0),
  };
}
