import { monotonicMs } from "../base/clock.ts";
import { DatamasterError, messageOf, packError, RetryableError, StopRunError } from "../base/errors.ts";
import type { FetchedPage, IngestAnswer, IngestCall, RunRequest, SavedPage } from "../collect/collect.ts";
import { told } from "../messages/messages.ts";
import type { Run } from "../model/run.ts";
import type { RunWriter, Unit } from "../store/store.ts";

/** A transaction takes in what is waiting, up to this long: few commits under load, quick answers without. */
const TRANSACTION_MS = 40;

interface LoopPorts {
  /** The next call already waiting at the port, if any. */
  readonly pending: () => IngestCall | undefined;
  readonly answer: (answer: IngestAnswer) => void;
  /** The store is closed; nothing more will be answered. */
  readonly closed: () => void;
  readonly savePage: (page: FetchedPage) => Promise<SavedPage>;
  /** How this thread reads values: number table, rules, region. */
  readonly reader: string;
  /** What a new run begins with: the configured other regions, or null for those of its clients. */
  readonly otherRegions: readonly string[] | null;
}

/** Works calls off in their order, many to a transaction; each is answered once the transaction is durable. */
export class IngestLoop {
  readonly #writer: RunWriter;
  readonly #ports: LoopPorts;
  readonly #calls: IngestCall[] = [];
  #working = false;

  constructor(writer: RunWriter, ports: LoopPorts) {
    this.#writer = writer;
    this.#ports = ports;
  }

  async take(call: IngestCall): Promise<void> {
    this.#calls.push(call);
    if (this.#working) return;
    this.#working = true;
    while (this.#calls.length > 0) await this.#turn();
    this.#working = false;
  }

  async #turn(): Promise<void> {
    const first = this.#calls[0];
    if (first?.method === "close") {
      this.#calls.shift();
      await this.#alone(first, () => this.#writer.close());
      this.#ports.closed();
      return;
    }
    const taken: IngestCall[] = [];
    try {
      const answers = await this.#writer.transaction(() => this.#workOff(taken));
      for (const answer of answers) this.#ports.answer(answer);
    } catch (error) {
      const failure = packError(asStoreFailure(error));
      for (const { id } of taken) this.#ports.answer({ id, ok: false, error: failure });
    }
  }

  async #alone(call: IngestCall, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#ports.answer({ id: call.id, ok: true, value: undefined });
    } catch (error) {
      this.#ports.answer({ id: call.id, ok: false, error: packError(asStoreFailure(error)) });
    }
  }

  async #workOff(taken: IngestCall[]): Promise<IngestAnswer[]> {
    const answers: IngestAnswer[] = [];
    const until = monotonicMs() + TRANSACTION_MS;
    do {
      const call = this.#nextCall();
      if (call === undefined) break;
      taken.push(call);
      answers.push(await this.#work(call));
    } while (monotonicMs() < until);
    return answers;
  }

  #nextCall(): IngestCall | undefined {
    for (let call = this.#ports.pending(); call !== undefined; call = this.#ports.pending())
      this.#calls.push(call);
    return this.#calls[0]?.method === "close" ? undefined : this.#calls.shift();
  }

  /** A bad answer of the CRM is that page's own failure; whatever else is thrown undoes the whole transaction. */
  async #work(call: IngestCall): Promise<IngestAnswer> {
    try {
      return { id: call.id, ok: true, value: await this.#run(call) };
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      return { id: call.id, ok: false, error: packError(error) };
    }
  }

  async #run({ method, args }: IngestCall): Promise<unknown> {
    const writer = this.#writer;
    const call = args as never[];
    switch (method) {
      case "savePage":
        return await this.#ports.savePage(args[0] as FetchedPage);
      case "samePage":
        return {
          ...(await writer.samePage(args[0] as Unit)),
          missing: 0,
          mark: "",
          ahead: [],
        } satisfies SavedPage;
      case "startRun":
        return await this.#startRun(args[0] as RunRequest);
      case "resumeRun":
        return await writer.resumeRun(args[0] as number, this.#ports.reader);
      case "nextUnits":
      case "fallBack":
      case "clientList":
      case "reopenClientList":
      case "restartUnit":
      case "quarantine":
      case "clientOf":
      case "unlist":
      case "note":
      case "spend":
      case "finishRun":
        return await (writer[method] as (...args: never[]) => Promise<unknown>).call(writer, ...call);
      default:
        throw new DatamasterError("INTERNAL", told("unknownCall", { method }));
    }
  }

  #startRun(request: RunRequest): Promise<Run> {
    const { reader, otherRegions } = this.#ports;
    return this.#writer.startRun({ ...request, reader, otherRegions });
  }
}

function asStoreFailure(error: unknown): DatamasterError {
  if (error instanceof DatamasterError) return error;
  return new StopRunError("STORE_FAILED", told("databaseUnwritable", { why: messageOf(error) }), {
    cause: error,
  });
}
