import type { SQLInputValue, StatementSync } from "node:sqlite";
import type { MembershipRows } from "../sql/sql.ts";
import type { KeptTexts } from "../store.ts";
import type { SqliteSql } from "./sql.ts";

/** Of so many rows at once a row costs half of what it costs alone; with more, their statement costs as much as it spares. */
const ROWS = 20;
/** Source, project and run, which all rows have in common. */
const SAME = 3;

const PLAIN = shapeOf("number", "kind");
const WITH_TEXTS = shapeOf("number", "kind", "label", "contact");

/** {@link MembershipRows} by statements of many rows. */
export class SqliteMembershipRows implements MembershipRows {
  readonly #many: StatementSync;
  readonly #one: StatementSync;
  readonly #values: SQLInputValue[];
  readonly #width: number;
  #end = SAME;
  added = 0;

  constructor(
    sql: SqliteSql,
    same: readonly [source: number, project: number, run: number],
    withTexts: boolean,
  ) {
    const { width, many, one } = withTexts ? WITH_TEXTS : PLAIN;
    this.#width = width;
    this.#many = sql.hot(many);
    this.#one = sql.hot(one);
    this.#values = [...same, ...new Array<null>(ROWS * this.#width).fill(null)];
  }

  add(number: number | bigint, kind: number, texts?: KeptTexts): void {
    const values = this.#values;
    let at = this.#end;
    values[at++] = number;
    values[at++] = kind;
    if (this.#width > PLAIN.width) {
      values[at++] = texts?.label ?? null;
      values[at++] = texts?.contact ?? null;
    }
    this.added++;
    this.#end = at;
    if (at < values.length) return;
    this.#many.run(...values);
    this.#end = SAME;
  }

  end(): void {
    const same = this.#values.slice(0, SAME);
    for (let at = SAME; at < this.#end; at += this.#width)
      this.#one.run(...same, ...this.#values.slice(at, at + this.#width));
    this.#end = SAME;
  }
}

function shapeOf(...columns: string[]) {
  const width = columns.length;
  return { width, one: insertOf(columns, 1), many: insertOf(columns, ROWS) };
}

function insertOf(columns: readonly string[], rows: number): string {
  // Without numbers: node:sqlite looks each one up in a list of all that have any.
  const values = new Array<string>(rows).fill(`(?1, ?2, ?3, ${columns.map(() => "?").join()})`);
  // Where a row fails, the transaction is undone; what undoes a single statement costs a fifth more.
  return `INSERT OR FAIL INTO membership (source, project, from_run, ${columns.join()}) VALUES ${values.join()}`;
}
