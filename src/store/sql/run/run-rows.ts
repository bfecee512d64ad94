import { REPAIR_CODES } from "../../../model/number.ts";
import type { RepairCounts, Run, RunMode, RunStatus, RunTotals } from "../../../model/run.ts";

/** Columns of a run with its source's name, as {@link toRun} reads them. */
export const RUN_COLUMNS = `r.id, s.name AS source, r.status, r.mode, r.scope, r.owner, r.started_at, r.heartbeat_at, r.ended_at, r.error,
  r.records, r.requests, r.retries, r.throttled, r.seconds, r.erased, r.suppressed, r.totals,
  CASE WHEN r.id < s.pruned_before THEN 1 ELSE 0 END AS pruned,
  (SELECT '{' || coalesce(string_agg('"' || code || '":' || count, ','), '') || '}' FROM repairs WHERE run = r.id) AS repaired FROM runs r JOIN sources s ON s.id = r.source`;

export interface RunRow {
  readonly id: number;
  readonly source: string;
  readonly status: RunStatus;
  readonly mode: RunMode;
  readonly scope: string;
  readonly owner: string;
  readonly started_at: string;
  readonly heartbeat_at: string;
  readonly ended_at: string | null;
  readonly error: string | null;
  readonly records: number;
  readonly requests: number;
  readonly retries: number;
  readonly throttled: number;
  readonly seconds: number;
  readonly erased: number;
  readonly suppressed: number;
  readonly totals: string | null;
  readonly pruned: number;
  /** JSON: how many numbers needed each repair. */
  readonly repaired: string;
}

const NOTHING_YET = {
  clients: 0,
  projects: 0,
  numbers: 0,
  pairs: 0,
  rejected: 0,
  quarantined: 0,
  unverified: 0,
  new: 0,
  gone: 0,
  recordsHeld: 0,
  recordsEmpty: 0,
};

export function toRun(row: RunRow): Run {
  const counted = { ...NOTHING_YET, ...(JSON.parse(row.totals ?? "{}") as Partial<typeof NOTHING_YET>) };
  const totals: RunTotals = {
    ...counted,
    records: row.records,
    requests: row.requests,
    retries: row.retries,
    throttled: row.throttled,
    seconds: row.seconds,
    erased: row.erased,
    suppressed: row.suppressed,
    repaired: inOrder(JSON.parse(row.repaired)),
  };
  return {
    run: row.id,
    source: row.source,
    status: row.status,
    mode: row.mode,
    scope: JSON.parse(row.scope),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    heartbeatAt: row.heartbeat_at,
    owner: JSON.parse(row.owner),
    totals,
    error: row.error,
    pruned: row.pruned === 1,
  };
}

function inOrder(counts: RepairCounts): RepairCounts {
  const known = REPAIR_CODES.filter((code) => counts[code] !== undefined);
  return Object.fromEntries(known.map((code) => [code, counts[code]]));
}
