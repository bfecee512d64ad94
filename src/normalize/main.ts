import { enableCompileCache } from "node:module";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { ChunkCall, ThreadData, ThreadSays } from "./threads.ts";

/** Entry of a thread that answers chunks of raw values. */
async function main(port: MessagePort, { options, cache }: ThreadData): Promise<void> {
  // Threads do not take it over, and without it most of their start is compiling.
  if (cache !== null) enableCompileCache(cache);
  const { ChunkAnswerer } = await import("./chunk.ts");
  const answerer = new ChunkAnswerer(options);
  const say = (says: ThreadSays): void => port.postMessage(says);
  port.on("message", ({ room, ...chunk }: ChunkCall) => {
    const { buffer, length } = answerer.answer(chunk, room);
    say({ answers: buffer, length });
  });
  say(null);
}

if (parentPort !== null) await main(parentPort, workerData as ThreadData);
