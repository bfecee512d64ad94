import type { MembershipRows, SqlValue } from "../sql/sql.ts";
import type { KeptTexts } from "../store.ts";

/** So many rows go into one statement: memory stays small, and a statement more for each costs nothing. */
const MOST_ROWS = 20_000;
/** Types of an array's elements by their number in pg_type. */
const INT8 = 20;
const TWO_TO_32 = 2 ** 32;

/** Columns come as arrays in PostgreSQL's binary form: neither side reads digits. Its order is the set's, ascending. */
const PLAIN = `INSERT INTO membership (source, project, from_run, number, kind)
  SELECT ?, ?, ?, * FROM unnest(?::bigint[], ?::bigint[])`;
const WITH_TEXTS = `INSERT INTO membership (source, project, from_run, number, kind, label, contact)
  SELECT ?, ?, ?, * FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[])`;

/** {@link MembershipRows} by one statement a set, which nobody waits for. */
export class PostgresMembershipRows implements MembershipRows {
  readonly #post: (sql: string, values: readonly SqlValue[]) => void;
  readonly #same: readonly SqlValue[];
  readonly #withTexts: boolean;
  #numbers: (number | bigint)[] = [];
  #kinds: number[] = [];
  #texts: (KeptTexts | undefined)[] = [];
  added = 0;

  constructor(
    post: (sql: string, values: readonly SqlValue[]) => void,
    same: readonly SqlValue[],
    withTexts: boolean,
  ) {
    this.#post = post;
    this.#same = same;
    this.#withTexts = withTexts;
  }

  add(number: number | bigint, kind: number, texts?: KeptTexts): void {
    this.#numbers.push(number);
    this.#kinds.push(kind);
    if (this.#withTexts) this.#texts.push(texts);
    this.added++;
    if (this.#numbers.length >= MOST_ROWS) this.end();
  }

  end(): void {
    if (this.#numbers.length === 0) return;
    const columns: SqlValue[] = [...this.#same, integers(this.#numbers), integers(this.#kinds)];
    if (this.#withTexts) {
      columns.push(texts(this.#texts.map((kept) => kept?.label ?? null)));
      columns.push(texts(this.#texts.map((kept) => kept?.contact ?? null)));
    }
    this.#post(this.#withTexts ? WITH_TEXTS : PLAIN, columns);
    this.#numbers = [];
    this.#kinds = [];
    this.#texts = [];
  }
}

/** bigint[] as array_send() writes it: dimensions, whether there are nulls, type; length and lower bound; then each with its size. */
function integers(values: readonly (number | bigint)[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(20 + values.length * 12));
  [1, 0, INT8, values.length, 1].forEach((word, at) => {
    view.setInt32(at * 4, word);
  });
  values.forEach((value, index) => {
    const at = 20 + index * 12;
    view.setInt32(at, 8);
    if (typeof value === "bigint") view.setBigInt64(at + 4, value);
    else {
      view.setUint32(at + 4, Math.floor(value / TWO_TO_32));
      view.setUint32(at + 8, value % TWO_TO_32);
    }
  });
  return new Uint8Array(view.buffer);
}

/** text[] as PostgreSQL reads it; it has no character 0. */
function texts(values: readonly (string | null)[]): string {
  const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  return `{${values.map((text) => (text === null ? "NULL" : quoted(text))).join()}}`;
}
