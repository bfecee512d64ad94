import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import { SqlAdmin } from "../sql/admin.ts";
import { SqlRunReader } from "../sql/read/run-reader.ts";
import { SqlRunWriter } from "../sql/run/run-writer.ts";
import { readAddress } from "./address.ts";
import { migrate, versionOf } from "./migrate.ts";
import { PostgresSql } from "./sql.ts";

/** Opens the database for writing: makes its tables or brings them to this program's version. Throws USAGE, STORE_FAILED, STORE_FOREIGN, STORE_NEWER. */
export function openPostgresWriter(store: string, tombstoneKeyFile: string): SqlRunWriter {
  return new SqlRunWriter(openForWriting(store), tombstoneKeyFile);
}

/** A connection of its own, beside writers. Throws STORE_MISSING where nothing was ever collected, and as the writer does. */
export function openPostgresReader(store: string): SqlRunReader {
  return new SqlRunReader(openForReading(store));
}

/** As the writer of runs is opened. */
export function openPostgresAdmin(store: string, who: string, tombstoneKeyFile: string): SqlAdmin {
  return new SqlAdmin(openForWriting(store), who, tombstoneKeyFile);
}

/** Holds a connection that claims the schema for one service; null where another one does. */
export function claimPostgresService(store: string): { close(): void } | null {
  const sql = openForWriting(store);
  if (sql.claimService()) return sql;
  sql.close();
  return null;
}

/** True where the database holds our tables. */
export function postgresHoldsData(store: string): boolean {
  return opened(store, (sql, address) => versionOf(sql, address) > 0, true);
}

/** Tells whether the tables are there or would be made; throws where they could not be. Changes nothing. */
export function checkPostgres(store: string): Told {
  return opened(
    store,
    (sql, address) => {
      const path = address.shown;
      if (versionOf(sql, address) > 0) {
        const may = sql.get<{ may: number }>(
          "SELECT has_table_privilege(?, 'INSERT') AS may",
          `${address.schema}.membership`,
        );
        if (may?.may !== 1) throw denied(path);
        return told("storeReady", { path });
      }
      const may = sql.get<{ may: number }>(
        "SELECT coalesce((SELECT has_schema_privilege(nspname, 'CREATE') FROM pg_namespace WHERE nspname = ?), has_database_privilege(current_database(), 'CREATE')) AS may",
        address.schema,
      );
      if (may?.may !== 1) throw denied(path);
      return told("storeNew", { path });
    },
    true,
  );
}

function denied(server: string): DatamasterError {
  return new DatamasterError(
    "STORE_FAILED",
    told("serverDenied", { server, why: told("serverNoCreate").text }),
  );
}

function openForWriting(store: string): PostgresSql {
  return opened(store, (sql, address) => {
    migrate(sql, address);
    return sql;
  });
}

/** What an older program left is brought to this version first: it is one for all who read, and no file that one could copy before. */
export function openForReading(store: string): PostgresSql {
  return opened(store, (sql, address) => {
    if (versionOf(sql, address) === 0)
      throw new DatamasterError("STORE_MISSING", told("emptyDatabase", { path: address.shown }));
    migrate(sql, address);
    return sql;
  });
}

/** Connects for `work`, and closes the connection where that throws or is over. */
function opened<T>(
  store: string,
  work: (sql: PostgresSql, address: ReturnType<typeof readAddress>) => T,
  isOver = false,
): T {
  const address = readAddress(store);
  const sql = new PostgresSql(address);
  try {
    const result = work(sql, address);
    if (isOver) sql.close();
    return result;
  } catch (error) {
    sql.close();
    throw error;
  }
}
