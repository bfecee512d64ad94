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
}
