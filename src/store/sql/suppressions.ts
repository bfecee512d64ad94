import { NumberSet } from "../../model/number-set.ts";
import type { Suppression, SuppressionReader } from "../suppressions.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** So many rows are read or written with one statement. */
const PIECE = 500;
/** So many numbers are read at once. */
const READ = 2_000;

const ROWS = `SELECT s.number, a.at, a.who, a.reason
  FROM suppressions s JOIN suppression_acts a ON a.id = s.act`;

/** {@link SuppressionReader} over a connection. */
export class SuppressionRows implements SuppressionReader {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  count(): number {
    return this.#sql.count("SELECT count(*) AS n FROM suppressions", {});
  }

  version(): string {
    // Ids of acts only grow, so that two lists of one size have different ones.
    const newest = this.#sql.count("SELECT coalesce(max(id), 0) AS n FROM suppression_acts", {});
    return `${newest}/${this.count()}`;
  }

  find(number: bigint): Suppression | undefined {
    return this.#rows(`${ROWS} WHERE s.number = :number`, { number })[0];
  }

  load(): NumberSet {
    const numbers = new BigUint64Array(this.count());
    let length = 0;
    for (const piece of this.#pieces()) for (const [number] of piece) numbers[length++] = number;
    return new NumberSet(numbers.subarray(0, length));
  }

  list(after: bigint, limit: number): Suppression[] {
    return this.#rows(`${ROWS} WHERE s.number > :after ORDER BY s.number LIMIT :limit`, { after, limit });
  }

  #rows(query: string, values: Record<string, SqlValue>): Suppression[] {
    const rows = this.#sql.allBigArrays<[bigint, string, string, string | null]>(query, values);
    return rows.map(([number, since, who, reason]) => ({ number, since, who, reason }));
  }

  *#pieces() {
    for (let after = 0n; ; ) {
      const piece = this.#sql.allBigArrays<[number: bigint]>(
        "SELECT number FROM suppressions WHERE number > :after ORDER BY number LIMIT :limit",
        { after, limit: READ },
      );
      const last = piece.at(-1);
      if (last === undefined) return;
      yield piece;
      after = last[0];
    }
  }
}

/** Adds numbers in the transaction that goes on; tells how many were not on the list. */
export function addSuppressions(
  sql: Sql,
  who: string,
  numbers: BigUint64Array,
  reason: string | null,
): number {
  const now = new Date().toISOString();
  const act = sql.insert("INSERT INTO suppression_acts (at, who, reason) VALUES (?, ?, ?)", now, who, reason);
  const added = inPieces(numbers, (piece) =>
    sql.run(
      `INSERT INTO suppressions (number, act) VALUES ${piece.map(() => "(?, ?)").join(", ")} ON CONFLICT (number) DO NOTHING`,
      ...piece.flatMap((number) => [number, act]),
    ),
  );
  if (added === 0) sql.run("DELETE FROM suppression_acts WHERE id = ?", act);
  return added;
}

/** Removes numbers in the transaction that goes on; tells how many were on the list. */
export function removeSuppressions(sql: Sql, numbers: BigUint64Array): number {
  return inPieces(numbers, (piece) =>
    sql.run(`DELETE FROM suppressions WHERE number IN (${piece.map(() => "?").join(", ")})`, ...piece),
  );
}

/** Whole pieces first; the rest one by one, so that few statements have to be compiled. */
function inPieces(numbers: BigUint64Array, write: (piece: bigint[]) => number): number {
  let written = 0;
  let at = 0;
  for (; at + PIECE <= numbers.length; at += PIECE) written += write([...numbers.subarray(at, at + PIECE)]);
  for (; at < numbers.length; at++) written += write([...numbers.subarray(at, at + 1)]);
  return written;
}
