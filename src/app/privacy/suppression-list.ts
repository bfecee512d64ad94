import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { withoutDigits } from "../../base/digits.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { forEachValue } from "../../normalize/normalize.ts";
import { createReader, maskForPeople } from "../../phone/phone.ts";
import type { RunReader, Suppression } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { type NumberList, numbersOf, readNumberList } from "../numbers/number-list.ts";
import { reading } from "../with-store.ts";
import { suppress, unsuppress } from "./suppress.ts";

/** A number of the list as a page shows it. */
export interface ListedSuppression {
  /** Masked, whoever asks: whole numbers are shown one by one, where that is recorded. */
  readonly phone: string;
  readonly since: string;
  readonly who: string;
  readonly reason: string | null;
  /** Some source holds it now. */
  readonly isHeld: boolean;
}

/** What a change of the list read and did. */
export interface SuppressionChange {
  readonly read: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly unreadable: number;
  readonly count: number;
  readonly examples: readonly { readonly line: number; readonly text: string }[];
}

const DAYS_MS = 30 * 24 * 3_600_000;
/** National numbers are tried in so many regions, those of most clients first. */
const MOST_REGIONS = 8;
/** Of a file so many lines without a number are told: people mend them there. */
const MOST_LINES = 10_000;
/** Unpacked bytes of a file at most. */
const MOST_UNPACKED = 500_000_000;
/** The beginning of a file by which its column is guessed. */
const LOOKED_AT = 256 * 1024;
const SHOWN_ROWS = 10;
const SHOWN_COLUMNS = 20;
const NEWLINE = 0x0a;

/** Newest first. */
export async function listSuppressions(
  ports: AppPorts,
  skipped: number,
  limit: number,
): Promise<readonly ListedSuppression[]> {
  return await reading(ports, (reader) =>
    reader.suppressions.newest(skipped, limit).map((row) => shown(reader, row)),
  );
}

/** How many are on the list, and how many rows of exports they held back in the last 30 days. */
export async function suppressionFacts(
  ports: AppPorts,
): Promise<{ readonly count: number; readonly heldBack: number }> {
  const since = new Date(Date.now() - DAYS_MS).toISOString();
  return await reading(ports, ({ suppressions, audit }) => ({
    count: suppressions.count(),
    heldBack: heldBackOf(audit, since),
  }));
}

/** Exports of the command line and of the service alike: both are in the audit log. */
function heldBackOf(audit: RunReader["audit"], since: string): number {
  const exports = audit.list({ action: "export", since, limit: Number.MAX_SAFE_INTEGER });
  return exports.reduce((sum, { detail }) => {
    const { suppressed, includeSuppressed } = detail;
    return typeof suppressed === "number" && includeSuppressed !== true ? sum + suppressed : sum;
  }, 0);
}

/** Whether a number is on the list. Rejects USAGE where the text holds none. */
export async function checkSuppression(
  ports: AppPorts,
  phone: string,
  region: string | null,
): Promise<{ readonly phone: string; readonly found: ListedSuppression | null }> {
  return await reading(ports, (reader) => {
    const [number = 0n] = numbersOf([phone], regionsOf(reader, region)).numbers;
    const row = reader.suppressions.find(number);
    return {
      phone: maskForPeople(`+${number}`),
      found: row === undefined ? null : shown(reader, row),
    };
  });
}

function shown(reader: RunReader, row: Suppression): ListedSuppression {
  const { number, since, who, reason } = row;
  const phone = maskForPeople(`+${number}`);
  const isHeld = reader.placesOf(number).some(({ goneRun }) => goneRun === null);
  return { phone, since, who, reason, isHeld };
}

function regionsOf(reader: RunReader, region: string | null): readonly string[] {
  return region === null ? reader.numberFeed.regions().slice(0, MOST_REGIONS) : [region];
}

export interface ChangeAsked {
  readonly phones: readonly string[];
  readonly reason: string | null;
  /** Null: those of the clients. */
  readonly region: string | null;
}

/** Puts typed numbers on the list. Rejects USAGE where one of them is none. */
export async function addSuppressions(ports: AppPorts, asked: ChangeAsked): Promise<SuppressionChange> {
  const list = await typed(ports, asked);
  return changeOf(list, await suppress(ports, list, { from: "dashboard", reason: asked.reason }));
}

/** Takes typed numbers off the list. Rejects USAGE where one of them is none. */
export async function removeSuppressions(ports: AppPorts, asked: ChangeAsked): Promise<SuppressionChange> {
  const list = await typed(ports, asked);
  return changeOf(list, await unsuppress(ports, list, { from: "dashboard", reason: asked.reason }));
}

async function typed(ports: AppPorts, { phones, region }: ChangeAsked): Promise<NumberList> {
  return await reading(ports, (reader) => numbersOf(phones, regionsOf(reader, region)));
}

