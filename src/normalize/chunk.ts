import { createReader, openTable, type RepairChoice } from "../phone/phone.ts";
import { type AnswerFormat, type AnswerWriter, createAnswerWriter } from "./answers.ts";
import { type ColumnPlace, eachCell, eachLine } from "./records.ts";

/** How values are read and answered; plain data, so that it can be handed to a thread. */
export interface AnswerOptions {
  /** ISO alpha-2; with null only international numbers are read. */
  readonly region: string | null;
  readonly format: AnswerFormat;
  readonly repair: RepairChoice;
  readonly otherRegions: readonly string[];
  /** Tell what speaks for a number being made up. */
  readonly flags: boolean;
  /** A compiled number table; null for the shipped one. */
  readonly table: Uint8Array | null;
}

/** Whole records: the first `length` bytes of `buffer`. */
export interface Chunk {
  readonly buffer: SharedArrayBuffer;
  readonly length: number;
  /** Where their values lie; null for a value a line. */
  readonly place: ColumnPlace | null;
  /** The first record is a header and gets no answer. */
  readonly header: boolean;
}

/** Answers chunk after chunk. */
export class ChunkAnswerer {
  readonly #writer: AnswerWriter;

  constructor({ region, format, repair, otherRegions, flags, table }: AnswerOptions) {
    const reader = createReader({ ...(table && { table: openTable(table) }), repair, otherRegions });
    this.#writer = createAnswerWriter(format, reader, region, flags);
  }

  /** The answers to all values of a chunk, written into `room` or, where it is too small, another buffer. */
  answer({ buffer, length, place, header }: Chunk, room: SharedArrayBuffer): Buffer<SharedArrayBuffer> {
    const { out } = this.#writer;
    const bytes = new Uint8Array(buffer);
    let skip = header;
    const onValue = (from: Uint8Array, start: number, end: number): void => {
      if (!skip) this.#writer.answer(from, start, end);
      skip = false;
    };
    out.use(room);
    if (place) eachCell(bytes, length, place, onValue);
    else eachLine(bytes, length, onValue);
    return out.bytes.subarray(0, out.length);
  }
}
