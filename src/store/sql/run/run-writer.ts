import { DatamasterError } from "../../../base/errors.ts";
import { thisProcess } from "../../../base/owner.ts";
import { told } from "../../../messages/messages.ts";
import type { Spent } from "../../../model/limit.ts";
import type { CrmClient, CrmProject } from "../../../model/record.ts";
import { isPilot, type Run, type RunCounters, type UnitKind } from "../../../model/run.ts";
import {
  ALL_CLIENTS,
  CHANGED_CLIENTS,
  type ClientList,
  type CountryCount,
  type NewRun,
  type PagePlace,
  type PageReceipt,
  type PhoneFacts,
  type QuarantineCause,
  type RunOutcome,
  type RunWriter,
  type StaleList,
  type Unit,
} from "../../store.ts";
import { readTombstones, type Tombstones } from "../privacy/tombstones.ts";
import { addFailedUnits } from "../read/failed.ts";
import { noteRejectCounts } from "../read/insight.ts";
import { sourceId } from "../service/sources.ts";
import type { Sql } from "../sql.ts";
import { beginningOf } from "./beginning.ts";
import { noteTotal, readClientList, reopenClientList } from "./client-list.ts";
import { closeProject, saveOpenPage } from "./closing.ts";
import { fallBack } from "./fall-back.ts";
import { countTotals, endMissing } from "./finishing.ts";
import {
  compareWithHeld,
  endChangedPage,
  endOfClients,
  type MadeDue,
  noteListBegan,
  readLike,
  sweep,
} from "./incremental.ts";
import { type CleanPage, cleanNames, withoutErased } from "./keeping-out.ts";
import { confirmProject, dropKept, keepPages, nextKept, refuseMixed } from "./kept-pages.ts";
import { addUnit, advance, clientOf, dueUnits, endProjects, writeClients, writeProjects } from "./listing.ts";
import { dropNumberIndex, ensureNumberIndex } from "./number-index.ts";
import { NumberKinds } from "./number-kinds.ts";
import { noteCause, otherCount, setAside, unusableItems } from "./quarantine.ts";
import { recount } from "./recount.ts";
import { countCountries, writeOtherRegions } from "./regions.ts";
import { abandonUnfinished, dropSavedPages, refuseActive, restartChanged } from "./resuming.ts";
import { type RunContext, readContext, readerOf } from "./run-context.ts";
import { noteOrigin } from "./run-records.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "./run-rows.ts";
import { RunTally } from "./run-tally.ts";
import { addSpentIn } from "./spent.ts";

/** What a page of a list has of them. */
const NO_NUMBERS = { numbers: 0, rejected: 0 } as const;

/** {@link RunWriter} over one connection, which it closes. Calls are synchronous inside, so use it off the main thread. */
export class SqlRunWriter implements RunWriter {
  readonly #sql: Sql;
  readonly #kinds: NumberKinds;
  readonly #tally: RunTally;
  readonly #owner = thisProcess();
  readonly #contexts = new Map<number, RunContext>();
  readonly #tombstoneKeyFile: string;
  /** As they are when a run begins or goes on: while it does, nobody erases. Null where there are none. */
  #tombstones: Tombstones | null = null;

  constructor(sql: Sql, tombstoneKeyFile: string) {
    this.#sql = sql;
    this.#tombstoneKeyFile = tombstoneKeyFile;
    this.#kinds = new NumberKinds(sql);
    this.#tally = new RunTally(sql);
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const sql = this.#sql;
    try {
      sql.begin();
      const result = await work();
      this.#tally.write();
      sql.commit();
      return result;
    } catch (error) {
      sql.rollback();
      this.#kinds.forget();
      this.#tally.forget();
      this.#contexts.clear();
      throw sql.toError(error);
    }
  }

