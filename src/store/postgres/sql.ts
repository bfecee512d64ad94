import { DatamasterError, messageOf } from "../../base/errors.ts";
import type { HotStatement, MembershipRows, Row, Sql, SqlValue, WholeTables } from "../sql/sql.ts";
import type { ServerAddress } from "./address.ts";
import { Bridge } from "./bridge.ts";
import { toServerError } from "./failure.ts";
import { PostgresMembershipRows } from "./membership-rows.ts";
import type { ServerCall, ServerResult } from "./protocol.ts";
import { type Translated, translate, translateSchema } from "./translate.ts";
import { PostgresWholeTables } from "./whole-tables.ts";

type Named = Readonly<Record<string, SqlValue>>;

interface Statement extends Translated {
  readonly name: string;
}

/** So many rows of a long answer are in memory at a time, and as many are on their way. */
const ROWS_AHEAD = 5_000;
/** The number of advisory locks: one for who writes in a schema, one a run of it. */
const WRITER = 0;
/** And one for the service that serves it. */
const SERVICE = -1;
/** An SQLSTATE: something in the transaction failed before. */
const FAILED_TRANSACTION = "25P02";
/** PostgreSQL's texts have no character 0; this is what stands for what is no character. */
const REPLACEMENT = "\ufffd";

/** {@link Sql} over one connection to a PostgreSQL server, all of it in one schema. */
export class PostgresSql implements Sql {
  readonly path: string;
  readonly isNear = false;
  readonly #bridge: Bridge;
  readonly #schema: string;
  readonly #statements = new Map<string, Statement>();
  #cursors = 0;
  #open = 0;
  #isWriting = false;
  #claims = 0;

