import type { FileHandle } from "node:fs/promises";

/** So many bytes may wait for the disk. */
const FLUSH_BYTES = 8 * 1024 * 1024;

/** Writes a file whose bytes go to the disk while more of them come, so that the sync at its end need not wait for all of them. */
export class SteadyFile {
  readonly #handle: FileHandle;
  #waiting = 0;
  #flushing: Promise<void> | null = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Rejects as the file system does, then or with {@link sync} where the disk fails later. */
  async write(bytes: string | Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
    this.#waiting += bytes.length;
    if (this.#waiting < FLUSH_BYTES || this.#flushing !== null) return;
    this.#waiting = 0;
    const flushing = this.#handle.datasync().then(() => {
      this.#flushing = null;
    });
    // The system tells of a failure once: it is kept for whoever syncs.
    flushing.catch(() => {});
    this.#flushing = flushing;
  }

  /** Resolves when all that was written is safe on the disk. */
  async sync(): Promise<void> {
    await this.#flushing;
    await this.#handle.sync();
  }
}
