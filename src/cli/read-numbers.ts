import { createReadStream, fstatSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type NumberList, numbersOf, readNumberList } from "../app/numbers/number-list.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { Cli } from "./cli.ts";
import type { Context } from "./context.ts";
import { firstLine, regionOf, regionsToRead } from "./number-lines.ts";
import { ReadingProgress } from "./reading-progress.ts";

/** What is typed where numbers are expected, and how it is to be read. */
export interface NumbersAsked {
  /** None, or only "-": they are asked for at a terminal, else read from stdin as a list. */
  readonly texts: readonly string[];
  /** A column's number or name, for lists. */
  readonly column: string;
  /** Read national numbers; by default those of the sources. */
  readonly region: readonly string[] | undefined;
}

/** Numbers of the command line, of a prompt or of stdin, and which of them it was. Rejects USAGE where there are none. */
export async function numbersAsked(
  context: Context,
  { texts, column, region }: NumbersAsked,
): Promise<{ readonly list: NumberList; readonly from: string }> {
  const { cli } = context;
  const regions = await regionsOf(context, region);
  const typed = texts.filter((text) => text !== "-");
  if (typed.length > 0) return { list: numbersOf(typed, regions), from: "arguments" };
  if (cli.stdin.isTTY === true) return { list: numbersOf([await firstLine(cli)], regions), from: "prompt" };
  const size = "fd" in cli.stdin && typeof cli.stdin.fd === "number" ? sizeOf(fstatSync(cli.stdin.fd)) : null;
  const list = await readList(context, cli.stdin, size, column, regions);
  if (list.read === 0) throw new DatamasterError("USAGE", told("noNumberGiven"));
  return { list, from: "stdin" };
}

/** Numbers of a file, which may be gzipped, and its path. Rejects USAGE where it cannot be read. */
export async function numbersOfFile(
  context: Context,
  file: string,
  { column, region }: Omit<NumbersAsked, "texts">,
): Promise<{ readonly list: NumberList; readonly from: string }> {
  const path = resolve(context.cli.cwd, file);
  const regions = await regionsOf(context, region);
  try {
    const size = sizeOf(statSync(path));
    const list = await readList(context, createReadStream(path), size, column, regions);
    return { list, from: path };
  } catch (error) {
    if (error instanceof DatamasterError || (error as { code?: unknown } | null)?.code === undefined)
      throw error;
    throw new DatamasterError("USAGE", told("listUnreadable", { file, why: messageOf(error) }), {
      cause: error,
    });
  }
}

async function regionsOf(context: Context, region: readonly string[] | undefined): Promise<string[]> {
  return [...new Set(region?.map(regionOf) ?? (await regionsToRead(context, undefined)))];
}

function sizeOf(stat: { isFile(): boolean; readonly size: number }): number | null {
  return stat.isFile() ? stat.size : null;
}

async function readList(
  { cli, quiet, json }: Context,
  stream: NodeJS.ReadableStream,
  size: number | null,
  column: string,
  regions: readonly string[],
): Promise<NumberList> {
  const progress = await ReadingProgress.open(cli, quiet || json ? null : size, "afterwards");
  try {
    return await readNumberList(unzipped(stoppable(cli, progress.watch(stream))), column, regions);
  } finally {
    progress.close();
  }
}

async function* stoppable(cli: Cli, pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    cli.signal.throwIfAborted();
    yield typeof piece === "string" ? Buffer.from(piece) : piece;
  }
}

/** Gzip is known by its first two bytes (RFC 1952), whatever the file is called. */
async function* unzipped(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { value: first = new Uint8Array(0) } = await pieces.next();
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first;
    yield* pieces;
  }
  if (first[0] === 0x1f && first[1] === 0x8b)
    yield* Readable.from(all()).compose(createGunzip()) as AsyncIterable<Uint8Array>;
  else yield* all();
}
