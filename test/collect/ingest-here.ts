import { unpackError } from "../../src/base/errors.ts";
import {
  type Ingest,
  type IngestAnswer,
  type IngestSettings,
  readerVersion,
} from "../../src/collect/collect.ts";
import { findConnector, openWriter } from "../../src/compose.ts";
import { createPageSaver } from "../../src/ingest/ingest.ts";
import { IngestLoop } from "../../src/ingest/loop.ts";
import { NUMBER_TABLE_VERSION } from "../../src/phone/phone.ts";

const METHODS = [
  ...(["startRun", "resumeRun", "nextUnits", "savePage", "samePage", "restartUnit", "quarantine"] as const),
  ...(["fallBack", "clientList", "reopenClientList"] as const),
  ...(["clientOf", "unlist", "note", "spend", "finishRun", "close"] as const),
];

/** What the ingest thread does, in this one: for tests of many short runs, most of which would be threads that start. */
export async function ingestHere(settings: IngestSettings): Promise<Ingest> {
  const writer = await openWriter(settings.store);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const loop = new IngestLoop(writer, {
    pending: () => undefined,
    answer: (answer: IngestAnswer) => {
      if (answer.ok) waiting.get(answer.id)?.resolve(answer.value);
      else waiting.get(answer.id)?.reject(unpackError(answer.error));
      waiting.delete(answer.id);
    },
    closed: () => {},
    reader: readerVersion(NUMBER_TABLE_VERSION, settings),
    otherRegions: settings.otherRegions === "auto" ? null : settings.otherRegions,
    savePage: createPageSaver(writer, await findConnector(settings.connector), settings),
  });
  let lastId = 0;
  const calls = METHODS.map((method) => {
    const call = (...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        void loop.take({ id, method, args });
      });
    return [method, call] as const;
  });
  return Object.fromEntries(calls) as unknown as Ingest;
}
