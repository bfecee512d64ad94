import type { ColumnType, Sql, SqlValue, TableShape, WholeTables } from "../sql/sql.ts";
import { VERSION_TABLE } from "./migrate.ts";

/** Types of columns as the catalog names them, and of arrays of them. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  bigint: "integer",
  "double precision": "real",
  text: "text",
  bytea: "bytes",
};
const ARRAYS: Readonly<Record<ColumnType, string>> = {
  integer: "bigint[]",
  real: "double precision[]",
  text: "text[]",
  bytes: "bytea[]",
};

/** {@link WholeTables} of one schema of a PostgreSQL database. */
export class PostgresWholeTables implements WholeTables {
  readonly #sql: Sql;
  readonly #schema: string;

  constructor(sql: Sql, schema: string) {
    this.#sql = sql;
    this.#schema = schema;
  }

  list(): TableShape[] {
    const rows = this.#sql.all<{ name: string; part: string; type: string }>(
      `SELECT table_name AS name, column_name AS part, data_type AS type FROM information_schema.columns
       WHERE table_schema = ? AND table_name <> ? ORDER BY table_name COLLATE "C", ordinal_position`,
      this.#schema,
      VERSION_TABLE,
    );
    return [...Map.groupBy(rows, ({ name }) => name)].map(([name, parts]) => ({
      name,
      columns: parts.map(({ part, type }) => ({ name: part, type: TYPES[type] ?? "text" })),
      key: this.#key(name),
    }));
  }

  #key(table: string): string[] {
    return this.#sql
      .all<{ name: string }>(
        `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
         WHERE i.indisprimary AND i.indrelid = CAST(? AS regclass) ORDER BY array_position(i.indkey, a.attnum)`,
        `${this.#schema}.${table}`,
      )
      .map(({ name }) => name);
  }

  /** A column is one array: a statement costs the same for one row and for thousands. */
  insert({ name, columns }: TableShape, rows: readonly (readonly SqlValue[])[]): void {
    const arrays = columns.map(({ type }) => `CAST(? AS ${ARRAYS[type]})`).join();
    const values = columns.map((_, at) => `{${rows.map((row) => element(row[at] ?? null)).join()}}`);
    const names = columns.map((column) => column.name).join();
    this.#sql.run(`INSERT INTO ${name} (${names}) SELECT * FROM unnest(${arrays})`, ...values);
  }

  lastId(table: TableShape): bigint | null {
    const sequence = this.#sequence(table);
    if (sequence === null) return null;
    const [row] = this.#sql.iterateBig<{ last: bigint | null }>(
      "SELECT pg_sequence_last_value(CAST(? AS regclass)) AS last",
      sequence,
    );
    return row?.last ?? null;
  }

  setLastId(table: TableShape, id: bigint): void {
    const sequence = this.#sequence(table);
    const highest = this.lastId(table);
    if (sequence === null || (highest !== null && highest >= id)) return;
    this.#sql.get("SELECT setval(CAST(? AS regclass), CAST(? AS bigint)) AS n", sequence, id);
  }

  /** Of a table's only key column; null where it counts nothing. */
  #sequence({ name, key }: TableShape): string | null {
    const [column] = key;
    if (column === undefined || key.length > 1) return null;
    const row = this.#sql.get<{ name: string | null }>(
      "SELECT pg_get_serial_sequence(?, ?) AS name",
      `${this.#schema}.${name}`,
      column,
    );
    return row?.name ?? null;
  }
}

/** A value within an array, as PostgreSQL reads it. */
function element(value: SqlValue): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString("hex")}"`;
  if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&")}"`;
  return String(value);
}
