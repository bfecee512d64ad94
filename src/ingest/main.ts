import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { packError } from "../base/errors.ts";
import type { IngestReady, IngestThreadData } from "../collect/collect.ts";

/** Entry of the two worker threads of a run: one reads answers, one writes the store. Each loads what it needs alone. */
async function main(port: MessagePort, data: IngestThreadData): Promise<void> {
  let ready: IngestReady;
  try {
    ready = { ready: true, reader: await begin(port, data) };
  } catch (error) {
    ready = { ready: false, error: packError(error) };
  }
  port.postMessage(ready);
}

async function begin(port: MessagePort, data: IngestThreadData): Promise<string> {
  if (data.role === "read") return await (await import("./reading.ts")).startReading(port, data);
  await (await import("./writing.ts")).startWriting(port, data);
  return "";
}

if (parentPort !== null) await main(parentPort, workerData as IngestThreadData);
