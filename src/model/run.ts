import type { Owner } from "../base/owner.ts";
import type { RejectReason, RepairCode } from "./number.ts";

/** In words of the contract: partial ends with exit 3, stopped with 4 or 5, failed with 1 or 2. */
export const RUN_STATUSES = ["running", "complete", "partial", "stopped", "failed", "abandoned"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What of a source a run reads. */
export interface RunScope {
  /** Only these clients, by the CRM's ids; empty for all. */
  readonly clients: readonly string[];
  /** Never these clients. */
  readonly exclude: readonly string[];
  /** At most this many clients, in the CRM's order. */
  readonly limit: number | null;
  /** Only what this run set aside and none has read since. */
  readonly failedOf?: number;
  /** Of it only what has this cause, or only this unit. */
  readonly failedOnly?: FailedOnly;
  /** The run whose version came back: nothing is read. */
  readonly revertOf?: number;
}

/** A part of what a run set aside. */
export interface FailedOnly {
  /** Code of the cause. */
  readonly code?: string;
  /** One client's list or one project, by the CRM's id. */
  readonly unit?: { readonly kind: UnitKind; readonly id: string };
}

export const WHOLE_SOURCE: RunScope = { clients: [], exclude: [], limit: null };

/** True when a run of this scope leaves out clients on purpose; it never makes a client gone. */
export function isPilot(scope: RunScope): boolean {
  return scope.clients.length > 0 || scope.exclude.length > 0 || scope.limit !== null;
}

/** True when a run of this scope is to read less than all: a pilot, or what failed before. */
export function isNarrow(scope: RunScope): boolean {
  return isPilot(scope) || scope.failedOf !== undefined;
}

/** What a run did, counted while it goes. */
export interface RunCounters {
  /** HTTP requests sent, retries included. */
  readonly requests: number;
  readonly retries: number;
  /** Answers that asked to slow down. */
  readonly throttled: number;
  /** Time spent collecting, over all sessions of the run. */
  readonly seconds: number;
}

/** How many numbers needed each repair; those that none did have no key. */
export type RepairCounts = Readonly<Partial<Record<RepairCode, number>>>;

/**
 * What the source holds after a run, kept unverified ones included, and what the run did. `records` are phone
 * records read in this run; `new` and `gone` are numbers of the source against what it held before the run.
 */
export interface RunTotals extends RunCounters {
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  readonly numbers: number;
  readonly pairs: number;
  readonly rejected: number;
  /** Units (clients, projects) that failed for good in this run. */
  readonly quarantined: number;
  /** Numbers held only by projects that this run should have read and could not. */
  readonly unverified: number;
  readonly new: number;
  readonly gone: number;
  /** Records that the source holds, and how many of them have an empty field for the phone; 0 where an older version counted. */
  readonly recordsHeld: number;
  readonly recordsEmpty: number;
  /** Phone records read in this run that held an erased number: it was not kept. */
  readonly erased: number;
  /** Numbers met in this run that must not be called, and were not kept, since the source skips them; each time counts. */
  readonly suppressed: number;
  /** Of the numbers read in this run. */
  readonly repaired: RepairCounts;
}

/**
 * What of its scope a run reads: all, or what changed and what earlier runs left unread. Nothing: an import stands for a run of
 * another tool, a revert for an earlier version.
 */
export type RunMode = "full" | "incremental" | "import" | "revert";

/** One run as history shows it; `totals` are final once `endedAt` is set. */
export interface Run {
  readonly run: number;
  readonly source: string;
  readonly status: RunStatus;
  readonly mode: RunMode;
  readonly scope: RunScope;
  /** ISO UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Last sign of life of the process that works on it. ISO UTC. */
  readonly heartbeatAt: string;
  /** Process that works or worked on it. */
  readonly owner: Owner;
  readonly totals: RunTotals;
  /** Code of the error that ended it, when one did. */
  readonly error: string | null;
  /** What was held after it can be asked for no more. */
  readonly pruned: boolean;
}

/** A unit of work: the list of clients, one client's list of projects, or one project's list of phones. */
export const UNIT_KINDS = ["clients", "projects", "phones"] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** A unit that failed for good, with its cause. */
export interface Quarantined {
  readonly run: number;
  readonly kind: UnitKind;
  /** The CRM's id of the client (kind projects) or project (kind phones). */
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  /** ISO UTC. */
  readonly at: string;
  /** Where it is the cause: how many items the CRM told of, and how many it listed. */
  readonly total: number | null;
  readonly listed: number | null;
  /** How the answer began that could not be used, masked; null where there was none. */
  readonly excerpt: string | null;
}

/** A quarantined unit with where it belongs and how it went on. */
export interface FailedItem extends Quarantined {
  readonly source: string;
  /** The CRM's id and the name of the client that it is of or that it is; empty for the list of clients. */
  readonly clientId: string;
  readonly client: string;
  /** The first of the runs in which it failed without being read between them, and when that began (ISO UTC). */
  readonly sinceRun: number;
  readonly since: string;
  /** False where a later run has read it, or it is gone. */
  readonly pending: boolean;
}

/** How often a reason for giving no number occurs in what a source holds. */
export interface RejectCount {
  readonly reason: RejectReason;
  readonly count: number;
}
