import type { AuditLog } from "./audit.ts";
import type { BackupList } from "./backups.ts";
import type { DeliveryLog } from "./deliveries.ts";
import type { Erasure } from "./erasure.ts";
import type { Suppressions } from "./suppressions.ts";

/**
 * What people change in a store outside of runs: one connection, every call synchronous. Where a call must not meet a run,
 * it throws RUN_ACTIVE. Calls outside of {@link transaction} are durable when they return.
 */
export interface StoreAdmin {
  /** Who acts, as the audit log names them. */
  readonly who: string;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
  readonly backups: BackupList;
  readonly suppressions: Suppressions;
  readonly erasure: Erasure;
  /**
   * Runs `work` in one write transaction, or as a part of the one it is called in. Nothing of it is there when it throws.
   * Other writers wait meanwhile: it must be short. Throws STORE_FAILED where the database cannot be written.
   */
  transaction<T>(work: () => T): T;
  close(): void;
}
