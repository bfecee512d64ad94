import { readdirSync, readFileSync } from "node:fs";
import type { Reading } from "../../src/model/number.ts";

/** What one value of the corpus must be read as: numbers in order, or the reasons that are right where there is none. */
export interface Expected {
  /** `+79161234567`, `#12` behind it for an extension, repair codes in brackets. */
  readonly numbers: readonly string[];
  /** Empty where there are numbers, or where any reason will do. */
  readonly reasons: readonly string[];
}

/** One labelled value. */
export interface CorpusRow {
  readonly file: string;
  readonly line: number;
  /** What is dirty about the value, or what it is instead of a number. */
  readonly kind: string;
  readonly raw: string;
  readonly region: string | null;
  readonly otherRegions: readonly string[];
  readonly expected: Expected;
}

const FOLDER = new URL("../../test/phone/corpus/", import.meta.url);
const HEADER =
  /^== (?<kind>[a-z0-9-]+) (?<region>[A-Z]{2}|-)(?<others>(?: \+[A-Z]{2})*)(?: => (?<expected>.+))?$/;
const ARROW = " => ";
const NUMBER = /^\+\d+(?:#\d+)?(?:\([a-z,-]+\))?$/;
const REASONS = /^[a-z-]+(?:\|[a-z-]+)*$/;
const ANY_REASON = "none";

/** The rows of the corpus's files (default: all), in their order. The format is told in test/phone/corpus/README.md. */
export function readCorpus(files: readonly string[] = corpusFiles()): CorpusRow[] {
  return files.flatMap((file) => rowsOf(file, readFileSync(new URL(file, FOLDER), "utf8")));
}

/** Names of the corpus's files. */
export function corpusFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".txt"))
    .sort();
}

/** The rows of one file's text. */
export function rowsOf(file: string, text: string): CorpusRow[] {
  const rows: CorpusRow[] = [];
  let section: Section | null = null;
  for (const [i, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("//")) continue;
    const place = `${file}:${i + 1}`;
    if (line.startsWith("== ")) section = sectionOf(line, place);
    else if (section === null) throw new Error(`${place}: a value before the first section`);
    else rows.push(rowOf(line, section, file, i + 1));
  }
  return rows;
}

interface Section {
  readonly kind: string;
  readonly region: string | null;
  readonly otherRegions: readonly string[];
  readonly expected: Expected | null;
}

function sectionOf(line: string, place: string): Section {
  const { kind = "", region = "-", others = "", expected } = HEADER.exec(line)?.groups ?? {};
  if (kind === "") throw new Error(`${place}: a section is "== kind REGION +OTHER => what it is": ${line}`);
  return {
    kind,
    region: region === "-" ? null : region,
    otherRegions: others.split(" +").slice(1),
    expected: expected === undefined ? null : expectedOf(expected, place),
  };
}

function rowOf(
  line: string,
  { expected: ofSection, ...section }: Section,
  file: string,
  at: number,
): CorpusRow {
  const place = `${file}:${at}`;
  const arrow = line.lastIndexOf(ARROW);
  const expected = arrow < 0 ? ofSection : expectedOf(line.slice(arrow + ARROW.length), place);
  if (expected === null) throw new Error(`${place}: neither the line nor its section says what it is`);
  return { ...section, file, line: at, raw: unescaped(arrow < 0 ? line : line.slice(0, arrow)), expected };
}

function expectedOf(text: string, place: string): Expected {
  if (REASONS.test(text)) return { numbers: [], reasons: text === ANY_REASON ? [] : text.split("|") };
  const numbers = text.split(" ");
  const wrong = numbers.find((number) => !NUMBER.test(number));
  if (wrong !== undefined) throw new Error(`${place}: ${wrong} is neither a number nor a reason`);
  return { numbers, reasons: [] };
}

/** `\n`, `\t`, `\r`, `\s` for a space at an end of the line, `\\`, and `\u{200b}` for what cannot be seen. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/gi, (_all, code: string | undefined, sign = "") =>
    code === undefined ? (SIGNS[sign] ?? sign) : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

const SIGNS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", s: " " };

/** What a reader says of a value, in the corpus's words: numbers in brackets' form, or the reason. */
export function told({ numbers, reason }: Reading): string {
  if (numbers.length === 0) return reason ?? "no reason";
  return numbers
    .map(({ number, ext, repairs = [] }) => {
      const extension = ext === undefined ? "" : `#${ext}`;
      return `+${number}${extension}${repairs.length === 0 ? "" : `(${repairs.join()})`}`;
    })
    .join(" ");
}

/** The row's label in the same words; `none` for any reason. */
export function labelOf({ expected: { numbers, reasons } }: CorpusRow): string {
  return numbers.length > 0 ? numbers.join(" ") : reasons.join("|") || ANY_REASON;
}

/** Whether the reading is what the row's label says. */
export function isRight(row: CorpusRow, reading: Reading): boolean {
  const { numbers, reasons } = row.expected;
  if (numbers.length > 0) return told(reading) === numbers.join(" ");
  return reading.numbers.length === 0 && (reasons.length === 0 || reasons.includes(reading.reason ?? ""));
}
