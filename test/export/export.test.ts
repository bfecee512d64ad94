import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../src/export/csv.ts";
import { formatRows, NUMBER_COLUMNS, numberCells, PAIR_COLUMNS, pairCells } from "../../src/export/export.ts";
import { parseCsv } from "../helpers/csv.ts";

const row = {
  number: 49176412345678902n,
  region: "DE",
  type: "MOBILE",
  firstSeen: "2026-01-01T00:00:00.000Z",
  lastSeen: "2026-01-02T00:00:00.000Z",
};

describe("CSV", () => {
  test("begins with the contract's columns and keeps all digits", () => {
    const text = [...formatRows([numberCells(row)], NUMBER_COLUMNS, "csv")].join("");
    expect(text).toBe(
      "phone,region,type,first_seen,last_seen\r\n+49176412345678902,DE,MOBILE,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z\r\n",
    );
  });

  test("of nothing is its header", () => {
    expect([...formatRows([], PAIR_COLUMNS, "csv")].join("")).toBe(
      "phone,client_id,client,project_id,project,first_seen,last_seen\r\n",
    );
  });

  test("gives back any text that is no formula", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "grapheme" }).filter((text) => !/^\s*[=+\-@\t\r\n\0＝＋－＠]/u.test(text)),
          { minLength: 2 },
        ),
        (cells) => {
          const header = cells.map((_, index) => `c${index}`);
          const [read] = parseCsv(csvLine(header) + csvLine(cells)).rows;
          expect(Object.values(read ?? {})).toEqual(cells);
        },
      ),
    );
  });

  test.each(["=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1"])(
    "lets no spreadsheet run %j",
    (text) => {
      expect(csvLine([text])).toMatch(/^"?'/);
    },
  );

  test("keeps a phone as it is, whatever spreadsheets make of its plus", () => {
    expect(csvLine(["+79161234567"])).toBe("+79161234567\r\n");
  });
});

test("JSON Lines hold one object a row with the CRM's own ids as text", () => {
  const cells = pairCells({
    ...row,
    clientId: "9007199254740993",
    client: 'A "B"',
    projectId: "7",
    project: "P",
    label: null,
    contact: "Ann",
  });
  const [line] = [...formatRows([cells], [...PAIR_COLUMNS, "contact"], "jsonl")].join("").split("\n");
  expect(JSON.parse(line ?? "")).toEqual({
    phone: "+49176412345678902",
    client_id: "9007199254740993",
    client: 'A "B"',
    project_id: "7",
    project: "P",
    first_seen: row.firstSeen,
    last_seen: row.lastSeen,
    contact: "Ann",
  });
});

test("rows are handed on in chunks, not one by one and not all at once", () => {
  const cells = numberCells(row);
  const rows = Array.from({ length: 5_000 }, () => cells);
  const chunks = [...formatRows(rows, NUMBER_COLUMNS, "csv")];
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.length).toBeLessThan(20);
});
