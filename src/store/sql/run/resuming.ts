import { DatamasterError } from "../../../base/errors.ts";
import { isWorking, type Owner } from "../../../base/owner.ts";
import { told } from "../../../messages/messages.ts";
import { CHANGED_CLIENTS } from "../../store.ts";
import type { Sql } from "../sql.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "./run-rows.ts";

/** Throws RUN_ACTIVE where another process works on the source: inside the transaction that takes a run, so that of two that start at once one is refused. `owner` may work on it: null where nobody may. */
export function refuseActive(sql: Sql, source: number, owner: Owner | null): void {
  const rows = sql.all<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.source = ? AND r.status = 'running'`, source);
  const mine = owner === null ? null : JSON.stringify(owner);
  for (const row of rows) {
    const run = toRun(row);
    if (row.owner === mine) continue;
    if (!(sql.isClaimed(row.id) ?? isWorking(run.owner, run.heartbeatAt, Date.now()))) continue;
    const { pid, host } = run.owner;
    throw new DatamasterError(
      "RUN_ACTIVE",
      told("runActive", { run: run.run, source: run.source, pid, host, startedAt: run.startedAt }),
      { data: { ...run.owner } },
    );
  }
}

/** A project's set is read by one reader: where another one takes over, projects under way begin anew. */
export function dropSavedPages(sql: Sql, run: number): void {
  const open = "SELECT id FROM units WHERE run = ? AND kind = 'phones' AND state = 'due' AND pages > 0";
  sql.run(`DELETE FROM pages WHERE unit IN (${open})`, run);
  sql.run(`UPDATE units SET cursor = NULL, pages = 0 WHERE id IN (${open})`, run);
}

/** What changed between two sessions shifts the pages of what changed: half read, that list begins anew. */
export function restartChanged(sql: Sql, run: number): void {
  sql.run(
    "UPDATE units SET cursor = NULL, pages = 0 WHERE run = ? AND kind = 'clients' AND ref = ? AND state = 'due'",
    run,
    CHANGED_CLIENTS,
  );
}

/**
 * The runs that `runs` gives, of `source`, are given up. What is missing from the lists of projects that they read would
 * have been gone at their ends: the next run reads those lists again.
 */
function forgetLists(sql: Sql, runs: string, source: number): void {
  sql.run(
    `UPDATE clients SET read_stamp = NULL
     WHERE id IN (SELECT ref FROM units WHERE kind = 'projects' AND state = 'done' AND run IN (${runs}))`,
    source,
  );
}

/** Unfinished runs of a source are given up: what they closed stays, and what they read of lists is read again. */
export function abandonUnfinished(sql: Sql, source: number): void {
  const unfinished = "SELECT id FROM runs WHERE source = ? AND status IN ('running', 'stopped', 'failed')";
  sql.run(`DELETE FROM pages WHERE unit IN (SELECT id FROM units WHERE run IN (${unfinished}))`, source);
  forgetLists(sql, unfinished, source);
  sql.run(
    `UPDATE runs SET status = 'abandoned', ended_at = coalesce(ended_at, heartbeat_at) WHERE id IN (${unfinished})`,
    source,
  );
}
