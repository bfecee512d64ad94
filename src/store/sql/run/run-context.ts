import { DatamasterError } from "../../../base/errors.ts";
import { told } from "../../../messages/messages.ts";
import type { RunScope } from "../../../model/run.ts";
import type { Sql } from "../sql.ts";
import { readOtherRegions } from "./regions.ts";

/** What is asked of a run with nearly every page. */
export interface RunContext {
  readonly source: number;
  readonly scope: RunScope;
  readonly reader: string;
  readonly otherRegions: readonly string[] | null;
  readonly incremental: boolean;
  readonly since: string | null;
}

interface ContextRow {
  readonly source: number;
  readonly scope: string;
  readonly reader: string;
  readonly mode: string;
  readonly since: string | null;
}

/** Names all that a run's readings depend on. */
export function readerOf({ reader, otherRegions }: RunContext): string {
  return `${reader} other=${otherRegions?.join(",") ?? ""}`;
}

/** Throws NO_SUCH_RUN. */
export function readContext(sql: Sql, run: number): RunContext {
  const row = sql.get<ContextRow & Record<string, unknown>>(
    "SELECT source, scope, reader, mode, since FROM runs WHERE id = ?",
    run,
  );
  if (row === undefined) throw new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run }));
  return {
    source: row.source,
    scope: JSON.parse(row.scope) as RunScope,
    reader: row.reader,
    otherRegions: readOtherRegions(sql, run),
    incremental: row.mode === "incremental",
    since: row.since,
  };
}
