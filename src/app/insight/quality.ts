import { maskDigits } from "../../base/mask.ts";
import type { ClientQuality, RejectedRecordRow, RejectGroup } from "../../model/insight.ts";
import { REPAIR_CODES, type RejectReason, type RepairCode } from "../../model/number.ts";
import type { Run, RunTotals } from "../../model/run.ts";
import { createReader, type ExplainStep, readValue } from "../../phone/phone.ts";
import type { RejectedFilter, RejectedPlace, RunReader } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { revealTexts } from "../numbers/reveal-numbers.ts";
import type { PolicyOfConfig } from "../people/policy.ts";
import { readingIfAny } from "../with-store.ts";

/** Records without a number for one reason. */
export interface ReasonCount {
  readonly reason: RejectReason;
  readonly count: number;
  /** How many there were after the run before; null where nobody counted. */
  readonly before: number | null;
  /** In how many clients. */
  readonly clients: number;
  /** Texts with their digits masked. */
  readonly examples: readonly string[];
}

/** One client's records, with the reason that most of its rejected ones have. */
export interface ClientRejects extends ClientQuality {
  readonly reason: RejectReason | null;
}

/** How many numbers a rule of ours repaired, and what it does, by an example that nobody has. */
export interface RepairShown {
  readonly code: RepairCode;
  readonly count: number;
  readonly example: { readonly before: string; readonly after: string };
}

export interface QualityRun {
  readonly run: number;
  readonly source: string;
  /** ISO UTC. */
  readonly at: string;
  readonly records: number;
  readonly rejected: number;
}

/** What cannot be read in the CRM, of one source or of all. */
export interface Quality {
  /** Records that are held, and how many of them give no number. */
  readonly records: number;
  readonly rejected: number;
  /** Finished runs, newest first, so many at most: for how it went. */
  readonly runs: readonly QualityRun[];
  readonly reasons: readonly ReasonCount[];
  /** Those with rejected records, worst share first, so many at most; all of them are `clientCount`. */
  readonly clients: readonly ClientRejects[];
  readonly clientCount: number;
  /** Of the newest finished run of each source. */
  readonly repairs: readonly RepairShown[];
}

const RUNS_TOLD = 30;
const CLIENTS_TOLD = 200;
const EXAMPLES = 3;
/** Clients with fewer records say little by their share. */
const TELLING_RECORDS = 20;

/** What the source holds without a number, why, whose it is, and how it was before. Nothing where there is no database yet. */
export async function readQuality(ports: AppPorts, source: string | null): Promise<Quality> {
  const found = await readingIfAny(ports, (reader) => qualityOf(reader, source));
  return (
    found ?? { records: 0, rejected: 0, runs: [], reasons: [], clients: [], clientCount: 0, repairs: [] }
  );
}

function qualityOf(reader: RunReader, source: string | null): Quality {
  const runs = reader.listRuns(source, 200).filter(isFinished);
  const groups = reader.insight.rejectGroups(source);
  const clients = reader.insight.clients(source);
  const sum = (of: (client: ClientQuality) => number): number =>
    clients.reduce((total, client) => total + of(client), 0);
  const told = clientsOf(clients, groups);
  return {
    records: sum(({ records }) => records),
    rejected: sum(({ rejected }) => rejected),
    runs: runs.slice(0, RUNS_TOLD).map(toQualityRun),
    reasons: reasonsOf(groups, countsBefore(reader, runs)),
    clients: told.slice(0, CLIENTS_TOLD),
    clientCount: told.length,
    repairs: repairsOf(newestOfEach(runs).map(({ totals }) => totals)),
  };
}

function isFinished({ status, endedAt }: Run): boolean {
  return endedAt !== null && (status === "complete" || status === "partial");
}

function toQualityRun({ run, source, endedAt, totals }: Run): QualityRun {
  return { run, source, at: endedAt ?? "", records: totals.recordsHeld, rejected: totals.rejected };
}

function newestOfEach(runs: readonly Run[]): Run[] {
  return [...new Map(runs.toReversed().map((run) => [run.source, run])).values()];
}

