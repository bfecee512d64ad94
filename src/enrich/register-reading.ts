import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { DatamasterError, messageOf } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import {
  type Layout,
  layoutOf,
  REGISTER_FORMATS,
  type RegisterFormat,
  type RegisterRow,
  readRow,
} from "./register-formats.ts";

/** What the files of one register hold. */
export interface ReadRegister {
  readonly format: RegisterFormat;
  /** Sorted, none in another. */
  readonly rows: readonly RegisterRow[];
  readonly files: readonly { readonly name: string; readonly ranges: number }[];
  /** The day of the oldest file. */
  readonly sourceDate: string;
  /** Rows that were left out, for programs to count and people to read; empty unless they were to be left out. */
  readonly skipped: readonly Told[];
}

/** A row and where it stands. */
interface PlacedRow {
  readonly row: RegisterRow;
  /** As it was given. */
  readonly file: string;
  readonly line: number;
}

/** So many bad rows are told; the rest is counted. */
const SHOWN_PROBLEMS = 10;

/**
 * Reads the files of one register. Throws RANGES_INVALID where one is no register that we know, they are of different
 * countries, or rows are bad, unless these are to be left out; tells of bad rows by file and line.
 */
export function readRegister(paths: readonly string[], skipBad: boolean): ReadRegister {
  const placed: PlacedRow[] = [];
  const problems: Told[] = [];
  let format: RegisterFormat | null = null;
  for (const file of paths) {
    const lines = linesOf(file);
    const layout = layoutFor(file, lines[0] ?? "");
    if (format !== null && format !== layout.format) {
      throw invalid(told("rangesMixed", { one: format.country, other: layout.format.country }));
    }
    format = layout.format;
    readRows(file, lines, layout, placed, problems);
  }
  const kept = withoutOverlaps(placed, problems);
  if (problems.length > 0 && (!skipBad || kept.length === 0)) throw badRows(problems);
  if (format === null || kept.length === 0) throw invalid(told("rangesEmpty", { files: paths.join(", ") }));
  const ranges = Map.groupBy(kept, ({ file }) => file);
  const files = paths.map((path) => ({ name: basename(path), ranges: ranges.get(path)?.length ?? 0 }));
  const rows = kept.map(({ row }) => row);
  return { format, rows, files, sourceDate: oldestDay(paths), skipped: problems };
}

function invalid(what: Told): DatamasterError {
  return new DatamasterError("RANGES_INVALID", what);
}

function badRows(problems: readonly Told[]): DatamasterError {
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  return invalid(
    told("rangesBadRows", { count: problems.length, more: problems.length - shown.length, problems: shown }),
  );
}

function linesOf(path: string): string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw invalid(told("rangesUnreadable", { file: path, why: messageOf(error) }));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).split(/\r?\n/);
  } catch {
    throw invalid(told("rangesNoUtf8", { file: path }));
  }
}

function layoutFor(file: string, firstLine: string): Layout {
  const layout = layoutOf(firstLine);
  if (layout !== null) return layout;
  throw invalid(
    told("rangesUnknown", { file, known: REGISTER_FORMATS.map(({ country }) => country).join(", ") }),
  );
}

function readRows(
  file: string,
  lines: readonly string[],
  layout: Layout,
  placed: PlacedRow[],
  problems: Told[],
): void {
  for (let index = 1; index < lines.length; index++) {
    const text = lines[index] ?? "";
    if (text.trim() === "") continue;
    const line = index + 1;
    const row = readRow(layout, text);
    if ("from" in row) placed.push({ row, file, line });
    else problems.push(told("rangeRow", { file, line, what: row }));
  }
}

/** The rows in order. Of two that overlap the second is a problem, unless it says the same as the first. */
function withoutOverlaps(placed: PlacedRow[], problems: Told[]): PlacedRow[] {
  placed.sort((one, other) => one.row.from - other.row.from || one.row.to - other.row.to);
  const kept: PlacedRow[] = [];
  for (const next of placed) {
    const before = kept.at(-1);
    if (before === undefined || before.row.to < next.row.from) kept.push(next);
    else if (!isSame(before.row, next.row)) {
      const what = told("rangeOverlap", { file: before.file, line: before.line });
      problems.push(told("rangeRow", { file: next.file, line: next.line, what }));
    }
  }
  return kept;
}

function isSame(one: RegisterRow, other: RegisterRow): boolean {
  return one.from === other.from && one.to === other.to && one.operator === other.operator;
}

function oldestDay(paths: readonly string[]): string {
  const oldest = Math.min(...paths.map((path) => statSync(path).mtimeMs));
  return new Date(oldest).toISOString().slice(0, 10);
}
