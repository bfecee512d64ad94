import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { type CollectResult, collect, type Ingest, PATIENCE_MS, RunProgress } from "../../collect/collect.ts";
import type { Connector } from "../../crm/crm.ts";
import { told } from "../../messages/messages.ts";
import type { Run, RunScope } from "../../model/run.ts";
import type { IncrementalTerms, SourceSize, UnitCount } from "../../store/store.ts";
import type { AppPorts, SourceOptions } from "../app.ts";
import { askAccount, pacingOf, sourceName } from "../people/account.ts";
import { settingsOf } from "../sources/source-settings.ts";
import { reading } from "../with-store.ts";
import { warnOfEmptied } from "./emptied.ts";
import { noSuchRun } from "./history.ts";
import { askWithLeave, lostCount, spentBefore, spentOf, waitForLeave } from "./leave.ts";
import { findResumable } from "./resumable.ts";

export interface CollectRequest {
  readonly scope: RunScope;
  /** "auto" continues an unfinished run of the same scope younger than 24 h; a number continues that run whatever its scope. */
  readonly begin: "auto" | "fresh" | number;
  /** Reads all, where it need not; an unfinished run that reads only what changed is not continued. */
  readonly full?: boolean;
  /** All clients may be gone: without it a run whose list of clients is empty, where there were some, fails with CRM_EMPTY. */
  readonly allowEmpty?: boolean;
  /** How long the CRM may fail as a whole before the run stops with CRM_DOWN; default half an hour. */
  readonly patienceMs?: number;
  /** Waits for quotas, hours and times that the CRM names, before the run and in it; else they end it with exit code 5. */
  readonly wait?: boolean;
  /** Told why and until when it waits before the run is open; null once it goes on. */
  readonly onWait?: (why: Told | string | null) => void;
  /** Who asked for it; absent: the command line. */
  readonly who?: string;
}

/** Told once the run is open, before its first page: the view of a long job starts here. */
export type CollectWatcher = (started: { run: Run; resumed: boolean; progress: RunProgress }) => void;

/**
 * Collects one source to its end, continuing an unfinished run where the request says so. Rejects when no run could
 * be opened (unreachable, refused, another process is at it); what happens later is in the result. Aborting `stop`
 * saves what is in flight and ends the run as stopped.
 */
export async function collectSource(
  ports: AppPorts,
  source: SourceOptions,
  request: CollectRequest,
  watch: CollectWatcher,
  stop: AbortSignal,
): Promise<CollectResult> {
  const { wait = false, onWait = () => {} } = request;
  const leave = { wait, onWait, stop };
  await ports.refuseLostKey();
  const connector = await ports.findConnector(source.connector);
  await waitForLeave(source, await spentBefore(ports, source), leave);
  const client = await ports.openCrm(source);
  try {
    let asked = 0;
    const ask = () => askAccount(connector, client, stop, () => asked++);
    const account = await askWithLeave(ask, leave);
    const name = sourceName(source, account);
    const key = sourceName({ ...source, name: null }, account);
    const spent = await spentOf(ports, key);
    await waitForLeave(source, spent, leave);
    const past = await lookBack(ports, name, request, source);
    const { hours = [] } = source;
    const pacing = { ...pacingOf(source, connector, account), hours, spent, uncounted: asked + past.lost };
    const limiter = await ports.createLimiter(pacing, key);
    const { connector: kind, region, keep, otherRegions, keepPages = false, skipSuppressed = false } = source;
    const { allowEmpty = false } = request;
    const ingest = await ports.startIngest({
      connector: kind,
      region,
      keep,
      otherRegions,
      keepPages,
      skipSuppressed,
      allowEmpty,
    });
    try {
      const run = await openRun(ingest, connector, source, name, request, past.resume);
      const isRetry = run.scope.failedOf !== undefined;
      const units =
        (isRetry || run.mode === "incremental") && past.resume === null
          ? await countUnits(ports, run.run)
          : past.units;
      const progress = new RunProgress(run, units, past.size);
      watch({ run, resumed: past.resume !== null, progress });
      const all = { connector, client, limiter, ingest, log: ports.log };
      const { patienceMs = PATIENCE_MS } = request;
      const patience = { patienceMs, wait, knownToFail: isRetry };
      const options = { concurrency: source.concurrency, account: key, keepPages, ...patience };
      const result = await collect(all, run, options, progress, stop);
      warnOfMissing(ports, result.run, progress.snapshot().clients.done);
      await warnOfEmptied(ports, result.run);
      return result;
    } finally {
      await ingest.close();
    }
  } finally {
    await client.close();
  }
}

