import { HIGH_HALF, LOW_HALF, TWO_TO_32 } from "../../../base/halves.ts";
import { NumberSet } from "../../../model/number-set.ts";
import type { Suppression, SuppressionReader } from "../../suppressions.ts";
import type { Sql, SqlValue } from "../sql.ts";

/** So many rows are read or written with one statement. */
const PIECE = 500;
/** So many numbers are read at once, as one text: as rows they cost twice as much. */
const READ = 5_000;
/** Digits that a number of JavaScript's holds exactly, whichever they are. */
const EXACT = 15;
const COMMA = 44;

const ROWS = `SELECT s.number, a.at, a.who, a.reason
  FROM suppressions s JOIN suppression_acts a ON a.id = s.act`;

const AS_TEXT = `SELECT string_agg(CAST(number AS TEXT), ',') FROM
  (SELECT number FROM suppressions WHERE number > :after ORDER BY number LIMIT :limit) piece`;

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
    while (length < numbers.length) {
      const values = { after: numbers[length - 1] ?? 0n, limit: READ };
      const text = this.#sql.allBigArrays<[text: string | null]>(AS_TEXT, values)[0]?.[0] ?? null;
      // Others may have taken some off meanwhile.
      if (text === null) break;
      length = readNumbers(text, numbers, length);
    }
    return new NumberSet(numbers.subarray(0, length));
  }

  list(after: bigint, limit: number): Suppression[] {
    return this.#rows(`${ROWS} WHERE s.number > :after ORDER BY s.number LIMIT :limit`, { after, limit });
  }

  newest(skipped: number, limit: number): Suppression[] {
    return this.#rows(`${ROWS} ORDER BY s.act DESC, s.number DESC LIMIT :limit OFFSET :skipped`, {
      limit,
      skipped,
    });
  }

  #rows(query: string, values: Record<string, SqlValue>): Suppression[] {
    const rows = this.#sql.allBigArrays<[bigint, string, string, string | null]>(query, values);
    return rows.map(([number, since, who, reason]) => ({ number, since, who, reason }));
  }
}

/** Reads numbers with commas between them into columns, from a place on, as far as there is room; returns the place behind them. */
function readNumbers(text: string, numbers: BigUint64Array, from: number): number {
  const halves = new Uint32Array(numbers.buffer);
  let [value, begins, to] = [0, 0, from];
  for (let at = 0; at <= text.length && to < numbers.length; at++) {
    const code = at === text.length ? COMMA : text.charCodeAt(at);
    if (code !== COMMA) {
      value = value * 10 + (code - 48);
      continue;
    }
    if (at - begins > EXACT) numbers[to] = BigInt(text.slice(begins, at));
    else {
      // In halves no bigint is made.
      halves[2 * to + LOW_HALF] = value;
      halves[2 * to + HIGH_HALF] = value / TWO_TO_32;
    }
    to++;
    value = 0;
    begins = at + 1;
  }
  return to;
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
