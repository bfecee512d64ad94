import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { readMigrations, schemaVersion } from "../sql/migrations.ts";
import type { ServerAddress } from "./address.ts";
import type { PostgresSql } from "./sql.ts";

/** The table that says which version a schema has; in a schema without it, other tables are another program's. */
export const VERSION_TABLE = "datamaster_version";

/** What SQLite has and PostgreSQL lacks, of what statements use that are written once for both. */
const FUNCTIONS = `
CREATE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT CASE WHEN $1 >= $2 THEN $1 ELSE $2 END';
CREATE FUNCTION min(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT CASE WHEN $1 <= $2 COLLATE "C" THEN $1 ELSE $2 END';
CREATE FUNCTION json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT json_array_elements_text($1::json) COLLATE "C"';
CREATE FUNCTION json_remove(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT ($1::jsonb - substr($2, 3))::text';
`;

/** The version of the schema; 0 where there are no tables. Throws STORE_FOREIGN, STORE_NEWER. */
export function versionOf(sql: PostgresSql, { schema, shown }: ServerAddress): number {
  const tables = sql.all<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = ?",
    schema,
  );
  if (tables.length === 0) return 0;
  if (!tables.some(({ name }) => name === VERSION_TABLE))
    throw new DatamasterError("STORE_FOREIGN", told("serverForeign", { server: shown, schema }));
  const version =
    sql.get<{ version: number }>(`SELECT version FROM ${schema}.${VERSION_TABLE}`)?.version ?? 0;
  const known = schemaVersion(readMigrations());
  if (version > known)
    throw new DatamasterError("STORE_NEWER", told("databaseNewer", { path: shown, version, known }));
  return version;
}

/**
 * Brings the schema to this program's version, all at once. Of processes that do so at one time, the others wait. Earlier
 * migrations stay as they were applied.
 */
export function migrate(sql: PostgresSql, address: ServerAddress): void {
  const migrations = readMigrations();
  const newest = schemaVersion(migrations);
  if (versionOf(sql, address) === newest) return;
  sql.begin();
  try {
    const before = versionOf(sql, address);
    const { schema } = address;
    if (before === 0) {
      if (sql.get("SELECT 1 FROM pg_namespace WHERE nspname = ?", schema) === undefined)
        sql.exec(`CREATE SCHEMA ${schema}`);
      sql.exec(
        `CREATE TABLE ${VERSION_TABLE} (version INTEGER NOT NULL); INSERT INTO ${VERSION_TABLE} VALUES (0)`,
      );
      sql.execAsItIs(FUNCTIONS);
    }
    for (const migration of migrations) if (migration.version > before) sql.exec(migration.sql);
    sql.run(`UPDATE ${VERSION_TABLE} SET version = ?`, newest);
    sql.commit();
  } catch (error) {
    sql.rollback();
    throw error;
  }
}
