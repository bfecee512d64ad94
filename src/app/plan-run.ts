import type { Connector, CrmClientPort, ListTarget, Page } from "../crm/crm.ts";
import { type Limiter, paced } from "../limits/limits.ts";
import type { RunScope } from "../model/run.ts";
import type { SourceSize } from "../store/store.ts";
import { askAccount, pacingOf, readFirstPage, sourceName } from "./account.ts";
import type { AppPorts, SourceOptions } from "./app.ts";

/** What a run would take. Read from lists alone: no phone record is asked for. */
export interface Plan {
  readonly source: string;
  readonly clients: number;
  readonly projects: number;
  /** True where clients' projects were counted from a sample, or pages of phones assumed to be one each. */
  readonly estimated: boolean;
  readonly requests: number;
  readonly seconds: number;
  /** Requests a second that the run will make at most; null where only the CRM's own speed bounds it. */
  readonly requestsPerSecond: number | null;
  /** Share of one day's allowance at the known rate limit, 0-1; null where no limit is known. */
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
    const rps = pacing.limits[0]?.requests ?? pacing.hint ?? null;
    const limiter = await ports.createLimiter(pacing);
    const name = sourceName(source, account);
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
}

function estimate({ name, counted, before, rps, latency, concurrency, pageSize }: Ground): Plan {
  const listPages = Math.ceil(counted.clients / Math.max(1, pageSize)) + counted.clients;
  const known = before !== null && before.projects > 0;
  const pagesAProject = known ? Math.max(1, (before.pages - before.clients) / before.projects) : 1;
  const requests = listPages + Math.round(counted.projects * pagesAProject);
  const possible = concurrency / Math.max(latency, 0.001);
  const rate = Math.min(rps ?? Infinity, possible);
  return {
    source: name,
    clients: counted.clients,
    projects: counted.projects,
    estimated: !(counted.exact && known),
    requests,
    seconds: requests / rate,
    requestsPerSecond: rps,
    shareOfDay: rps === null ? null : requests / (rps * SECONDS_A_DAY),
  };
}
