import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { type AnswerOptions, ChunkAnswerer } from "./chunk.ts";
import type { ChunkCall, ThreadSays } from "./threads.ts";

/** Entry of a thread that answers chunks of raw values. */
function main(port: MessagePort, options: AnswerOptions): void {
  const answerer = new ChunkAnswerer(options);
  const say = (says: ThreadSays, moved: ArrayBuffer[]): void => port.postMessage(says, moved);
  port.on("message", ({ room, ...chunk }: ChunkCall) => {
    const answers = answerer.answer(chunk, room);
    say({ answers: answers.buffer, length: answers.length, buffer: chunk.buffer }, [
      answers.buffer,
      chunk.buffer,
    ]);
  });
  say(null, []);
}

if (parentPort !== null) main(parentPort, workerData as AnswerOptions);
