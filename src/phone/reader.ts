import type { FoundNumber, Reading, RejectReason } from "../model/number.ts";
import { CandidateReader, FAILED } from "./candidate.ts";
import { chooseNumbers } from "./choose.ts";
import { CleanReader } from "./clean.ts";
import { NumberColumns } from "./columns.ts";
import { isDate, withoutJunk } from "./junk.ts";
import { findPieces, type Piece } from "./pieces.ts";
import { allowedRepairs, type RepairChoice } from "./repairs.ts";
import { type NumberTable, shippedTable } from "./table.ts";
import { toPlainText } from "./text.ts";

/** Longest value that is looked at, in UTF-16 units; a longer one is rejected as too-long. */
export const MAX_VALUE_LENGTH = 1_000;

/** What a reader works with; all of it has a default. */
export interface ReaderOptions {
  /** Numbering plans; the shipped ones without it. */
  readonly table?: NumberTable;
  /** Repairs that may be made: "all" (default), "none" (libphonenumber's reading alone), or single ones switched off. */
  readonly repair?: RepairChoice;
  /** Regions (ISO alpha-2) to try in this order where the region of a value fails. */
  readonly otherRegions?: readonly string[];
}

/** Reads the numbers in raw values. */
export class NumberReader {
  readonly #table: NumberTable;
  readonly #clean: CleanReader;

  constructor({ table = shippedTable(), repair = "all" }: ReaderOptions = {}) {
    this.#table = table;
    this.#clean = new CleanReader(table, new CandidateReader(table, allowedRepairs(repair)));
  }

  /**
   * The numbers of one value: each once, in the order of the text, valid in its plan; or a reason for none. `region` (ISO
   * alpha-2) reads national numbers; with null only international ones are read. JSON numbers come as their source
   * text. Never throws; linear in the length of the value.
   */
  read(raw: string | null, region: string | null): Reading {
    if (raw !== null && raw.length <= MAX_VALUE_LENGTH) {
      const found = this.#clean.found(this.#clean.readText(raw, region));
      if (found) return { numbers: [found] };
    }
    return this.#readOther(raw, region);
  }

  /** Empty columns for the numbers of this reader's table. */
  createColumns(): NumberColumns {
    return new NumberColumns(this.#table);
  }

  /** Reads values into columns, in their order; `regions` is one for all of them, or one for each. See `read`. */
  readBatch(
    values: readonly (string | null)[],
    regions: string | null | readonly (string | null)[],
    columns: NumberColumns,
  ): void {
    const each = typeof regions === "object" ? regions : null;
    const all = typeof regions === "object" ? null : regions;
    for (let i = 0; i < values.length; i++) {
      this.#readInto(values[i] ?? null, each ? (each[i] ?? null) : all, columns);
    }
  }

  /** Reads one value, UTF-8 from `start` to `end` of `bytes`, into columns. See `read`. */
  readBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    region: string | null,
    columns: NumberColumns,
  ): void {
    const clean = this.#clean;
    const repairs = end - start > MAX_VALUE_LENGTH ? FAILED : clean.readBytes(bytes, start, end, region);
    if (repairs === FAILED) columns.addReading(this.#readOther(textOf(bytes, start, end), region));
    else columns.addNumber(clean.low, clean.high, clean.label, repairs);
  }

  #readInto(raw: string | null, region: string | null, columns: NumberColumns): void {
    const clean = this.#clean;
    const repairs = raw === null || raw.length > MAX_VALUE_LENGTH ? FAILED : clean.readText(raw, region);
    if (repairs === FAILED) columns.addReading(this.#readOther(raw, region));
    else columns.addNumber(clean.low, clean.high, clean.label, repairs);
  }

  /** Whatever is not clean. */
  #readOther(raw: string | null, region: string | null): Reading {
    if (raw === null) return rejected("empty");
    if (raw.length > MAX_VALUE_LENGTH) return rejected("too-long");
    return readDirty(raw, region);
  }
}

/** Beyond these bytes a value is too long whatever it holds; what is cut off need not be decoded. */
const MAX_VALUE_BYTES = 4 * MAX_VALUE_LENGTH;

function textOf(bytes: Uint8Array, start: number, end: number): string {
  const length = Math.min(end - start, MAX_VALUE_BYTES);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("utf8");
}

/** A reader of raw values; keep it, since it has buffers and caches of its own. */
export function createReader(options: ReaderOptions = {}): NumberReader {
  return new NumberReader(options);
}

const MIN_DIGITS = 7;
const MAX_E164_DIGITS = 15;

function readDirty(raw: string, region: string | null): Reading {
  const plain = toPlainText(raw);
  const { text, removed } = withoutJunk(plain);
  const pieces = findPieces(text);
  const numbers = distinct(chooseNumbers(pieces, region));
  return isSome(numbers) ? { numbers } : rejected(reasonFor(plain, pieces, removed));
}

function isSome(numbers: readonly FoundNumber[]): numbers is readonly [FoundNumber, ...FoundNumber[]] {
  return numbers.length > 0;
}

/** The same number twice counts once; the first extension seen with it stays. */
function distinct(numbers: readonly FoundNumber[]): readonly FoundNumber[] {
  if (numbers.length < 2 || (numbers.length === 2 && numbers[0]?.number !== numbers[1]?.number))
    return numbers;
  const seen = new Map<bigint, FoundNumber>();
  for (const found of numbers) {
    const before = seen.get(found.number);
    if (!before) seen.set(found.number, found);
    else if (before.ext === undefined && found.ext !== undefined) seen.set(found.number, found);
  }
  return [...seen.values()];
}

function reasonFor(plain: string, pieces: readonly Piece[], removed: boolean): RejectReason {
  if (!/\d/.test(plain)) return /\p{L}/u.test(plain) ? "no-digits" : "empty";
  const longest = Math.max(0, ...pieces.map(({ digits }) => digits.length));
  if (longest < MIN_DIGITS && removed) return plain.includes("@") ? "email" : "link";
  if (isDate(plain.trim())) return "date";
  if (pieces.reduce((sum, { digits }) => sum + digits.length, 0) < MIN_DIGITS) return "too-short";
  return longest > MAX_E164_DIGITS ? "too-long" : "not-valid";
}

function rejected(reason: RejectReason): Reading {
  return { numbers: [], reason };
}