export interface ImportAsked extends Omit<ChangeAsked, "phones"> {
  /** Where the bytes lie. */
  readonly file: string;
  /** As the person's disk names it, for the audit log. */
  readonly name: string;
  /** By number from 1, or by its name in the header. */
  readonly column: string;
  /** Only tells what it would do. */
  readonly isDry: boolean;
}

/** Puts the numbers of a file on the list; it may be gzipped. Rejects USAGE and INPUT_TOO_LARGE. */
export async function importSuppressions(ports: AppPorts, asked: ImportAsked): Promise<SuppressionChange> {
  const regions = await reading(ports, (reader) => regionsOf(reader, asked.region));
  const list = await readNumberList(unpacked(asked.file), asked.column, regions, MOST_LINES);
  if (!asked.isDry)
    return changeOf(list, await suppress(ports, list, { from: asked.name, reason: asked.reason }));
  return await reading(ports, ({ suppressions }) => {
    const known = suppressions.load();
    const unchanged = list.numbers.reduce((sum, number) => sum + Number(known.has(number)), 0);
    const changed = list.numbers.length - unchanged;
    return changeOf(list, { changed, unchanged, suppressed: known.size });
  });
}

function changeOf(
  { read, unreadable, examples }: NumberList,
  { changed, unchanged, suppressed }: Awaited<ReturnType<typeof suppress>>,
): SuppressionChange {
  const texts = examples.map(({ line, text }) => ({ line, text: withoutDigits(text) }));
  return { read, unreadable, changed, unchanged, count: suppressed, examples: texts };
}

/** A file's bytes, unpacked where it is gzip (RFC 1952), under a cap: few packed bytes may hold very many. */
async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  const [first, second] = await beginning(file, 2);
  const bytes = createReadStream(file);
  if (first !== 0x1f || second !== 0x8b) return yield* bytes;
  let length = 0;
  for await (const piece of bytes.compose(createGunzip()) as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > MOST_UNPACKED)
      throw new DatamasterError("INPUT_TOO_LARGE", told("listGzipTooLarge", { most: MOST_UNPACKED / 1e6 }));
    yield piece;
  }
}

async function beginning(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What a file seems to hold. */
export interface ListGuess {
  /** From 1; null where no column holds numbers. */
  readonly column: number | null;
  readonly hasHeader: boolean;
  readonly columns: readonly { readonly name: string | null; readonly numbers: number }[];
  /** Digits of what could be a number are hidden. */
  readonly rows: readonly (readonly string[])[];
}

/** Looks at the beginning of a file. */
export async function guessSuppressions(
  ports: AppPorts,
  file: string,
  region: string | null,
): Promise<ListGuess> {
  const [home, ...otherRegions] = await reading(ports, (reader) => regionsOf(reader, region));
  const reader = createReader({ otherRegions });
  const records = await firstRecords(await beginningOf(file));
  const [header = []] = records;
  const hasHeader = records.length > 1 && !header.some((cell) => /\d/.test(cell));
  const rows = hasHeader ? records.slice(1) : records;
  const width = header.length;
  const columns = Array.from({ length: width }, (_, at) => ({
    name: hasHeader ? (header[at] ?? null) : null,
    numbers: rows.filter((cells) => reader.read(cells[at] ?? "", home ?? null).numbers.length > 0).length,
  }));
  const most = Math.max(0, ...columns.map(({ numbers }) => numbers));
  return {
    column: most === 0 ? null : columns.findIndex(({ numbers }) => numbers === most) + 1,
    hasHeader,
    columns,
    rows: rows.slice(0, SHOWN_ROWS).map((cells) => cells.map(hidden)),
  };
}

function hidden(text: string): string {
  const digits = text.replace(/\P{Nd}+/gu, "").length;
  return (digits < 5 ? text : withoutDigits(text)).slice(0, 80);
}

/** The first bytes, unpacked, up to the end of a line. */
async function beginningOf(file: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of unpacked(file)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= LOOKED_AT) break;
  }
  const bytes = Buffer.concat(pieces);
  return length < LOOKED_AT ? bytes : bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1 || length);
}

/** Cells of the first columns, read as an import reads them: column by column, until there is no further one. */
async function firstRecords(bytes: Buffer): Promise<string[][]> {
  const records: string[][] = [];
  for (let column = 1; column <= SHOWN_COLUMNS; column++) {
    const asked = { column: String(column), delimiter: null };
    const read = forEachValue(Readable.from([bytes]), asked, false, (text, record) => {
      const cells = records[record - 1] ?? [];
      records[record - 1] = cells;
      cells[column - 1] = text;
    });
    const isThere = await read.then(
      () => true,
      () => false,
    );
    if (!isThere) break;
  }
  return records;
}
