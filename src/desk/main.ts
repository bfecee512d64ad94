import { Writable } from "node:stream";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { AppPorts } from "../app/app.ts";
import { type DeskVerb, VERBS } from "../app/desk.ts";
import type { DeskCall, DeskSays } from "../app/desk-threads.ts";
import { packError } from "../base/errors.ts";
import { createLogger } from "../base/log.ts";
import { compose, type DeskSettings } from "../compose.ts";
import { actingAs, KeptReader } from "./ports.ts";

/** Entry of a thread that works verbs off, one after the other. */
function main(port: MessagePort, { logLevel, ...settings }: DeskSettings): void {
  const say = (says: DeskSays): void => port.postMessage(says);
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _, done) {
      say({ line });
      done();
    },
  });
  const log = createLogger({ level: logLevel, format: "json", stream, color: false });
  const ports = compose({ ...settings, log });
  const reader = new KeptReader(ports);
  let before: Promise<void> = Promise.resolve();
  port.on("message", (call: DeskCall) => {
    before = before.then(async () => {
      if (call !== null) return say(await answer(call, ports, reader));
      reader.close();
      port.close();
    });
  });
}

async function answer(
  { id, who, verb, args }: Exclude<DeskCall, null>,
  ports: AppPorts,
  reader: KeptReader,
): Promise<DeskSays> {
  try {
    const { load }: DeskVerb = VERBS[verb];
    const work = await load();
    return { id, value: await work(actingAs(who, ports, reader), ...(args as never[])) };
  } catch (error) {
    reader.close();
    return { id, error: packError(error) };
  }
}

if (parentPort !== null) main(parentPort, workerData as DeskSettings);
