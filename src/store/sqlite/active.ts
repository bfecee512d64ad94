import { DatamasterError } from "../../base/errors.ts";
import { isWorking, type Owner } from "../../base/owner.ts";
import { told } from "../../messages/messages.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "./run-rows.ts";
import type { Sql } from "./sql.ts";

/**
 * Throws RUN_ACTIVE where another living process works on a run of the source. Called inside the transaction that takes
 * the run, so that of two processes starting at once one is refused.
 */
export function refuseActive(sql: Sql, source: number, owner: Owner): void {
  const rows = sql.all<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.source = ? AND r.status = 'running'`, source);
  const mine = JSON.stringify(owner);
  for (const row of rows) {
    const run = toRun(row);
    if (row.owner === mine || !isWorking(run.owner, run.heartbeatAt, Date.now())) continue;
    throw new DatamasterError(
      "RUN_ACTIVE",
      told("runActive", {
        run: run.run,
        source: run.source,
        pid: run.owner.pid,
        host: run.owner.host,
        startedAt: run.startedAt,
      }),
      { data: { ...run.owner } },
    );
  }
}