/** A run that is complete and read less than its user had in mind. */
function warnOfMissing({ log }: AppPorts, { status, scope, mode }: Run, found: number): void {
  if ((status !== "complete" && status !== "partial") || scope.failedOf !== undefined) return;
  if (mode === "incremental") return;
  const asked = new Set(scope.clients).size;
  const limit = scope.limit ?? asked;
  if (asked > 0 && found < Math.min(asked, limit)) log.warn(told("clientsNotListed", { asked, found }).text);
  else if (asked === 0 && found === 0) log.warn(told("noClients").text);
}

/** What is due in a run that has just begun with more than its list of clients. */
async function countUnits(ports: AppPorts, run: number): Promise<UnitCount[]> {
  return await reading(ports, (reader) => reader.countUnits(run));
}

interface Past {
  readonly resume: Run | null;
  readonly units: readonly UnitCount[];
  readonly size: SourceSize | null;
  /** Requests that the source's last run may have sent without a trace. */
  readonly lost: number;
}

/** What the store knows of the source before the run. */
async function lookBack(
  ports: AppPorts,
  name: string,
  request: CollectRequest,
  source: SourceOptions,
): Promise<Past> {
  if (!(await ports.storeHoldsData())) {
    if (typeof request.begin === "number") throw noSuchRun(request.begin);
    return { resume: null, units: [], size: null, lost: 0 };
  }
  return await reading(ports, (reader) => {
    const resume = resumedRun(reader.findRun.bind(reader), request, () =>
      resumable(findResumable(reader, name, request.scope, Date.now()), request),
    );
    return {
      resume,
      units: resume === null ? [] : reader.countUnits(resume.run),
      size: reader.sourceSize(name),
      lost: lostCount(reader, name, source),
    };
  });
}

function resumedRun(
  find: (run: number) => Run | undefined,
  request: CollectRequest,
  auto: () => Run | null,
): Run | null {
  if (request.begin === "fresh") return null;
  if (request.begin === "auto") return auto();
  const run = find(request.begin);
  if (run === undefined) throw noSuchRun(request.begin);
  return run;
}

async function openRun(
  ingest: Ingest,
  connector: Connector,
  source: SourceOptions,
  name: string,
  request: CollectRequest,
  resume: Run | null,
): Promise<Run> {
  if (resume !== null) {
    try {
      return await ingest.resumeRun(resume.run);
    } catch (error) {
      // Another process may have ended it since we looked.
      const ended = error instanceof DatamasterError && error.code === "NOTHING_TO_RESUME";
      if (!ended || request.begin !== "auto") throw error;
    }
  }
  const described = { name, connector: source.connector, baseUrl: source.baseUrl };
  const incremental = request.full === true ? null : incrementalTerms(connector, source);
  const origin = { who: request.who ?? null, settings: settingsOf(source) };
  return await ingest.startRun({ source: described, scope: request.scope, incremental, origin });
}

const FULL_EVERY = 10;
const OVERLAP_MINUTES = 10;

/** When a run of this source need not read all; null where its CRM does not tell what changed. */
export function incrementalTerms(
  { incremental }: Pick<Connector, "incremental">,
  { fullEvery = FULL_EVERY, overlap = OVERLAP_MINUTES }: Pick<SourceOptions, "fullEvery" | "overlap">,
): IncrementalTerms | null {
  if (incremental === undefined) return null;
  return { fullEvery, overlapMs: overlap * 60_000, allLists: !incremental.stampsMoveUp };
}

function resumable(run: Run | null, { full }: CollectRequest): Run | null {
  return full === true && run?.mode === "incremental" ? null : run;
}
