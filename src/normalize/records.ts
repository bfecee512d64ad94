import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { LONGEST_RAW_BYTES } from "./answers.ts";

/** Where raw values lie in the input: a line each, or in one column of a table. */
export interface ColumnPlace {
  /** From 1 on. */
  readonly column: number;
  /** The byte between cells. */
  readonly delimiter: number;
}

/** Calls back with each raw value: the bytes that hold it, and from where to where. */
export type OnValue = (bytes: Uint8Array, start: number, end: number) => void;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
/** Bytes of a line beyond these are dropped: its answer shows no more of it. */
const LONGEST_LINE = LONGEST_RAW_BYTES;
/** A record longer than this is a quote that nobody closed. */
const LONGEST_RECORD = 1024 * 1024;

/** Finds in bytes that come piece by piece where whole records end. */
export interface RecordEnds {
  /** How many of the first `length` bytes are whole records. The same bytes may be shown again, with more behind them. */
  find(bytes: Uint8Array, length: number): number;
  /** How many of them are worth keeping: what is open may be longer than anybody wants. */
  readonly kept: number;
  /** That many bytes were taken away in front. */
  taken(count: number): void;
}

/** Records of a line each; an overlong line loses its end. */
export class LineEnds implements RecordEnds {
  #seen = 0;
  #end = 0;

  find(bytes: Uint8Array, length: number): number {
    const last = bytes.subarray(this.#seen, length).lastIndexOf(NEWLINE);
    if (last >= 0) this.#end = this.#seen + last + 1;
    this.#seen = Math.min(length, this.#end + LONGEST_LINE);
    return this.#end;
  }

  get kept(): number {
    return this.#seen;
  }

  taken(count: number): void {
    this.#seen -= count;
    this.#end -= count;
  }
}

const CELL_START = 0;
const CELL = 1;
const QUOTED = 2;
const QUOTE_IN_QUOTED = 3;

/** Records of a table (RFC 4180): a line end between quotes is part of the cell. */
export class TableRecordEnds implements RecordEnds {
  readonly #delimiter: number;
  #seen = 0;
  #end = 0;
  #state = CELL_START;
  #records = 0;

  constructor({ delimiter }: ColumnPlace) {
    this.#delimiter = delimiter;
  }

