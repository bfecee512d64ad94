import type { ListTarget, Page } from "../../crm/crm.ts";
import { type AllowanceOptions, allowedOf, forecast, isPaced, paced } from "../../limits/limits.ts";
import type { Stamp } from "../../model/record.ts";
import type { RunMode, RunScope } from "../../model/run.ts";
import type { SourceSize } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { askAccount, pacingOf, readFirstPage, sourceName } from "../people/account.ts";
import { keepSpent, spentOf } from "./leave.ts";
import { countChanges, planBefore } from "./plan-changes.ts";
import { type Counted, countProjects } from "./plan-counts.ts";

/** What a run would take. Read from lists alone: no phone record is asked for. */
export interface Plan {
  readonly source: string;
  readonly mode: RunMode;
  /** Of an incremental run those that it reads again. */
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

const SECONDS_A_DAY = 86_400;

/** Reads the first page of clients and a sample of their projects, and tells what a run of this scope would take. */
export async function planRun(
  ports: AppPorts,
  source: SourceOptions,
  scope: RunScope,
  full: boolean,
  signal: AbortSignal,
): Promise<Plan> {
  const connector = await ports.findConnector(source.connector);
  const client = await ports.openCrm(source);
  let keep = async (): Promise<void> => {};
  try {
    let asked = 0;
    const account = await askAccount(connector, client, signal, () => asked++);
    const pacing = pacingOf(source, connector, account);
    const rates = pacing.limits.filter(isPaced).map(({ requests, windowMs }) => (requests * 1000) / windowMs);
    const rps = rates.length > 0 ? Math.min(...rates) : (pacing.hint ?? null);
    // The few requests of a plan may go beyond quotas and hours.
    const paces = { ...pacing, limits: pacing.limits.filter(isPaced), uncounted: asked };
    const name = sourceName(source, account);
    const key = sourceName({ ...source, name: null }, account);
    const limiter = await ports.createLimiter(paces, key);
    keep = () => keepSpent(ports, source, key, limiter.takeSpent());
    let latency: number | null = null;
    const look = async (target: ListTarget, since: Stamp | null = null): Promise<Page> => {
      const clock = performance.now();
      const request = connector.pageRequest(target, null, since);
      const { body } = await client.get(request, signal, (send) =>
        paced(limiter, signal, send, request.cost),
      );
      latency ??= (performance.now() - clock) / 1000;
      return readFirstPage(connector, target, body);
    };
    const { rateLimits: limits = [], hours = [] } = source;
    const spent = await spentOf(ports, key);
    const before = await planBefore(ports, source, name, scope, full ? {} : connector);
    const { planned, size } = before;
    const counted =
      planned.since === null
        ? await countProjects(look, scope)
        : await countChanges(ports, name, planned.since, planned.unread, look);
    const ground = { name, mode: planned.mode, counted, size, rps, latency };
    return estimate({ ...ground, concurrency: source.concurrency, allowance: { limits, hours, spent } });
  } finally {
    await client.close();
    await keep();
  }
}

interface Ground {
  readonly name: string;
  readonly mode: RunMode;
  readonly counted: Counted;
  readonly size: SourceSize | null;
  readonly rps: number | null;
  /** Seconds of a request; null where none was sent. */
  readonly latency: number | null;
  readonly concurrency: number;
  readonly allowance: AllowanceOptions;
}

function estimate(ground: Ground): Plan {
  const { name, mode, counted, size, rps, latency, concurrency, allowance } = ground;
  const known = size !== null && size.projects > 0;
  const pagesAProject = known ? Math.max(1, (size.pages - size.clients) / size.projects) : 1;
  // A full run counts the clients again at its end.
  const requests = counted.lists + (mode === "full" ? 1 : 0) + Math.round(counted.projects * pagesAProject);
  const possible = concurrency / Math.max(latency ?? 0, 0.001);
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
    mode,
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
