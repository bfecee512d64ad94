import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DatamasterError } from "../../src/base/errors.ts";
import { openForReading } from "../../src/store/postgres/postgres.ts";
import type { PostgresSql } from "../../src/store/postgres/sql.ts";
import { readMigrations, schemaVersion } from "../../src/store/sql/migrations.ts";
import type { SqlValue } from "../../src/store/sql/sql.ts";
import type { ServerStore } from "./world.ts";

/** The database at an address; what was never begun there leaves no file. */
export function serverStore(address: string): ServerStore {
  return {
    address,
    copyTo(file) {
      rmSync(file, { force: true });
      try {
        const from = openForReading(address);
        try {
          copy(from, file);
        } finally {
          from.close();
        }
      } catch (error) {
        if (!(error instanceof DatamasterError) || error.code !== "STORE_MISSING") throw error;
      }
    },
  };
}

function copy(from: PostgresSql, file: string): void {
  const to = new DatabaseSync(file);
  try {
    to.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    const migrations = readMigrations();
    for (const { sql } of migrations) to.exec(sql);
    to.exec(`PRAGMA user_version = ${schemaVersion(migrations)}; BEGIN`);
    const tables = to
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string }[];
    for (const { name } of tables) copyTable(from, to, name);
    to.exec("COMMIT");
  } finally {
    to.close();
  }
}

function copyTable(from: PostgresSql, to: DatabaseSync, table: string): void {
  const info = to.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[];
  const columns = info.map(({ name }) => name);
  const insert = to.prepare(
    `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => "?").join()})`,
  );
  for (const row of from.iterateBigArrays<SqlValue[]>(`SELECT ${columns.join()} FROM ${table}`, {}))
    insert.run(...row);
}