  async startRun(run: NewRun): Promise<Run> {
    const sql = this.#sql;
    const now = new Date().toISOString();
    const source = sourceId(sql, run.source, now);
    refuseActive(sql, source, this.#owner);
    this.#tombstones = readTombstones(sql, this.#tombstoneKeyFile);
    const { mode, since } = beginningOf(sql, source, run);
    abandonUnfinished(sql, source);
    const id = sql.insert(
      `INSERT INTO runs (source, status, scope, reader, owner, started_at, heartbeat_at, other_regions, mode, since, swept)
       VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      source,
      JSON.stringify(run.scope),
      run.reader,
      JSON.stringify(this.#owner),
      now,
      now,
      run.otherRegions === null ? null : JSON.stringify(run.otherRegions),
      mode,
      since,
      since === null ? 1 : 0,
    );
    sql.claim(id);
    if (run.origin !== undefined) noteOrigin(sql, id, run.origin);
    const { failedOf } = run.scope;
    if (failedOf === undefined) addUnit(sql, id, "clients", since === null ? ALL_CLIENTS : CHANGED_CLIENTS);
    else addFailedUnits(sql, id, failedOf, run.scope.failedOnly);
    const closed = "SELECT 1 FROM projects WHERE source = ? AND confirmed_run IS NOT NULL LIMIT 1";
    if (sql.get(closed, source) === undefined) dropNumberIndex(sql);
    this.#readLike(id);
    return this.#run(id);
  }

  async resumeRun(run: number, reader: string): Promise<Run> {
    const found = this.#run(run);
    refuseActive(this.#sql, this.#context(run).source, this.#owner);
    this.#tombstones = readTombstones(this.#sql, this.#tombstoneKeyFile);
    if (found.status !== "running" && found.status !== "stopped" && found.status !== "failed") {
      throw new DatamasterError("NOTHING_TO_RESUME", told("nothingLeft", { run, status: found.status }));
    }
    if (this.#context(run).reader !== reader) dropSavedPages(this.#sql, run);
    this.#sql.run(
      "UPDATE runs SET status = 'running', ended_at = NULL, error = NULL, reader = ?, owner = ?, heartbeat_at = ? WHERE id = ?",
      reader,
      JSON.stringify(this.#owner),
      new Date().toISOString(),
      run,
    );
    this.#sql.claim(run);
    restartChanged(this.#sql, run);
    this.#contexts.delete(run);
    this.#readLike(run);
    return this.#run(run);
  }

  /** Once it is fixed in which regions the run reads numbers. */
  #readLike(run: number): void {
    const context = this.#context(run);
    if (context.otherRegions !== null) readLike(this.#sql, context.source, readerOf(context));
  }

  async nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]> {
    if (kind === "phones" && this.#context(run).otherRegions === null) return [];
    return dueUnits(this.#sql, run, kind, after, limit);
  }

  async countCountries(run: number): Promise<CountryCount[]> {
    const { source, scope } = this.#context(run);
    return countCountries(this.#sql, run, source, scope);
  }

  async otherRegions(run: number): Promise<readonly string[] | null> {
    return this.#context(run).otherRegions;
  }

  async fixOtherRegions(run: number, regions: readonly string[]): Promise<void> {
    writeOtherRegions(this.#sql, run, regions);
    this.#contexts.delete(run);
    this.#readLike(run);
  }

  async clientsAtStake(unit: Unit): Promise<number> {
    const { source, scope } = this.#context(unit.run);
    if (isPilot(scope) || unit.ref !== ALL_CLIENTS || unit.pages > 0) return 0;
    return this.#sql.count("SELECT count(*) AS n FROM clients WHERE source = :source AND gone_run IS NULL", {
      source,
    });
  }

  async saveClients(unit: Unit, page: PagePlace, sent: readonly CrmClient[]): Promise<PageReceipt> {
    const sql = this.#sql;
    const clients = this.#cleanNames(sent);
    const { source, scope, incremental, since } = this.#context(unit.run);
    noteListBegan(sql, unit, page);
    const differing = this.#isCheck(unit) ? compareWithHeld(sql, source, page, clients) : null;
    if (differing === null && since !== null && unit.ref === ALL_CLIENTS) sweep(sql, unit.run);
    const all = !incremental || since === null;
    const { added, satisfied } = writeClients(sql, unit, source, scope, differing ?? clients, all);
    const place = satisfied || differing !== null ? { ...page, next: null } : page;
    if (place.next === null) noteTotal(sql, unit, page);
    const listed = { ...NO_NUMBERS, items: clients.length, added };
    if (unit.ref !== CHANGED_CLIENTS) return { ...listed, ...this.#listed(unit, place) };
    const alsoDue = endChangedPage(sql, unit, page) ? { clients: 1 } : {};
    return { ...listed, ...this.#listed(unit, { ...page, withoutId: 0, missing: 0 }), alsoDue };
  }

  /** True for the first page of all clients in a run that knows of those that changed. */
  #isCheck({ run, ref, pages }: Unit): boolean {
    if (ref !== ALL_CLIENTS || pages > 0 || this.#context(run).since === null) return false;
    return this.#sql.get("SELECT 1 FROM runs WHERE id = ? AND swept = 0", run) !== undefined;
  }

  async endOfClients(run: number): Promise<MadeDue> {
    const { source, scope } = this.#context(run);
    return endOfClients(this.#sql, run, source, scope);
  }

  async saveProjects(unit: Unit, page: PagePlace, projects: readonly CrmProject[]): Promise<PageReceipt> {
    const { source, incremental } = this.#context(unit.run);
    const added = writeProjects(this.#sql, unit, source, this.#cleanNames(projects), !incremental);
    const listed = this.#listed(unit, page);
    if (listed.next === null && !listed.quarantined) endProjects(this.#sql, unit.ref);
    return { ...NO_NUMBERS, ...listed, items: projects.length, added };
  }

  /** Ends a page of a list; items without id set the list aside, once it is read to its end. */
  #listed(unit: Unit, page: PagePlace): Pick<PageReceipt, "next" | "total" | "quarantined" | "missing"> {
    const { next, total, withoutId = 0, missing = 0 } = page;
    if (withoutId > 0) noteCause(this.#sql, unit, unusableItems(withoutId));
    if (missing !== 0) noteCause(this.#sql, unit, otherCount(total ?? 0, (total ?? 0) - missing));
    this.#advance(unit, page, false);
    return { next, total, missing, quarantined: next === null && setAside(this.#sql, unit) };
  }

  async savePhones(unit: Unit, page: PagePlace, sent: PhoneFacts): Promise<PageReceipt> {
    const { facts, met } = this.#withoutErased(sent);
    const context = this.#context(unit.run);
    const { source } = context;
    const reader = readerOf(context);
    const sql = this.#sql;
    refuseMixed(sql, unit, false);
    const count = recount(sql, unit, page, facts.records);
    const receipt = {
      next: page.next,
      total: page.total,
      items: facts.records,
      numbers: facts.numbers.digits.length,
      rejected: facts.rejected.length,
      added: 0,
      quarantined: false,
      missing: 0,
    };
    if (count.verdict === "again") return { ...receipt, moved: true };
    const keeps = count.verdict === "differs";
    // From its first other page on, a project is read whole.
    if (unit.etag !== null) dropKept(sql, "CAST(? AS BIGINT)", unit.ref);
    if (page.next === null && !keeps) keepPages(sql, unit, page);
    let changed = false;
    if (page.next === null) changed = closeProject(sql, this.#kinds, unit, reader, source, facts, keeps);
    else saveOpenPage(sql, this.#kinds, unit, page, facts);
    this.#advance(unit, page, changed);
    this.#tally.add(unit.run, facts, met);
    if (count.verdict !== "differs") return receipt;
    noteCause(this.#sql, unit, otherCount(count.total, count.listed));
    return { ...receipt, missing: count.total - count.listed, quarantined: setAside(this.#sql, unit) };
  }

  #withoutErased(facts: PhoneFacts): CleanPage {
    return this.#tombstones === null ? { facts, met: 0 } : withoutErased(this.#tombstones, facts);
  }

  #cleanNames<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
    return this.#tombstones === null ? items : cleanNames(this.#tombstones, items);
  }

  async fallBack(list: Unit): Promise<StaleList | null> {
    const { source, scope } = this.#context(list.run);
    const stale = fallBack(this.#sql, list, source, scope);
    this.#contexts.delete(list.run);
    this.#readLike(list.run);
    return stale;
  }

  async clientList(run: number): Promise<ClientList | null> {
    return readClientList(this.#sql, run, this.#context(run).scope);
  }

  async reopenClientList(unit: Unit): Promise<void> {
    reopenClientList(this.#sql, unit, this.#context(unit.run).source);
  }

  async samePage(unit: Unit): Promise<PageReceipt & { readonly etag: string | null }> {
    refuseMixed(this.#sql, unit, true);
    const kept = nextKept(this.#sql, unit);
    const next = kept?.cursor ?? null;
    if (next === null) confirmProject(this.#sql, unit);
    this.#advance(unit, { cursor: unit.cursor, etag: unit.etag, next, total: null }, false);
    return {
      ...NO_NUMBERS,
      next,
      total: null,
      items: 0,
      added: 0,
      quarantined: false,
      missing: 0,
      etag: kept?.etag ?? null,
    };
  }

  async restartUnit(unit: Unit): Promise<void> {
    if (unit.kind === "phones") dropKept(this.#sql, "CAST(? AS BIGINT)", unit.ref);
    this.#sql.run("DELETE FROM pages WHERE unit = ?", unit.id);
    this.#sql.run("DELETE FROM quarantine WHERE unit = ?", unit.id);
    this.#sql.run("UPDATE units SET cursor = NULL, pages = 0 WHERE id = ?", unit.id);
  }

  async quarantine(unit: Unit, cause: QuarantineCause): Promise<void> {
    noteCause(this.#sql, unit, cause);
    setAside(this.#sql, unit);
  }

  async clientOf(project: Unit): Promise<string> {
    return clientOf(this.#sql, project.ref);
  }

  async unlist(project: Unit): Promise<void> {
    this.#sql.run("DELETE FROM pages WHERE unit = ?", project.id);
    this.#sql.run("UPDATE units SET state = 'done', cursor = NULL WHERE id = ?", project.id);
    this.#sql.run("UPDATE projects SET listed_run = 0 WHERE id = ?", project.ref);
  }

  async note(run: number, counters: RunCounters): Promise<void> {
    this.#sql.run(
      "UPDATE runs SET requests = ?, retries = ?, throttled = ?, seconds = ?, heartbeat_at = ? WHERE id = ?",
      counters.requests,
      counters.retries,
      counters.throttled,
      counters.seconds,
      new Date().toISOString(),
      run,
    );
  }

  async spend(run: number, account: string, spent: readonly Spent[]): Promise<void> {
    addSpentIn(this.#sql, run, account, spent);
  }

  async finishRun(run: number, outcome: RunOutcome): Promise<Run> {
    const { source, scope } = this.#context(run);
    await this.note(run, outcome.counters);
    const finished = outcome.status === "complete" || outcome.status === "partial";
    ensureNumberIndex(this.#sql);
    if (finished) endMissing(this.#sql, run, source, !isPilot(scope));
    this.#sql.run(
      "UPDATE runs SET status = ?, error = ?, ended_at = ?, totals = ? WHERE id = ?",
      outcome.status,
      outcome.error,
      new Date().toISOString(),
      JSON.stringify(countTotals(this.#sql, run, source)),
      run,
    );
    if (finished) noteRejectCounts(this.#sql, run, source);
    return this.#run(run);
  }

  async close(): Promise<void> {
    this.#sql.close();
  }

  #run(id: number): Run {
    const row = this.#sql.get<RunRow>(`SELECT ${RUN_COLUMNS} WHERE r.id = ?`, id);
    if (row === undefined) throw new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run: id }));
    return toRun(row);
  }

  #context(run: number): RunContext {
    let context = this.#contexts.get(run);
    if (context === undefined) {
      context = readContext(this.#sql, run);
      this.#contexts.set(run, context);
    }
    return context;
  }

  #advance(unit: Unit, place: PagePlace, changed: boolean): void {
    if (advance(this.#sql, unit, place, changed)) return;
    throw new DatamasterError("INTERNAL", told("savedBefore", { page: unit.pages + 1, unit: unit.id }));
  }
}
