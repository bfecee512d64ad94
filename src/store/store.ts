import type { VersionDiff } from "../model/diff.ts";
import type { Spent } from "../model/limit.ts";
import type { NumberPlace, NumberType, RejectReason } from "../model/number.ts";
import type { CrmClient, CrmProject, Stamp } from "../model/record.ts";
import type {
  FailedItem,
  Quarantined,
  RejectCount,
  RepairCounts,
  Run,
  RunCounters,
  RunScope,
  RunStatus,
  UnitKind,
} from "../model/run.ts";
import type { RunOrigin } from "../model/run-page.ts";
import type { AuditReader } from "./audit.ts";
import type { DeliveryReader } from "./deliveries.ts";
import type { Sought } from "./erasure.ts";
import type { ExportReader } from "./exports.ts";
import type { ClientNumberRow, HeldFilter, NumberRow, PairRow, RejectedRow } from "./held-rows.ts";
import type { HomeReader } from "./home.ts";
import type { InsightReader } from "./insight.ts";
import type { MadeSourceReader } from "./made-sources.ts";
import type { NumberFeed } from "./number-feed.ts";
import type { NumberViewReader } from "./number-views.ts";
import type { PeopleReader } from "./people.ts";
import type { RunRecordsReader } from "./run-records.ts";
import type { ScheduleReader } from "./schedules.ts";
import type { SetAsideReader } from "./set-aside.ts";
import type { AnswerReader, SettingsReader } from "./settings.ts";
import type { PlannedRun, SourceSize, UnitCount } from "./sizes.ts";
import type { SuppressionReader } from "./suppressions.ts";

export type { StoreAdmin } from "./admin.ts";
export {
  type AuditCheck,
  type AuditDetail,
  type AuditEntry,
  type AuditFacets,
  type AuditFilter,
  type AuditValue,
  GENESIS,
} from "./audit.ts";
export type {
  BackupLock,
  BackupMade,
  BackupProgress,
  Keys,
  KnownBackup,
  PreparedRestore,
  Sealing,
  StoreBackups,
  StoreFacts,
} from "./backups.ts";
export type { CopiedStore, CopyStep } from "./copying.ts";
export type { DeliveredFile, DeliveryRecord, DeliveryState } from "./deliveries.ts";
export type {
  ErasedNumber,
  ErasureCounts,
  KeptFile,
  Sought,
  SubjectRecord,
} from "./erasure.ts";
export type { ExportPreset, ExportRecord, ExportState } from "./exports.ts";
export type { StoreHealth } from "./health.ts";
export {
  type ClientNumberRow,
  type ClientPlace,
  HELD_NOW,
  type HeldFilter,
  type NumberRow,
  type PairRow,
  type ProjectPlace,
  type RejectedRow,
} from "./held-rows.ts";
export type { InsightReader, NumberTraits, RejectedFilter, RejectedPlace } from "./insight.ts";
export type {
  MadeSource,
  MadeSourceReader,
  SourceDraft,
} from "./made-sources.ts";
export type {
  Confirmed,
  FeedKind,
  FeedProject,
  FeedRun,
  FeedState,
  FeedStay,
  NumberFeed,
} from "./number-feed.ts";
export type { NewNumberView, NumberView } from "./number-views.ts";
export { countMarks, marked, withoutMarked } from "./page-numbers.ts";
export type * from "./people.ts";
export type {
  ListedRun,
  RunQuery,
  ServiceRun,
} from "./run-records.ts";
export type { OpenTurn, ScheduleReader, TurnClaim, TurnEnd } from "./schedules.ts";
export type { SetAside } from "./set-aside.ts";
export type { KeptAnswer, KeptSetting } from "./settings.ts";
export type { PlannedRun, SourceSize, UnitCount } from "./sizes.ts";
export type { Suppression, SuppressionReader } from "./suppressions.ts";
export type { PruneCounts, PruneTerms, RevertPreview } from "./versions.ts";

/** The `ref` of the unit that reads the list of all clients, and of the one that reads those that changed. */
export const ALL_CLIENTS = 0;
export const CHANGED_CLIENTS = 1;

