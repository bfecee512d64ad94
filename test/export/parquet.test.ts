import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { expect, test } from "vitest";
import { toColumns } from "../../src/export/export.ts";
import { parquetChunks } from "../../src/export/parquet.ts";

const COLUMNS = toColumns(["phone", "first_seen", "operator", "allocated"]);

function fileOf(rows: Iterable<readonly (string | null)[]>): ArrayBuffer {
  const bytes = Buffer.concat([...parquetChunks(rows, COLUMNS)]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

test("columns are typed: phones as strings, times as timestamps, truths as booleans", async () => {
  const file = fileOf([
    ["+49176412345678902", "2026-11-22T14:31:14.842Z", "МТС", "yes"],
    ["+79161234567", null, null, "no"],
  ]);
  const types = parquetSchema(parquetMetadata(file)).children.map(
    ({ element }) => element.converted_type ?? element.type,
  );
  expect(types).toEqual(["UTF8", "TIMESTAMP_MILLIS", "UTF8", "BOOLEAN"]);
  const seen = new Date("2026-11-22T14:31:14.842Z");
  expect(await parquetReadObjects({ file })).toEqual([
    { phone: "+49176412345678902", first_seen: seen, operator: "МТС", allocated: true },
    { phone: "+79161234567", first_seen: null, operator: null, allocated: false },
  ]);
});

test("rows come in groups, and none is lost between them", async () => {
  const rows = Array.from({ length: 45_000 }, (_, at) => [`+7916${1_000_000 + at}`, null, null, null]);
  const file = fileOf(rows);
  expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
    20_000, 20_000, 5_000,
  ]);
  const read = (await parquetReadObjects({ file, columns: ["phone"] })) as { phone: string }[];
  expect(read.map(({ phone }) => phone)).toEqual(rows.map(([phone]) => phone));
});

test("a file of no rows has its columns", () => {
  const { num_rows, schema } = parquetMetadata(fileOf([]));
  expect([Number(num_rows), schema.slice(1).map(({ name }) => name)]).toEqual([
    0,
    COLUMNS.map(({ name }) => name),
  ]);
});
