import { createEnricher } from "../../enrich/enrich.ts";
import type { ClientQuality, HeldSummary, TrendPoint } from "../../model/insight.ts";
import type { Run } from "../../model/run.ts";
import { flagNames, openPublicInboxes, placeholderFlags } from "../../phone/phone.ts";
import type { InsightReader, NumberTraits } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, readingIfAny } from "../with-store.ts";

/** A client with what it holds: numbers once each, and how often they are repeated in its projects. */
export interface ClientCounts
  extends Pick<ClientQuality, "key" | "source" | "id" | "name" | "records" | "rejected"> {
  readonly pairs: number;
  readonly numbers: number;
}

/** What is counted of all that is held, with names for its clients. */
export interface NamedSummary extends Omit<HeldSummary, "clients" | "largest"> {
  /** When it was counted; ISO UTC. */
  readonly at: string;
  /** Most numbers first, so many at most; all of them are `clientCount`. */
  readonly clients: readonly ClientCounts[];
  readonly clientCount: number;
  /** In the order of `shared`. */
  readonly largest: readonly Pick<ClientCounts, "key" | "source" | "id" | "name">[];
}

/** So many clients are told at most. */
const CLIENTS_TOLD = 500;
/** So many runs are told at most. */
const RUNS_TOLD = 5_000;

/** What was counted of a source, or of all together, after its newest finished run; null where it is to be counted yet. */
export async function readSummary(ports: AppPorts, source: string | null): Promise<NamedSummary | null> {
  return await readingIfAny(ports, ({ insight }) => {
    const kept = insight.summary(source);
    return kept === null || kept.stamp !== insight.stamp(source)
      ? null
      : named(insight, source, kept.data, kept.at);
  });
}

/** The same, counted where it is not yet, and kept: that takes seconds a million numbers. Null where nothing was collected. */
export async function makeSummary(ports: AppPorts, source: string | null): Promise<NamedSummary | null> {
  const known = await readSummary(ports, source);
  if (known !== null) return known;
  const counted = await readingIfAny(ports, ({ insight }) => {
    const stamp = insight.stamp(source);
    return stamp === null ? null : { stamp, data: insight.summarize(source, traits(ports)) };
  });
  if (counted === null) return null;
  const at = new Date().toISOString();
  await changing(ports, (admin) => admin.insight.keep(source, { ...counted, at }));
  return await readingIfAny(ports, ({ insight }) => named(insight, source, counted.data, at));
}

/** Operators in both languages, and in what a number looks made up. */
function traits({ ranges }: AppPorts): (number: bigint, type: string) => NumberTraits {
  const english = createEnricher({ ranges, language: "en" });
  const russian = createEnricher({ ranges, language: "ru" });
  const inboxes = openPublicInboxes();
  const operators = new Map<string, NumberTraits["operator"]>();
  return (number, type) => {
    const en = english.operatorOf(number);
    let operator = en === null ? null : operators.get(en);
    if (operator === undefined && en !== null) {
      operator = { en, ru: russian.operatorOf(number) };
      operators.set(en, operator);
    }
    return { operator: operator ?? null, flags: flagNames(placeholderFlags(number, type, inboxes)) };
  };
}

function named(insight: InsightReader, source: string | null, data: HeldSummary, at: string): NamedSummary {
  const { clients, largest, ...counts } = data;
  const known = new Map(insight.clients(source).map((client) => [client.key, client]));
  const nameOf = (key: number) => {
    const { source: of = "", id = "", name = "" } = known.get(key) ?? {};
    return { key, source: of, id, name };
  };
  const all = new Map(clients.map(([key, pairs, numbers]) => [key, { pairs, numbers }]));
  // A client of whose records none gave a number has none in the counts.
  for (const key of known.keys()) if (!all.has(key)) all.set(key, { pairs: 0, numbers: 0 });
  const told = [...all].map(([key, { pairs, numbers }]): ClientCounts => {
    const { records = 0, rejected = 0 } = known.get(key) ?? {};
    return { ...nameOf(key), records, rejected, pairs, numbers };
  });
  told.sort((one, other) => other.numbers - one.numbers || other.records - one.records);
  return {
    ...counts,
    at,
    clientCount: told.length,
    clients: told.slice(0, CLIENTS_TOLD),
    largest: largest.map(nameOf),
  };
}

/** Finished runs that ended since (ISO UTC; null for always), oldest first. */
export async function readTrends(
  ports: AppPorts,
  source: string | null,
  since: string | null,
): Promise<TrendPoint[]> {
  const points = await readingIfAny(ports, (reader) =>
    reader
      .listRuns(source, RUNS_TOLD)
      .filter(({ endedAt }) => endedAt !== null && (since === null || endedAt >= since))
      .flatMap(pointOf)
      .reverse(),
  );
  return points ?? [];
}

function pointOf({ run, source, endedAt, status, mode, totals }: Run): TrendPoint[] {
  if (endedAt === null || (status !== "complete" && status !== "partial")) return [];
  const { numbers, pairs, gone, recordsHeld: records, rejected, unverified } = totals;
  const counts = { numbers, pairs, new: totals.new, gone, records, rejected, unverified };
  return [{ run, source, at: endedAt, status, mode, ...counts }];
}
