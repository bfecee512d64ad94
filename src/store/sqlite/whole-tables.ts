import type { ColumnType, SqlValue, TableShape, WholeTables } from "../sql/sql.ts";
import type { SqliteSql } from "./sql.ts";

/** So many rows go into one statement. */
const ROWS = 20;
const TYPES: Readonly<Record<string, ColumnType>> = {
  INTEGER: "integer",
  REAL: "real",
  TEXT: "text",
  BLOB: "bytes",
};

/** {@link WholeTables} of an SQLite file, by its own catalog. */
export class SqliteWholeTables implements WholeTables {
  readonly #sql: SqliteSql;

  constructor(sql: SqliteSql) {
    this.#sql = sql;
  }

  list(): TableShape[] {
    const tables = this.#sql.all<{ name: string }>(
      "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
    );
    return tables.map(({ name }) => {
      const info = this.#sql.all<{ name: string; type: string; pk: number }>(
        "SELECT name, type, pk FROM pragma_table_info(?, 'main') ORDER BY cid",
        name,
      );
      const key = info.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
      const columns = info.map((column) => ({ name: column.name, type: TYPES[column.type] ?? "text" }));
      return { name, columns, key: key.map((column) => column.name) };
    });
  }

  insert(table: TableShape, rows: readonly (readonly SqlValue[])[]): void {
    const [many, one] = [insertOf(table, ROWS), insertOf(table, 1)];
    let at = 0;
    for (; at + ROWS <= rows.length; at += ROWS) this.#sql.run(many, ...rows.slice(at, at + ROWS).flat());
    for (; at < rows.length; at++) this.#sql.run(one, ...(rows[at] ?? []));
  }

  /** Kept for tables with AUTOINCREMENT alone. */
  lastId({ name }: TableShape): bigint | null {
    const [row] = this.#sql.iterateBig<{ seq: bigint }>(
      "SELECT seq FROM main.sqlite_sequence WHERE name = ?",
      name,
    );
    return row?.seq ?? null;
  }

  setLastId(table: TableShape, id: bigint): void {
    const counts = "SELECT 1 FROM main.sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'";
    if (this.#sql.get(counts, table.name) === undefined) return;
    const highest = this.lastId(table);
    if (highest !== null && highest >= id) return;
    this.#sql.run("DELETE FROM main.sqlite_sequence WHERE name = ?", table.name);
    this.#sql.run("INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)", table.name, id);
  }
}

function insertOf({ name, columns }: TableShape, rows: number): string {
  const row = `(${columns.map(() => "?").join()})`;
  const names = columns.map((column) => column.name).join();
  return `INSERT INTO ${name} (${names}) VALUES ${new Array(rows).fill(row).join()}`;
}
