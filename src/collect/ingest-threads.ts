import { once } from "node:events";
import { MessageChannel, type MessagePort, type Worker } from "node:worker_threads";
import { StopRunError, unpackError } from "../base/errors.ts";
import { boundNursery } from "../base/nursery.ts";
import { startThread } from "../base/thread.ts";
import { told } from "../messages/messages.ts";
import type { Spent } from "../model/limit.ts";
import type { Run, UnitKind } from "../model/run.ts";
import type { ClientList, NewRun, QuarantineCause, RunOutcome, StaleList, Unit } from "../store/store.ts";
import type { FetchedPage, Ingest, RunRequest, SavedPage } from "./collect.ts";
import type {
  IngestAnswer,
  IngestCall,
  IngestReady,
  IngestSettings,
  IngestThreadData,
} from "./ingest-protocol.ts";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Pages are short-lived, so a small nursery is enough: V8's own default lets it grow to a hundred megabytes for a few
 * percent of speed.
 */
const HEAP = { maxYoungGenerationSizeMb: 8 };

/**
 * {@link Ingest} in two worker threads, one that reads answers and one that writes the store: calls cross as messages, and
 * bodies and columns of numbers are moved, not copied.
 */
export class IngestThreads implements Ingest {
  readonly #reading: Worker;
  readonly #writing: Worker;
  readonly #toRead: Outbox;
  readonly #toWrite: Outbox;
  readonly #inHand: Int32Array;
  readonly #reader: string;
  readonly #otherRegions: NewRun["otherRegions"];
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #answered = 0;
  #closing = false;
  /** Why nothing is called any more. */
  #failure: StopRunError | null = null;

