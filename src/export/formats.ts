import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Cell, Column } from "./columns.ts";
import { csvHeader, csvLines } from "./csv.ts";
import { jsonLines } from "./json-lines.ts";
import { type LineFormat, lineWriter } from "./lines.ts";

export const EXPORT_FORMATS = ["csv", "csv-excel", "jsonl", "xlsx", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A piece of a file. */
export type Chunk = string | Uint8Array;

const GZIPPED = /\.gz$/i;
/** Characters gathered before they are handed on: a write a row costs more than the row. */
const CHUNK_LENGTH = 256 * 1024;

/** Formats that only programs can read. */
export function isBinary(format: ExportFormat): boolean {
  return format === "xlsx" || format === "parquet";
}

/** What a file's name says it is; null where it says nothing. */
export function formatOfName(file: string): ExportFormat | null {
  const name = file.toLowerCase().replace(GZIPPED, "");
  return EXPORT_FORMATS.find((format) => name.endsWith(`.${format}`)) ?? null;
}

/** Whether a file of this name is compressed. */
export function isGzipped(file: string): boolean {
  return GZIPPED.test(file);
}

/** Rows as a file of the format, in pieces; holds one piece, however many rows there are. `title` names a workbook's sheet. */
export async function* formatRows(
  rows: Iterable<readonly Cell[]>,
  columns: readonly Column[],
  format: ExportFormat,
  title: string,
): AsyncGenerator<Chunk> {
  switch (format) {
    case "csv":
      return yield* textChunks(rows, csvHeader(columns, "plain"), csvLines(columns, "plain"));
    case "csv-excel":
      return yield* textChunks(rows, csvHeader(columns, "excel"), csvLines(columns, "excel"));
    case "jsonl":
      return yield* textChunks(rows, "", jsonLines(columns));
    case "xlsx":
      return yield* (await import("./xlsx.ts")).xlsxChunks(rows, columns, title);
    case "parquet":
      return yield* (await import("./parquet.ts")).parquetChunks(rows, columns);
  }
}

function* textChunks(rows: Iterable<readonly Cell[]>, header: string, format: LineFormat): Generator<string> {
  const toLine = lineWriter(format);
  let chunk = header;
  for (const cells of rows) {
    chunk += toLine(cells);
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

/** The same bytes, gzipped (RFC 1952). */
export async function* gzipped(chunks: AsyncIterable<Chunk>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip();
  const done = pipeline(Readable.from(chunks), gzip);
  // The reader of the stream gets the failure too.
  done.catch(() => {});
  yield* gzip as AsyncIterable<Uint8Array>;
  await done;
}
