import { monotonicMs } from "../../base/clock.ts";
import { unverifiedProjects } from "../sql/run/unverified.ts";
import type { StoreHealth } from "../store.ts";
import { readAddress } from "./address.ts";
import { versionOf } from "./migrate.ts";
import { openForReading } from "./postgres.ts";
import type { PostgresSql } from "./sql.ts";

/** So many questions are asked to learn how long one takes. */
const QUESTIONS = 9;

/**
 * What a server tells of our schema. Whether its files are whole the server alone can tell (`pg_amcheck`); that every table
 * can be read is seen by whoever exports. Throws STORE_MISSING, STORE_FAILED, STORE_FOREIGN, STORE_NEWER.
 */
export function inspectServer(store: string): StoreHealth {
  const address = readAddress(store);
  const sql = openForReading(store);
  try {
    const size = sql.get<{ bytes: number }>(
      `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind = 'r'`,
      address.schema,
    );
    const server = sql.get<{ version: string; tls: number }>(
      `SELECT current_setting('server_version') AS version,
         coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE) AS tls`,
    );
    return {
      bytes: size?.bytes ?? 0,
      walBytes: 0,
      version: versionOf(sql, address),
      damages: [],
      unverified: unverifiedProjects(sql),
      server: {
        address: address.shown,
        version: server?.version ?? "",
        encrypted: server?.tls === 1,
        answersInMs: latencyOf(sql),
      },
    };
  } finally {
    sql.close();
  }
}

/** The median, so that one hiccup does not tell. */
function latencyOf(sql: PostgresSql): number {
  const times = Array.from({ length: QUESTIONS }, () => {
    const from = monotonicMs();
    sql.get("SELECT 1 AS n");
    return monotonicMs() - from;
  });
  return times.sort((one, other) => one - other)[(QUESTIONS - 1) / 2] ?? 0;
}
