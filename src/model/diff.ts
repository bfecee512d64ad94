/**
 * What happened to a number between two versions of a source: `new` and `gone` are held in one of them only, `moved` left a
 * project and is in another one since, `kept` is held in both and only joined further projects or left some.
 */
export const NUMBER_CHANGES = ["new", "gone", "moved", "kept"] as const;
export type NumberChange = (typeof NUMBER_CHANGES)[number];

/** What happened to a pair of number and project. */
export type PairChange = "came" | "went";

/** Different numbers. */
export interface NumberChanges {
  readonly new: number;
  readonly gone: number;
  readonly moved: number;
}

/** Pairs of number and project. */
export interface PairChanges {
  readonly came: number;
  readonly went: number;
}

export interface DiffTotals {
  readonly numbers: NumberChanges;
  readonly pairs: PairChanges;
}

/** What changed at one client. Of a moved number both the client that it left and the one that it came to tell. */
export interface ClientChange extends DiffTotals {
  /** The CRM's own id. */
  readonly id: string;
  readonly name: string;
}

export interface RegionChange {
  /** ISO 3166-1 alpha-2, or 001. */
  readonly region: string;
  readonly numbers: NumberChanges;
}

/** What changed of a kind of numbers. */
export interface TypeChange {
  /** libphonenumber's word. */
  readonly type: string;
  readonly numbers: NumberChanges;
}

/** What changed in one project. */
export interface ProjectChange extends DiffTotals {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly client: string;
}

/** How many different numbers a client held in each of the two versions. */
export interface ClientHeld {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

/** Which changed pairs, by number; `after`: so many are known. */
export interface ChangedPairQuery {
  readonly change: NumberChange | null;
  /** The CRM's id; null for all. */
  readonly client: string | null;
  readonly after: number;
  readonly limit: number;
}

/** One pair that is in one of the two versions only. */
export interface ChangedPair {
  readonly number: bigint;
  readonly region: string;
  readonly type: string;
  /** Of the number. */
  readonly change: NumberChange;
  readonly pair: PairChange;
  readonly clientId: string;
  readonly client: string;
  readonly projectId: string;
  readonly project: string;
  /** The run that found it so. */
  readonly run: number;
}

/** The difference between two versions of a source; those with most changed numbers first. */
export interface VersionDiff {
  readonly totals: DiffTotals;
  readonly clients: readonly ClientChange[];
  readonly regions: readonly RegionChange[];
  /** New numbers, then gone, moved and kept ones, each by number; as long as the reader is open and asked for no other. */
  rows(): Iterable<ChangedPair>;
  /** As {@link rows}. */
  readonly more: DiffDetails;
}

/** Parts of a difference, each looked up when it is asked for; as long as the rows are there. */
export interface DiffDetails {
  types(): TypeChange[];
  /** Those with most changed numbers first; of `limit` projects. */
  projects(limit: number): ProjectChange[];
  /** Of these clients, by the CRM's ids. */
  held(clients: readonly string[]): ClientHeld[];
  page(query: ChangedPairQuery): ChangedPair[];
}
