import { once } from "node:events";
import { statSync } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { SteadyFile } from "../base/steady-file.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";

/** Where text or bytes go, chunk by chunk; the writer waits where the reader is slower. */
export interface Sink {
  write(chunk: string | Uint8Array): Promise<void>;
  /** All was written: nothing more comes, and it is safe on the disk, if not yet in its place. */
  seal(): Promise<void>;
  /** Puts it in its place. */
  finish(): Promise<void>;
  /** Something failed: leave no half of it behind. */
  discard(): Promise<void>;
}

/** So many writes may pass before signals and timers get their turn: pipes and files may never make us wait. */
const WRITES_A_TURN = 16;

export function openStream(stream: Writable): Sink {
  let writes = 0;
  return {
    async write(chunk) {
      if (!stream.write(chunk)) await once(stream, "drain");
      else if (++writes % WRITES_A_TURN === 0) await turn();
    },
    async seal() {},
    async finish() {},
    async discard() {},
  };
}

/** Writes bytes that are used again afterwards: resolves when the stream has passed them on. */
export function writeBytes(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * A file that appears whole or not at all, readable by its owner alone: written beside its place as FILE.part.
 * Rejects USAGE where the file exists and may not be replaced, OUTPUT_FAILED where it cannot be written.
 */
export async function openFile(file: string, replace: boolean): Promise<Sink> {
  const path = resolve(file);
  const part = `${path}.part`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof DatamasterError ? error : outputFailed(file, error);
    }
  };
  await guarded(() => refuseExisting(file, path, replace));
  await guarded(() => rm(part, { force: true }));
  const handle = await guarded(() => open(part, "wx", 0o600));
  const steady = new SteadyFile(handle);
  return {
    write: (chunk) => guarded(() => steady.write(chunk)),
    seal: () =>
      guarded(async () => {
        await steady.sync();
        await handle.close();
      }),
    finish: () => guarded(() => rename(part, path)),
    async discard() {
      await handle.close().catch(() => {});
      await rm(part, { force: true });
    },
  };
}

async function refuseExisting(file: string, path: string, replace: boolean): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) return;
  if (found.isDirectory()) throw new DatamasterError("USAGE", told("isFolder", { file }));
  if (!replace) {
    throw new DatamasterError("USAGE", told("fileExists", { file }));
  }
}

/** OUTPUT_FAILED with what the file system said, in words. */
export function outputFailed(file: string, cause: unknown): DatamasterError {
  return new DatamasterError("OUTPUT_FAILED", outputFailure(file, cause), { cause });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function outputFailure(file: string, cause: unknown): Told {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      // Some folders, like /proc, take no file and say the same.
      if (code === "ENOENT" && isFolder(dirname(file))) break;
      return told("outputNoFolder", { file, folder: dirname(file) });
    case "EROFS":
      return told("outputReadOnly", { file });
    case "EACCES":
    case "EPERM":
      return told("outputDenied", { file });
    case "ENOSPC":
    case "EDQUOT":
      return told("outputDiskFull", { file });
  }
  return told("outputFailed", { file, why: messageOf(cause) });
}
