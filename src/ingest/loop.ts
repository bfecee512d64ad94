import { monotonicMs } from "../base/clock.ts";
import { DatamasterError, messageOf, packError, StopRunError } from "../base/errors.ts";
import type { IngestAnswer, IngestCall, PageContent, SavedPage } from "../collect/collect.ts";
import { told } from "../messages/messages.ts";
import type { RunWriter, Unit } from "../store/store.ts";
import type { PageSaver } from "./ingest.ts";

/** A transaction takes in what is waiting or being read, up to this long: few commits under load, quick answers without. */
const TRANSACTION_MS = 40;

interface LoopPorts {
  /** Calls already waiting at a port, none where there are none. */
  readonly pending: () => readonly IngestCall[];
  /** Where pages are being read, waits for one of them, until a time at most; false where none is. */
  readonly moreBy: (until: number) => boolean;
  /** Answers calls that were made durable together. */
  readonly answer: (answered: readonly Answered[]) => void;
  /** The store is closed; nothing more will be answered. */
  readonly closed: () => void;
  readonly savePage: PageSaver;
}

export interface Answered {
  readonly call: IngestCall;
  readonly answer: IngestAnswer;
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

  async take(calls: readonly IngestCall[]): Promise<void> {
    this.#calls.push(...calls);
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
      this.#ports.answer(await this.#writer.transaction(() => this.#workOff(taken)));
    } catch (error) {
      const failure = packError(asStoreFailure(error));
      this.#ports.answer(taken.map((call) => ({ call, answer: { id: call.id, ok: false, error: failure } })));
    }
  }

  async #alone(call: IngestCall, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#ports.answer([{ call, answer: { id: call.id, ok: true, value: undefined } }]);
    } catch (error) {
      const failure = packError(asStoreFailure(error));
      this.#ports.answer([{ call, answer: { id: call.id, ok: false, error: failure } }]);
    }
  }

  async #workOff(taken: IngestCall[]): Promise<Answered[]> {
    const answers: Answered[] = [];
    const until = monotonicMs() + TRANSACTION_MS;
    do {
      const call = this.#nextCall();
      if (call !== undefined) {
        taken.push(call);
        answers.push({ call, answer: { id: call.id, ok: true, value: await this.#run(call) } });
      } else if (this.#calls.length > 0 || !this.#ports.moreBy(until)) break;
    } while (monotonicMs() < until);
    return answers;
  }

  #nextCall(): IngestCall | undefined {
    for (let calls = this.#ports.pending(); calls.length > 0; calls = this.#ports.pending())
      this.#calls.push(...calls);
    return this.#calls[0]?.method === "close" ? undefined : this.#calls.shift();
  }

  async #run({ method, args }: IngestCall): Promise<unknown> {
    const writer = this.#writer;
    const call = args as never[];
    switch (method) {
      case "savePage":
        return await this.#ports.savePage(args[0] as PageContent);
      case "samePage":
        return {
          ...(await writer.samePage(args[0] as Unit)),
          missing: 0,
          mark: "",
          ahead: [],
        } satisfies SavedPage;
      case "startRun":
      case "resumeRun":
      case "nextUnits":
      case "fallBack":
      case "clientList":
      case "reopenClientList":
      case "otherRegions":
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
}

function asStoreFailure(error: unknown): DatamasterError {
  if (error instanceof DatamasterError) return error;
  return new StopRunError("STORE_FAILED", told("databaseUnwritable", { why: messageOf(error) }), {
    cause: error,
  });
}
