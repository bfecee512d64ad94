import type { Secret } from "../base/secret.ts";
import type { Told } from "../base/told.ts";
import type { Origin } from "./layers.ts";
import type { LimitMap } from "./limits.ts";
import type { ParsedConfig } from "./schema.ts";

/** Flags that set something of the config; text as typed or already a number. */
export interface ConfigFlags {
  /** --config: the file; without it ./datamaster.yaml is read where it exists. */
  readonly config?: string | undefined;
  /** --db */
  readonly db?: string | undefined;
  readonly connector?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly region?: string | undefined;
  readonly skipSuppressed?: boolean | undefined;
  readonly concurrency?: string | number | undefined;
  readonly rps?: string | number | undefined;
  readonly logLevel?: string | undefined;
  readonly logFormat?: string | undefined;
}

/** OAuth2 of a source, checked. */
export interface SourceAuth {
  readonly kind: "client-credentials" | "refresh-token";
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** Null for client credentials. */
  readonly refreshToken: Secret | null;
  readonly scope: string | null;
  readonly audience: string | null;
  readonly clientAuth: "basic" | "post";
  /** URL of the proxy to the token URL; null where it is asked straight. */
  readonly proxy: Secret | null;
}

/** One CRM account, checked. */
export interface SourceConfig {
  readonly name: string;
  /** False where flags alone describe the source: then it is known by connector, base URL and account. */
  readonly named: boolean;
  readonly connector: "datamaster";
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null where `auth` gets tokens. */
  readonly token: Secret | null;
  readonly auth: SourceAuth | null;
  /** ISO 3166-1 alpha-2 in upper case; null where clients' own countries alone count. */
  readonly region: string | null;
  /** ISO 3166-1 alpha-2 in upper case, in the order of trying; auto: those of the source's clients, commonest first. */
  readonly otherRegions: "auto" | readonly string[];
  /** Requests a second. */
  readonly rps: "auto" | number;
  /** As given: `100/10s` or a map; {@link readLimit} reads them. */
  readonly limits: readonly (string | LimitMap)[];
  /** As given; {@link readHours} reads them. */
  readonly hours: readonly string[];
  /** As given; {@link readSchedule} reads them. */
  readonly schedules: ParsedConfig["sources"][string]["schedules"];
  readonly concurrency: number;
  readonly keep: readonly ("label" | "contact")[];
  /** Each so-manieth run reads all. */
  readonly fullEvery: number;
  /** Minutes. */
  readonly overlap: number;
  /** ETags of pages of phones are kept. */
  readonly keepPages: boolean;
  /** Spans as given, like `30d`; null: for ever. */
  readonly retention: { readonly rejectedRaw: string | null; readonly goneNumbers: string | null };
  /** Numbers that must not be called are not stored. */
  readonly skipSuppressed: boolean;
  /** URL of the proxy, which may hold a password; null where the CRM is asked straight. */
  readonly proxy: Secret | null;
  /** File of further trusted certificates, as given. */
  readonly ca: string | null;
}

/** What a delivery goes to, with its secrets. */
type Sealed<To> = To extends unknown
  ? { readonly [Key in keyof To]: Key extends SecretKey ? Secret | Extract<To[Key], undefined> : To[Key] }
  : never;
type SecretKey = "password" | "passphrase" | "accessKeyId" | "secretAccessKey";
type ParsedDelivery = ParsedConfig["deliveries"][string];

/** What is handed on after a run, and where to. */
export interface DeliveryConfig {
  readonly name: string;
  /** A name in `exports`. */
  readonly preset: string;
  /** After runs of these sources; empty for all. */
  readonly after: readonly string[];
  /** Null for one by source, run and format. */
  readonly file: string | null;
  readonly onlyNew: boolean;
  readonly evenIfPartial: boolean;
  readonly to: Sealed<ParsedDelivery["to"]>;
}

export interface Config {
  /** `sqlite:PATH` or `postgres://...`, as given; relative paths are the working directory's. */
  readonly store: string;
  /** The folder of imported numbering registers; a relative path is the working directory's. */
  readonly ranges: string;
  /** The folder of refresh tokens; a relative path is the working directory's. */
  readonly tokenFolder: string;
  /** Public keys of age. */
  readonly backupRecipients: readonly string[];
  /** The file of the key of tombstones; a relative path is the working directory's. */
  readonly tombstoneKeyFile: string;
  /** The file of the key that secrets in the store are sealed under; a relative path is the working directory's. */
  readonly secretKeyFile: string;
  readonly serve: ParsedConfig["serve"];
  /** In the order of the file. */
  readonly sources: readonly SourceConfig[];
  /** Exports under a name. */
  readonly exports: ParsedConfig["exports"];
  readonly deliveries: readonly DeliveryConfig[];
  readonly log: ParsedConfig["log"];
}

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read, as an absolute path; null where there is none. */
  readonly file: string | null;
  /** Where each setting comes from, by its path (`sources.main-crm.baseUrl`). */
  readonly origin: ReadonlyMap<string, Origin>;
  /** By path: the variables that a file's value was filled in from, with where they were found. */
  readonly variables: ReadonlyMap<string, string>;
  /** What programs find that are started: the environment, without its DATAMASTER_ variables and the config's secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** What DATAMASTER_SECRET_KEY holds: the key itself, in the place of its file; null where it is not set. */
  readonly secretKey: Secret | null;
  /** What works but should be mended, a sentence each. */
  readonly warnings: readonly Told[];
}
