import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Keys, Sealing } from "../backups.ts";
import { AGE_MAGIC, decrypt, encrypt } from "./age.ts";

const PIECE = 256 * 1024;
const HEAD = 200;

export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

interface Watched {
  readonly signal: AbortSignal;
  /** How many bytes of the source were read. */
  readonly onRead: (bytes: number) => void;
}

/** Writes a file anew as it is to be kept: compressed, encrypted, or both; synced. The target must not exist. */
export async function pack(
  from: string,
  to: string,
  form: { readonly gzip: boolean; readonly sealing: Sealing | null },
  watched: Watched,
): Promise<Digest> {
  let bytes: AsyncIterable<Uint8Array> = readPieces(from, watched);
  if (form.gzip) bytes = through(bytes, createGzip());
  if (form.sealing !== null) bytes = await encrypt(bytes, form.sealing);
  return await write(bytes, to);
}

/** Writes what a packed file holds, whichever way it is packed; synced. The target must not exist. */
export async function unpack(from: string, to: string, keys: Keys | null, watched: Watched): Promise<Digest> {
  let bytes: AsyncIterable<Uint8Array> = readPieces(from, watched);
  let head = await headOf(from);
  if (head.startsWith(AGE_MAGIC)) {
    if (keys === null) throw new DatamasterError("USAGE", told("backupNeedsKey", { file: from }));
    const inner = await decrypt(bytes, keys, from);
    [head, bytes] = await peeked(inner);
  }
  if (head.startsWith("\x1f\x8b")) bytes = through(bytes, createGunzip());
  return await write(bytes, to);
}

/** Hash and size of a file as it lies there. */
export async function digestOf(file: string, watched: Watched): Promise<Digest> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of readPieces(file, watched)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The first bytes of a file, as latin1. */
export async function headOf(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* readPieces(file: string, { signal, onRead }: Watched): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(file, { highWaterMark: PIECE })) {
    signal.throwIfAborted();
    onRead((piece as Uint8Array).length);
    yield piece as Uint8Array;
  }
}

async function* through(bytes: AsyncIterable<Uint8Array>, change: Duplex): AsyncGenerator<Uint8Array> {
  const ended = pipeline(Readable.from(bytes), change);
  // What went wrong before comes out of the iteration as well.
  ended.catch(() => {});
  yield* change as AsyncIterable<Uint8Array>;
  await ended;
}

/** The beginning of a stream, and all of it again. */
async function peeked(bytes: AsyncIterable<Uint8Array>): Promise<[head: string, AsyncIterable<Uint8Array>]> {
  const rest = bytes[Symbol.asyncIterator]();
  const first = await rest.next();
  async function* again(): AsyncGenerator<Uint8Array> {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return [first.done === true ? "" : Buffer.from(first.value.subarray(0, HEAD)).toString("latin1"), again()];
}

async function write(bytes: AsyncIterable<Uint8Array>, to: string): Promise<Digest> {
  const hash = createHash("sha256");
  let length = 0;
  const handle = await open(to, "wx", 0o600);
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      length += piece.length;
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes: length, sha256: hash.digest("hex") };
}
