import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Spent } from "../../model/limit.ts";
import type { StoreAdmin } from "../admin.ts";
import type { AuditLog } from "../audit.ts";
import type { BackupList } from "../backups.ts";
import type { CopiedStore, CopyStep } from "../copying.ts";
import type { DeliveryLog } from "../deliveries.ts";
import type { Erasure } from "../erasure.ts";
import type { ExportLog } from "../exports.ts";
import type { InsightBook } from "../insight.ts";
import type { MadeSources } from "../made-sources.ts";
import type { NumberViews } from "../number-views.ts";
import type { PastPort } from "../past.ts";
import type { People } from "../people.ts";
import type { RunRecords } from "../run-records.ts";
import type { ScheduleBook } from "../schedules.ts";
import type { SetAsideBook } from "../set-aside.ts";
import type { Answers, Settings } from "../settings.ts";
import type { Suppressions } from "../suppressions.ts";
import type { StoreVersions } from "../versions.ts";
import { copyDatabase } from "./copy.ts";
import { SqlPast } from "./past/past-import.ts";
import { compact, previewPrune, prune } from "./past/pruning.ts";
import { previewRevert, revert } from "./past/reverting.ts";
import { AuditRows, appendAudit } from "./privacy/audit.ts";
import { StoreErasure } from "./privacy/erasure.ts";
import { addSuppressions, removeSuppressions, SuppressionRows } from "./privacy/suppressions.ts";
import { SqlInsightBook } from "./read/insight.ts";
import { numberViews } from "./read/number-views.ts";
import { runRecords } from "./run/run-records.ts";
import { addSpent } from "./run/spent.ts";
import { listBackups, noteBackup } from "./service/backup-list.ts";
import { deliveryLog } from "./service/deliveries.ts";
import { exportLog } from "./service/exports.ts";
import { madeSources } from "./service/made-sources.ts";
import { SqlPeople } from "./service/people.ts";
import { SqlScheduleBook } from "./service/schedules.ts";
import { setAsideBook } from "./service/set-aside.ts";
import { answers, settings } from "./service/settings.ts";
import { inTransaction, type Sql } from "./sql.ts";

/** {@link StoreAdmin} over one connection, which it closes, beside other readers and writers of the database. */
export class SqlAdmin implements StoreAdmin {
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
  readonly #sql: Sql;
  #isWorking = false;

  constructor(sql: Sql, who: string, tombstoneKeyFile: string) {
    this.#sql = sql;
    this.who = who;
    this.deliveries = deliveryLog(sql);
    this.numberViews = numberViews(sql, (work) => this.transaction(work));
    this.settings = settings(sql, who, (work) => this.transaction(work));
    this.answers = answers(sql, (work) => this.transaction(work));
    this.setAside = setAsideBook(sql, who, (work) => this.transaction(work));
    this.exports = exportLog(sql);
    this.records = runRecords(sql, (work) => this.transaction(work));
    this.people = new SqlPeople(sql, (work) => this.transaction(work));
    this.past = new SqlPast(sql, who, tombstoneKeyFile);
    this.insight = new SqlInsightBook(sql, (work) => this.transaction(work));
    const rows = new AuditRows(sql);
    this.audit = {
      list: (filter) => rows.list(filter),
      listOn: (filter, after) => rows.listOn(filter, after),
      facets: () => rows.facets(),
      verify: (head) => rows.verify(head),
      append: (record) => this.transaction(() => appendAudit(sql, who, record)),
    };
    this.versions = {
      previewRevert: (run) => previewRevert(sql, run),
      revert: (run) => this.transaction(() => revert(sql, run)),
      previewPrune: (terms) => previewPrune(sql, terms),
      prune: (terms) => prune(sql, terms, (work) => this.transaction(work)),
      compact: () => compact(sql),
    };
    this.madeSources = madeSources(sql, who, (work) => this.transaction(work));
    this.erasure = new StoreErasure(sql, (work) => this.transaction(work), tombstoneKeyFile);
    this.backups = { list: () => listBackups(sql), note: (backup) => noteBackup(sql, backup) };
    this.schedules = new SqlScheduleBook(sql, who, (work) => this.transaction(work));
    const list = new SuppressionRows(sql);
    this.suppressions = {
      count: () => list.count(),
      version: () => list.version(),
      find: (number) => list.find(number),
      load: () => list.load(),
      list: (after, limit) => list.list(after, limit),
      newest: (skipped, limit) => list.newest(skipped, limit),
      add: (numbers, reason) => this.transaction(() => addSuppressions(sql, who, numbers, reason)),
      remove: (numbers) => this.transaction(() => removeSuppressions(sql, numbers)),
    };
  }

  transaction<T>(work: () => T): T {
    if (this.#isWorking) return work();
    this.#isWorking = true;
    try {
      return inTransaction(this.#sql, work);
    } finally {
      this.#isWorking = false;
    }
  }

  copyInto(target: StoreAdmin): Generator<CopyStep, CopiedStore> {
    if (!(target instanceof SqlAdmin))
      throw new DatamasterError("INTERNAL", told("internal", { why: "a store of another kind" }));
    return copyDatabase(this.#sql, target.#sql, this.who);
  }

  spend(account: string, spent: readonly Spent[]): void {
    this.transaction(() => addSpent(this.#sql, account, spent));
  }

  close(): void {
    this.#sql.close();
  }
}
