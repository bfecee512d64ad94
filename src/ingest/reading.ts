import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import { DatamasterError, messageOf, packError, StopRunError, unpackError } from "../base/errors.ts";
import {
  type FetchedPage,
  type IngestAnswer,
  type IngestCall,
  type IngestThreadData,
  type PageContent,
  readerVersion,
} from "../collect/collect.ts";
import { findConnector } from "../compose.ts";
import { told } from "../messages/messages.ts";
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
  let working = false;
  const workOff = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) await work(call);
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
      const passed: IngestCall = { id: call.id, method: "savePage", args: [content] };
      peer.postMessage(passed, buffersOf(content));
    } catch (error) {
      const answer: IngestAnswer = { id: call.id, ok: false, error: packError(asFailure(error)) };
      port.postMessage(answer);
    }
    Atomics.sub(data.inHand, 0, 1);
    Atomics.notify(data.inHand, 0);
  };
  port.on("message", (call: IngestCall) => {
    calls.push(call);
    void workOff();
  });
  return readerVersion(NUMBER_TABLE_VERSION, data, skipped?.version ?? null);
}

/** Phones are handed out once the regions are fixed, so the writing thread has them. */
async function askRegions(peer: MessagePort, run: number): Promise<readonly string[]> {
  const answered = once(peer, "message") as Promise<[IngestAnswer]>;
  const asked: IngestCall = { id: 0, method: "otherRegions", args: [run] };
  peer.postMessage(asked);
  const [answer] = await answered;
  if (!answer.ok) throw unpackError(answer.error);
  return (answer.value as readonly string[] | null) ?? [];
}

function buffersOf(content: PageContent): ArrayBuffer[] {
  if (content.kind !== "phones") return [];
  return [content.facts.numbers.digits.buffer as ArrayBuffer];
}

function asFailure(error: unknown): DatamasterError {
  if (error instanceof DatamasterError) return error;
  return new StopRunError("INTERNAL", told("internalInRun", { why: messageOf(error) }), { cause: error });
}
