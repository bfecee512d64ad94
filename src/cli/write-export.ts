import { type ExportPart, type ExportRequest, exportHeld } from "../app/app.ts";
import type { Context } from "./context.ts";
import type { Sink } from "./output.ts";

/**
 * Writes an export to its place or places, all of it or nothing, and takes away what the screen showed meanwhile. `open` is
 * asked for the place of each file.
 */
export async function writeExport(
  { cli, ports, screen }: Context,
  request: ExportRequest,
  open: (part: ExportPart) => Promise<Sink>,
): Promise<void> {
  const sinks: Sink[] = [];
  try {
    for await (const { part, chunks } of exportHeld(ports, request)) {
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
