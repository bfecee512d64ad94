import type { Logger } from "../base/log.ts";
import type { MasterKey } from "../base/master-key.ts";
import type { Told } from "../base/told.ts";
import type { Ingest, IngestSettings } from "../collect/collect.ts";
import type { ConfigSchedule, MadeSourceRead } from "../config/config.ts";
import type {
  AddressGuard,
  AnswerLimits,
  ClockReading,
  Connector,
  CrmClientPort,
  OAuthOptions,
} from "../crm/crm.ts";
import type { DeliveryTarget, TargetOptions } from "../deliver/deliver.ts";
import type { Limiter, LimiterOptions } from "../limits/limits.ts";
import type { OldDatabase } from "../model/legacy.ts";
import type { HourSpan, KnownLimit } from "../model/limit.ts";
import type { RunReader, StoreAdmin, StoreBackups, StoreHealth } from "../store/store.ts";
import type { Desk } from "./desk.ts";
import type { HeldNumbers } from "./numbers/held-numbers.ts";

/** One CRM account to collect from, with all defaults filled in. */
export interface SourceOptions {
  /** Its name in the config file; null without a file: connector, base URL and account then name it. */
  readonly name: string | null;
  readonly connector: string;
  /** No trailing slash, no credentials. */
  readonly baseUrl: string;
  /** Empty where `oauth` gets tokens. */
  readonly token: string;
  /** How access tokens are got, where there is none for good. */
  readonly oauth?: OAuthOptions | null;
  /** ISO 3166-1 alpha-2; reads national numbers of clients whose country the CRM does not tell. */
  readonly region: string | null;
  /** Regions to try where a client's own fails; auto: those of its clients, commonest first. */
  readonly otherRegions: "auto" | readonly string[];
  /** Requests a second, or "auto": what the CRM tells of its limit, else found from its throttle answers. */
  readonly rps: number | "auto";
  /** What else the CRM allows, quotas of a day too. */
  readonly rateLimits?: readonly KnownLimit[];
  /** When it may be asked; absent or empty for always. */
  readonly hours?: readonly HourSpan[];
  /** Requests in flight at once. */
  readonly concurrency: number;
  readonly keep: readonly ("label" | "contact")[];
  /** Each so-manieth run reads all, the others only what changed; default 10, 1: all of them do. */
  readonly fullEvery?: number;
  /** Minutes by which an incremental run looks further back than to the newest change known; default 10. */
  readonly overlap?: number;
  /** Keeps the ETags of pages of phones, so that unchanged pages are not sent again; default false. */
  readonly keepPages?: boolean;
  /** Numbers that must not be called are not stored; default false. */
  readonly skipSuppressed?: boolean;
  /** URL of an HTTP proxy through which all goes; it may hold a password. */
  readonly proxy?: string | null;
  /** File of certificates (PEM) that are trusted beside the usual ones. */
  readonly ca?: string | null;
  /** Set where people made the source: only public addresses may be connected to, and those of these networks. */
  readonly guard?: AddressGuard | null;
  /** Limits of one answer other than docs/faults.md tells. */
  readonly limits?: Partial<AnswerLimits>;
}

/** A master key that is being changed. */
export interface KeyChange {
  readonly before: MasterKey;
  /** Kept in a file beside the present one, so that nothing is lost where this is interrupted. */
  readonly after: MasterKey;
  /** Puts the new file in the place of the old one: once all is sealed under it. */
  finish(): void;
}

/** What the config file says of sources. Plain data, which may cross threads. */
export interface ConfiguredSources {
  /** The file, as it is shown; null where there is none. */
  readonly file: string | null;
  readonly sources: readonly ConfiguredSource[];
  /** Private networks in which sources that are made may lie. */
  readonly networks: readonly string[];
}

export interface ConfiguredSource {
  readonly options: SourceOptions;
  /** As the file has them, without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** When it is collected by itself; absent: never. */
  readonly schedules?: readonly ConfigSchedule[];
}

/** What the verbs work with; compose.ts builds it, and `close`s whatever it opened itself. */
export interface AppPorts {
  readonly store: string;
  /** The folder of imported numbering registers; null for none. */
  readonly ranges: string | null;
  /** The folder in which files lie while they are handed on. */
  readonly outgoing: string;
  /** The folder of files that the service keeps for those who asked for them. */
  readonly exported: string;
  readonly log: Logger;
  readonly configured: ConfiguredSources;
  /** Checks the settings of a source that people make, secrets among them. */
  readMadeSource(name: string, given: Readonly<Record<string, unknown>>): Promise<MadeSourceRead>;
  findConnector(name: string): Promise<Connector>;
  openCrm(source: SourceOptions): Promise<CrmClientPort>;
  /** All who send for one account may be given one limiter; `account` names it. */
  createLimiter(options: LimiterOptions, account: string): Promise<Limiter>;
  startIngest(settings: Omit<IngestSettings, "store" | "tombstoneKeyFile">): Promise<Ingest>;
  /** All numbers of the store in memory, once they are asked for. */
  holdNumbers(): Promise<HeldNumbers>;
  /** Rejects STORE_MISSING where there is no database yet. */
  openReader(): Promise<RunReader>;
  /** Creates the database or brings it to this version; `who` acts, by default the user of the operating system. */
  openAdmin(who?: string): Promise<StoreAdmin>;
  /** Reads a copy of the store: a backup that is a database. Rejects as {@link openReader} does. */
  openCopy(path: string): Promise<RunReader>;
  /** Where a delivery goes to; nothing is asked of it yet. */
  openTarget(options: TargetOptions): Promise<DeliveryTarget>;
  /** Rejects USAGE for a store that has its own program for it, and tells the command. */
  openBackups(who?: string): Promise<StoreBackups>;
  /** Opens the database of the tool that came before, for reading alone. Rejects IMPORT_REFUSED where it cannot be read. */
  openOldDatabase(file: string): Promise<OldDatabase>;
  /** Rejects TOMBSTONE_KEY where numbers were erased and the key that knows them again is missing or another. */
  refuseLostKey(): Promise<void>;
  /**
   * The key that secrets in the store are sealed under; `make` makes it with its file where there is none. Rejects
   * SECRET_KEY where it is missing or unusable.
   */
  masterKey(make: boolean): Promise<MasterKey>;
  /** Another key in the place of the present one. Rejects SECRET_KEY, and USAGE where the key is a variable's. */
  changeMasterKey(): Promise<KeyChange>;
  storeHoldsData(): Promise<boolean>;
  /** Keeps other services from serving this store until it is closed. Rejects SERVICE_RUNS where one does. */
  claimService(): Promise<{ close(): void }>;
  /** Threads that work off verbs over this store. */
  startDesk(): Promise<Desk>;
  /** Tells what the store is or would be; rejects STORE_FAILED, STORE_FOREIGN, STORE_NEWER where it could not be written. */
  checkStore(): Promise<Told>;
  /** The files that the store lies in, the first of them itself; they need not exist. */
  storeFiles(): Promise<readonly string[]>;
  /** Reads the whole store for damage; `full` takes longer and sees more. Rejects as {@link openReader} does. */
  inspectStore(full: boolean): Promise<StoreHealth>;
  /**
   * The file that keeps the refresh token of a sign-in, and whether it is there. Rejects TOKENS_FAILED where it cannot
   * be used.
   */
  inspectTokens(oauth: OAuthOptions): Promise<{ readonly file: string; readonly isThere: boolean }>;
  /** What the clock of the source's server says; null where it does not tell. Rejects where nothing answers. */
  readServerClock(source: SourceOptions, signal: AbortSignal): Promise<ClockReading | null>;
}
