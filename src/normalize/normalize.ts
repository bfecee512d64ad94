import { extname } from "node:path";
import { tsvColumns } from "./answers.ts";
import { type AnswerOptions, type Chunk, ChunkAnswerer } from "./chunk.ts";
import { RecordGatherer } from "./gather.ts";
import { bytesOf, type ColumnAsked, findColumn, readOpening } from "./opening.ts";
import { type Answers, AnswerThreads } from "./threads.ts";

export { ANSWER_FORMATS, type AnswerFormat } from "./answers.ts";
export type { AnswerOptions } from "./chunk.ts";
export type { ColumnAsked } from "./opening.ts";
export { forEachValue } from "./values.ts";

/** What is answered, and how. */
export interface NormalizeOptions extends AnswerOptions {
  /** Threads that share the work, this one among them. */
  readonly jobs: number;
  /** Input from this many bytes on is shared out; less is answered in this thread, each piece as it comes. */
  readonly threadsFrom: number;
  /** The first record is a header: it gets no answer, and tab-separated answers begin with one. */
  readonly header: boolean;
  /** The column that holds the values; null for a value a line. */
  readonly column: ColumnAsked | null;
}

/** Where answers go: resolves when the bytes may be used again. */
export type WriteAnswers = (bytes: Uint8Array) => Promise<void>;

/** Pieces of whole records are gathered up to this size while every thread is busy. */
const CHUNK_SIZE = 256 * 1024;
/** So many for each thread may be on their way at a time, from the moment they are taken until they are written. */
const OPEN_A_THREAD = 3;
const ANSWER_ROOM = 1024 * 1024;

/**
 * Answers every raw value of `input` in its order. Memory does not grow with the input. Rejects with whatever the input
 * or `write` rejects with, USAGE where the input is not as asked.
 */
export async function normalizeStream(
  input: AsyncIterable<Uint8Array | string>,
  write: WriteAnswers,
  options: NormalizeOptions,
): Promise<void> {
  const pieces = input[Symbol.asyncIterator]();
  const opening = await readOpening(pieces);
  const place = options.column && findColumn(opening, options.column, options.header);
  const gatherer = new RecordGatherer(place, options.header);
  if (options.header && options.format === "tsv")
    await write(Buffer.from(`${tsvColumns(options.flags).join("\t")}\n`));
  await using answering = new Answering(gatherer, write, options);
  gatherer.add(opening.bytes);
  await answering.go();
  if (!opening.isEnd) {
    for await (const piece of { [Symbol.asyncIterator]: () => pieces }) {
      gatherer.add(bytesOf(piece));
      await answering.go();
    }
  }
  gatherer.end();
  await answering.finish();
}

/** Answers what was gathered, in this thread and, where the input is not small, in others, and keeps the order. */
class Answering {
  readonly #gatherer: RecordGatherer;
  readonly #write: WriteAnswers;
  readonly #options: NormalizeOptions;
  readonly #local: ChunkAnswerer;
  #threads: AnswerThreads | null = null;
  #answered = 0;
  /** Chunks that are being answered and written, in their order. */
  readonly #open: Promise<void>[] = [];
  readonly #buffers: SharedArrayBuffer[] = [];
  readonly #rooms: SharedArrayBuffer[] = [];

  constructor(gatherer: RecordGatherer, write: WriteAnswers, options: NormalizeOptions) {
    this.#gatherer = gatherer;
    this.#write = write;
    this.#options = options;
    this.#local = new ChunkAnswerer(options);
  }

  /** Answers whole records that were gathered: now, or as soon as a thread is free. Waits where too many wait. */
  async go(): Promise<void> {
    const gatherer = this.#gatherer;
    this.#share();
    while (gatherer.whole > 0 && (gatherer.whole >= CHUNK_SIZE || !this.#threads?.isReady)) {
      if (this.#isFull) await this.#open[0];
      else await this.#answerHere();
    }
  }

  /** Resolves when everything that was gathered is answered and written. */
  async finish(): Promise<void> {
    await this.go();
    while (this.#open.length > 0) await this.#open[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads?.close();
  }

  get #isFull(): boolean {
    return this.#open.length >= this.#options.jobs * OPEN_A_THREAD;
  }

  /** Hands what is gathered to a thread, where one is free; else this is done when one is. */
  #share(): void {
    if (this.#gatherer.whole === 0 || this.#isFull) return;
    const thread = this.#threads?.free();
    if (!thread) return;
    const chunk = this.#gatherer.take(this.#buffers.pop());
    this.#writeInTurn(chunk, thread.answer(chunk, this.#nextRoom()));
  }

  /** Answers what is gathered in this thread; waits until it is written where its turn has come. */
  async #answerHere(): Promise<void> {
    const chunk = this.#gatherer.take(this.#buffers.pop());
    this.#writeInTurn(chunk, this.#local.answer(chunk, this.#nextRoom()));
    this.#answered += chunk.length;
    this.#startThreads();
    if (this.#open.length === 1) await this.#open[0];
  }

  #startThreads(): void {
    const { jobs, threadsFrom } = this.#options;
    if (jobs === 1 || this.#answered <= threadsFrom || this.#threads !== null) return;
    const entry = new URL(`./main${extname(import.meta.url)}`, import.meta.url);
    const { region, format, repair, otherRegions, flags, table } = this.#options;
    const how: AnswerOptions = { region, format, repair, otherRegions, flags, table };
    this.#threads = new AnswerThreads(entry, jobs - 1, how);
  }

  #nextRoom(): SharedArrayBuffer {
    return this.#rooms.pop() ?? new SharedArrayBuffer(ANSWER_ROOM);
  }

  #writeInTurn(chunk: Chunk, answers: Answers | Promise<Answers>): void {
    const before = this.#open.at(-1);
    const write = async (): Promise<void> => {
      const bytes = await answers;
      this.#buffers.push(chunk.buffer);
      await before;
      await this.#write(bytes);
      this.#rooms.push(bytes.buffer);
      this.#open.shift();
      this.#share();
    };
    const written = write();
    this.#open.push(written);
    // It stays in front, where whoever waits meets it.
    written.catch(() => {});
  }
}
