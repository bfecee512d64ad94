/** Rows that stand together; to be read to their end before the next group is asked for. */
interface Group<Row> {
  readonly first: Row;
  readonly rows: Iterable<Row>;
}

/** Parts rows where their key changes; holds one row, however many there are. */
export function* groups<Row>(
  all: Iterable<Row>,
  keyOf: (row: Row, at: number) => unknown,
): Generator<Group<Row>> {
  const rows = all[Symbol.iterator]();
  let at = 0;
  let next = rows.next();
  const group = function* (key: unknown): Generator<Row> {
    while (next.done !== true && keyOf(next.value, at) === key) {
      yield next.value;
      at++;
      next = rows.next();
    }
  };
  try {
    while (next.done !== true) yield { first: next.value, rows: group(keyOf(next.value, at)) };
  } finally {
    rows.return?.();
  }
}

export function* mapped<Row, Result>(rows: Iterable<Row>, to: (row: Row) => Result): Generator<Result> {
  for (const row of rows) yield to(row);
}

export function* filtered<Row>(rows: Iterable<Row>, isWanted: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (isWanted(row)) yield row;
}
