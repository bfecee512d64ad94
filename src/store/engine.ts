import type { Told } from "../base/told.ts";
import type { StoreAdmin } from "./admin.ts";
import type { StoreBackups } from "./backups.ts";
import type { RunReader, RunWriter, StoreHealth } from "./store.ts";

/** How one database is opened and looked at; each engine of databases has one of these. */
export interface StoreEngine {
  /** Creates or migrates it; numbers that were erased are known by the key in that file. Rejects STORE_FAILED, STORE_FOREIGN, STORE_NEWER. */
  openWriter(tombstoneKeyFile: string): Promise<RunWriter>;
  /** Beside writers and other readers. Rejects STORE_MISSING where nothing was ever collected, and as the writer does. */
  openReader(): Promise<RunReader>;
  /** As the writer is opened. `who` acts. */
  openAdmin(who: string, tombstoneKeyFile: string): Promise<StoreAdmin>;
  /** Rejects USAGE with the command of its own where the engine has one for that. */
  openBackups(who: string, tombstoneKeyFile: string): Promise<StoreBackups>;
  /** Keeps other services from serving it until the claim is closed; null where one does already. */
  claimService(): Promise<{ close(): void } | null>;
  holdsData(): Promise<boolean>;
  /** Tells whether it is there or would be made; rejects where it could not be written. Changes nothing. */
  check(): Promise<Told>;
  /** The files on this machine that make it, its own first; none where a server keeps it. */
  files(): Promise<readonly string[]>;
  /** Looks it over; `full` takes its time. Rejects what opening it rejects. */
  inspect(full: boolean): Promise<StoreHealth>;
}
