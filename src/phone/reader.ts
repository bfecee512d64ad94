import type { FoundNumber, Reading, RejectReason } from "../model/number.ts";
import { CleanReader } from "./clean/clean.ts";
import { LaneReader, NOT_MINE } from "./clean/lane.ts";
import { NumberColumns } from "./columns.ts";
import { CandidateReader, FAILED } from "./digits/candidate.ts";
import { DirtyReader } from "./dirty/dirty.ts";
import { allowedRepairs, type RepairChoice, repairList } from "./repairs.ts";
import { type StrictFailure, StrictReader, type StrictReading } from "./strict/strict.ts";
import { type NumberTable, shippedTable } from "./table/table.ts";
import { type ExplainStep, Trace } from "./trace.ts";

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
  readonly #lane: LaneReader;
  readonly #dirty: DirtyReader;
  /** Reads instead of the others where no repair may be made. */
  readonly #strict: StrictReader | null;
  #lastBytes: Uint8Array | null = null;
  #lastBuffer: Buffer = Buffer.alloc(0);

  constructor({ table = shippedTable(), repair = "all", otherRegions = [] }: ReaderOptions = {}) {
    const allowed = allowedRepairs(repair);
    const candidates = new CandidateReader(table, allowed);
    this.#table = table;
    this.#clean = new CleanReader(table, candidates);
    this.#lane = new LaneReader(this.#clean, allowed);
    this.#dirty = new DirtyReader({ table, candidates, allowed, otherRegions });
    this.#strict = repair === "none" ? new StrictReader(table) : null;
  }

  /**
   * The numbers of one value: each once, in the order of the text, valid in its plan; or a reason for none. `region` (ISO
   * alpha-2) reads national numbers; with null only international ones are read. JSON numbers come as their source
   * text. Never throws; linear in the length of the value.
   */
  read(raw: string | null, region: string | null): Reading {
    if (raw !== null && raw.length <= MAX_VALUE_LENGTH && this.#strict === null) {
      const found = this.#clean.found(this.#clean.readText(raw, region));
      if (found) return { numbers: [found] };
    }
    return this.#readOther(raw, region);
  }

  /** How one value is read, step by step, by the rules that `read` goes by. The last steps are its numbers or the reason. */
  explain(raw: string | null, region: string | null): readonly ExplainStep[] {
    const trace = new Trace();
    const isClean =
      raw !== null &&
      raw.length <= MAX_VALUE_LENGTH &&
      this.#strict === null &&
      this.#clean.readText(raw, region) !== FAILED;
    if (isClean) trace.note("clean", raw ?? "", region ?? "");
    else if (raw !== null && raw.length <= MAX_VALUE_LENGTH && this.#strict === null)
      this.#dirty.read(raw, region, trace);
    const { numbers, reason } = this.read(raw, region);
    for (const { number, ext, repairs } of numbers)
      trace.note("number", ext === undefined ? `+${number}` : `+${number};ext=${ext}`, repairs?.join(", "));
    if (reason !== undefined) trace.note("rejected", raw ?? "", reason);
    return trace.steps;
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
    const repairs =
      end - start > MAX_VALUE_LENGTH || this.#strict ? FAILED : clean.readBytes(bytes, start, end, region);
    if (repairs === FAILED) this.#readOtherInto(this.#textOf(bytes, start, end), region, columns);
    else columns.addNumber(clean.low, clean.high, clean.label, repairs);
  }

  #readInto(raw: string | null, region: string | null, columns: NumberColumns): void {
    const clean = this.#clean;
    const repairs =
      raw === null || raw.length > MAX_VALUE_LENGTH || this.#strict ? FAILED : clean.readText(raw, region);
    if (repairs === FAILED) this.#readOtherInto(raw, region, columns);
    else columns.addNumber(clean.low, clean.high, clean.label, repairs);
  }

  #textOf(bytes: Uint8Array, start: number, end: number): string {
    // Many values lie in the same bytes, and a Buffer costs as much as the text.
    if (bytes !== this.#lastBytes) {
      this.#lastBytes = bytes;
      this.#lastBuffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#lastBuffer.toString("utf8", start, Math.min(end, start + MAX_VALUE_BYTES));
  }

  /** Whatever is not clean. */
  #readOther(raw: string | null, region: string | null): Reading {
    if (raw === null) return rejected("empty");
    if (raw.length > MAX_VALUE_LENGTH) return rejected("too-long");
    if (this.#strict) return strictReading(this.#strict.read(raw, region));
    const easy = this.#lane.read(raw, region);
    if (easy !== NOT_MINE) return this.#laneReading(easy);
    const count = this.#dirty.read(raw, region);
    if (count === 0) return rejected(this.#dirty.reason ?? "not-valid");
    const numbers: [FoundNumber, ...FoundNumber[]] = [this.#foundAt(0)];
    for (let i = 1; i < count; i++) numbers.push(this.#foundAt(i));
    return { numbers };
  }

  /** The same into columns, without an object for each number. */
  #readOtherInto(raw: string | null, region: string | null, columns: NumberColumns): void {
    if (raw === null || raw.length > MAX_VALUE_LENGTH || this.#strict) {
      columns.addReading(this.#readOther(raw, region));
      return;
    }
    const lane = this.#lane;
    const easy = lane.read(raw, region);
    if (easy !== NOT_MINE) {
      columns.addValue(easy === 0 ? lane.reason : undefined);
      for (let i = 0; i < easy; i++)
        columns.addHalves(lane.low(i), lane.high(i), lane.label[i] ?? 0, lane.repairs[i] ?? 0);
      if (lane.ext !== undefined) columns.setExt(lane.ext);
      return;
    }
    const dirty = this.#dirty;
    const count = dirty.read(raw, region);
    columns.addValue(count === 0 ? (dirty.reason ?? "not-valid") : undefined);
    for (let i = 0; i < count; i++)
      columns.addToValue(dirty.number(i), dirty.label(i), dirty.repairs(i), dirty.ext(i));
  }

  #laneReading(count: number): Reading {
    const { reason, number, label, repairs, ext } = this.#lane;
    if (count === 0) return rejected(reason);
    const foundAt = (i: number): FoundNumber =>
      this.#found(number[i] ?? 0n, label[i] ?? 0, repairs[i] ?? 0, i + 1 === count ? ext : undefined);
    const numbers: [FoundNumber, ...FoundNumber[]] = [foundAt(0)];
    for (let i = 1; i < count; i++) numbers.push(foundAt(i));
    return { numbers };
  }

  #foundAt(index: number): FoundNumber {
    const dirty = this.#dirty;
    return this.#found(dirty.number(index), dirty.label(index), dirty.repairs(index), dirty.ext(index));
  }

  #found(number: bigint, label: number, bits: number, ext: string | undefined): FoundNumber {
    const region = this.#table.regionOf[label] ?? "";
    const type = this.#table.typeOf[label] ?? "UNKNOWN";
    const repairs = repairList(bits);
    if (ext === undefined) return repairs ? { number, region, type, repairs } : { number, region, type };
    return repairs ? { number, region, type, ext, repairs } : { number, region, type, ext };
  }
}

/** libphonenumber's own verdict as a reading. */
function strictReading(reading: StrictReading): Reading {
  if (reading.failure !== null) return rejected(STRICT_REASONS[reading.failure]);
  const { valid, number, region, type, ext } = reading;
  if (!valid || region === null) return rejected("not-valid");
  return { numbers: [ext === "" ? { number, region, type } : { number, region, type, ext }] };
}

const STRICT_REASONS: Readonly<Record<StrictFailure, RejectReason>> = {
  "not-a-number": "no-digits",
  "invalid-country-code": "no-country-code",
  "too-short-after-idd": "too-short",
  "too-short-nsn": "too-short",
  "too-long": "too-long",
};

/** Beyond these bytes a value is too long whatever it holds; what is cut off need not be decoded. */
const MAX_VALUE_BYTES = 4 * MAX_VALUE_LENGTH;

/** A reader of raw values; keep it, since it has buffers and caches of its own. */
export function createReader(options: ReaderOptions = {}): NumberReader {
  return new NumberReader(options);
}

function rejected(reason: RejectReason): Reading {
  return { numbers: [], reason };
}