/** By reason, after the run before the newest of each source; null where one of them was not counted. */
function countsBefore(reader: RunReader, runs: readonly Run[]): Map<RejectReason, number> | null {
  const counts = new Map<RejectReason, number>();
  for (const newest of newestOfEach(runs)) {
    const before = runs.find(({ run, source }) => source === newest.source && run < newest.run);
    if (before === undefined) return null;
    const found = reader.insight.rejectsAfter(before.run);
    if (found.length === 0 && before.totals.rejected > 0) return null;
    for (const { reason, count } of found) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return counts.size === 0 && runs.length === 0 ? null : counts;
}

function reasonsOf(groups: readonly RejectGroup[], before: Map<RejectReason, number> | null): ReasonCount[] {
  const reasons = [...Map.groupBy(groups, ({ reason }) => reason)].map(([reason, ofReason]): ReasonCount => {
    const texts = ofReason.flatMap(({ first, last }) => [first ?? [], last ?? []].flat());
    const examples = [...new Set(texts.map((text) => shortened(maskDigits(text))))].slice(0, EXAMPLES);
    return {
      reason,
      examples,
      clients: ofReason.length,
      count: ofReason.reduce((total, { count }) => total + count, 0),
      before: before === null ? null : (before.get(reason) ?? 0),
    };
  });
  return reasons.sort((one, other) => other.count - one.count);
}

const LONGEST_EXAMPLE = 80;

function shortened(text: string): string {
  return text.length <= LONGEST_EXAMPLE ? text : `${text.slice(0, LONGEST_EXAMPLE - 1)}…`;
}

function clientsOf(clients: readonly ClientQuality[], groups: readonly RejectGroup[]): ClientRejects[] {
  const worst = new Map<number, RejectGroup>();
  for (const group of groups) {
    if ((worst.get(group.client)?.count ?? 0) < group.count) worst.set(group.client, group);
  }
  const share = ({ records, rejected }: ClientQuality): number =>
    records < TELLING_RECORDS ? 0 : rejected / records;
  return clients
    .filter(({ rejected }) => rejected > 0)
    .map((client) => ({ ...client, reason: worst.get(client.key)?.reason ?? null }))
    .sort((one, other) => share(other) - share(one) || other.rejected - one.rejected);
}

/** Values as people type them, of numbers that are kept free for films and examples. */
const SHOWN: Readonly<Record<RepairCode, { readonly text: string; readonly region: string | null }>> = {
  unicode: { text: "+44 20 7946‑0123", region: "GB" },
  excel: { text: "4.42079460123E+11", region: "GB" },
  link: { text: "tel:020-7946-0123", region: "GB" },
  "words-cut": { text: "Smith 020 7946 0123", region: "GB" },
  split: { text: "020 7946 0123 / 020 7946 0987", region: "GB" },
  stem: { text: "020 7946 0123/24", region: "GB" },
  joined: { text: "020/7946/0123", region: "GB" },
  "look-alike": { text: "O2O 7946 O123", region: "GB" },
  idd: { text: "8~10 44 20 7946 0123", region: "GB" },
  trunk: { text: "+0 20 7946 0123", region: "GB" },
  "plus-added": { text: "44 20 7946 0123", region: null },
  "own-code": { text: "491713920012", region: "DE" },
  "other-region": { text: "020 7946 0123", region: "RU" },
};

function repairsOf(totals: readonly RunTotals[]): RepairShown[] {
  return REPAIR_CODES.flatMap((code) => {
    const count = totals.reduce((sum, { repaired }) => sum + (repaired[code] ?? 0), 0);
    return count === 0 ? [] : [{ code, count, example: exampleOf(code) }];
  }).sort((one, other) => other.count - one.count);
}

function exampleOf(code: RepairCode): RepairShown["example"] {
  const { text, region } = SHOWN[code];
  // One of them is about a number that is read in another of the source's regions.
  const after = createReader({ otherRegions: ["GB"] })
    .read(text, region)
    .numbers.map(({ number }) => `+${number}`);
  return { before: text, after: after.join(", ") };
}

/** A rejected record; its text has its digits masked but where it was revealed. */
export type RejectedShown = RejectedRecordRow;

/** A page of rejected records, digits masked. */
export async function listRejected(
  ports: AppPorts,
  filter: RejectedFilter,
  after: RejectedPlace | null,
  limit: number,
): Promise<{ readonly rows: readonly RejectedShown[]; readonly next: RejectedPlace | null }> {
  const rows = await readingIfAny(ports, ({ insight }) => insight.rejected(filter, after, limit + 1));
  const shown = (rows ?? []).slice(0, limit).map((row) => ({ ...row, raw: row.raw && maskDigits(row.raw) }));
  const last = shown.at(-1);
  const hasMore = (rows?.length ?? 0) > limit && last !== undefined;
  return { rows: shown, next: hasMore ? [last.projectKey, last.position] : null };
}

/** These records' texts in full; noted in the audit log before they are told. Rejects TOO_MANY where they are more than a day allows. */
export async function revealRejected(
  ports: AppPorts,
  places: readonly RejectedPlace[],
  ground: PolicyOfConfig,
): Promise<RejectedShown[]> {
  const rows = await readingIfAny(ports, ({ insight }) => insight.rejectedAt(places));
  if (rows === null || rows.length === 0) return [];
  const records = rows.map(({ source, record }) => `${source}/${record}`);
  await revealTexts(ports, { of: "rejected", rows: rows.length, records }, ground);
  return rows;
}

/** How one value is read, and why; nothing of it is kept or logged. */
export interface ExplainedValue {
  readonly numbers: readonly {
    readonly e164: string;
    readonly region: string;
    readonly type: string;
    readonly ext: string | null;
    readonly repairs: readonly RepairCode[];
  }[];
  readonly reason: RejectReason | null;
  readonly steps: readonly ExplainStep[];
}

/** Reads a text as collecting does, in a region (null: none is known). */
export function explainValue(text: string, region: string | null): ExplainedValue {
  const { numbers, reason = null } = readValue(text, region);
  const steps = createReader().explain(text, region);
  return {
    numbers: numbers.map(({ number, region: of, type, ext = null, repairs = [] }) => ({
      e164: `+${number}`,
      region: of,
      type,
      ext,
      repairs,
    })),
    reason,
    steps,
  };
}
