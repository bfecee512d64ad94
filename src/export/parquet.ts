import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Cell, Column, ColumnKind } from "./columns.ts";

/** Rows of one group: what is held in memory at once. */
const GROUP_ROWS = 20_000;
const STRING = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
const TIME = { type: "INT64", converted_type: "TIMESTAMP_MILLIS" } as const;
const TYPES: Readonly<Record<ColumnKind, Pick<SchemaElement, "type" | "converted_type">>> = {
  phone: STRING,
  word: STRING,
  text: STRING,
  time: TIME,
  truth: { type: "BOOLEAN" },
};

type Value = string | bigint | boolean | null;

/** A Parquet file as bytes, a row group at a time: phones and texts as strings, times as UTC timestamps, truths as booleans. */
export function* parquetChunks(
  rows: Iterable<readonly Cell[]>,
  columns: readonly Column[],
): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns) });
  const readers = columns.map(({ kind }) => valueReader(kind));
  let group: Value[][] = columns.map(() => []);
  let held = 0;
  const flush = (): Uint8Array => {
    const columnData = columns.map(({ name }, at) => ({ name, data: group[at] ?? [] }));
    if (held > 0) writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    group = columns.map(() => []);
    held = 0;
    return taken(bytes);
  };
  for (const cells of rows) {
    for (let at = 0; at < columns.length; at++) {
      const cell = cells[at] ?? null;
      group[at]?.push(cell === null ? null : (readers[at]?.(cell) ?? null));
    }
    if (++held === GROUP_ROWS) yield flush();
  }
  yield flush();
  writer.finish();
  yield taken(bytes);
}

/** What was written since the last time. */
function taken(bytes: ByteWriter): Uint8Array {
  const chunk = bytes.getBytes().slice();
  bytes.index = 0;
  return chunk;
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: "root", num_children: columns.length },
    ...columns.map(({ name, kind }) => ({ name, repetition_type: "OPTIONAL" as const, ...TYPES[kind] })),
  ];
}

function valueReader(kind: ColumnKind): (cell: string) => Value {
  if (kind === "truth") return (cell) => cell === "yes";
  if (kind !== "time") return (cell) => cell;
  const known = new Map<string, bigint>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const time = BigInt(Date.parse(cell));
    known.set(cell, time);
    return time;
  };
}
