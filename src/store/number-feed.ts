/** A project as a list of numbers tells of it: the CRM's own ids, latest names. */
export interface FeedProject {
  /** The store's own ids. */
  readonly id: number;
  readonly clientKey: number;
  readonly source: string;
  readonly clientId: string;
  readonly client: string;
  readonly projectId: string;
  readonly project: string;
  /** Another one whenever a run or revert changed what the project holds or held. */
  readonly mark: string;
}

/** A stay of a number in a project: from one run on, up to the run that no longer found it (null: it is there). */
export type FeedStay = readonly [number: bigint, kind: bigint, from: bigint, to: bigint | null];

export interface FeedKind {
  readonly id: number;
  readonly region: string;
  readonly type: string;
}

export interface FeedRun {
  readonly run: number;
  readonly source: string;
  /** ISO UTC. */
  readonly startedAt: string;
}

/** What tells whether anything may have changed. */
export interface FeedState {
  /** Another text whenever a run that goes on may have changed something. */
  readonly runs: string;
  /** Another one whenever a run ends: null while none has. */
  readonly ended: string | null;
}

/** Which run last confirmed what a project held: by reading it, or by knowing that nothing had changed. Null: none did. */
export interface Confirmed {
  readonly read: number | null;
  readonly unchanged: number | null;
}

/**
 * All that is held and was held, project by project, for who keeps it in memory: what to read, and what tells when to read again.
 * Each call sees what was committed when it is made.
 */
export interface NumberFeed {
  /** Another text whenever finished versions may hold other numbers than before: erased, pruned, reverted, imported, restored. */
  epoch(): string;
  /** Costs next to nothing. */
  state(): FeedState;
  projects(): FeedProject[];
  /** By number, then by run. */
  stays(project: number): FeedStay[];
  kinds(): FeedKind[];
  /** Regions in which numbers without a country code are read: those of clients, most first, then those of numbers. */
  regions(): string[];
  /** Whether any number was erased and is kept from coming back. */
  anyErased(): boolean;
  /** By number of the run. */
  runs(): FeedRun[];
  /** Of runs before this one; null for all. */
  confirmed(project: number, before: number | null): Confirmed;
}
