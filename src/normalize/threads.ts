import type { Worker } from "node:worker_threads";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { startThread } from "../base/thread.ts";
import { told } from "../messages/messages.ts";
import type { AnswerOptions, Chunk } from "./chunk.ts";

/** A chunk on its way to a thread, with room for its answers. */
export interface ChunkCall extends Chunk {
  readonly room: SharedArrayBuffer;
}

/** What a thread says: that it is ready (null), or the answers. */
export type ThreadSays = null | { readonly answers: SharedArrayBuffer; readonly length: number };

/** The bytes of the answers to one chunk. */
export type Answers = Uint8Array<SharedArrayBuffer>;

/** Chunks are short-lived: a small nursery is enough. */
const HEAP = { maxYoungGenerationSizeMb: 8 };
/** So that a thread finds its next chunk waiting. */
const CHUNKS_A_THREAD = 2;

interface Waiting {
  readonly resolve: (answers: Answers) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that answer chunks in shared memory; each works off its own in their order. */
export class AnswerThreads {
  readonly #threads: readonly AnswerThread[];

  /** Starts so many threads, which take chunks as soon as they are ready. `entry` is src/normalize/main. */
  constructor(entry: URL, count: number, options: AnswerOptions) {
    this.#threads = Array.from({ length: count }, () => new AnswerThread(entry, options));
  }

  /** True as soon as there is one that takes chunks. */
  get isReady(): boolean {
    return this.#threads.some((thread) => thread.isReady);
  }

  /** The thread that has least to do; null where each has enough. Throws INTERNAL where one has failed. */
  free(): AnswerThread | null {
    let free: AnswerThread | null = null;
    for (const thread of this.#threads) {
      if (thread.failure) throw thread.failure;
      if (thread.isReady && thread.load < (free?.load ?? CHUNKS_A_THREAD)) free = thread;
    }
    return free;
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class AnswerThread {
  isReady = false;
  failure: DatamasterError | null = null;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(entry: URL, options: AnswerOptions) {
    this.#worker = startThread(entry, { workerData: options, resourceLimits: HEAP });
    this.#worker.on("message", (says: ThreadSays) => this.#settle(says));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("it ended")));
  }

  get load(): number {
    return this.#waiting.length;
  }

  /** The answers to a chunk, in `room` or, where that is too small, in another. */
  answer(chunk: Chunk, room: SharedArrayBuffer): Promise<Answers> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const call: ChunkCall = { ...chunk, room };
      this.#worker.postMessage(call);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(says: ThreadSays): void {
    if (says === null) this.isReady = true;
    else this.#waiting.shift()?.resolve(new Uint8Array(says.answers, 0, says.length));
  }

  #fail(cause: Error): void {
    this.failure ??= new DatamasterError("INTERNAL", told("answerThreadEnded", { why: messageOf(cause) }), {
      cause,
    });
    for (const { reject } of this.#waiting.splice(0)) reject(this.failure);
  }
}
