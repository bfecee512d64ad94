import { isNarrow, type RunScope } from "../../../model/run.ts";
import type { CountryCount } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** Countries of the clients that a run has listed; of all stored ones where it lists too few of them. */
export function countCountries(sql: Sql, run: number, source: number, scope: RunScope): CountryCount[] {
  const swept = sql.get("SELECT 1 FROM runs WHERE id = ? AND swept = 1", run) !== undefined;
  return sql.all<CountryCount & Record<string, never>>(
    `SELECT country, count(*) AS clients FROM clients WHERE source = ? AND gone_run IS NULL AND listed_run >= ?
     GROUP BY country`,
    source,
    isNarrow(scope) || !swept ? 0 : run,
  );
}

export function readOtherRegions(sql: Sql, run: number): string[] | null {
  const row = sql.get<{ other_regions: string | null }>("SELECT other_regions FROM runs WHERE id = ?", run);
  return row?.other_regions == null ? null : (JSON.parse(row.other_regions) as string[]);
}

export function writeOtherRegions(sql: Sql, run: number, regions: readonly string[]): void {
  sql.run(
    "UPDATE runs SET other_regions = ? WHERE id = ? AND other_regions IS NULL",
    JSON.stringify(regions),
    run,
  );
}

/** Fixes them as they were in the newest run of the source up to this one; does nothing where they are fixed. */
export function takeRegionsOfBefore(sql: Sql, run: number, upTo: number): void {
  sql.run(
    `UPDATE runs SET other_regions = coalesce((SELECT b.other_regions FROM runs b
       WHERE b.source = runs.source AND b.id <= ? AND b.other_regions IS NOT NULL ORDER BY b.id DESC LIMIT 1), '[]')
     WHERE id = ? AND other_regions IS NULL`,
    upTo,
    run,
  );
}