  /** Throws USAGE where a record does not end. */
  find(bytes: Uint8Array, length: number): number {
    const delimiter = this.#delimiter;
    let state = this.#state;
    for (let i = this.#seen; i < length; i++) {
      const byte = bytes[i] ?? 0;
      if (state === QUOTED) {
        if (byte === QUOTE) state = QUOTE_IN_QUOTED;
      } else if (byte === NEWLINE) {
        this.#end = i + 1;
        this.#records += 1;
        state = CELL_START;
      } else if (byte === delimiter) state = CELL_START;
      else if (byte === QUOTE && state !== CELL) state = QUOTED;
      else state = CELL;
    }
    this.#state = state;
    this.#seen = length;
    if (length - this.#end > LONGEST_RECORD)
      throw new DatamasterError("USAGE", told("recordTooLong", { record: this.#records + 1 }));
    return this.#end;
  }

  get kept(): number {
    return this.#seen;
  }

  taken(count: number): void {
    this.#seen -= count;
    this.#end -= count;
  }
}

/** Calls back for each line of whole lines, without its end (LF or CRLF). */
export function eachLine(bytes: Uint8Array, length: number, onValue: OnValue): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const words = length - WORD;
  for (let start = 0; start < length; ) {
    let end = start;
    while (end <= words && !hasNewline(view.getInt32(end))) end += WORD;
    while (end < length && bytes[end] !== NEWLINE) end += 1;
    onValue(bytes, start, end > start && bytes[end - 1] === RETURN ? end - 1 : end);
    start = end + 1;
  }
}

const WORD = 4;
const ONES = 0x0101_0101;
const HIGH_BITS = 0x8080_8080 | 0;

/** One of four bytes is a line end, found in one step: a byte that is zero lends a bit that it has not. */
function hasNewline(word: number): boolean {
  const zeros = word ^ (NEWLINE * ONES);
  return ((zeros - ONES) & ~zeros & HIGH_BITS) !== 0;
}

/** The cells of the first record in `bytes`, as text. */
export function firstCells(bytes: Uint8Array, delimiter: number): string[] {
  const cells = new CellReader(bytes, bytes.length, delimiter);
  const texts: string[] = [];
  if (!cells.nextRecord()) return texts;
  do cells.readCell((from, start, end) => texts.push(Buffer.from(from.subarray(start, end)).toString()));
  while (!cells.isRecordEnd);
  return texts;
}

/** Calls back for the cell of one column in each record of whole records; with an empty one where a record has it not. */
export function eachCell(bytes: Uint8Array, length: number, place: ColumnPlace, onValue: OnValue): void {
  const cells = new CellReader(bytes, length, place.delimiter);
  while (cells.nextRecord()) {
    let column = 1;
    while (column < place.column && cells.skipCell()) column += 1;
    if (column === place.column) cells.readCell(onValue);
    else onValue(bytes, 0, 0);
  }
}

/** Walks through the cells of records. */
class CellReader {
  readonly #bytes: Uint8Array;
  readonly #length: number;
  readonly #delimiter: number;
  #at = 0;
  /** The last cell was its record's last. */
  #ended = true;

  constructor(bytes: Uint8Array, length: number, delimiter: number) {
    this.#bytes = bytes;
    this.#length = length;
    this.#delimiter = delimiter;
  }

  /** True where the record has no further cell. */
  get isRecordEnd(): boolean {
    return this.#ended;
  }

  /** Goes to the first cell of the next record; false behind the last. */
  nextRecord(): boolean {
    while (!this.#ended) this.#endCell();
    this.#ended = false;
    return this.#at < this.#length;
  }

  /** Goes to the next cell of the record; false where there is none. */
  skipCell(): boolean {
    this.#endCell();
    return !this.#ended;
  }

  readCell(onValue: OnValue): void {
    const bytes = this.#bytes;
    const start = this.#at;
    const quotes = this.#endCell();
    let end = this.#ended && bytes[this.#at - 1] === NEWLINE ? this.#at - 1 : this.#at;
    if (!this.#ended) end -= 1;
    else if (end > start && bytes[end - 1] === RETURN) end -= 1;
    if (quotes === 0) onValue(bytes, start, end);
    else unquoted(bytes, start, end, onValue);
  }

  /** Goes behind the cell; tells how many quotes it has as its own signs. */
  #endCell(): number {
    const bytes = this.#bytes;
    let quotes = 0;
    let state = CELL_START;
    for (let i = this.#at; i < this.#length; i++) {
      const byte = bytes[i] ?? 0;
      if (state === QUOTED) {
        if (byte === QUOTE) state = QUOTE_IN_QUOTED;
      } else if (byte === NEWLINE || byte === this.#delimiter) {
        this.#ended = byte === NEWLINE;
        this.#at = i + 1;
        return quotes;
      } else if (byte === QUOTE && state !== CELL) {
        state = QUOTED;
        quotes += 1;
      } else state = CELL;
    }
    this.#ended = true;
    this.#at = this.#length;
    return quotes;
  }
}

/** The text between a cell's quotes, doubled quotes as one. */
function unquoted(bytes: Uint8Array, start: number, end: number, onValue: OnValue): void {
  const text = new Uint8Array(end - start);
  let length = 0;
  let open = true;
  for (let i = start + 1; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE && open) {
      if (bytes[i + 1] === QUOTE && i + 1 < end) i += 1;
      else {
        open = false;
        continue;
      }
    }
    text[length++] = byte;
  }
  onValue(text, 0, length);
}
