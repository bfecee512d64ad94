import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { MembershipRows, Row, Sql, WholeTables } from "../sql/sql.ts";
import { toStoreError } from "./failure.ts";
import { SqliteMembershipRows } from "./membership-rows.ts";
import { SqliteWholeTables } from "./whole-tables.ts";
import { wipe } from "./wipe.ts";

/** {@link Sql} over one connection of node:sqlite. */
export class SqliteSql implements Sql {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly isNear = true;
  readonly #readOnly: boolean;
  readonly #statements = new Map<string, StatementSync>();
  #readings = 0;

  /** `db` is closed with it. */
  constructor(db: DatabaseSync, path: string, { readOnly = false } = {}) {
    this.db = db;
    this.path = path;
    this.#readOnly = readOnly;
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

  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#told(() => Number(this.#statement(sql, false).run(...values).changes));
  }

  insert(sql: string, ...values: SQLInputValue[]): number {
    return this.get<{ id: number }>(`${sql} RETURNING id`, ...values)?.id ?? 0;
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#told(() => this.#statement(sql, false).get(...values) as T | undefined);
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#told(() => this.#statement(sql, false).all(...values) as T[]);
  }

  count(sql: string, values: Record<string, SQLInputValue>): number {
    return this.#told(() => {
      const statement = this.#statement(sql, false);
      statement.setAllowUnknownNamedParameters(true);
      return (statement.get(values) as { n: number } | undefined)?.n ?? 0;
    });
  }

  change(sql: string, values: Record<string, SQLInputValue>): number {
    return this.#told(() => {
      const statement = this.#statement(sql, false);
      statement.setAllowUnknownNamedParameters(true);
      return Number(statement.run(values).changes);
    });
  }

  iterateBig<T = Row>(sql: string, ...values: SQLInputValue[]): Iterable<T> {
    return this.#rows<T>(() => this.#statement(sql, true).iterate(...values));
  }

  /** Not from the cache: two exports may walk one query at a time. */
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

  allBigArrays<T extends readonly unknown[]>(sql: string, values: Record<string, SQLInputValue>): T[] {
    return this.#told(() => {
      const statement = this.#statement(sql, true);
      statement.setReturnArrays(true);
      return statement.all(values) as unknown as T[];
    });
  }

  readTogether(): () => void {
    // A transaction that writes is of one moment anyway.
    if (this.#readings === 0 && this.db.isTransaction) return () => {};
    if (this.#readings++ === 0) this.exec("BEGIN");
    let isEnded = false;
    return () => {
      if (isEnded) return;
      isEnded = true;
      if (--this.#readings === 0 && this.db.isOpen && this.db.isTransaction) this.db.exec("COMMIT");
    };
  }

  /** What it throws is SQLite's own. */
  hot(sql: string): StatementSync {
    return this.#statement(sql, false);
  }

  exec(sql: string): void {
    this.#told(() => this.db.exec(sql));
  }

  membershipRows(same: Parameters<Sql["membershipRows"]>[0], withTexts: boolean): MembershipRows {
    return new SqliteMembershipRows(this, same, withTexts);
  }

  wholeTables(): WholeTables {
    return new SqliteWholeTables(this);
  }

  wipe(): void {
    wipe(this);
  }

  hasIndex(name: string): boolean {
    return this.get("SELECT 1 FROM main.sqlite_schema WHERE type = 'index' AND name = ?", name) !== undefined;
  }

  begin(): void {
    this.exec("BEGIN IMMEDIATE");
  }

  commit(): void {
    this.exec("COMMIT");
  }

  rollback(): void {
    // A full disk can have rolled back already.
    if (this.db.isTransaction) this.db.exec("ROLLBACK");
  }

  toError(cause: unknown): Error {
    return toStoreError(this.path, cause);
  }

  /** A run's owner tells: processes that share a file share a machine. */
  claim(): void {}

  isClaimed(): null {
    return null;
  }

  /** Folds the write-ahead log back where anything was written, so that one file is all there is to copy; not while others are at it. */
  close(): void {
    if (!this.#readOnly) {
      this.db.exec("PRAGMA busy_timeout = 500");
      this.#giveBack();
      this.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    this.db.close();
  }

  /** Room that is not used any more, such as that of pages of projects that were open, in a file made to give it back. */
  #giveBack(): void {
    try {
      this.db.exec("PRAGMA incremental_vacuum");
    } catch {
      // Somebody else writes, or the disk is full: whoever closes next gives it back.
    }
  }
}
