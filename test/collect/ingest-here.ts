import type { AppPorts } from "../../src/app/app.ts";
import { unpackError } from "../../src/base/errors.ts";
import type { FetchedPage, Ingest, IngestSettings, RunRequest } from "../../src/collect/collect.ts";
import { findConnector, openWriter } from "../../src/compose.ts";
import { createPageSaver } from "../../src/ingest/ingest.ts";
import { IngestLoop } from "../../src/ingest/loop.ts";
import { PageReader } from "../../src/ingest/page-reader.ts";
import { skippingOf } from "../../src/ingest/skipping.ts";
import { readerVersion } from "../../src/model/reader-version.ts";
import { NUMBER_TABLE_VERSION } from "../../src/phone/phone.ts";

/** Ports whose runs read pages and write in this thread: short runs are mostly threads that start. */
export function withoutThreads(ports: AppPorts): AppPorts {
  return { ...ports, startIngest: (settings) => ingestHere({ ...settings, store: ports.store }) };
}

/** What the ingest threads do, in this one. */
async function ingestHere(settings: IngestSettings): Promise<Ingest> {
  const writer = await openWriter(settings.store);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const loop = new IngestLoop(writer, {
    pending: () => [],
    moreBy: () => false,
    answer(answered) {
      for (const { answer } of answered) {
        if (answer.ok) waiting.get(answer.id)?.resolve(answer.value);
        else waiting.get(answer.id)?.reject(unpackError(answer.error));
        waiting.delete(answer.id);
      }
    },
    closed: () => {},
    savePage: createPageSaver(writer, settings),
  });
  let lastId = 0;
  const call = (method: string, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      void loop.take([{ id, method, args }]);
    });
  const regionsOf = async (run: number) => ((await call("otherRegions", run)) as string[] | null) ?? [];
  const skipped = await skippingOf(settings);
  const pages = new PageReader(await findConnector(settings.connector), settings, regionsOf, skipped);
  const reader = readerVersion(NUMBER_TABLE_VERSION, settings, skipped?.version ?? null);
  const otherRegions = settings.otherRegions === "auto" ? null : settings.otherRegions;
  const own = {
    startRun: (run: RunRequest) => call("startRun", { ...run, reader, otherRegions }),
    resumeRun: (run: number) => call("resumeRun", run, reader),
    savePage: async (page: FetchedPage) => await call("savePage", await pages.read(page)),
    state: () => ({ waiting: waiting.size, answered: lastId - waiting.size }),
    abandon: (error: Error) => {
      for (const { reject } of waiting.values()) reject(error);
    },
  };
  return new Proxy(own as unknown as Ingest, {
    // What is awaited is asked whether it is a promise.
    get: (known, method) =>
      method === "then" || Object.hasOwn(known, method)
        ? Reflect.get(known, method)
        : (...args: unknown[]) => call(String(method), ...args),
  });
}
