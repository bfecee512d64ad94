/** A source that was made in the dashboard or by `sources add`. Times are ISO UTC. */
export interface MadeSource {
  readonly id: number;
  readonly name: string;
  /** As the config file has a source's settings, with no secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed; null where none was put in. */
  readonly secrets: string | null;
  readonly secretsAt: string | null;
  readonly secretsBy: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** A source that somebody began to make. */
export interface SourceDraft {
  /** Random, known to nobody else. */
  readonly id: string;
  readonly who: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly secrets: string | null;
  readonly changedAt: string;
}

/** The reading side of the sources that were made. */
export interface MadeSourceReader {
  /** By name. */
  list(): MadeSource[];
  find(name: string): MadeSource | undefined;
  /** What was collected from the source of that name. */
  counts(name: string): { readonly clients: number; readonly projects: number; readonly runs: number };
  /** Of one person, newest first. */
  drafts(who: string): SourceDraft[];
  draft(who: string, id: string): SourceDraft | undefined;
  /** Of all people, for whom seals them anew. */
  allDrafts(): SourceDraft[];
}

/** What deleting a source's numbers took away. */
export interface ForgottenSource {
  readonly clients: number;
  readonly projects: number;
  /** Rows of history: stays of a number in a project. */
  readonly spans: number;
}

/** Sources that people make; each call is a transaction, or a part of the one it is called in. */
export interface MadeSources extends MadeSourceReader {
  /** Tells the row's id, by which its secrets are sealed. Throws SOURCE_EXISTS for a name that there is. */
  add(name: string, settings: Readonly<Record<string, unknown>>): number;
  change(id: number, settings: Readonly<Record<string, unknown>>): void;
  /** `isNew`: somebody put them in; else they are the same, sealed anew. */
  setSecrets(id: number, secrets: string | null, isNew: boolean): void;
  remove(id: number): void;
  putDraft(draft: Omit<SourceDraft, "who" | "changedAt">): void;
  /** The sealed secrets of a draft, sealed anew. */
  setDraftSecrets(id: string, secrets: string): void;
  dropDraft(id: string): void;
  /** Drops drafts that were last changed before this time, of all people. */
  dropDraftsBefore(time: string): number;
  /**
   * Deletes all that was collected from a source; its runs stay in the history, and what they held can be asked for no more. Throws
   * RUN_ACTIVE. Null where nothing was ever collected from it.
   */
  forget(name: string): ForgottenSource | null;
}
