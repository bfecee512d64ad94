import type { StoreEngine } from "../engine.ts";
import { inspectServer } from "./inspect.ts";
import {
  checkPostgres,
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
  postgresHoldsData,
} from "./postgres.ts";

/** One schema of a database on a server, by its address. */
export function postgresEngine(store: string): StoreEngine {
  return {
    openWriter: async () => openPostgresWriter(store),
    openReader: async () => openPostgresReader(store),
    openAdmin: async (who) => openPostgresAdmin(store, who),
    holdsData: async () => postgresHoldsData(store),
    check: async () => checkPostgres(store),
    files: async () => [],
    inspect: async () => inspectServer(store),
  };
}
