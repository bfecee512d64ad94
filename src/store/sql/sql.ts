import type { KeptTexts } from "../store.ts";

export type Row = Record<string, unknown>;

/** What a statement is given; a number with a fraction goes only where a column holds such. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** Inserts what begins with one run in one project; nothing is kept before {@link end}. */
export interface MembershipRows {
  /** How many rows were added. */
  readonly added: number;
  /** A number past 2^53 is a bigint. */
  add(number: number | bigint, kind: number, texts?: KeptTexts): void;
  end(): void;
}

/** A statement for a hot loop: nothing is told of what it did, and where it fails, at the latest the commit fails. */
export interface HotStatement {
  run(...values: SqlValue[]): unknown;
}

/** A table with its columns, in the order of its making, and its primary key. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly key: readonly string[];
}

export type ColumnType = "integer" | "real" | "text" | "bytes";

/** Tables as a whole, for what copies a database. */
export interface WholeTables {
  /** All of ours, by name. */
  list(): TableShape[];
  /** Adds rows, values in the order of the columns; an integer may be a bigint. */
  insert(table: TableShape, rows: readonly (readonly SqlValue[])[]): void;
  /** The highest id that was ever given in a table whose ids are not given twice; null where there is none. */
  lastId(table: TableShape): bigint | null;
  /** From now on higher ones are given. */
  setLastId(table: TableShape, id: bigint): void;
}

/**
 * One connection to a database, whichever engine it is of. Statements are written once for all engines: in the SQL that SQLite
 * and PostgreSQL share, with `?`, `?N` or `:name` for values, camelCase names as they are, and conditions that come
 * out as 0 or 1. They are compiled once. Integers come back as numbers, or as bigints from `...Big`. What an engine
 * throws comes out as an error of ours, told with the database's name.
 */
export interface Sql {
  /** The file's path, or the server's address without its password. */
  readonly path: string;
  /** Statements are worked off in this process: many small ones cost no more than one large one. */
  readonly isNear: boolean;
  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number;
  /** Inserts a row into a table with a column `id` and returns its id. */
  insert(sql: string, ...values: SqlValue[]): number;
  get<T = Row>(sql: string, ...values: SqlValue[]): T | undefined;
  all<T = Row>(sql: string, ...values: SqlValue[]): T[];
  /** The column `n` of a query's one row; values are named, and a query may leave some unused. */
  count(sql: string, values: Record<string, SqlValue>): number;
  /** Runs a statement with named values, of which it may leave some unused; returns how many rows it changed. */
  change(sql: string, values: Record<string, SqlValue>): number;
  /** Rows one by one, every integer a bigint: for columns that hold phone numbers. */
  iterateBig<T = Row>(sql: string, ...values: SqlValue[]): Iterable<T>;
  /** As arrays of columns, which cost less, with memory that does not grow. Several may be walked at a time. */
  iterateBigArrays<T extends readonly unknown[]>(sql: string, values: Record<string, SqlValue>): Iterable<T>;
  /** The same rows all at once, which cost a third of that again: for a piece of a long list. */
  allBigArrays<T extends readonly unknown[]>(sql: string, values: Record<string, SqlValue>): T[];
  /**
   * Until what it returns is called, what is read in pieces is of one moment. For readers; where the engine reads lists as one
   * statement each, nothing changes.
   */
  readTogether(): () => void;
  hot(sql: string): HotStatement;
  /** Statements without values, one after the other: what makes, drops and sets. */
  exec(sql: string): void;
  membershipRows(
    same: readonly [source: number, project: number, run: number],
    withTexts: boolean,
  ): MembershipRows;
  wholeTables(): WholeTables;
  /** Rewrites the database, so that nothing of what was deleted stays in its files. Throws STORE_FAILED where others are at it. */
  wipe(): void;
  /** True where the database has an index of that name. */
  hasIndex(name: string): boolean;
  /** Begins a transaction that writes: one at a time in a database. */
  begin(): void;
  commit(): void;
  /** Undoes the transaction, where there is one still. */
  rollback(): void;
  /** What a failure means, as an error of ours; such errors stay as they are. */
  toError(cause: unknown): Error;
  /** Marks a run as this connection's, for as long as it is open. */
  claim(run: number): void;
  /** Whether an open connection claims the run; null where the engine cannot tell. */
  isClaimed(run: number): boolean | null;
  close(): void;
}

/** Runs `work` in one transaction that writes: all of it is kept, or nothing. */
export function inTransaction<T>(sql: Sql, work: () => T): T {
  sql.begin();
  try {
    const result = work();
    sql.commit();
    return result;
  } catch (error) {
    sql.rollback();
    throw error;
  }
}
