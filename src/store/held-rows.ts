/** Which rows of history an export or count looks at. */
export interface HeldFilter {
  /** Source names; empty for all. */
  readonly sources: readonly string[];
  /** What was held after this run; null for now. */
  readonly run: number | null;
  /** Only what was not held after this run. */
  readonly newSince: number | null;
  /** Only what was held after this run and is so no more, whatever `includeGone` says; null or absent for no such question. */
  readonly goneSince?: number | null;
  readonly includeGone: boolean;
  /** ISO regions; empty for all. */
  readonly regions: readonly string[];
  readonly types: readonly string[];
  /** The CRM's ids of clients and of projects; empty for all. */
  readonly clients: readonly string[];
  readonly projects: readonly string[];
  /** Only numbers seen in at least so many of the projects that the rest of the filter picks. */
  readonly minProjects: number;
}

/** All that all sources hold now. */
export const HELD_NOW: HeldFilter = {
  sources: [],
  run: null,
  newSince: null,
  includeGone: false,
  regions: [],
  types: [],
  clients: [],
  projects: [],
  minProjects: 1,
};

export interface NumberRow {
  readonly number: bigint;
  readonly region: string;
  readonly type: string;
  /** ISO UTC start of the first and last run that confirmed it. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** A client: the CRM's own id and latest name, and what tells it from clients of other sources. */
export interface ClientPlace {
  readonly clientKey: number;
  readonly clientId: string;
  readonly client: string;
}

/** Where something was seen: the CRM's own ids and latest names. */
export interface ProjectPlace extends ClientPlace {
  readonly projectId: string;
  readonly project: string;
}

/** A number that a client has, in whichever of its projects. */
export interface ClientNumberRow extends NumberRow, ClientPlace {}

export interface PairRow extends NumberRow, ProjectPlace {
  readonly label: string | null;
  readonly contact: string | null;
}

/** A record that gave no number, as its project held it when it was last read. */
export interface RejectedRow extends ProjectPlace {
  /** The CRM's own id of the record. */
  readonly record: string;
  /** What stood in it; null where it held nothing. */
  readonly raw: string | null;
  readonly reason: string;
}
