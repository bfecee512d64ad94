import type { NewRun } from "../../store.ts";
import { dropKept } from "../run/kept-pages.ts";
import type { Sql } from "../sql.ts";

/** The source of that name, which is made where there is none. Where it is another CRM now, no stamp of before counts. */
export function sourceId(sql: Sql, { name, connector, baseUrl }: NewRun["source"], now: string): number {
  const before = sql.get<{ id: number; connector: string; base_url: string }>(
    "SELECT id, connector, base_url FROM sources WHERE name = ?",
    name,
  );
  if (before !== undefined && (before.connector !== connector || before.base_url !== baseUrl))
    forgetStamps(sql, before.id);
  const row = sql.get<{ id: number }>(
    `INSERT INTO sources (name, connector, base_url, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET connector = excluded.connector, base_url = excluded.base_url RETURNING id`,
    name,
    connector,
    baseUrl,
    now,
  );
  return row?.id ?? 0;
}

function forgetStamps(sql: Sql, source: number): void {
  sql.run("UPDATE clients SET stamp = NULL, read_stamp = NULL WHERE source = ?", source);
  sql.run("UPDATE projects SET stamp = NULL, read_stamp = NULL WHERE source = ?", source);
  dropKept(sql, "SELECT id FROM projects WHERE source = ?", source);
  sql.run("UPDATE runs SET mark = '' WHERE mark IS NOT NULL AND source = ?", source);
}
