import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { toStoreError } from "./failure.ts";

export type Row = Record<string, unknown>;

/**
 * Prepared statements of one connection, each compiled once. Integers come back as numbers, or as bigints from `big`.
 * What SQLite throws comes out as an error of ours, told with the file's path.
 */
export class Sql {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, path: string) {
    this.db = db;
    this.path = path;
  }

  #statement(sql: string, bigints: boolean): StatementSync {
    const key = bigints ? `big ${sql}` : sql;
    let statement = this.#statements.get(key);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      statement.setReadBigInts(bigints);
      this.#statements.set(key, statement);
    }
    return statement;
  }

  #told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStoreError(this.path, error);
    }
  }

  *#rows<T>(rows: () => Iterable<unknown>): Generator<T> {
    try {
      yield* rows() as Iterable<T>;
    } catch (error) {
      throw toStoreError(this.path, error);
    }
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql, false).run(...values).changes));
  }

  /** Inserts a row and returns its id. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql, false).run(...values).lastInsertRowid));
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#told(() => this.#statement(sql, false).get(...values) as T | undefined);
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#told(() => this.#statement(sql, false).all(...values) as T[]);
  }

  /** The column `n` of a query's one row; values are named, and a query may leave some unused. */
  count(sql: string, values: Record<string, SQLInputValue>): number {
    return this.#told(() => {
      const statement = this.#statement(sql, false);
      statement.setAllowUnknownNamedParameters(true);
      return (statement.get(values) as { n: number } | undefined)?.n ?? 0;
    });
  }

  /** Runs a statement with named values, of which it may leave some unused; returns how many rows it changed. */
  change(sql: string, values: Record<string, SQLInputValue>): number {
    return this.#told(() => {
      const statement = this.#statement(sql, false);
      statement.setAllowUnknownNamedParameters(true);
      return Number(statement.run(values).changes);
    });
  }

  /** Rows one by one, every integer a bigint: for columns that hold phone numbers. */
  iterateBig<T = Row>(sql: string, ...values: SQLInputValue[]): Iterable<T> {
    return this.#rows<T>(() => this.#statement(sql, true).iterate(...values));
  }

  /** As arrays of columns, which cost less. Not from the cache: two exports may walk one query at a time. */
  iterateBigArrays<T extends readonly unknown[]>(
    sql: string,
    values: Record<string, SQLInputValue>,
  ): Iterable<T> {
    return this.#rows<T>(() => {
      const statement = this.db.prepare(sql);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      return statement.iterate(values);
    });
  }

  /** A statement for a hot loop; what it throws is SQLite's own. */
  hot(sql: string): StatementSync {
    return this.#statement(sql, false);
  }
}
