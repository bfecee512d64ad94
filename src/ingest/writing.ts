import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { monotonicMs } from "../base/clock.ts";
import type { IngestAnswer, IngestCall, IngestThreadData } from "../collect/collect.ts";
import { openWriter } from "../compose.ts";
import { createPageSaver } from "./ingest.ts";
import { IngestLoop } from "./loop.ts";

const NONE: readonly IngestCall[] = [];

/** Begins the thread that writes the store: it works off what the main thread asks and what the reading one has read. */
export async function startWriting(port: MessagePort, data: IngestThreadData): Promise<void> {
  const { peer, inHand } = data;
  const writer = await openWriter(data.store, data.tombstoneKeyFile);
  const waiting = (from: MessagePort) =>
    (receiveMessageOnPort(from)?.message ?? NONE) as readonly IngestCall[];
  const loop = new IngestLoop(writer, {
    pending() {
      const calls = waiting(port);
      return calls.length > 0 ? calls : waiting(peer);
    },
    moreBy(until) {
      const pages = Atomics.load(inHand, 0);
      if (pages === 0) return false;
      Atomics.wait(inHand, 0, pages, Math.max(0, until - monotonicMs()));
      return true;
    },
    answer(answered) {
      const answers: IngestAnswer[] = [];
      for (const { call, answer } of answered) {
        // What the reading thread asks for, one at a time.
        if (call.method === "otherRegions") peer.postMessage(answer);
        else answers.push(answer);
      }
      if (answers.length > 0) port.postMessage(answers);
    },
    // Without ports nothing keeps the thread alive; what was posted is still delivered.
    closed() {
      peer.close();
      port.unref();
    },
    savePage: createPageSaver(writer, data),
  });
  for (const from of [port, peer])
    from.on("message", (calls: readonly IngestCall[]) => void loop.take(calls));
}
