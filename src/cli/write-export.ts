import { type ExportRequest, exportHeld } from "../app/app.ts";
import type { Context } from "./context.ts";
import type { Sink } from "./output.ts";

/** Writes an export to its place, whole or not at all, and takes away what the screen showed meanwhile. */
export async function writeExport(
  { cli, ports, screen }: Context,
  request: ExportRequest,
  sink: Sink,
): Promise<void> {
  try {
    for await (const chunk of exportHeld(ports, request)) {
      cli.signal.throwIfAborted();
      await sink.write(chunk);
    }
    await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    screen.hide();
  }
}
