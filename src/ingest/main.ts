import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { packError } from "../base/errors.ts";
import { type IngestCall, type IngestReady, type IngestSettings, readerVersion } from "../collect/collect.ts";
import { findConnector, openWriter } from "../compose.ts";
import { NUMBER_TABLE_VERSION } from "../phone/phone.ts";
import { createPageSaver } from "./ingest.ts";
import { IngestLoop } from "./loop.ts";

/** Entry of the worker thread that reads answers and writes the store. */
async function main(port: MessagePort, settings: IngestSettings): Promise<void> {
  let ready: IngestReady = { ready: true };
  try {
    const connector = await findConnector(settings.connector);
    const writer = await openWriter(settings.store);
    const loop = new IngestLoop(writer, {
      pending: () => receiveMessageOnPort(port)?.message as IngestCall | undefined,
      answer: (message) => port.postMessage(message),
      // Without the port nothing keeps the thread alive; what was posted is still delivered.
      closed: () => port.unref(),
      reader: readerVersion(NUMBER_TABLE_VERSION, settings),
      otherRegions: settings.otherRegions === "auto" ? null : settings.otherRegions,
      savePage: createPageSaver(writer, connector, settings),
    });
    port.on("message", (call: IngestCall) => void loop.take(call));
  } catch (error) {
    ready = { ready: false, error: packError(error) };
  }
  port.postMessage(ready);
}

if (parentPort !== null) await main(parentPort, workerData as IngestSettings);
