import { statSync } from "node:fs";
import { messageOf } from "../../base/errors.ts";
import { unverifiedProjects } from "../sql/run/unverified.ts";
import type { StoreHealth } from "../store.ts";
import { openForReading } from "./open.ts";
import { SqliteSql } from "./sql.ts";

/** So many damages are named; more would not help. */
const MOST_DAMAGES = 10;

/** The database's files: itself, its write-ahead log and that one's index. Whether they exist is another matter. */
export function storeFiles(path: string): string[] {
  return [path, `${path}-wal`, `${path}-shm`];
}

/**
 * Looks a database over, reading all of it; `full` compares the indexes with their tables too. Throws STORE_MISSING,
 * STORE_FAILED, STORE_FOREIGN, STORE_NEWER where it cannot be opened at all.
 */
export function inspectStore(path: string, full: boolean): StoreHealth {
  const [bytes = 0, walBytes = 0] = storeFiles(path).map(
    (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  );
  const sql = new SqliteSql(openForReading(path), path, { readOnly: true });
  try {
    const damages = damagesOf(sql, full);
    if (damages.length > 0) return { bytes, walBytes, version: 0, damages, unverified: [] };
    const unverified = unverifiedProjects(sql);
    const version = sql.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
    return { bytes, walBytes, version, damages, unverified };
  } finally {
    sql.close();
  }
}

function damagesOf(sql: SqliteSql, full: boolean): string[] {
  try {
    return sql
      .all<Record<string, string>>(`PRAGMA ${full ? "integrity_check" : "quick_check"}(${MOST_DAMAGES})`)
      .flatMap((row) => Object.values(row))
      .filter((line) => line !== "ok");
  } catch (error) {
    // Some damages keep even the check from going on.
    return [messageOf(error)];
  }
}
