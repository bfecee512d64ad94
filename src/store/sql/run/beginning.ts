import { isNarrow, type RunScope } from "../../../model/run.ts";
import type { IncrementalTerms, NewRun, PlannedRun } from "../../store.ts";
import type { Sql } from "../sql.ts";
import { STALE, STALE_PROJECT } from "./stale.ts";

type Beginning = Pick<PlannedRun, "mode" | "since">;
type Wanted = Pick<NewRun, "scope" | "reader" | "incremental">;

const FULL: Beginning = { mode: "full", since: null };

/**
 * Decides how a run begins. It can be incremental where it is for the whole source, the newest finished run of the whole
 * source learnt of all clients and read numbers in the same way, and a full one is not due yet.
 */
export function beginningOf(sql: Sql, source: number, { incremental, reader, scope }: Wanted): Beginning {
  if (incremental === null || isNarrow(scope)) return FULL;
  const ground = groundOf(sql, source, incremental);
  if (ground === null || ground.reader !== reader || ground.mark === null || ground.mark === "") return FULL;
  if (incremental.allLists) return { mode: "incremental", since: null };
  const since = new Date(Date.parse(ground.mark) - incremental.overlapMs).toISOString();
  return { mode: "incremental", since };
}

interface Ground {
  readonly mode: string;
  readonly scope: string;
  readonly reader: string;
  readonly mark: string | null;
}

/** The newest finished run of the whole source; null where there is none, or where the next one is to be full. */
function groundOf(sql: Sql, source: number, { fullEvery }: IncrementalTerms): Ground | null {
  const finished = sql.all<Ground & Record<string, unknown>>(
    `SELECT mode, scope, reader, mark FROM runs WHERE source = ? AND status IN ('complete', 'partial')
     ORDER BY id DESC`,
    source,
  );
  const whole = finished.filter(({ scope }) => !isNarrow(JSON.parse(scope) as RunScope));
  const sinceFull = whole.findIndex(({ mode }) => mode === "full");
  return sinceFull < 0 || sinceFull + 1 >= fullEvery ? null : (whole[0] ?? null);
}

/** How a run would begin, and what it would find unread. */
export function plannedRun(sql: Sql, source: string, wanted: Wanted): PlannedRun {
  const id = sql.get<{ id: number }>("SELECT id FROM sources WHERE name = ?", source)?.id ?? 0;
  const beginning = beginningOf(sql, id, wanted);
  if (beginning.mode === "full") return { ...beginning, unread: { clients: 0, projects: 0 } };
  const unread = (table: string, stale: string): number =>
    sql.count(`SELECT count(*) AS n FROM ${table} WHERE source = :id AND gone_run IS NULL AND ${stale}`, {
      id,
    });
  return {
    ...beginning,
    unread: { clients: unread("clients", STALE), projects: unread("projects", STALE_PROJECT) },
  };
}