/** A unit of a run, ready to be read from `cursor` on (null: from its first page). */
export interface Unit {
  readonly id: number;
  readonly run: number;
  readonly kind: UnitKind;
  /** The store's own id of the client or project; for lists of clients {@link ALL_CLIENTS} or {@link CHANGED_CLIENTS}. */
  readonly ref: number;
  /** The CRM's id of the client or project; empty for the list of clients. */
  readonly crmId: string;
  readonly name: string;
  /** Region of the unit's client; null when the CRM does not tell. */
  readonly country: string | null;
  readonly cursor: string | null;
  readonly pages: number;
  /** Only what the CRM changed then or later is asked for; null for all. */
  readonly since: Stamp | null;
  /** What the page at the cursor was tagged with when its project was last closed; null where nobody knows. */
  readonly etag: string | null;
}

/** Where one page stands in its list. `next` is null on the last page; `total` counts the whole list's items. */
export interface PagePlace {
  readonly cursor: string | null;
  /** Kept with a page of phones once its project is closed; null where the source keeps none. */
  readonly etag: string | null;
  readonly next: string | null;
  readonly total: number | null;
  /** Items of the page that have no id and cannot be read; default 0. */
  readonly withoutId?: number;
  /** Items that the CRM tells of and does not list, or below 0 the other way; known on the last page of a list; default 0. */
  readonly missing?: number;
  /** Of a list: when it cannot have changed any more, by the CRM's clock; of younger stamps the store is given none. */
  readonly trustedUntil?: Stamp;
}

/** What a number is by its plan. */
export interface NumberKind {
  /** ISO 3166-1 alpha-2, or 001 for non-geographic codes. */
  readonly region: string;
  readonly type: NumberType;
}

/** Numbers of one page in the CRM's order, with no object for each; a number may stand there more than once. */
export interface PageNumbers {
  /** Digits with calling code, exact at any length. */
  readonly digits: BigUint64Array;
  /** By the index of the number: the index of its kind. */
  readonly kindAt: Uint16Array;
  readonly kinds: readonly NumberKind[];
}

/** What a source may ask to keep beside a number. */
export interface KeptTexts {
  readonly label: string | null;
  readonly contact: string | null;
}

/** A record that gave no number. */
export interface RejectedRecord {
  readonly record: string;
  readonly raw: string | null;
  readonly reason: RejectReason;
}

/** One page of a project's phones, read: `records` counts what the CRM sent. Plain data, which may cross threads. */
export interface PhoneFacts {
  readonly records: number;
  readonly numbers: PageNumbers;
  /** By the index of the number; null where the source keeps none. */
  readonly texts: readonly KeptTexts[] | null;
  readonly rejected: readonly RejectedRecord[];
  readonly repaired: RepairCounts;
  /** Numbers that were left out, since they must not be called; default 0. */
  readonly suppressed?: number;
}

/** What saving a page did: `items` on it, and how many units it made due. */
export interface PageReceipt {
  readonly next: string | null;
  readonly total: number | null;
  readonly items: number;
  readonly numbers: number;
  readonly rejected: number;
  readonly added: number;
  /** Units that became due beside those of {@link added}, by their kind. */
  readonly alsoDue?: Readonly<Partial<Record<UnitKind, number>>>;
  /** The list is read to its end, and set aside, since items of it have no id or its count is not right: it makes nothing gone. */
  readonly quarantined: boolean;
  /** Items of the list that the CRM tells of and does not list, or below 0 the other way; known on its last page. */
  readonly missing: number;
  /** Nothing was saved: the project's count is not the CRM's, and it is to be read from its start again. */
  readonly moved?: true;
}

export interface NewRun {
  /** The source's name; `connector` and `baseUrl` are kept for people to see. */
  readonly source: { readonly name: string; readonly connector: string; readonly baseUrl: string };
  readonly scope: RunScope;
  /** Version of number table, repair rules and region: another one makes every project's set be compared anew. */
  readonly reader: string;
  /** Regions to try where a client's own fails; null: to be fixed once the list of clients is complete. */
  readonly otherRegions: readonly string[] | null;
  /** On which terms the run may read only what changed; null: it is to be full. */
  readonly incremental: IncrementalTerms | null;
  /** Kept for people to see. */
  readonly origin?: RunOrigin;
}

