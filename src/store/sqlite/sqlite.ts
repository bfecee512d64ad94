import type { SqlAdmin } from "../sql/admin.ts";
import { SqlRunReader } from "../sql/read/run-reader.ts";
import { SqlRunWriter } from "../sql/run/run-writer.ts";
import { guardAudit } from "./audit-guard.ts";
import { openForReading, openForWriting } from "./open.ts";
import { SqliteSql } from "./sql.ts";

/** Opens or creates the file for writing. Rejects STORE_FAILED, STORE_FOREIGN, STORE_NEWER. */
export async function openSqliteWriter(path: string, tombstoneKeyFile = ""): Promise<SqlRunWriter> {
  return new SqlRunWriter(new SqliteSql(await openForWriting(path), path), tombstoneKeyFile);
}

/**
 * A read-only connection of its own: it never waits for the writer, nor the writer for it. Throws STORE_MISSING where there is
 * no database or an empty one, STORE_FAILED, STORE_FOREIGN, STORE_NEWER.
 */
export function openSqliteReader(path: string): SqlRunReader {
  return new SqlRunReader(new SqliteSql(openForReading(path), path, { readOnly: true }));
}

/** Opens or creates the file, as the writer of runs does. Rejects STORE_FAILED, STORE_FOREIGN, STORE_NEWER. */
export async function openSqliteAdmin(path: string, who: string, tombstoneKeyFile = ""): Promise<SqlAdmin> {
  // What only people ask for: the writer of runs starts without it.
  const admin = await import("../sql/admin.ts");
  const sql = new SqliteSql(await openForWriting(path), path);
  try {
    guardAudit(sql);
    return new admin.SqlAdmin(sql, who, tombstoneKeyFile);
  } catch (error) {
    sql.close();
    throw error;
  }
}
