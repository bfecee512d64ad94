import type { FoundNumber, RejectReason } from "./number.ts";

/** What is read of the old tool's database: its tables and columns, by the names they have in its own scripts. */
export const LEGACY_COLUMNS = {
  phones: ["id", "phone", "seen_at"],
  project_phones: ["project_id", "phone_id", "run_id", "seen_at"],
  projects: ["id", "crm_id", "client_id", "name"],
  clients: ["id", "crm_id", "name", "country"],
  runs: ["id", "started_at", "ended_at"],
} as const;

export type LegacyTable = keyof typeof LEGACY_COLUMNS;
/** `phones.phone`. */
export type LegacyColumn = { [T in LegacyTable]: `${T}.${(typeof LEGACY_COLUMNS)[T][number]}` }[LegacyTable];

/** Where each table and column lies in a file; what is not named there is not in it. */
export interface LegacyLayout {
  readonly tables: Readonly<Partial<Record<LegacyTable, string>>>;
  readonly columns: Readonly<Partial<Record<LegacyColumn, string>>>;
}

export type OldValue = null | bigint | number | string | Uint8Array;

export interface OldColumn {
  readonly name: string;
  /** As it was declared; may be empty. */
  readonly type: string;
  /** Its table's whole primary key. */
  readonly isKey: boolean;
  /** The table that its foreign key names; null where it has none. */
  readonly refersTo: string | null;
  /** Of some of the rows, those that are not null. */
  readonly samples: readonly OldValue[];
}

export interface OldTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly OldColumn[];
}

/** What a run of the old tool found in one project; keys are texts of whatever type they have in the file. */
export interface OldPair {
  readonly project: string | null;
  readonly run: string | null;
  /** The key of the phone. */
  readonly id: string;
  readonly phone: OldValue;
  /** False where the row names a phone that is not there. */
  readonly hasPhone: boolean;
  readonly seenAt: OldValue;
}

/** Rows of one run: how many, by its key. */
export interface OldRunRows {
  readonly run: string | null;
  readonly rows: number;
}

/** The old tool's database, open for reading alone; it is seen as it was when it was opened. */
export interface OldDatabase {
  /** ISO UTC; when the file was last written. */
  readonly writtenAt: string;
  tables(): readonly OldTable[];
  /** Rows of one of the tables, by the column names of {@link LEGACY_COLUMNS}; what it lacks is null. */
  rows(table: "projects" | "clients" | "runs", layout: LegacyLayout): Record<string, OldValue>[];
  /** Of the different values of one column, some of them, how many the other one has. */
  countShared(from: LegacyColumn, to: LegacyColumn, layout: LegacyLayout): number;
  countRuns(layout: LegacyLayout): OldRunRows[];
  /** Every time that a row tells of and its run, in no order. */
  times(layout: LegacyLayout): Iterable<readonly [run: string | null, time: OldValue]>;
  /** True where one number stands in one project for several runs. */
  repeats(layout: LegacyLayout): boolean;
  /** Project by project. */
  pairs(layout: LegacyLayout): Iterable<OldPair>;
  close(): void;
}

/** A version of the past: began and ended at these times (ISO UTC). */
export interface PastVersion {
  readonly startedAt: string;
  readonly endedAt: string;
}

/** What is known of the past of one project. Versions go by their place. */
export interface PastProject {
  readonly client: { readonly id: string; readonly name: string; readonly country: string | null };
  readonly id: string;
  readonly name: string;
  /** Ascending. */
  readonly readings: readonly PastReading[];
  /** Of the last of them. */
  readonly rejected: readonly {
    readonly record: string;
    readonly raw: string | null;
    readonly reason: RejectReason;
  }[];
}

/** What one version changed of a project that it found. */
export interface PastReading {
  readonly version: number;
  /** All of the project was read: what stayed was seen then too. */
  readonly isWhole: boolean;
  readonly came: ReadonlyMap<bigint, Pick<FoundNumber, "region" | "type">>;
  readonly went: readonly bigint[];
  /** Rows of this version. */
  readonly rows: number;
  /** What the project held then, as far as it is known: records, and those of them that gave no number, or were empty. */
  readonly held: { readonly records: number; readonly rejected: number; readonly empty: number };
}

/** The source that a past is of, and how its numbers were read. */
export interface PastSource {
  readonly name: string;
  readonly connector: string;
  readonly baseUrl: string;
  readonly reader: string;
}
