import { extname } from "node:path";
import { TSV_COLUMNS } from "./answers.ts";
import { type AnswerOptions, ChunkAnswerer } from "./chunk.ts";
import { RecordGatherer } from "./gather.ts";
import { bytesOf, type ColumnAsked, findColumn, readOpening } from "./opening.ts";
import { AnswerThreads, type ThreadAnswers } from "./threads.ts";

export { ANSWER_FORMATS, type AnswerFormat } from "./answers.ts";
export type { AnswerOptions } from "./chunk.ts";
export type { ColumnAsked } from "./opening.ts";

/** What is answered, and how. */
export interface NormalizeOptions extends AnswerOptions {
  /** Threads that share the work; with 1 it is done in this one. */
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
/** So that a thread finds its next chunk waiting. */
const CHUNKS_A_THREAD = 2;
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
  if (options.header && options.format === "tsv") await write(Buffer.from(`${TSV_COLUMNS.join("\t")}\n`));
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

/** Answers what was gathered, in this thread as long as the input is small, and keeps the order. */
class Answering {
  readonly #gatherer: RecordGatherer;
  readonly #write: WriteAnswers;
  readonly #options: NormalizeOptions;
  readonly #local: ChunkAnswerer;
  #room: ArrayBuffer = new ArrayBuffer(ANSWER_ROOM);
  #threads: AnswerThreads | null = null;
  #answered = 0;
  /** Chunks that are being answered and written, in their order. */
  readonly #open: Promise<void>[] = [];
  readonly #buffers: ArrayBuffer[] = [];
  readonly #rooms: ArrayBuffer[] = [];

  constructor(gatherer: RecordGatherer, write: WriteAnswers, options: NormalizeOptions) {
    this.#gatherer = gatherer;
    this.#write = write;
    this.#options = options;
    this.#local = new ChunkAnswerer(options);
  }

  /** Answers whole records that were gathered: now, or as soon as a thread is free. Waits where too many wait. */
  async go(): Promise<void> {
    const gatherer = this.#gatherer;
    if (gatherer.whole === 0) return;
    const threads = await this.#threadsFor(gatherer.whole);
    if (threads === null) {
      const chunk = gatherer.take(this.#buffers.pop());
      const answers = this.#local.answer(chunk, this.#room);
      await this.#write(answers);
      this.#room = answers.buffer;
      this.#buffers.push(chunk.buffer);
      return;
    }
    while (gatherer.whole >= CHUNK_SIZE && this.#isBusy) await this.#open[0];
    this.#share(threads);
  }

  /** Resolves when everything that was gathered is answered and written. */
  async finish(): Promise<void> {
    await this.go();
    while (this.#open.length > 0) await this.#open[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads?.close();
  }

  async #threadsFor(bytes: number): Promise<AnswerThreads | null> {
    const { jobs, threadsFrom } = this.#options;
    this.#answered += bytes;
    if (jobs > 1 && this.#answered > threadsFrom && this.#threads === null) {
      const entry = new URL(`./main${extname(import.meta.url)}`, import.meta.url);
      const { region, format, repair, otherRegions, table } = this.#options;
      this.#threads = await AnswerThreads.start(entry, jobs, { region, format, repair, otherRegions, table });
    }
    return this.#threads;
  }

  get #isBusy(): boolean {
    return this.#open.length >= this.#options.jobs * CHUNKS_A_THREAD;
  }

  /** Hands what is gathered to a thread, where one is free; else this is done when one is. */
  #share(threads: AnswerThreads): void {
    if (this.#gatherer.whole === 0 || this.#isBusy) return;
    const chunk = this.#gatherer.take(this.#buffers.pop());
    const answers = threads.answer(chunk, this.#rooms.pop() ?? new ArrayBuffer(ANSWER_ROOM));
    const written = this.#writeInTurn(answers, this.#open.at(-1));
    this.#open.push(written);
    written.then(
      () => {
        this.#open.shift();
        this.#share(threads);
      },
      // It stays in front, where whoever waits meets it.
      () => {},
    );
  }

  async #writeInTurn(answers: Promise<ThreadAnswers>, before: Promise<void> | undefined): Promise<void> {
    const { bytes, buffer } = await answers;
    this.#buffers.push(buffer);
    await before;
    await this.#write(bytes);
    this.#rooms.push(bytes.buffer);
  }
}