  /** Connects when the first statement is run. */
  constructor(address: ServerAddress) {
    this.path = address.shown;
    this.#schema = address.schema;
    this.#bridge = new Bridge(address);
    // Where a statement waits for another's lock for so long, something is stuck. A long sort may use some memory. Plans are made to be read
    // to their end. The server gives up what a vanished machine left behind.
    this.#post(`SET search_path = ${address.schema}; SET lock_timeout = '120s'; SET work_mem = '32MB'; SET jit = off;
      SET cursor_tuple_fraction = 1; SET client_min_messages = warning; SET client_encoding = 'UTF8';
      SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3`);
  }

  run(sql: string, ...values: SqlValue[]): number {
    return this.#ask(sql, values).count;
  }

  insert(sql: string, ...values: SqlValue[]): number {
    return this.get<{ id: number }>(`${sql} RETURNING id`, ...values)?.id ?? 0;
  }

  get<T = Row>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.all<T>(sql, ...values)[0];
  }

  all<T = Row>(sql: string, ...values: SqlValue[]): T[] {
    return toRows<T>(this.#ask(sql, values));
  }

  count(sql: string, values: Record<string, SqlValue>): number {
    return toRows<{ n: number }>(this.#ask(sql, values))[0]?.n ?? 0;
  }

  change(sql: string, values: Record<string, SqlValue>): number {
    return this.#ask(sql, values).count;
  }

  iterateBig<T = Row>(sql: string, ...values: SqlValue[]): Iterable<T> {
    return toRows<T>(this.#ask(sql, values, true));
  }

  *iterateBigArrays<T extends readonly unknown[]>(
    sql: string,
    values: Record<string, SqlValue>,
  ): Generator<T> {
    const cursor = `rows_${++this.#cursors}`;
    // A cursor lives in a transaction, and several may share one.
    if (this.#open++ === 0 && !this.#isWriting) this.#post("BEGIN");
    const fetch = this.#plain(`FETCH ${ROWS_AHEAD} FROM ${cursor}`, true);
    try {
      this.#post(...this.#bound(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, values));
      let coming = this.#bridge.send(fetch);
      for (;;) {
        const { rows } = this.#bridge.take(coming);
        if (rows.length === ROWS_AHEAD) coming = this.#bridge.send(fetch);
        yield* rows as unknown as T[];
        if (rows.length < ROWS_AHEAD) return;
      }
    } finally {
      if (--this.#open === 0 && !this.#isWriting) this.#post("ROLLBACK");
      else this.#post(`CLOSE ${cursor}`);
    }
  }

  allBigArrays<T extends readonly unknown[]>(sql: string, values: Record<string, SqlValue>): T[] {
    return this.#ask(sql, values, true).rows as unknown as T[];
  }

  /** One cursor a list: it reads of one moment by itself. */
  readTogether(): () => void {
    return () => {};
  }

  hot(sql: string): HotStatement {
    return { run: (...values: SqlValue[]) => this.#bridge.post(this.#said(sql, values, false)) };
  }

  exec(sql: string): void {
    this.#bridge.call(this.#plain(translateSchema(sql), false));
  }

  /** As {@link exec}, in PostgreSQL's own words. */
  execAsItIs(sql: string): void {
    this.#bridge.call(this.#plain(sql, false));
  }

  membershipRows(same: Parameters<Sql["membershipRows"]>[0], withTexts: boolean): MembershipRows {
    const post = (sql: string, values: readonly SqlValue[]) =>
      this.#bridge.post(this.#said(sql, values, false));
    return new PostgresMembershipRows(post, same, withTexts);
  }

  wholeTables(): WholeTables {
    return new PostgresWholeTables(this, this.#schema);
  }

  /** Its own write-ahead log and copies keep what they hold until the server recycles them. */
  wipe(): void {
    const tables = this.all<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = ?",
      this.#schema,
    );
    for (const { name } of tables) this.execAsItIs(`VACUUM (FULL) ${this.#schema}.${name}`);
  }

  hasIndex(name: string): boolean {
    return (
      this.get("SELECT 1 FROM pg_indexes WHERE schemaname = ? AND indexname = ?", this.#schema, name) !==
      undefined
    );
  }

  /** Writers follow each other, as they do in SQLite: nothing that is written once for both meets another writer. */
  begin(): void {
    this.#isWriting = true;
    this.#post(`BEGIN; SELECT pg_advisory_xact_lock(${this.#lockClass()}, ${WRITER})`);
  }

  commit(): void {
    const { command } = this.#bridge.call(this.#plain("COMMIT", false));
    this.#isWriting = false;
    // A transaction in which something failed ends so, and says nothing else.
    if (command !== "COMMIT")
      throw toServerError(this.path, { code: FAILED_TRANSACTION, message: `the commit became a ${command}` });
  }

  rollback(): void {
    if (!this.#isWriting) return;
    this.#isWriting = false;
    try {
      this.#bridge.call(this.#plain("ROLLBACK", false));
    } catch {
      // With the connection its transaction went, too.
    }
  }

  toError(cause: unknown): Error {
    if (cause instanceof DatamasterError) return cause;
    return toServerError(this.path, { code: "", message: messageOf(cause) });
  }

  claim(run: number): void {
    this.#claims++;
    this.#bridge.call(this.#plain(`SELECT pg_advisory_lock(${this.#lockClass()}, ${run})`, false));
  }

  /** Claims the schema for one service; false where another one's connection does. */
  claimService(): boolean {
    const found = this.get<{ got: number }>(
      `SELECT pg_try_advisory_lock(${this.#lockClass()}, ${SERVICE}) AS got`,
    );
    if (found?.got !== 1) return false;
    this.#claims++;
    return true;
  }

  isClaimed(run: number): boolean {
    const found = this.get(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND classid = (hashtext(?)::bigint & 4294967295)::oid AND objid = ?::bigint::oid`,
      this.#schema,
      run,
    );
    return found !== undefined;
  }

  close(): void {
    // The server frees what a connection held only some time after it has ended.
    if (this.#claims > 0) this.#post("SELECT pg_advisory_unlock_all()");
    this.#bridge.close();
  }

  #lockClass(): string {
    return `hashtext('${this.#schema}')`;
  }

  /** Several statements without values, which nobody waits for; or one with. */
  #post(text: string, values: ServerCall["values"] = null): void {
    this.#bridge.post({ ...this.#plain(text, false), values });
  }

  #plain(text: string, bigints: boolean): Omit<ServerCall, "id"> {
    return { text, values: null, name: null, bigints };
  }

  #ask(sql: string, values: readonly SqlValue[] | Named, bigints = false): ServerResult {
    return this.#bridge.call(this.#said(sql, values, bigints));
  }

  #said(sql: string, values: readonly SqlValue[] | Named, bigints: boolean): Omit<ServerCall, "id"> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = { ...translate(sql), name: `s${this.#statements.size + 1}` };
      this.#statements.set(sql, statement);
    }
    return { text: statement.text, values: valuesOf(statement, values), name: statement.name, bigints };
  }

  #bound(sql: string, values: Named): [text: string, values: SqlValue[]] {
    const statement = translate(sql);
    return [statement.text, valuesOf(statement, values)];
  }
}

function valuesOf({ values: wanted }: Translated, given: readonly SqlValue[] | Named): SqlValue[] {
  const byName = given as Named;
  return wanted.map((key) => {
    const value = (typeof key === "number" ? (given as readonly SqlValue[])[key - 1] : byName[key]) ?? null;
    return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", REPLACEMENT) : value;
  });
}

function toRows<T>({ columns, rows }: ServerResult): T[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])) as T);
}
