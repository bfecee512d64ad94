import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { monotonicMs } from "../base/clock.ts";
import type { IngestCall, IngestThreadData } from "../collect/collect.ts";
import { openWriter } from "../compose.ts";
import { createPageSaver } from "./ingest.ts";
import { IngestLoop } from "./loop.ts";

/** Begins the thread that writes the store: it works off what the main thread asks and what the reading one has read. */
export async function startWriting(port: MessagePort, data: IngestThreadData): Promise<void> {
  const { peer, inHand } = data;
  const writer = await openWriter(data.store, data.tombstoneKeyFile);
  const next = (from: MessagePort) => receiveMessageOnPort(from)?.message as IngestCall | undefined;
  const loop = new IngestLoop(writer, {
    pending: () => next(port) ?? next(peer),
    moreBy(until) {
      const pages = Atomics.load(inHand, 0);
      if (pages === 0) return false;
      Atomics.wait(inHand, 0, pages, Math.max(0, until - monotonicMs()));
      return true;
    },
    // The regions of a run are what the reading thread asks for.
    answer: ({ method }, answer) => (method === "otherRegions" ? peer : port).postMessage(answer),
    // Without ports nothing keeps the thread alive; what was posted is still delivered.
    closed() {
      peer.close();
      port.unref();
    },
    savePage: createPageSaver(writer, data),
  });
  for (const from of [port, peer]) from.on("message", (call: IngestCall) => void loop.take(call));
}