/** When a run of the whole source need not read all of it. */
export interface IncrementalTerms {
  /** Each so-manieth finished run of the whole source is full; 1: all are. */
  readonly fullEvery: number;
  /** So far back from the newest known change the changed clients are asked for. */
  readonly overlapMs: number;
  /** A client's stamp does not move with its projects: the lists of all clients are read. */
  readonly allLists: boolean;
}

/** How many clients are of a country; null where the CRM does not tell. */
export interface CountryCount {
  readonly country: string | null;
  readonly clients: number;
}

export interface QuarantineCause {
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  /** Where the CRM told another count than it listed. */
  readonly counts?: { readonly total: number; readonly listed: number };
  /** How the answer began that could not be used, masked. */
  readonly excerpt?: string;
}

/** The list of all clients as a run read it: to be read again as this unit, and how many the CRM told of. */
export interface ClientList {
  readonly unit: Unit;
  readonly total: number;
}

/** The clients of an earlier run, that stand for a list that cannot be read. */
export interface StaleList {
  /** In the run's scope; of these so many became due. */
  readonly clients: number;
  readonly added: number;
  /** The run that listed them, and the day on which it began, in UTC. */
  readonly run: number;
  readonly day: string;
}

export interface RunOutcome {
  readonly status: Exclude<RunStatus, "running" | "abandoned">;
  readonly error: string | null;
  readonly counters: RunCounters;
}

/**
 * The writing side of a store: one per process and database. Everything a call writes is durable once the
 * transaction around it has resolved, and nothing of it is there when it rejects.
 */
export interface RunWriter {
  /** Runs `work`'s calls in one transaction. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Begins a run, incremental where its terms and what is stored allow it; older unfinished runs of the source become
   * abandoned. With the scope's `failedOf` what that run set aside is due, else the list of clients.
   */
  startRun(run: NewRun): Promise<Run>;
  /** Takes over an unfinished run; its units go on from their cursors. Rejects NO_SUCH_RUN, NOTHING_TO_RESUME. */
  resumeRun(run: number, reader: string): Promise<Run>;
  /** Countries of the source's clients: of those this run has listed, or of all stored ones where its scope is narrow. */
  countCountries(run: number): Promise<CountryCount[]>;
  /** Regions that this run's numbers are tried in after the client's own; null where they are not fixed yet. */
  otherRegions(run: number): Promise<readonly string[] | null>;
  /** Fixes them for as long as the run goes on; does nothing where they are fixed. They count as a part of `reader`. */
  fixOtherRegions(run: number, regions: readonly string[]): Promise<void>;
  /** Units due in this run with an id above `after`, in the order of their making; no phones before regions are fixed. */
  nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]>;
  /** How many clients would be gone if this first page of all clients were empty; 0 in any other case. */
  clientsAtStake(unit: Unit): Promise<number>;
  /** Saves clients in scope and makes their project lists due. */
  saveClients(unit: Unit, page: PagePlace, clients: readonly CrmClient[]): Promise<PageReceipt>;
  saveProjects(unit: Unit, page: PagePlace, projects: readonly CrmProject[]): Promise<PageReceipt>;
  /**
   * To be called after the last page of all clients, with regions fixed: in an incremental run what earlier runs left
   * unread becomes due. Tells how many units did.
   */
  endOfClients(run: number): Promise<{ readonly projects: number; readonly phones: number }>;
  /** Saves one page of phones; the last one (`next` null) closes the project. */
  savePhones(unit: Unit, page: PagePlace, facts: PhoneFacts): Promise<PageReceipt>;
  /** Makes all stored clients in scope due in the place of a list that cannot be read; null where none is stored. */
  fallBack(list: Unit): Promise<StaleList | null>;
  /** The list of all clients that this full run has read; null for any other, and where the CRM tells no total. */
  clientList(run: number): Promise<ClientList | null>;
  /** Makes that list due again: clients that it then does not hold were not listed by this run. */
  reopenClientList(unit: Unit): Promise<void>;
  /** Begins the unit's list anew: its saved pages are dropped. */
  restartUnit(unit: Unit): Promise<void>;
  /**
   * A page of phones is as its ETag says it was, and all before it in this run were: the project is confirmed with the
   * last one, with nothing read. Gives the ETag of the next page.
   */
  samePage(unit: Unit): Promise<PageReceipt & { readonly etag: string | null }>;
  quarantine(unit: Unit, cause: QuarantineCause): Promise<void>;
  /** The CRM's id of a project's client. */
  clientOf(project: Unit): Promise<string>;
  /** Ends a project's unit without a page: its client lists it no more, so that the end of the run finds it gone. */
  unlist(project: Unit): Promise<void>;
  /** Sign of life and the counters so far. */
  note(run: number, counters: RunCounters): Promise<void>;
  /** Adds to what the account was asked for, which quotas count over runs; the run's source is read from it. */
  spend(run: number, account: string, spent: readonly Spent[]): Promise<void>;
  /** Ends or stops the run. Only a status of complete or partial decides which clients and projects are gone. */
  finishRun(run: number, outcome: RunOutcome): Promise<Run>;
  close(): Promise<void>;
}

