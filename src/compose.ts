import { extname } from "node:path";
import type { AppPorts } from "./app/app.ts";
import { DatamasterError } from "./base/errors.ts";
import type { Logger } from "./base/log.ts";
import type { Connector } from "./crm/crm.ts";
import { told } from "./messages/messages.ts";
import type { RunWriter } from "./store/store.ts";

const CONNECTORS = ["datamaster"] as const;
const USER_AGENT = "datamaster-phone-collector";

export interface ComposeOptions {
  /** `sqlite:PATH`. */
  readonly store: string;
  /** The folder of imported numbering registers; without it there are none. */
  readonly ranges?: string | null;
  readonly log: Logger;
}

/** Puts the app together from concrete adapters, each loaded when first needed. Throws USAGE for an unknown store. */
export function compose({ store, ranges = null, log }: ComposeOptions): AppPorts {
  const path = sqlitePath(store);
  return {
    store,
    ranges,
    log,
    findConnector,
    async openCrm(source) {
      const { createCrmClient } = await import("./crm/http/client.ts");
      const { baseUrl, token, concurrency } = source;
      return createCrmClient({ baseUrl, token, connections: concurrency, userAgent: USER_AGENT });
    },
    async createLimiter(options) {
      const { createMemoryLimiter } = await import("./limits/memory-limiter.ts");
      return createMemoryLimiter(options);
    },
    async startIngest(settings) {
      const { IngestThread } = await import("./collect/ingest-thread.ts");
      // The thread's file ends as this one does: .ts in a checkout, .js in a package.
      const entry = new URL(`./ingest/main${extname(import.meta.url)}`, import.meta.url);
      return await IngestThread.start(entry, { ...settings, store });
    },
    async openReader() {
      const { SqliteRunReader } = await import("./store/sqlite/run-reader.ts");
      return new SqliteRunReader(path);
    },
    async storeHoldsData() {
      const { holdsData } = await import("./store/sqlite/open.ts");
      return holdsData(path);
    },
    async checkStore() {
      const { checkWritable } = await import("./store/sqlite/open.ts");
      return checkWritable(path);
    },
    async storeFiles() {
      const { storeFiles } = await import("./store/sqlite/inspect.ts");
      return storeFiles(path);
    },
    async inspectStore(full) {
      const { inspectStore } = await import("./store/sqlite/inspect.ts");
      return inspectStore(path, full);
    },
    async readServerClock({ connector, baseUrl, token }, signal) {
      const { readServerClock } = await import("./crm/http/server-date.ts");
      const { path: asked } = (await findConnector(connector)).accountRequest();
      return await readServerClock({ baseUrl, token, connections: 1, userAgent: USER_AGENT }, asked, signal);
    },
  };
}

/** Opens the store for writing, creating or migrating it; for the one thread that writes. */
export async function openWriter(store: string): Promise<RunWriter> {
  const { SqliteRunWriter } = await import("./store/sqlite/run-writer.ts");
  return await SqliteRunWriter.open(sqlitePath(store));
}

/** The connector of that name. Rejects CONFIG_INVALID for one that does not exist. */
export async function findConnector(name: string): Promise<Connector> {
  if (name === "datamaster") return (await import("./crm/datamaster/datamaster.ts")).datamasterConnector;
  throw new DatamasterError(
    "CONFIG_INVALID",
    told("unknownConnector", { name, known: CONNECTORS.join(", ") }),
  );
}

function sqlitePath(store: string): string {
  const match = /^sqlite:(.+)$/.exec(store);
  if (match?.[1] !== undefined) return match[1];
  throw new DatamasterError("USAGE", told("unknownStore", { store }));
}
