import type { Run } from "../model/run.ts";

/** How the list of a source would change. */
export interface RevertPreview {
  readonly source: string;
  /** The run whose version comes back. */
  readonly to: number;
  readonly pairs: { readonly came: number; readonly went: number };
  readonly numbers: { readonly new: number; readonly gone: number };
}

/** Which versions of a source are kept, at most; the others are folded. */
export interface PruneTerms {
  /** Source names; empty for all. */
  readonly sources: readonly string[];
  /** By the source's name: the version that was held at this time (ISO UTC) and later ones stay; absent for all. */
  readonly keepSince: ReadonlyMap<string, string>;
  /** So many newest finished runs of each source stay; null for any number. */
  readonly keepRuns: number | null;
  /** By the source's name: raw values of rejected records that were read before this time (ISO UTC) go. */
  readonly rawBefore: ReadonlyMap<string, string>;
}

/** What pruning a source takes away. */
export interface PruneCounts {
  readonly source: string;
  /** The oldest version that can be asked for afterwards, and when its run began (ISO UTC); null where none is folded. */
  readonly oldest: { readonly run: number; readonly startedAt: string } | null;
  /** Runs whose versions can be asked for no more. */
  readonly runs: number;
  /** Rows of history: stays of a number in a project that ended before. */
  readonly spans: number;
  /** Different numbers of which nothing is left then. */
  readonly numbers: number;
  /** Raw values of rejected records. */
  readonly raws: number;
  /** Rows of what those runs did: units of work, failures. */
  readonly details: number;
}

/** Versions: bringing an older one back, and letting go of old ones. */
export interface StoreVersions {
  /** Throws NO_SUCH_RUN, RUN_PRUNED, RUN_ACTIVE, and USAGE for a run that is not finished. */
  previewRevert(run: number): RevertPreview;
  /**
   * Makes the list of a source what it was after a run, as a new version: a run of mode `revert`. Unfinished runs of the source
   * are abandoned, and the next one reads everything. Throws as {@link previewRevert} does.
   */
  revert(run: number): Run;
  /** Sources of which nothing would go are left out. */
  previewPrune(terms: PruneTerms): PruneCounts[];
  /**
   * Takes it away, a short transaction at each step, so that runs go on between them; tells how many rows each step deleted.
   * What is still held is never touched.
   */
  prune(terms: PruneTerms): Generator<number>;
  /** Gives the room of what was deleted back to the disk; false where a run goes on or others are at it: then later runs use it. */
  compact(): boolean;
}
