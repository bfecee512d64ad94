import type {
  ChangedPair,
  ClientChange,
  ClientHeld,
  DiffTotals,
  NumberChange,
  ProjectChange,
  RegionChange,
  TypeChange,
} from "../../model/diff.ts";
import type { Run } from "../../model/run.ts";
import type { SetAside } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { clientLosses } from "../insight/anomalies.ts";
import { listSetAside } from "../insight/set-aside.ts";
import { diffRuns, type RunDiff } from "./diff-runs.ts";
import type { Part } from "./run-pages.ts";

/** A client that lost far more than the others did. */
export interface Anomaly extends ClientHeld {
  readonly name: string;
  readonly gone: number;
  /** Of what the other clients held, how much went, 0-1. */
  readonly othersShare: number;
  /** Who said that this is right; null where nobody did. */
  readonly setAside: Pick<SetAside, "who" | "at" | "reason" | "ends"> | null;
}

export interface ComparedClient extends ClientChange, Omit<ClientHeld, "id"> {}

/** What changed between two runs of a source. */
export interface RunComparison {
  readonly from: Run;
  readonly to: Run;
  readonly totals: DiffTotals;
  readonly regions: readonly RegionChange[];
  readonly types: readonly TypeChange[];
  /** How many clients changed at all. */
  readonly clients: number;
  readonly anomalies: readonly Anomaly[];
}

const LOOKED_AT = 50;

/** Of two runs that ended, stopped ones too: what such a one did not read counts as unchanged. Rejects as {@link diffRuns} does. */
export async function compareRuns(ports: AppPorts, from: number, to: number): Promise<RunComparison> {
  const found = await differing(ports, from, to, (diff) => ({
    from: diff.from,
    to: diff.to,
    totals: diff.totals,
    regions: diff.regions,
    types: diff.more.types(),
    clients: diff.clients.length,
    anomalies: anomaliesOf(diff),
  }));
  const aside = (await listSetAside(ports)).filter(({ source }) => source === found.to.source);
  return {
    ...found,
    anomalies: found.anomalies.map((one) => ({
      ...one,
      setAside: aside.find(({ client }) => client === one.id) ?? null,
    })),
  };
}

export interface ComparedQuery {
  readonly from: number;
  readonly to: number;
  /** Part of the name or id, in any case. */
  readonly text: string | null;
  readonly sort: "change" | "gone" | "new" | "name";
  /** So many are known. */
  readonly after: number;
  readonly limit: number;
}

/** Clients that changed, with what they held before and after. Rejects as {@link compareRuns} does. */
export async function comparedClients(ports: AppPorts, query: ComparedQuery): Promise<Part<ComparedClient>> {
  return await differing(ports, query.from, query.to, (diff) => {
    const page = pageOf(sorted(diff.clients, query), query);
    const held = heldOf(diff, page.items);
    const items = page.items.map((client) => ({ ...client, ...heldBy(held, client.id) }));
    return { ...page, items };
  });
}

/** So many projects with most changes are told of. */
const MOST_PROJECTS = 5_000;

/** Projects that changed. Rejects as {@link compareRuns} does. */
export async function comparedProjects(ports: AppPorts, query: ComparedQuery): Promise<Part<ProjectChange>> {
  return await differing(ports, query.from, query.to, (diff) =>
    pageOf(sorted(diff.more.projects(MOST_PROJECTS), query), query),
  );
}

export interface ChangedQuery {
  readonly from: number;
  readonly to: number;
  readonly change: NumberChange | null;
  readonly client: string | null;
  /** So many are known. */
  readonly after: number;
  readonly limit: number;
}

/** Pairs that came or went, by number. Rejects as {@link compareRuns} does. */
export async function changedPairs(ports: AppPorts, query: ChangedQuery): Promise<Part<ChangedPair>> {
  const { change, client, after, limit } = query;
  return await differing(ports, query.from, query.to, (diff) => {
    const found = diff.more.page({ change, client, after, limit: limit + 1 });
    return { items: found.slice(0, limit), next: found.length > limit ? after + limit : null };
  });
}

async function differing<T>(
  ports: AppPorts,
  from: number,
  to: number,
  use: (diff: RunDiff) => T,
): Promise<T> {
  const request = { from, to, since: null, source: null, includeSuppressed: true, evenStopped: true };
  return await diffRuns(ports, request, async (diff) => use(diff));
}

function anomaliesOf(diff: RunDiff): Anomaly[] {
  const held = heldOf(
    diff,
    diff.clients.toSorted((one, other) => other.numbers.gone - one.numbers.gone).slice(0, LOOKED_AT),
  );
  const losses = clientLosses(diff.clients, diff.from.totals.numbers, ({ id }) => heldBy(held, id).before);
  return losses.map(({ clientId: id, client: name, lost: gone, others: othersShare }) => ({
    id,
    name,
    gone,
    othersShare,
    ...heldBy(held, id),
    setAside: null,
  }));
}

function heldOf(diff: RunDiff, clients: readonly { readonly id: string }[]): Map<string, ClientHeld> {
  return new Map(diff.more.held(clients.map(({ id }) => id)).map((one) => [one.id, one]));
}

function heldBy(held: ReadonlyMap<string, ClientHeld>, id: string): Omit<ClientHeld, "id"> {
  const { before = 0, after = 0 } = held.get(id) ?? {};
  return { before, after };
}

type Changed = DiffTotals & { readonly id: string; readonly name: string };

function sorted<Item extends Changed>(items: readonly Item[], { text, sort }: ComparedQuery): Item[] {
  const sought = text?.toLowerCase() ?? "";
  const found = items.filter(({ id, name }) => id.includes(sought) || name.toLowerCase().includes(sought));
  switch (sort) {
    case "change":
      return found;
    case "gone":
      return found.sort((one, other) => other.numbers.gone - one.numbers.gone);
    case "new":
      return found.sort((one, other) => other.numbers.new - one.numbers.new);
    case "name":
      return found.sort((one, other) => one.name.localeCompare(other.name));
  }
}

function pageOf<Item>(items: readonly Item[], { after, limit }: ComparedQuery): Part<Item> {
  return {
    items: items.slice(after, after + limit),
    next: after + limit < items.length ? after + limit : null,
  };
}
