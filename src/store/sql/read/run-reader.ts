import type { VersionDiff } from "../../../model/diff.ts";
import type { Spent } from "../../../model/limit.ts";
import type { NumberPlace } from "../../../model/number.ts";
import type { CrmClient } from "../../../model/record.ts";
import type { FailedItem, Quarantined, RejectCount, Run, UnitKind } from "../../../model/run.ts";
import type { AuditReader } from "../../audit.ts";
import type { DeliveryReader } from "../../deliveries.ts";
import type { Sought } from "../../erasure.ts";
import type { ExportReader } from "../../exports.ts";
import type { HomeReader } from "../../home.ts";
import type { InsightReader } from "../../insight.ts";
import type { MadeSourceReader } from "../../made-sources.ts";
import type { NumberFeed } from "../../number-feed.ts";
import type { NumberViewReader } from "../../number-views.ts";
import type { PeopleReader } from "../../people.ts";
import type { RunRecordsReader } from "../../run-records.ts";
import type { ScheduleReader } from "../../schedules.ts";
import type { SetAsideReader } from "../../set-aside.ts";
import type { AnswerReader, SettingsReader } from "../../settings.ts";
import type {
  ClientNumberRow,
  HeldFilter,
  NumberRow,
  PairRow,
  PlannedRun,
  RejectedRow,
  RunReader,
  SourceSize,
  UnitCount,
} from "../../store.ts";
import type { SuppressionReader } from "../../suppressions.ts";
import { prunedError, refusePruned } from "../past/pruned.ts";
import { AuditRows } from "../privacy/audit.ts";
import { holdsNumbers } from "../privacy/subject.ts";
import { SuppressionRows } from "../privacy/suppressions.ts";
import { refuseLostKey } from "../privacy/tombstones.ts";
import { plannedRun } from "../run/beginning.ts";
import { changedClients } from "../run/incremental.ts";
import { runRecordsReader } from "../run/run-records.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "../run/run-rows.ts";
import { accountOf, spentOf } from "../run/spent.ts";
import { deliveryLog } from "../service/deliveries.ts";
import { exportReader } from "../service/exports.ts";
import { MadeSourceRows } from "../service/made-sources.ts";
import { PeopleRows } from "../service/people-rows.ts";
import { ScheduleRows } from "../service/schedules.ts";
import { setAsideReader } from "../service/set-aside.ts";
import { answerReader, settingsReader } from "../service/settings.ts";
import type { Sql } from "../sql.ts";
import { diffVersions } from "./diff.ts";
import { failedItems, runsToRetry } from "./failed.ts";
import { countHeld, heldClientNumbers, heldNumbers, heldPairs } from "./held.ts";
import { homeReader } from "./home.ts";
import { InsightRows } from "./insight.ts";
import { SqlNumberFeed } from "./number-feed.ts";
import { placesOf } from "./number-places.ts";
import { numberViewReader } from "./number-views.ts";
import { rejectedRows } from "./rejected.ts";

const counted = (state: string) => `count(*) FILTER (WHERE state = '${state}') AS ${state}`;

