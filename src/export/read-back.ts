import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip, createInflateRaw } from "node:zlib";

/** Rows of a Parquet file that are decoded at once. */
const PARQUET_ROWS = 20_000;
const GZIP = "1f8b";
const ZIP = "504b0304";
const PARQUET = Buffer.from("PAR1").toString("hex");

/** The texts of a file that an export wrote, unpacked, in pieces that end anywhere; what it is, its first bytes tell. */
export async function* exportedText(file: string): AsyncGenerator<string> {
  const magic = await firstBytes(file, 4);
  if (magic.startsWith(GZIP)) yield* decoded(unpacked(createReadStream(file), createGunzip()));
  else if (magic === ZIP) yield* zipText(file);
  else if (magic === PARQUET) yield* parquetText(file);
  else yield* decoded(createReadStream(file));
}

async function firstBytes(file: string, count: number): Promise<string> {
  const handle = await open(file);
  try {
    return (await readAt(handle, 0, count)).toString("hex");
  } finally {
    await handle.close();
  }
}

async function* unpacked(
  from: NodeJS.ReadableStream,
  through: NodeJS.ReadWriteStream,
): AsyncGenerator<Uint8Array> {
  const done = pipeline(from, through);
  // The reader of the stream gets the failure too.
  done.catch(() => {});
  yield* through as unknown as AsyncIterable<Uint8Array>;
  await done;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
}

/** The entries of a zip, by its central directory (APPNOTE.TXT 4.3.12). */
async function* zipText(file: string): AsyncGenerator<string> {
  for (const { start, end, isDeflated } of await zipEntries(file)) {
    if (end < start) continue;
    const bytes = createReadStream(file, { start, end });
    yield* decoded(isDeflated ? unpacked(bytes, createInflateRaw()) : bytes);
    // Texts of two entries are two texts.
    yield "\n";
  }
}

interface ZipEntry {
  /** The first and the last byte of its data. */
  readonly start: number;
  readonly end: number;
  readonly isDeflated: boolean;
}

/** The longest end of a central directory: its 22 bytes and a comment. */
const END_LENGTH = 22 + 0xffff;
const HEAD_LENGTH = 46;
const LOCAL_LENGTH = 30;

async function zipEntries(file: string): Promise<ZipEntry[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - END_LENGTH);
    const tail = await readAt(handle, from, size - from);
    const end = tail.lastIndexOf("PK\x05\x06");
    const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    const entries: ZipEntry[] = [];
    for (let at = 0; at + HEAD_LENGTH <= directory.length; ) {
      const length = directory.readUInt32LE(at + 20);
      const local = await readAt(handle, directory.readUInt32LE(at + 42), LOCAL_LENGTH);
      const start =
        directory.readUInt32LE(at + 42) + LOCAL_LENGTH + local.readUInt16LE(26) + local.readUInt16LE(28);
      entries.push({ start, end: start + length - 1, isDeflated: directory.readUInt16LE(at + 10) === 8 });
      const texts = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
      at += HEAD_LENGTH + texts.reduce((sum, one) => sum + one, 0);
    }
    return entries;
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function* parquetText(file: string): AsyncGenerator<string> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const bytes = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(bytes);
  const rows = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < rows; rowStart += PARQUET_ROWS) {
    const rowEnd = Math.min(rows, rowStart + PARQUET_ROWS);
    const found = await parquetReadObjects({ file: bytes, metadata, rowStart, rowEnd });
    yield found.map((row) => `${Object.values(row).map(String).join("\n")}\n`).join("");
  }
}
