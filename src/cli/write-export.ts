import { resolve } from "node:path";
import type { ExportPart } from "../app/exports/export-held.ts";
import { ExportNote } from "../app/exports/note-export.ts";
import { writeHashed } from "../app/exports/write-hashed.ts";
import { DatamasterError } from "../base/errors.ts";
import { type Chunk, type ExportFormat, isBinary } from "../export/export.ts";
import { told } from "../messages/messages.ts";
import type { AuditDetail } from "../store/store.ts";
import type { Context } from "./context.ts";
import { openFile, openStream, type Sink } from "./output.ts";

interface ExportedFile {
  readonly part: ExportPart;
  readonly chunks: AsyncIterable<Chunk>;
}

/** Where the files of an export go. */
interface Places {
  /** Is asked for the place of each file, before its first byte. */
  readonly open: (part: ExportPart) => Promise<Sink>;
  /** Told the SHA-256 of each file in hex, when all is written and nothing in its place yet. */
  readonly sealed: (hashes: readonly string[]) => Promise<void>;
}

/** Writes an export to its place or places, all of it or nothing, and takes away what the screen showed meanwhile. */
async function writeExport(
  { cli, screen }: Pick<Context, "cli" | "screen">,
  files: AsyncIterable<ExportedFile>,
  { open, sealed }: Places,
): Promise<void> {
  const sinks: Sink[] = [];
  const hashes: string[] = [];
  try {
    for await (const { part, chunks } of files) {
      const sink = await open(part);
      sinks.push(sink);
      const { sha256 } = await writeHashed(chunks, sink.write, cli.signal);
      await sink.seal();
      hashes.push(sha256);
    }
    await sealed(hashes);
    for (const sink of sinks) await sink.finish();
  } catch (error) {
    for (const sink of sinks) await sink.discard();
    throw error;
  } finally {
    screen.hide();
  }
}

/** What was written so far. */
export interface Written {
  /** In the order of writing; the last one may not be done yet. Empty where it goes to stdout. */
  readonly files: { readonly file: string; rows: number }[];
  rows: number;
  /** Rows of numbers that must not be called, left out or not. */
  suppressed: number;
}

/** Counts an export's rows as they come. */
export function countRows(): { written: Written; onRow: () => void; onSuppressed: () => void } {
  const written: Written = { files: [], rows: 0, suppressed: 0 };
  const onRow = (): void => {
    written.rows++;
    const last = written.files.at(-1);
    if (last !== undefined) last.rows++;
  };
  return { written, onRow, onSuppressed: () => written.suppressed++ };
}

/** Where an export goes, and what it is, for the audit log. */
export interface Target {
  /** Null for stdout. */
  readonly nameOf: ((part: ExportPart) => string) | null;
  readonly replace: boolean;
  readonly detail: AuditDetail;
}

/** Writes an export and notes it in the audit log. Rejects where it cannot be noted, and then no file is in its place. */
export async function writeNoted(
  context: Pick<Context, "cli" | "screen" | "ports">,
  exported: AsyncIterable<ExportedFile>,
  written: Written,
  { nameOf, replace, detail }: Target,
): Promise<void> {
  const { cli, ports } = context;
  const note = new ExportNote(ports, detail);
  const { files } = written;
  await writeExport(context, exported, {
    async open(part) {
      if (nameOf === null) {
        await note.begin();
        return openStream(cli.stdout);
      }
      const file = nameOf(part);
      files.push({ file, rows: 0 });
      return await openFile(file, replace);
    },
    async sealed(hashes) {
      if (nameOf === null) return await note.end(written, hashes[0] ?? "");
      const placed = files.map(({ file, rows }, at) => ({
        file: resolve(cli.cwd, file),
        rows,
        sha256: hashes[at] ?? "",
      }));
      await note.files(written, placed);
    },
  });
}

/** Tells people of rows whose numbers must not be called. */
export function tellSuppressed(
  { cli, screen, quiet, json, format, ports }: Context,
  suppressed: number,
  included: boolean,
): void {
  if (suppressed === 0 || quiet || json) return;
  const { exporting } = cli.words;
  if (format === "json") ports.log.info({ suppressed, included }, "suppressed numbers");
  else
    screen.tell(
      included ? exporting.included({ rows: suppressed }) : exporting.leftOut({ rows: suppressed }),
    );
}

/** Bytes on a terminal do harm and tell nobody anything. */
export function refuseBinary(
  { cli }: Pick<Context, "cli">,
  out: string | undefined,
  format: ExportFormat,
): void {
  if (out === undefined && cli.stdout.isTTY === true && isBinary(format)) {
    throw new DatamasterError("USAGE", told("bytesToTerminal", { format }));
  }
}