/** The reading side: any number of them, beside a writer, each with a connection of its own. */
export interface RunReader {
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
  /** Newest first; of one source when named. */
  listRuns(source: string | null, limit: number): Run[];
  findRun(run: number): Run | undefined;
  /** The newest run that can be continued: running (of a dead process), stopped or failed. */
  findUnfinished(source: string | null): Run | undefined;
  countUnits(run: number): UnitCount[];
  listQuarantined(run: number): Quarantined[];
  /** The same with where each belongs, since when it fails, and whether it was read meanwhile. */
  listFailed(run: number): FailedItem[];
  /** Of each source the newest partial run that set something aside which none has read since. */
  findRunsToRetry(): Run[];
  /** Commonest first, over what the source holds now. */
  countRejects(source: string): RejectCount[];
  sourceSize(source: string): SourceSize | null;
  /** How a run begun now would read the source. */
  plannedRun(source: string, run: Pick<NewRun, "scope" | "reader" | "incremental">): PlannedRun;
  /** Those of these clients that the source does not hold as they are. */
  changedClients(source: string, clients: readonly CrmClient[]): CrmClient[];
  /** The account that a source was last read from; null before its first run. */
  accountOf(source: string): string | null;
  /** What the account was asked for in the last days. */
  spentOf(account: string): Spent[];
  countNumbers(filter: HeldFilter): number;
  /** By number, ascending. */
  iterateNumbers(filter: HeldFilter): Iterable<NumberRow>;
  /** Numbers client by client, each once a client; by client in the order they were first seen, then by number. */
  iterateClientNumbers(filter: HeldFilter): Iterable<ClientNumberRow>;
  /** By client and project in the order they were first seen, then by number. */
  iteratePairs(filter: HeldFilter): Iterable<PairRow>;
  /** By client and project as pairs are, then in the CRM's order; of the filter its sources, clients and projects count. */
  iterateRejected(filter: HeldFilter): Iterable<RejectedRow>;
  /** Every place where the number is or was, those that hold it first. */
  placesOf(number: bigint): NumberPlace[];
  /** What changed from one finished run of a source to a later one of it. */
  diffRuns(from: number, to: number): VersionDiff;
  /** The last run that began before this time (ISO UTC); 0 where there is none. */
  lastRunBefore(time: string): number;
  /** Whether one of the numbers is anywhere in the store: in rows, texts, saved pages, on the list of suppressed numbers. */
  holds(sought: Sought): boolean;
  /** Throws TOMBSTONE_KEY where numbers were erased and this file does not hold the key that knows them again. */
  refuseLostKey(keyFile: string): void;
  close(): void;
}
