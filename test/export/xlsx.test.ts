import { buffer } from "node:stream/consumers";
import { readXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { toColumns } from "../../src/export/export.ts";
import { xlsxChunks } from "../../src/export/xlsx.ts";

const COLUMNS = toColumns(["phone", "client", "first_seen", "allocated"]);

async function workbook(rows: readonly (readonly (string | null)[])[], maxRows?: number) {
  const bytes = await buffer(xlsxChunks(rows, COLUMNS, "numbers", maxRows));
  return await readXlsx(bytes, { readStyles: true });
}

test("a workbook has a frozen header, wide columns, texts as strings and times as dates", async () => {
  const book = await workbook([["+49176412345678902", "=1+1", "2026-11-22T14:31:14.000Z", null]]);
  const [sheet] = book.sheets;
  expect([book.sheets.length, sheet?.name, sheet?.freezePane?.rows]).toEqual([1, "numbers", 1]);
  expect(sheet?.columns?.map((column) => column.width)).toEqual([20, 28, 20, 11]);
  const [header, [phone, client, seen] = []] = sheet?.rows ?? [];
  expect(header).toEqual(["phone", "client", "first_seen", "allocated"]);
  expect([phone, client]).toEqual(["+49176412345678902", "=1+1"]);
  expect(seen).toEqual(new Date("2026-11-22T14:31:14.000Z"));
});

test("texts come back as they were typed, whatever XML or Excel would make of them", async () => {
  const texts = ["a <b> & \"c\" 'd'", "_x0041_", "two\r\nlines", " spaces ", "Ёж 🦔", "tab\there", "\u0001"];
  const book = await workbook(texts.map((text) => ["+79161234567", text, null, "yes"]));
  expect(book.sheets[0]?.rows.slice(1).map(([, text]) => text)).toEqual(texts);
});

test("half a character and more text than a cell takes do not spoil the file", async () => {
  const book = await workbook([["+79161234567", `\ud800${"x".repeat(40_000)}`, null, null]]);
  const text = String(book.sheets[0]?.rows[1]?.[1]);
  expect([text.length, text.at(0), text.at(-1)]).toEqual([32_767, "\ufffd", "…"]);
});

test("rows past a sheet's end go on in a further sheet with its own header", async () => {
  const rows = Array.from({ length: 7 }, (_, at) => [`+7916123456${at}`, null, null, null]);
  const { sheets } = await workbook(rows, 4);
  expect(sheets.map(({ name }) => name)).toEqual(["numbers", "numbers_2", "numbers_3"]);
  expect(sheets.map((sheet) => sheet.rows[0]?.[0])).toEqual(["phone", "phone", "phone"]);
  expect(sheets.flatMap((sheet) => sheet.rows.slice(1).map(([phone]) => phone))).toEqual(
    rows.map(([phone]) => phone),
  );
});
