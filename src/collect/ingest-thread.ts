import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { StopRunError, unpackError } from "../base/errors.ts";
import { startThread } from "../base/thread.ts";
import { told } from "../messages/messages.ts";
import type { Spent } from "../model/limit.ts";
import type { Run, UnitKind } from "../model/run.ts";
import type { ClientList, QuarantineCause, RunOutcome, StaleList, Unit } from "../store/store.ts";
import type { FetchedPage, Ingest, RunRequest, SavedPage } from "./collect.ts";
import type { IngestAnswer, IngestReady, IngestSettings } from "./ingest-protocol.ts";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Pages are short-lived, so a small nursery is enough: V8's own default lets it grow to a hundred megabytes for a few
 * percent of speed.
 */
const HEAP = { maxYoungGenerationSizeMb: 8 };

/** {@link Ingest} in a worker thread: calls cross as messages, and bodies are moved, not copied. */
export class IngestThread implements Ingest {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #answered = 0;
  #abandoned: StopRunError | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Starts the thread and waits until its store is open. Rejects with what kept it from opening. */
  static async start(entry: URL, settings: IngestSettings): Promise<IngestThread> {
    const worker = startThread(entry, { workerData: settings, resourceLimits: HEAP });
    const [ready] = (await once(worker, "message")) as [IngestReady];
    if (!ready.ready) {
      await worker.terminate();
      throw unpackError(ready.error);
    }
    const thread = new IngestThread(worker);
    worker.on("message", (answer: IngestAnswer) => thread.#settle(answer));
    worker.on("error", (error) => thread.#fail(error));
    worker.on("exit", () => thread.#fail(new Error("the thread ended")));
    return thread;
  }

  startRun(run: RunRequest): Promise<Run> {
    return this.#call("startRun", [run]);
  }

  resumeRun(run: number): Promise<Run> {
    return this.#call("resumeRun", [run]);
  }

  nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]> {
    return this.#call("nextUnits", [run, kind, after, limit]);
  }

  savePage(page: FetchedPage): Promise<SavedPage> {
    return this.#call("savePage", [page], [page.body.buffer]);
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
    if (this.#abandoned !== null) return;
    this.#abandoned = error;
    this.#rejectAll(error);
    // A thread that hangs in the system ends when the system lets it; nobody waits for that.
    this.#worker.unref();
    this.#worker.terminate().catch(() => {});
  }

  async close(): Promise<void> {
    if (this.#abandoned !== null) return;
    const ended = once(this.#worker, "exit");
    await this.#call<void>("close", []);
    await ended;
  }

  #call<T>(method: string, args: readonly unknown[], transfer: ArrayBuffer[] = []): Promise<T> {
    if (this.#abandoned !== null) return Promise.reject(this.#abandoned);
    return new Promise<T>((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, args }, transfer);
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
    this.#rejectAll(error);
  }

  #rejectAll(error: StopRunError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
