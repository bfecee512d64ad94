import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

/** A file of an archive; its chunks are read once, when its turn comes. */
export interface ZipEntry {
  /** Without folders. */
  readonly name: string;
  readonly chunks: Iterable<string> | AsyncIterable<string | Uint8Array>;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Sizes and checksum follow the bytes; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1980-01-01, so that the same rows make the same bytes. */
const DATE = 33;
const OUT_LENGTH = 64 * 1024;

interface Packed {
  readonly name: Buffer;
  readonly at: number;
  checksum: number;
  packed: number;
  unpacked: number;
}

/**
 * An archive (APPNOTE.TXT) as bytes, streamed: holds one chunk. What is packed and each file's length must stay below 4 GB: whoever
 * makes the entries sees to it.
 */
export async function* zipped(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const done: Packed[] = [];
  let at = 0;
  for (const { name: text, chunks } of entries) {
    const name = Buffer.from(text);
    const entry: Packed = { name, at, checksum: 0, packed: 0, unpacked: 0 };
    const header = localHeader(name);
    yield header;
    for await (const bytes of deflated(counted(chunks, entry))) {
      entry.packed += bytes.length;
      yield bytes;
    }
    const descriptor = words([DESCRIPTOR, entry.checksum, entry.packed, entry.unpacked]);
    yield descriptor;
    at += header.length + entry.packed + descriptor.length;
    done.push(entry);
  }
  yield directory(done, at);
}

async function* counted(chunks: ZipEntry["chunks"], entry: Packed): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    entry.checksum = crc32(bytes, entry.checksum);
    entry.unpacked += bytes.length;
    yield bytes;
  }
}

async function* deflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ chunkSize: OUT_LENGTH });
  const done = pipeline(Readable.from(chunks), deflate);
  // The reader of the stream gets the failure too.
  done.catch(() => {});
  yield* deflate as AsyncIterable<Uint8Array>;
  await done;
}

function localHeader(name: Buffer): Uint8Array {
  const bytes = Buffer.alloc(30 + name.length);
  bytes.writeUInt32LE(LOCAL, 0);
  bytes.writeUInt16LE(VERSION, 4);
  bytes.writeUInt16LE(FLAGS, 6);
  bytes.writeUInt16LE(DEFLATED, 8);
  bytes.writeUInt16LE(DATE, 12);
  bytes.writeUInt16LE(name.length, 26);
  name.copy(bytes, 30);
  return bytes;
}

function words(values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => {
    bytes.writeUInt32LE(value, 4 * at);
  });
  return bytes;
}

function directory(entries: readonly Packed[], at: number): Uint8Array {
  const central = Buffer.concat(entries.map(centralHeader));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([central, end]);
}

function centralHeader({ name, at, checksum, packed, unpacked }: Packed): Buffer {
  const bytes = Buffer.alloc(46 + name.length);
  bytes.writeUInt32LE(CENTRAL, 0);
  bytes.writeUInt16LE(VERSION, 4);
  bytes.writeUInt16LE(VERSION, 6);
  bytes.writeUInt16LE(FLAGS, 8);
  bytes.writeUInt16LE(DEFLATED, 10);
  bytes.writeUInt16LE(DATE, 14);
  bytes.writeUInt32LE(checksum, 16);
  bytes.writeUInt32LE(packed, 20);
  bytes.writeUInt32LE(unpacked, 24);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt32LE(at, 42);
  name.copy(bytes, 46);
  return bytes;
}
