import type { RejectReason } from "./number.ts";
import type { RunMode, RunStatus } from "./run.ts";

/** So many clients are compared with each other. */
export const OVERLAP_CLIENTS = 20;

/** What a pass over all that is held after a run counts: it is kept, so that pages have it at once. Numbers are counted once each. */
export interface HeldSummary {
  readonly numbers: number;
  /** Different project and number. */
  readonly pairs: number;
  readonly kinds: readonly { readonly region: string; readonly type: string; readonly numbers: number }[];
  /** Most numbers first; null: not known. Names in both languages. */
  readonly operators: readonly OperatorCount[];
  /** By flag, and how many numbers have any. */
  readonly flags: readonly { readonly flag: string; readonly numbers: number }[];
  readonly flagged: number;
  /** Numbers that two or more clients or projects have. */
  readonly inClients: number;
  readonly inProjects: number;
  /** By the store's own id of the client: places in its projects, and different numbers. */
  readonly clients: readonly (readonly [client: number, pairs: number, numbers: number])[];
  /** The largest clients by the store's own id, and how many numbers each two of them share, row by row. */
  readonly largest: readonly number[];
  readonly shared: readonly (readonly number[])[];
}

export interface OperatorCount {
  readonly en: string | null;
  readonly ru: string | null;
  readonly numbers: number;
}

/** One client's records now. */
export interface ClientQuality {
  /** The store's own id. */
  readonly key: number;
  readonly source: string;
  /** The CRM's own id and the latest name. */
  readonly id: string;
  readonly name: string;
  readonly records: number;
  readonly rejected: number;
  /** Different project and number. */
  readonly pairs: number;
}

/** Records without a number of one client, for one reason, with up to two of their texts. */
export interface RejectGroup {
  readonly client: number;
  readonly reason: RejectReason;
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
}

/** A record that gave no number, with where it lies. */
export interface RejectedRecordRow {
  /** The store's own id of its project, and its position there. */
  readonly projectKey: number;
  readonly position: number;
  readonly source: string;
  readonly client: string;
  readonly clientId: string;
  readonly project: string;
  readonly projectId: string;
  /** The CRM's own id of the record. */
  readonly record: string;
  /** As people typed it; null where it was empty or is kept no more. */
  readonly raw: string | null;
  readonly reason: RejectReason;
}

/** A finished run in short, for what changes over time. */
export interface TrendPoint {
  readonly run: number;
  readonly source: string;
  /** When it ended; ISO UTC. */
  readonly at: string;
  readonly status: RunStatus;
  readonly mode: RunMode;
  readonly numbers: number;
  readonly pairs: number;
  readonly new: number;
  readonly gone: number;
  readonly records: number;
  readonly rejected: number;
  readonly unverified: number;
}