  private constructor(threads: Threads, reader: string, { otherRegions }: IngestSettings) {
    this.#reading = threads.reading;
    this.#writing = threads.writing;
    this.#toRead = new Outbox(threads.reading);
    this.#toWrite = new Outbox(threads.writing);
    this.#inHand = threads.inHand;
    this.#reader = reader;
    this.#otherRegions = otherRegions === "auto" ? null : otherRegions;
    for (const worker of [threads.reading, threads.writing]) {
      worker.on("message", (answers: readonly IngestAnswer[]) => {
        for (const answer of answers) this.#settle(answer);
      });
      worker.on("error", (error) => this.#fail(error));
      worker.on("exit", () => {
        if (worker === threads.writing || !this.#closing) this.#fail(new Error("the thread ended"));
      });
    }
  }

  /** Starts the threads and waits until the store is open. Rejects with what kept it from opening. */
  static async start(entry: URL, settings: IngestSettings): Promise<IngestThreads> {
    const release = boundNursery();
    const threads = startBoth(entry, settings);
    const { reading, writing } = threads;
    writing.once("exit", release);
    try {
      const [, reader] = await Promise.all([begun(writing), begun(reading)]);
      return new IngestThreads(threads, reader, settings);
    } catch (error) {
      await Promise.all([reading.terminate(), writing.terminate()]);
      throw error;
    }
  }

  startRun(run: RunRequest): Promise<Run> {
    const request: NewRun = { ...run, reader: this.#reader, otherRegions: this.#otherRegions };
    return this.#call("startRun", [request]);
  }

  resumeRun(run: number): Promise<Run> {
    return this.#call("resumeRun", [run, this.#reader]);
  }

  nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]> {
    return this.#call("nextUnits", [run, kind, after, limit]);
  }

  savePage(page: FetchedPage): Promise<SavedPage> {
    Atomics.add(this.#inHand, 0, 1);
    return this.#call("savePage", [page], this.#toRead, page.body.buffer);
  }

  fallBack(list: Unit): Promise<StaleList | null> {
    return this.#call("fallBack", [list]);
  }

  clientList(run: number): Promise<ClientList | null> {
    return this.#call("clientList", [run]);
  }

  reopenClientList(unit: Unit): Promise<void> {
    return this.#call("reopenClientList", [unit]);
  }

  samePage(unit: Unit): Promise<SavedPage> {
    return this.#call("samePage", [unit]);
  }

  restartUnit(unit: Unit): Promise<void> {
    return this.#call("restartUnit", [unit]);
  }

  quarantine(unit: Unit, cause: QuarantineCause): Promise<void> {
    return this.#call("quarantine", [unit, cause]);
  }

  clientOf(project: Unit): Promise<string> {
    return this.#call("clientOf", [project]);
  }

  unlist(project: Unit): Promise<void> {
    return this.#call("unlist", [project]);
  }

  note(run: number, counters: RunOutcome["counters"]): Promise<void> {
    return this.#call("note", [run, counters]);
  }

  spend(run: number, account: string, spent: readonly Spent[]): Promise<void> {
    return this.#call("spend", [run, account, spent]);
  }

  finishRun(run: number, outcome: RunOutcome): Promise<Run> {
    return this.#call("finishRun", [run, outcome]);
  }

  state(): { waiting: number; answered: number } {
    return { waiting: this.#waiting.size, answered: this.#answered };
  }

  abandon(error: StopRunError): void {
    if (this.#failure !== null) return;
    this.#giveUp(error);
    for (const worker of [this.#reading, this.#writing]) {
      // A thread that hangs in the system ends when the system lets it; nobody waits for that.
      worker.unref();
      worker.terminate().catch(() => {});
    }
  }

  async close(): Promise<void> {
    if (this.#failure !== null) return;
    this.#closing = true;
    const ended = Promise.all([once(this.#reading, "exit"), once(this.#writing, "exit")]);
    this.#toRead.add({ id: 0, method: "close", args: [] });
    try {
      await this.#call<void>("close", []);
    } finally {
      await ended;
    }
  }

  #call<T>(
    method: string,
    args: readonly unknown[],
    outbox: Outbox = this.#toWrite,
    moved?: ArrayBuffer,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      outbox.add({ id, method, args }, moved);
    });
  }

  #settle(answer: IngestAnswer): void {
    this.#answered++;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.value as never);
    else waiting?.reject(unpackError(answer.error));
  }

  #fail(cause: Error): void {
    const error = new StopRunError("INTERNAL", told("threadEnded", { why: cause.message }), { cause });
    // At the end each thread ends by itself.
    if (this.#closing) this.#giveUp(error);
    else this.abandon(error);
  }

  #giveUp(error: StopRunError): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Calls on their way to a thread: those of one turn of the event loop in one message, since a message costs more than a call. */
class Outbox {
  readonly #worker: Worker;
  #calls: IngestCall[] = [];
  #moved: ArrayBuffer[] = [];

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  add(call: IngestCall, moved?: ArrayBuffer): void {
    if (this.#calls.length === 0) setImmediate(() => this.#send());
    this.#calls.push(call);
    if (moved !== undefined) this.#moved.push(moved);
  }

  #send(): void {
    this.#worker.postMessage(this.#calls, this.#moved);
    this.#calls = [];
    this.#moved = [];
  }
}

interface Threads {
  readonly reading: Worker;
  readonly writing: Worker;
  readonly inHand: Int32Array;
}

function startBoth(entry: URL, settings: IngestSettings): Threads {
  const { port1, port2 } = new MessageChannel();
  const inHand = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const start = (role: IngestThreadData["role"], peer: MessagePort): Worker => {
    const workerData: IngestThreadData = { ...settings, role, peer, inHand };
    return startThread(entry, { workerData, transferList: [peer], resourceLimits: HEAP });
  };
  return { writing: start("write", port1), reading: start("read", port2), inHand };
}

/** Resolves with the reader's name once the thread works. */
async function begun(worker: Worker): Promise<string> {
  const [ready] = (await once(worker, "message")) as [IngestReady];
  if (!ready.ready) throw unpackError(ready.error);
  return ready.reader;
}
