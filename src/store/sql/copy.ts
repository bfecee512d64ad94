import { createHash } from "node:crypto";
import { DatamasterError } from "../../base/errors.ts";
import { thisProcess } from "../../base/owner.ts";
import { told } from "../../messages/messages.ts";
import type { CopiedStore, CopyStep } from "../copying.ts";
import { appendAudit } from "./privacy/audit.ts";
import { dropNumberIndex, ensureNumberIndex, hasNumberIndex } from "./run/number-index.ts";
import { refuseActive } from "./run/resuming.ts";
import type { Sql, SqlValue, TableShape } from "./sql.ts";

/** So many rows are in memory at a time. */
const BATCH = 2_000;

interface Copied {
  readonly table: TableShape;
  readonly rows: number;
  readonly hash: string;
}

/**
 * Copies all tables of one database into another, each side in one transaction that keeps other writers out. What the
 * other one then holds is read again and compared before it is kept. Ended early it leaves nothing.
 */
export function* copyDatabase(from: Sql, to: Sql, who: string): Generator<CopyStep, CopiedStore> {
  let isOver = false;
  try {
    from.begin();
    refuseRuns(from);
    to.begin();
    const tables = from.wholeTables().list();
    refuseFilled(to, tables);
    const copied = yield* copyTables(from, to, tables);
    yield* compare(to, copied);
    const rows = copied.reduce((sum, table) => sum + table.rows, 0);
    const hash = createHash("sha256")
      .update(copied.map((table) => table.hash).join())
      .digest("hex");
    const result = { from: from.path, to: to.path, tables: copied.length, rows, hash };
    appendAudit(to, who, { action: "copy", detail: result });
    to.commit();
    appendAudit(from, who, { action: "copy", detail: result });
    from.commit();
    isOver = true;
    return result;
  } finally {
    if (!isOver) {
      to.rollback();
      from.rollback();
    }
  }
}

function* copyTables(from: Sql, to: Sql, tables: readonly TableShape[]): Generator<CopyStep, Copied[]> {
  const counts = tables.map(({ name }) => from.count(`SELECT count(*) AS n FROM ${name}`, {}));
  const of = counts.reduce((sum, count) => sum + count, 0);
  const isIndexed = hasNumberIndex(from);
  dropNumberIndex(to);
  const copied: Copied[] = [];
  let rows = 0;
  for (const table of tables) {
    const hash = new RowsHash();
    let batch: SqlValue[][] = [];
    const write = (): void => {
      to.wholeTables().insert(table, batch);
      rows += batch.length;
      batch = [];
    };
    for (const row of rowsOf(from, table)) {
      hash.add(row);
      if (batch.push(row) < BATCH) continue;
      write();
      yield { step: "copying", table: table.name, rows, of };
    }
    if (batch.length > 0) write();
    keepLastId(from, to, table);
    copied.push({ table, rows: hash.rows, hash: hash.end() });
  }
  if (isIndexed) ensureNumberIndex(to);
  return copied;
}

function* rowsOf(sql: Sql, { name, columns, key }: TableShape): Generator<SqlValue[]> {
  const names = columns.map((column) => column.name).join();
  yield* sql.iterateBigArrays<SqlValue[]>(`SELECT ${names} FROM ${name} ORDER BY ${key.join()}`, {});
}

/** Ids of rows that are no more are not given again. */
function keepLastId(from: Sql, to: Sql, table: TableShape): void {
  const [column] = table.key;
  if (column === undefined || table.key.length > 1) return;
  const type = table.columns.find(({ name }) => name === column)?.type;
  if (type !== "integer") return;
  const [highest] = from.iterateBig<{ id: bigint | null }>(`SELECT max(${column}) AS id FROM ${table.name}`);
  const ids = [highest?.id ?? null, from.wholeTables().lastId(table)].flatMap((id) => id ?? []);
  if (ids.length > 0)
    to.wholeTables().setLastId(
      table,
      ids.reduce((one, other) => (one > other ? one : other)),
    );
}

function* compare(to: Sql, copied: readonly Copied[]): Generator<CopyStep, void> {
  const of = copied.reduce((sum, table) => sum + table.rows, 0);
  let rows = 0;
  for (const { table, rows: counted, hash: expected } of copied) {
    const hash = new RowsHash();
    for (const row of rowsOf(to, table)) {
      hash.add(row);
      if (++rows % BATCH === 0) yield { step: "comparing", table: table.name, rows, of };
    }
    if (hash.rows === counted && hash.end() === expected) continue;
    const facts = { table: table.name, copied: hash.rows, rows: counted };
    throw new DatamasterError("STORE_FAILED", told("copyDiffers", facts));
  }
}

/** SHA-256 over rows in their order, whichever engine gives them. */
class RowsHash {
  readonly #hash = createHash("sha256");
  #lines: string[] = [];
  rows = 0;

  add(row: readonly SqlValue[]): void {
    this.rows++;
    if (this.#lines.push(row.map(plain).join(" ")) < BATCH) return;
    this.#fold();
  }

  end(): string {
    this.#fold();
    return this.#hash.digest("hex");
  }

  #fold(): void {
    this.#hash.update(`${this.#lines.join("\n")}\n`);
    this.#lines = [];
  }
}

/** A value as a text that no other value has. Character 0 is what PostgreSQL's texts lack: there it is kept as U+FFFD. */
function plain(value: SqlValue): string {
  if (value === null) return "null";
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString("hex")}`;
  return typeof value === "string" ? JSON.stringify(value.replaceAll("\0", "\ufffd")) : String(value);
}

function refuseRuns(sql: Sql): void {
  const owner = thisProcess();
  for (const { id } of sql.all<{ id: number }>("SELECT id FROM sources ORDER BY id"))
    refuseActive(sql, id, owner);
}

function refuseFilled(sql: Sql, tables: readonly TableShape[]): void {
  for (const { name } of tables) {
    if (sql.get(`SELECT 1 AS n FROM ${name} LIMIT 1`) !== undefined)
      throw new DatamasterError("STORE_NOT_EMPTY", told("copyNotEmpty", { path: sql.path }));
  }
}
