import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";

/** Where a number was found: the file, what of it was unpacked, and as what. */
export interface Found {
  readonly file: string;
  readonly as: string;
}

/** A number as people and programs write it, 12 spellings, by what they are called. */
export function spellings(e164: string, national: string): ReadonlyMap<string, string> {
  const [code, rest] = [e164.slice(0, -national.length), national];
  const [area, one, two, three] = [rest.slice(0, 3), rest.slice(3, 6), rest.slice(6, 8), rest.slice(8)];
  return new Map([
    ["digits", `${code}${rest}`],
    ["national digits", rest],
    ["trunk digits", `8${rest}`],
    ["international", `+${code} ${area} ${one}-${two}-${three}`],
    ["national", `8 (${area}) ${one}-${two}-${three}`],
    ["national without code", `(${area}) ${one}-${two}-${three}`],
    ["blanks", `${area} ${one} ${two} ${three}`],
    ["hyphens", `${area}-${one}-${two}-${three}`],
    ["dots", `${area}.${one}.${two}.${three}`],
    ["wide", [...rest].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("")],
    ["utf-16", Buffer.from(rest, "utf16le").toString("latin1")],
    ["hex", Buffer.from(rest).toString("hex")],
  ]);
}

/** All byte patterns that would tell the number: its spellings, SQLite's varint, integers of 5, 6 and 8 bytes in both orders. */
export function patternsOf(number: bigint, national: string): ReadonlyMap<string, Buffer> {
  const patterns = new Map<string, Buffer>();
  for (const [name, text] of spellings(String(number), national))
    patterns.set(name, Buffer.from(text, name === "utf-16" ? "latin1" : "utf8"));
  patterns.set("varint", varint(number));
  for (const bytes of [5, 6, 8]) {
    const big = Buffer.alloc(8);
    big.writeBigUInt64BE(number);
    const own = big.subarray(8 - bytes);
    patterns.set(`${bytes} bytes, big-endian`, Buffer.from(own));
    patterns.set(`${bytes} bytes, little-endian`, Buffer.from(own).reverse());
  }
  return patterns;
}

/** SQLite's variable-length integer, of up to 8 bytes (https://sqlite.org/fileformat2.html). */
function varint(number: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = number; rest > 0n; rest >>= 7n)
    bytes.unshift(Number(rest & 0x7fn) | (bytes.length > 0 ? 0x80 : 0));
  return Buffer.from(bytes);
}

/** Every place in the files of a folder, unpacked as far as they can be, where one of the patterns stands. */
export async function searchFolder(folder: string, patterns: ReadonlyMap<string, Buffer>): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name);
    if (!lstatSync(path).isFile()) continue;
    for (const { of, bytes } of await unpacked(readFileSync(path)))
      for (const [as, pattern] of patterns)
        if (bytes.includes(pattern)) found.push({ file: relative(folder, path) + of, as });
  }
  return found;
}

interface Part {
  /** What was unpacked: `!gzip!xl/worksheets/sheet1.xml`; empty for the file itself. */
  readonly of: string;
  readonly bytes: Buffer;
}

async function unpacked(bytes: Buffer, of = ""): Promise<Part[]> {
  const parts = [{ of, bytes }];
  const inner: Part[] = [];
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) inner.push({ of: "!gzip", bytes: gunzipSync(bytes) });
  else if (bytes.subarray(0, 4).toString() === "PK\x03\x04") inner.push(...unzipped(bytes));
  else if (bytes.subarray(0, 4).toString() === "PAR1")
    inner.push({ of: "!parquet", bytes: await parquetText(bytes) });
  for (const part of inner) parts.push(...(await unpacked(part.bytes, of + part.of)));
  return parts;
}

/** Entries of a zip by its central directory (APPNOTE.TXT 4.3.12). */
function unzipped(bytes: Buffer): Part[] {
  const end = bytes.lastIndexOf("PK\x05\x06");
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from));
    const start = bytes.readUInt32LE(at + 42);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + size);
    const label = bytes.toString("utf8", at + 46, at + 46 + (name ?? 0));
    parts.push({ of: `!${label}`, bytes: method === 8 ? inflateRawSync(packed) : packed });
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return parts;
}

async function parquetText(bytes: Buffer): Promise<Buffer> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  return Buffer.from(JSON.stringify(rows, plain));
}
