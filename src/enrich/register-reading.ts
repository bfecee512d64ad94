import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { DatamasterError, messageOf } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import {
  type HeldRange,
  type Holder,
  type Layout,
  layoutOf,
  REGISTER_FORMATS,
  type RegisterFormat,
  readRow,
} from "./register-formats.ts";

/** What the files of one register hold. */
export interface ReadRegister {
  readonly format: RegisterFormat;
  /** Sorted, none in another. */
  readonly rows: readonly HeldRange[];
  readonly files: readonly { readonly name: string; readonly ranges: number }[];
  /** The day of the oldest file. */
  readonly sourceDate: string;
  /** Rows that were left out, for programs to count and people to read; empty unless they were to be left out. */
  readonly skipped: readonly Told[];
}

/** A range and where it stands. */
interface PlacedRange extends HeldRange {
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
  const placed: PlacedRange[] = [];
  const problems: Told[] = [];
  let format: RegisterFormat | null = null;
  const holders = new Map<string, Holder>();
  for (const file of paths) {
    const lines = linesOf(file);
    const layout = layoutFor(file, lines.next().value ?? "");
    if (format !== null && format !== layout.format) {
      throw invalid(told("rangesMixed", { one: format.country, other: layout.format.country }));
    }
    format = layout.format;
    const keep = ({ from, to, holder }: HeldRange, line: number): void => {
      placed.push({ from, to, holder: shared(holders, holder), file, line });
    };
    readRows(file, lines, layout, keep, problems);
  }
  const kept = withoutOverlaps(placed, problems);
  if (problems.length > 0 && (!skipBad || kept.length === 0)) throw badRows(problems);
  if (format === null || kept.length === 0) throw invalid(told("rangesEmpty", { files: paths.join(", ") }));
  const ranges = Map.groupBy(kept, ({ file }) => file);
  const files = paths.map((path) => ({ name: basename(path), ranges: ranges.get(path)?.length ?? 0 }));
  return { format, rows: kept, files, sourceDate: oldestDay(paths), skipped: problems };
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

/** Lines without their ends, decoded one by one: what is kept of a line then keeps nothing of the file. */
function* linesOf(path: string): Generator<string, undefined> {
  const bytes = readBytes(path);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\n", at);
    const next = end === -1 ? bytes.length : end + 1;
    try {
      yield decoder.decode(bytes.subarray(at, next)).trimEnd();
    } catch {
      throw invalid(told("rangesNoUtf8", { file: path }));
    }
    at = next;
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw invalid(told("rangesUnreadable", { file: path, why: messageOf(error) }));
  }
}

function layoutFor(file: string, firstLine: string): Layout {
  const layout = layoutOf(firstLine);
  if (layout !== null) return layout;
  throw invalid(
    told("rangesUnknown", { file, known: REGISTER_FORMATS.map(({ country }) => country).join(", ") }),
  );
}

/** Reads the lines after the first. */
function readRows(
  file: string,
  lines: Iterable<string>,
  layout: Layout,
  keep: (row: HeldRange, line: number) => void,
  problems: Told[],
): void {
  let line = 1;
  for (const text of lines) {
    line++;
    if (text === "") continue;
    const row = readRow(layout, text);
    if ("from" in row) keep(row, line);
    else problems.push(told("rangeRow", { file, line, what: row }));
  }
}

/** The one object for holders that are told alike. */
function shared(holders: Map<string, Holder>, holder: Holder): Holder {
  const key = Object.values(holder).join("\t");
  const known = holders.get(key) ?? holder;
  holders.set(key, known);
  return known;
}

/** The rows in order. Of two that overlap the second is a problem, unless it says the same as the first. */
function withoutOverlaps(placed: PlacedRange[], problems: Told[]): PlacedRange[] {
  placed.sort((one, other) => one.from - other.from || one.to - other.to);
  const kept: PlacedRange[] = [];
  for (const next of placed) {
    const before = kept.at(-1);
    if (before === undefined || before.to < next.from) kept.push(next);
    else if (!isSame(before, next)) {
      const what = told("rangeOverlap", { file: before.file, line: before.line });
      problems.push(told("rangeRow", { file: next.file, line: next.line, what }));
    }
  }
  return kept;
}

function isSame(one: HeldRange, other: HeldRange): boolean {
  return one.from === other.from && one.to === other.to && one.holder.operator === other.holder.operator;
}

function oldestDay(paths: readonly string[]): string {
  const oldest = Math.min(...paths.map((path) => statSync(path).mtimeMs));
  return new Date(oldest).toISOString().slice(0, 10);
}
