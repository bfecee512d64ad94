import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import { DatamasterError, messageOf, packError, StopRunError, unpackError } from "../base/errors.ts";
import type {
  FetchedPage,
  IngestAnswer,
  IngestCall,
  IngestThreadData,
  PageContent,
} from "../collect/collect.ts";
import { findConnector } from "../compose.ts";
import { told } from "../messages/messages.ts";
import { readerVersion } from "../model/reader-version.ts";
import { NUMBER_TABLE_VERSION } from "../phone/phone.ts";
import { PageReader } from "./page-reader.ts";
import { skippingOf } from "./skipping.ts";

/**
 * Begins the thread that reads answers, one after the other: each goes on to the writing thread, which answers for it, or
 * back as a fault. Returns what names this reader.
 */
export async function startReading(port: MessagePort, data: IngestThreadData): Promise<string> {
  const { peer } = data;
  const connector = await findConnector(data.connector);
  const skipped = await skippingOf(data);
  const reader = new PageReader(connector, data, (run) => askRegions(peer, run), skipped);
  const calls: IngestCall[] = [];
  const passing = new Passing(peer, data.inHand);
  let working = false;
  const workOff = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      await work(call);
      if (calls.length === 0 || passing.isFull) passing.send();
    }
    working = false;
  };
  const work = async (call: IngestCall): Promise<void> => {
    if (call.method === "close") {
      // Without its ports nothing keeps the thread alive.
      peer.close();
      port.close();
      return;
    }
    try {
      const content = await reader.read(call.args[0] as FetchedPage);
      passing.add({ id: call.id, method: "savePage", args: [content] }, content);
    } catch (error) {
      const answer: IngestAnswer = { id: call.id, ok: false, error: packError(asFailure(error)) };
      port.postMessage([answer]);
      passing.leaveOut();
    }
  };
  port.on("message", (more: readonly IngestCall[]) => {
    calls.push(...more);
    void workOff();
  });
  return readerVersion(NUMBER_TABLE_VERSION, data, skipped?.version ?? null);
}

/** So many pages at most are passed on in one message: a message costs more than a page, and the other thread waits for it. */
const MOST_PASSED = 8;

/** Pages that were read, on their way to the writing thread. */
class Passing {
  readonly #peer: MessagePort;
  readonly #inHand: Int32Array;
  #calls: IngestCall[] = [];
  #moved: ArrayBuffer[] = [];
  #done = 0;

  constructor(peer: MessagePort, inHand: Int32Array) {
    this.#peer = peer;
    this.#inHand = inHand;
  }

  get isFull(): boolean {
    return this.#done >= MOST_PASSED;
  }

  add(call: IngestCall, content: PageContent): void {
    this.#calls.push(call);
    if (content.kind === "phones") this.#moved.push(content.facts.numbers.digits.buffer as ArrayBuffer);
    this.#done++;
  }

  /** Of a page that was a fault. */
  leaveOut(): void {
    this.#done++;
  }

  send(): void {
    if (this.#done === 0) return;
    if (this.#calls.length > 0) this.#peer.postMessage(this.#calls, this.#moved);
    Atomics.sub(this.#inHand, 0, this.#done);
    Atomics.notify(this.#inHand, 0);
    this.#calls = [];
    this.#moved = [];
    this.#done = 0;
  }
}

/** Phones are handed out once the regions are fixed, so the writing thread has them. */
async function askRegions(peer: MessagePort, run: number): Promise<readonly string[]> {
  const answered = once(peer, "message") as Promise<[IngestAnswer]>;
  const asked: IngestCall = { id: 0, method: "otherRegions", args: [run] };
  peer.postMessage([asked]);
  const [answer] = await answered;
  if (!answer.ok) throw unpackError(answer.error);
  return (answer.value as readonly string[] | null) ?? [];
}

function asFailure(error: unknown): DatamasterError {
  if (error instanceof DatamasterError) return error;
  return new StopRunError("INTERNAL", told("internalInRun", { why: messageOf(error) }), { cause: error });
}
