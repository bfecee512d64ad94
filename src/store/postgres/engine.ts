import type { StoreEngine } from "../engine.ts";
import { refuseBackups } from "./backups.ts";
import { inspectServer } from "./inspect.ts";
import {
  checkPostgres,
  claimPostgresService,
  openPostgresAdmin,
  openPostgresReader,
  openPostgresWriter,
  postgresHoldsData,
} from "./postgres.ts";

/** One schema of a database on a server, by its address. */
export function postgresEngine(store: string): StoreEngine {
  return {
    openWriter: async (keyFile) => openPostgresWriter(store, keyFile),
    openReader: async () => openPostgresReader(store),
    openAdmin: async (who, keyFile) => openPostgresAdmin(store, who, keyFile),
    openBackups: async () => refuseBackups(store),
    claimService: async () => claimPostgresService(store),
    holdsData: async () => postgresHoldsData(store),
    check: async () => checkPostgres(store),
    files: async () => [],
    inspect: async () => inspectServer(store),
  };
}
