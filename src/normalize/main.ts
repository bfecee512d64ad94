import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type AnswerOptions, ChunkAnswerer } from "./chunk.ts";
import type { ChunkCall, ThreadSays } from "./threads.ts";

/** Entry of a thread that answers chunks of raw values. */
function main(port: MessagePort, options: AnswerOptions): void {
  const answerer = new ChunkAnswerer(options);
  const say = (says: ThreadSays): void => port.postMessage(says);
  port.on("message", ({ room, ...chunk }: ChunkCall) => {
    const { buffer, length } = answerer.answer(chunk, room);
    say({ answers: buffer, length });
  });
  say(null);
}

if (parentPort !== null) main(parentPort, workerData as AnswerOptions);
