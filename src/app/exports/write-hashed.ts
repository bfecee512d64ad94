import { createHash } from "node:crypto";
import type { Chunk } from "../../export/export.ts";

/** What was written. */
export interface Hashed {
  readonly bytes: number;
  /** SHA-256 of all of it, in hex. */
  readonly sha256: string;
}

/**
 * Writes chunks in their order, each while the next one is made. Rejects with what `signal` was aborted with, as `write` does, or
 * as the chunks do; no write is under way then.
 */
export async function writeHashed(
  chunks: AsyncIterable<Chunk>,
  write: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<Hashed> {
  const hash = createHash("sha256");
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      await writing;
      writing = write(part);
      // Its failure is met by the next await; until then nobody listens.
      writing.catch(() => {});
      hash.update(part);
      bytes += part.length;
    }
  } catch (error) {
    await writing.catch(() => {});
    throw error;
  }
  await writing;
  return { bytes, sha256: hash.digest("hex") };
}
