import type { Spent } from "../model/limit.ts";
import type { AuditLog } from "./audit.ts";
import type { BackupList } from "./backups.ts";
import type { CopiedStore, CopyStep } from "./copying.ts";
import type { DeliveryLog } from "./deliveries.ts";
import type { Erasure } from "./erasure.ts";
import type { ExportLog } from "./exports.ts";
import type { InsightBook } from "./insight.ts";
import type { MadeSources } from "./made-sources.ts";
import type { NumberViews } from "./number-views.ts";
import type { PastPort } from "./past.ts";
import type { People } from "./people.ts";
import type { RunRecords } from "./run-records.ts";
import type { ScheduleBook } from "./schedules.ts";
import type { SetAsideBook } from "./set-aside.ts";
import type { Answers, Settings } from "./settings.ts";
import type { Suppressions } from "./suppressions.ts";
import type { StoreVersions } from "./versions.ts";

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
  readonly insight: InsightBook;
  readonly exports: ExportLog;
  readonly past: PastPort;
  readonly schedules: ScheduleBook;
  readonly records: RunRecords;
  readonly people: People;
  readonly suppressions: Suppressions;
  readonly madeSources: MadeSources;
  readonly erasure: Erasure;
  readonly versions: StoreVersions;
  readonly numberViews: NumberViews;
  readonly settings: Settings;
  readonly answers: Answers;
  readonly setAside: SetAsideBook;
  /**
   * Runs `work` in one write transaction, or as a part of the one it is called in. Nothing of it is there when it throws.
   * Other writers wait meanwhile: it must be short. Throws STORE_FAILED where the database cannot be written.
   */
  transaction<T>(work: () => T): T;
  /**
   * Copies all that is here into an empty store, checks it there, notes it in both audit logs; one step a few thousand rows, so
   * that who drives it can look up between them. Ended early or thrown out of, it leaves nothing. Throws RUN_ACTIVE,
   * STORE_NOT_EMPTY, STORE_FAILED where the copy is not what was read.
   */
  copyInto(target: StoreAdmin): Generator<CopyStep, CopiedStore>;
  /** Adds to what an account was asked for outside of runs: its quotas count that, too. */
  spend(account: string, spent: readonly Spent[]): void;
  close(): void;
}
