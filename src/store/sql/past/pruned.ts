import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { HeldFilter } from "../../store.ts";
import type { Sql } from "../sql.ts";

/** What was held after a run that was pruned can be asked for no more. */
export function prunedError(sql: Sql, run: number, source: string): DatamasterError {
  const row = sql.get<{ oldest: number }>(
    "SELECT pruned_before AS oldest FROM sources WHERE name = ?",
    source,
  );
  return new DatamasterError("RUN_PRUNED", told("runPruned", { run, source, oldest: row?.oldest ?? 0 }));
}

/** Throws RUN_PRUNED where a filter asks one of its sources for a version that is folded. */
export function refusePruned(sql: Sql, { sources, run, newSince }: HeldFilter): void {
  const asked = [run, newSince].flatMap((one) => (one === null || one === 0 ? [] : [one]));
  if (asked.length === 0) return;
  const oldest = Math.min(...asked);
  const rows = sql.all<{ name: string }>(
    "SELECT name FROM sources WHERE pruned_before > ? ORDER BY id",
    oldest,
  );
  const found = rows.find(({ name }) => sources.length === 0 || sources.includes(name));
  if (found !== undefined) throw prunedError(sql, oldest, found.name);
}
