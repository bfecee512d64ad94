import type { Connector, CrmClientPort, ListTarget, Page } from "../crm/crm.ts";
import {
  type AllowanceOptions,
  allowedOf,
  forecast,
  isPaced,
  type Limiter,
  paced,
} from "../limits/limits.ts";
import type { RunScope } from "../model/run.ts";
import type { SourceSize } from "../store/store.ts";
import { askAccount, pacingOf, readFirstPage, sourceName } from "./account.ts";
import type { AppPorts, SourceOptions } from "./app.ts";
import { spentOf } from "./leave.ts";

/** What a run would take. Read from lists alone: no phone record is asked for. */
export interface Plan {
  readonly source: string;
  readonly clients: number;
  readonly projects: number;
  /** True where clients' projects were counted from a sample, or pages of phones assumed to be one each. */
  readonly estimated: boolean;
  readonly requests: number;
  /** From now to its end, with what it has to wait for quotas and hours. */
  readonly seconds: number;
  /** Of these, how many it waits for quotas and hours. */
  readonly waitSeconds: number;
  /** Requests a second that the run will make at most; null where only the CRM's own speed bounds it. */
  readonly requestsPerSecond: number | null;
  /** Share of what a day allows: of the smallest quota less its reserve, else at the known rate; null where neither is. */
  readonly shareOfDay: number | null;
}

/** So many clients' lists of projects are read to estimate the rest from. */
const SAMPLE = 30;
const SECONDS_A_DAY = 86_400;

/** Reads the first page of clients and a sample of their projects, and tells what a run of this scope would take. */
export async function planRun(
  ports: AppPorts,
  source: SourceOptions,
  scope: RunScope,
  signal: AbortSignal,
): Promise<Plan> {
  const connector = await ports.findConnector(source.connector);
  const client = await ports.openCrm(source);
  try {
    const account = await askAccount(connector, client, signal);
    const pacing = pacingOf(source, connector, account);
    const rates = pacing.limits.filter(isPaced).map(({ requests, windowMs }) => (requests * 1000) / windowMs);
    const rps = rates.length > 0 ? Math.min(...rates) : (pacing.hint ?? null);
    // The few requests of a plan may go beyond quotas and hours.
    const limiter = await ports.createLimiter({ ...pacing, limits: pacing.limits.filter(isPaced) });
    const name = sourceName(source, account);
    const { rateLimits: limits = [], hours = [] } = source;
    const spent = await spentOf(ports, sourceName({ ...source, name: null }, account));
    const looker = { connector, client, limiter, signal };
    const before = await sizeBefore(ports, name);
    const clock = performance.now();
    const listed = await look(looker, { kind: "clients" });
    const latency = (performance.now() - clock) / 1000;
    const counted = await countProjects(looker, listed, scope);
    return estimate({
      name,
      counted,
      before,
      rps,
      latency,
      concurrency: source.concurrency,
      pageSize: listed.items.length,
      allowance: { limits, hours, spent },
    });
  } finally {
    await client.close();
  }
}

interface Looker {
  readonly connector: Connector;
  readonly client: CrmClientPort;
  readonly limiter: Limiter;
  readonly signal: AbortSignal;
}

async function look({ connector, client, limiter, signal }: Looker, target: ListTarget): Promise<Page> {
  const request = connector.pageRequest(target, null);
  const answer = await client.get(request, signal, (send) => paced(limiter, signal, send, request.cost));
  return readFirstPage(connector, target, answer.body);
}

interface Counted {
  readonly clients: number;
  readonly projects: number;
  readonly exact: boolean;
}

async function countProjects(looker: Looker, listed: Page, scope: RunScope): Promise<Counted> {
  const total = listed.total ?? listed.items.length;
  const wanted = Math.min(
    scope.limit ?? Infinity,
    scope.clients.length > 0 ? scope.clients.length : total - scope.exclude.length,
  );
  const ids =
    scope.clients.length > 0
      ? scope.clients
      : listed.items.map((item) => item.id).filter((id) => !scope.exclude.includes(id));
  // Spread over the page: neighbours in a CRM are often alike.
  const step = Math.max(1, Math.floor(Math.min(ids.length, wanted) / SAMPLE));
  const sample = ids
    .slice(0, wanted)
    .filter((_, index) => index % step === 0)
    .slice(0, SAMPLE);
  const pages = await Promise.all(sample.map((clientId) => look(looker, { kind: "projects", clientId })));
  const seen = pages.reduce((sum, page) => sum + (page.total ?? page.items.length), 0);
  const projects = sample.length === 0 ? 0 : Math.round((seen / sample.length) * wanted);
  return { clients: wanted, projects, exact: sample.length === wanted };
}

async function sizeBefore(ports: AppPorts, name: string): Promise<SourceSize | null> {
  if (!(await ports.storeHoldsData())) return null;
  const reader = await ports.openReader();
  try {
    return reader.sourceSize(name);
  } finally {
    reader.close();
  }
}

interface Ground {
  readonly name: string;
  readonly counted: Counted;
  readonly before: SourceSize | null;
  readonly rps: number | null;
  readonly latency: number;
  readonly concurrency: number;
  readonly pageSize: number;
  readonly allowance: AllowanceOptions;
}

function estimate(ground: Ground): Plan {
  const { name, counted, before, rps, latency, concurrency, pageSize, allowance } = ground;
  const listPages = Math.ceil(counted.clients / Math.max(1, pageSize)) + counted.clients;
  const known = before !== null && before.projects > 0;
  const pagesAProject = known ? Math.max(1, (before.pages - before.clients) / before.projects) : 1;
  const requests = listPages + Math.round(counted.projects * pagesAProject);
  const possible = concurrency / Math.max(latency, 0.001);
  const rate = Math.min(rps ?? Infinity, possible);
  const now = Date.now();
  const seconds = (forecast(requests, rate, allowance, now) - now) / 1000;
  const quotas = allowance.limits.filter((limit) => !isPaced(limit));
  const aDay = Math.min(
    (rps ?? Infinity) * SECONDS_A_DAY,
    ...quotas.map((limit) => (allowedOf(limit) * SECONDS_A_DAY * 1000) / limit.windowMs),
  );
  return {
    source: name,
    clients: counted.clients,
    projects: counted.projects,
    estimated: !(counted.exact && known),
    requests,
    seconds,
    waitSeconds: Math.max(0, seconds - requests / rate),
    requestsPerSecond: rps,
    shareOfDay: aDay === Infinity ? null : requests / aDay,
  };
}
