import type { ExportPart } from "../app/export-held.ts";
import { DatamasterError } from "../base/errors.ts";
import { type Chunk, type ExportFormat, isBinary } from "../export/export.ts";
import { told } from "../messages/messages.ts";
import type { Context } from "./context.ts";
import type { Sink } from "./output.ts";

/**
 * Writes an export to its place or places, all of it or nothing, and takes away what the screen showed meanwhile. `open` is
 * asked for the place of each file.
 */
export async function writeExport(
  { cli, screen }: Pick<Context, "cli" | "screen">,
  files: AsyncIterable<{ readonly part: ExportPart; readonly chunks: AsyncIterable<Chunk> }>,
  open: (part: ExportPart) => Promise<Sink>,
): Promise<void> {
  const sinks: Sink[] = [];
  try {
    for await (const { part, chunks } of files) {
      const sink = await open(part);
      sinks.push(sink);
      for await (const chunk of chunks) {
        cli.signal.throwIfAborted();
        await sink.write(chunk);
      }
      await sink.seal();
    }
    for (const sink of sinks) await sink.finish();
  } catch (error) {
    for (const sink of sinks) await sink.discard();
    throw error;
  } finally {
    screen.hide();
  }
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
