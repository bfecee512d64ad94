import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { AnswerOptions, Chunk } from "./chunk.ts";

/** A chunk on its way to a thread, with room for its answers. */
export interface ChunkCall extends Chunk {
  readonly room: ArrayBuffer;
}

/** What a thread says: that it is ready (null), or the answers; the chunk's buffer comes back. */
export type ThreadSays = null | {
  readonly answers: ArrayBuffer;
  readonly length: number;
  readonly buffer: ArrayBuffer;
};

/** Answers to one chunk. */
export interface ThreadAnswers {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The buffer that the chunk lay in. */
  readonly buffer: ArrayBuffer;
}

/** Chunks are short-lived: a small nursery is enough. */
const HEAP = { maxYoungGenerationSizeMb: 8 };

interface Waiting {
  readonly resolve: (answers: ThreadAnswers) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that answer chunks; each works off its own in their order. */
export class AnswerThreads {
  readonly #threads: readonly AnswerThread[];

  private constructor(threads: readonly AnswerThread[]) {
    this.#threads = threads;
  }

  /** Starts so many threads and waits until they are ready. `entry` is src/normalize/main. */
  static async start(entry: URL, jobs: number, options: AnswerOptions): Promise<AnswerThreads> {
    const threads = Array.from({ length: jobs }, () => new AnswerThread(entry, options));
    try {
      await Promise.all(threads.map((thread) => thread.ready));
    } catch (error) {
      await Promise.all(threads.map((thread) => thread.close()));
      throw error;
    }
    return new AnswerThreads(threads);
  }

  /** Hands a chunk to the thread that has least to do; its buffer and `room` are moved away. */
  answer(chunk: Chunk, room: ArrayBuffer): Promise<ThreadAnswers> {
    const [idlest] = this.#threads.toSorted((a, b) => a.load - b.load);
    if (!idlest) throw new RangeError("no threads");
    return idlest.answer(chunk, room);
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class AnswerThread {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(entry: URL, options: AnswerOptions) {
    this.#worker = new Worker(entry, { workerData: options, resourceLimits: HEAP });
    this.ready = once(this.#worker, "message").then(() => {
      this.#worker.on("message", (says: ThreadSays) => this.#settle(says));
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("it ended")));
  }

  get load(): number {
    return this.#waiting.length;
  }

  answer(chunk: Chunk, room: ArrayBuffer): Promise<ThreadAnswers> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const call: ChunkCall = { ...chunk, room };
      this.#worker.postMessage(call, [chunk.buffer, room]);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(says: ThreadSays): void {
    if (says === null) return;
    const { answers, length, buffer } = says;
    this.#waiting.shift()?.resolve({ bytes: new Uint8Array(answers, 0, length), buffer });
  }

  #fail(cause: Error): void {
    const error = new DatamasterError("INTERNAL", told("answerThreadEnded", { why: messageOf(cause) }), {
      cause,
    });
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