/** {@link RunReader} over a connection of its own, which it closes. */
export class SqlRunReader implements RunReader {
  readonly audit: AuditReader;
  readonly deliveries: DeliveryReader;
  readonly insight: InsightReader;
  readonly schedules: ScheduleReader;
  readonly exports: ExportReader;
  readonly home: HomeReader;
  readonly people: PeopleReader;
  readonly suppressions: SuppressionReader;
  readonly numberFeed: NumberFeed;
  readonly numberViews: NumberViewReader;
  readonly madeSources: MadeSourceReader;
  readonly records: RunRecordsReader;
  readonly settings: SettingsReader;
  readonly answers: AnswerReader;
  readonly setAside: SetAsideReader;
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.suppressions = new SuppressionRows(sql);
    this.insight = new InsightRows(sql);
    this.schedules = new ScheduleRows(sql);
    this.madeSources = new MadeSourceRows(sql);
    this.numberFeed = new SqlNumberFeed(sql);
    this.numberViews = numberViewReader(sql);
    this.audit = new AuditRows(sql);
    this.deliveries = deliveryLog(sql);
    this.exports = exportReader(sql);
    this.home = homeReader(sql);
    this.records = runRecordsReader(sql);
    this.people = new PeopleRows(sql);
    this.settings = settingsReader(sql);
    this.answers = answerReader(sql);
    this.setAside = setAsideReader(sql);
  }

  listRuns(source: string | null, limit: number): Run[] {
    const rows =
      source === null
        ? this.#sql.all<RunRow>(`SELECT ${RUN_COLUMNS} ORDER BY r.id DESC LIMIT ?`, limit)
        : this.#sql.all<RunRow>(
            `SELECT ${RUN_COLUMNS} WHERE s.name = ? ORDER BY r.id DESC LIMIT ?`,
            source,
            limit,
          );
    return rows.map(toRun);
  }

  findRun(run: number): Run | undefined {
    const row = this.#sql.get<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.id = ?`, run);
    return row === undefined ? undefined : toRun(row);
  }

  findUnfinished(source: string | null): Run | undefined {
    const row = this.#sql.get<RunRow>(
      `SELECT ${RUN_COLUMNS} WHERE r.status IN ('running', 'stopped', 'failed') AND s.name = coalesce(?, s.name)
       ORDER BY r.id DESC LIMIT 1`,
      source,
    );
    return row === undefined ? undefined : toRun(row);
  }

  countUnits(run: number): UnitCount[] {
    return this.#sql.all<{ kind: UnitKind; due: number; done: number; quarantined: number }>(
      `SELECT kind, ${counted("due")}, ${counted("done")}, ${counted("quarantined")}
       FROM units WHERE run = ? GROUP BY kind`,
      run,
    );
  }

  listQuarantined(run: number): Quarantined[] {
    return this.#sql.all<Omit<Quarantined, never> & Record<string, never>>(
      `SELECT q.run, q.kind, q.code, q.message, q.attempts, q.at, q.total, q.listed, q.excerpt,
         coalesce(CASE q.kind WHEN 'phones' THEN p.crm_id WHEN 'projects' THEN c.crm_id END, '') AS id,
         coalesce(CASE q.kind WHEN 'phones' THEN p.name WHEN 'projects' THEN c.name END, '') AS name
       FROM quarantine q LEFT JOIN projects p ON p.id = q.ref LEFT JOIN clients c ON c.id = q.ref
       WHERE q.run = ? ORDER BY q.id`,
      run,
    );
  }

  listFailed(run: number): FailedItem[] {
    return failedItems(this.#sql, run);
  }

  findRunsToRetry(): Run[] {
    return runsToRetry(this.#sql);
  }

  countRejects(source: string): RejectCount[] {
    return this.#sql.all<RejectCount & Record<string, never>>(
      `SELECT j.reason, count(*) AS count FROM rejected j JOIN projects p ON p.id = j.project JOIN sources s ON s.id = p.source
       WHERE s.name = ? GROUP BY j.reason ORDER BY count DESC, j.reason`,
      source,
    );
  }

  sourceSize(source: string): SourceSize | null {
    const rows = this.#sql.all<RunRow>(
      `SELECT ${RUN_COLUMNS} WHERE s.name = ? AND r.status IN ('complete', 'partial') AND r.mode = 'full' ORDER BY r.id DESC LIMIT 10`,
      source,
    );
    const last = rows
      .map(toRun)
      .find(({ totals, scope }) => totals.records > 0 && scope.failedOf === undefined);
    if (last === undefined) return null;
    const pages = this.#sql.get<{ n: number }>(
      "SELECT coalesce(sum(pages), 0) AS n FROM units WHERE run = ?",
      last.run,
    );
    const { clients, projects, records } = last.totals;
    return { clients, projects, records, pages: pages?.n ?? 0 };
  }

  plannedRun(source: string, run: Parameters<RunReader["plannedRun"]>[1]): PlannedRun {
    return plannedRun(this.#sql, source, run);
  }

  changedClients(source: string, clients: readonly CrmClient[]): CrmClient[] {
    return changedClients(this.#sql, source, clients);
  }

  accountOf(source: string): string | null {
    return accountOf(this.#sql, source);
  }

  spentOf(account: string): Spent[] {
    return spentOf(this.#sql, account);
  }

  countNumbers(filter: HeldFilter): number {
    refusePruned(this.#sql, filter);
    return countHeld(this.#sql, filter);
  }

  iterateNumbers(filter: HeldFilter): Iterable<NumberRow> {
    refusePruned(this.#sql, filter);
    return heldNumbers(this.#sql, filter);
  }

  iterateClientNumbers(filter: HeldFilter): Iterable<ClientNumberRow> {
    refusePruned(this.#sql, filter);
    return heldClientNumbers(this.#sql, filter);
  }

  iteratePairs(filter: HeldFilter): Iterable<PairRow> {
    refusePruned(this.#sql, filter);
    return heldPairs(this.#sql, filter);
  }

  iterateRejected(filter: HeldFilter): Iterable<RejectedRow> {
    return rejectedRows(this.#sql, filter);
  }

  placesOf(number: bigint): NumberPlace[] {
    return placesOf(this.#sql, number);
  }

  diffRuns(from: number, to: number): VersionDiff {
    const older = this.findRun(from);
    if (older?.pruned === true) throw prunedError(this.#sql, from, older.source);
    const source = this.#sql.count("SELECT source AS n FROM runs WHERE id = :to", { to });
    return diffVersions(this.#sql, { source, from, to });
  }

  lastRunBefore(time: string): number {
    return this.#sql.count("SELECT coalesce(max(id), 0) AS n FROM runs WHERE started_at < :time", { time });
  }

  holds(sought: Sought): boolean {
    return holdsNumbers(this.#sql, sought);
  }

  refuseLostKey(keyFile: string): void {
    refuseLostKey(this.#sql, keyFile);
  }

  close(): void {
    this.#sql.close();
  }
}
