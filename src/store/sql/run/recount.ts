import type { PagePlace, Unit } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** So often a project whose count does not agree is read; then what was found counts. */
const MOST_PASSES = 3;

/** Whether a project's records are as many as the CRM tells: they are, are to be read again, or differ for good. */
export type Recount =
  | { readonly verdict: "agrees" | "again" }
  | { readonly verdict: "differs"; readonly total: number; readonly listed: number };

/** Counts a project at its last page, which holds so many records; other pages, and a CRM that tells no total, agree. */
export function recount(sql: Sql, unit: Unit, { next, total }: PagePlace, records: number): Recount {
  if (next !== null || total === null) return { verdict: "agrees" };
  const saved = unit.pages === 0 ? 0 : savedRecords(sql, unit);
  const listed = saved + records;
  if (listed === total) return { verdict: "agrees" };
  const row = sql.get<{ found: string | null }>("SELECT found FROM units WHERE id = ?", unit.id);
  const before = row?.found?.split(";") ?? [];
  const now = `${total} ${listed}`;
  if (before.includes(now) || before.length + 1 >= MOST_PASSES) return { verdict: "differs", total, listed };
  sql.run("UPDATE units SET found = ? WHERE id = ?", [...before, now].join(";"), unit.id);
  return { verdict: "again" };
}

function savedRecords(sql: Sql, unit: Unit): number {
  return sql.count("SELECT coalesce(sum(records), 0) AS n FROM pages WHERE unit = :unit", { unit: unit.id });
}
