import type {
  ClientQuality,
  HeldSummary,
  OperatorCount,
  RejectedRecordRow,
  RejectGroup,
} from "../model/insight.ts";
import type { RejectReason } from "../model/number.ts";

/** Which rejected records are looked at. */
export interface RejectedFilter {
  /** Null for all. */
  readonly source: string | null;
  readonly reason: RejectReason | null;
  /** The store's own id of a client. */
  readonly client: number | null;
}

/** Where a page of rejected records goes on. */
export type RejectedPlace = readonly [project: number, position: number];

/** What of a number is counted, which the store does not know. `flags`: bits. */
export interface NumberTraits {
  readonly operator: Pick<OperatorCount, "en" | "ru"> | null;
  readonly flags: readonly string[];
}

/** A summary that is kept. */
export interface KeptSummary {
  /** Names the state that was counted. */
  readonly stamp: string;
  /** ISO UTC. */
  readonly at: string;
  readonly data: HeldSummary;
}

/** The reading side of what is counted for people who plan and mend. Sources by name; null for all of them together. */
export interface InsightReader {
  /** Names what the source's newest finished run left: another one after each run and erasure. Null before the first. */
  stamp(source: string | null): string | null;
  summary(source: string | null): KeptSummary | null;
  /** Counts it: a pass over all that the newest finished run left, seconds a million. */
  summarize(source: string | null, traitsOf: (number: bigint, type: string) => NumberTraits): HeldSummary;
  /** Of what is held now: clients with records. */
  clients(source: string | null): ClientQuality[];
  /** Of what is held now. */
  rejectGroups(source: string | null): RejectGroup[];
  /** As they were after a run; empty where an older version did not count them. */
  rejectsAfter(run: number): { readonly reason: RejectReason; readonly count: number }[];
  /** By project and position, after a place. */
  rejected(filter: RejectedFilter, after: RejectedPlace | null, limit: number): RejectedRecordRow[];
  /** Those of these places that are there. */
  rejectedAt(places: readonly RejectedPlace[]): RejectedRecordRow[];
}

/** A part of the store's admin port. */
export interface InsightBook extends InsightReader {
  /** Keeps a summary in the place of the one before. */
  keep(source: string | null, summary: KeptSummary): void;
}
