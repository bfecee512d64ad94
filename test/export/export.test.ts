import { buffer, text as gathered } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Cell,
  CONTRACT_COLUMNS,
  type ColumnName,
  columnsOf,
  type ExportFormat,
  formatOfName,
  formatRows,
  gzipped,
  toColumns,
} from "../../src/export/export.ts";
import { parseCsv } from "../helpers/csv.ts";

const NUMBER = ["+49176412345678902", "DE", "MOBILE", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"];

async function textOf(
  rows: Iterable<readonly Cell[]>,
  names: readonly ColumnName[],
  format: ExportFormat,
): Promise<string> {
  return await gathered(formatRows(rows, toColumns(names), format, "rows"));
}

describe("CSV", () => {
  test("begins with the contract's columns and keeps all digits", async () => {
    expect(await textOf([NUMBER], CONTRACT_COLUMNS.numbers, "csv")).toBe(
      "phone,region,type,first_seen,last_seen\r\n+49176412345678902,DE,MOBILE,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z\r\n",
    );
  });

  test("of nothing is its header", async () => {
    expect(await textOf([], CONTRACT_COLUMNS.pairs, "csv")).toBe(
      "phone,client_id,client,project_id,project,first_seen,last_seen\r\n",
    );
  });

  test("gives back any text, less the apostrophe before what could be a formula", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc
        .tuple(fc.constantFrom("'", "''", " ", "=", "+", "-", "@", "\t", "＝"), fc.string())
        .map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 4, maxLength: 4 }), async (cells) => {
        const text = await textOf([cells], ["client", "project", "label", "contact"], "csv");
        const read = Object.values(parseCsv(text).rows[0] ?? {});
        expect(read.map((one) => one.replace(/^'(?='*\s*[=+\-@\t\r\n\0＝＋－＠])/u, ""))).toEqual(cells);
      }),
    );
  });

  test.each([
    "=1+2",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1+1",
    "\u00a0=1",
    "+79161234567",
  ])("lets no spreadsheet run the text %j", async (text) => {
    expect(await textOf([[text]], ["client"], "csv")).toMatch(/^client\r\n"?'/);
  });

  test("keeps a phone as it is, and what only claims to be one does not stay a formula", async () => {
    expect(await textOf([["+79161234567"]], ["phone"], "csv")).toBe("phone\r\n+79161234567\r\n");
    expect(await textOf([["+7916+1"]], ["phone"], "csv")).toBe("phone\r\n'+7916+1\r\n");
  });

  test("for Excel tells the encoding and keeps the plus of phones", async () => {
    expect(await textOf([["+79161234567", "Яна"]], ["phone", "contact"], "csv-excel")).toBe(
      "\ufeffphone,contact\r\n'+79161234567,Яна\r\n",
    );
  });
});

test("JSON Lines hold one object a row with the CRM's own ids as text", async () => {
  const cells = ["+79161234567", "9007199254740993", 'A "B"', "7", "P\\", ...NUMBER.slice(3), null, "Ann\n"];
  const text = await textOf([cells, cells], [...CONTRACT_COLUMNS.pairs, "label", "contact"], "jsonl");
  const [first = "", second, end] = text.split("\n");
  expect([second, end]).toEqual([first, ""]);
  expect(JSON.parse(first)).toEqual({
    phone: "+79161234567",
    client_id: "9007199254740993",
    client: 'A "B"',
    project_id: "7",
    project: "P\\",
    first_seen: NUMBER[3],
    last_seen: NUMBER[4],
    label: null,
    contact: "Ann\n",
  });
});

test("rows are handed on in chunks, not one by one and not all at once", async () => {
  const rows = Array.from({ length: 20_000 }, () => NUMBER);
  let chunks = 0;
  for await (const _ of formatRows(rows, toColumns(CONTRACT_COLUMNS.numbers), "csv", "numbers")) chunks++;
  expect(chunks).toBeGreaterThan(3);
  expect(chunks).toBeLessThan(20);
});

test("gzip holds the same bytes, and fails as what it is made of does", async () => {
  const rows = Array.from({ length: 20_000 }, () => NUMBER);
  const chunks = () => formatRows(rows, toColumns(CONTRACT_COLUMNS.numbers), "csv", "numbers");
  const packed = await buffer(gzipped(chunks()));
  expect(gunzipSync(packed).toString()).toBe(await gathered(chunks()));
  const failing = (async function* () {
    yield "some";
    throw new Error("no more");
  })();
  await expect(buffer(gzipped(failing))).rejects.toThrow("no more");
});

test.each([
  ["numbers.csv", "csv"],
  ["Numbers.XLSX", "xlsx"],
  ["a.jsonl.gz", "jsonl"],
  ["a.parquet", "parquet"],
  ["a.txt", null],
])("the name %s tells the format %s", (name, format) => {
  expect(formatOfName(name)).toBe(format);
});

test("a column that is asked for twice stands there once", () => {
  expect(toColumns([...columnsOf("numbers"), "phone"]).map(({ name }) => name)).toEqual(columnsOf("numbers"));
});
