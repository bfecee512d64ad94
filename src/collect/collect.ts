import { StoppedError } from "../base/abort.ts";
import { DatamasterError, messageOf, StopRunError } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Connector, CrmClientPort } from "../crm/crm.ts";
import type { Limiter } from "../limits/limits.ts";
import type { Spent } from "../model/limit.ts";
import type { Run, UnitKind } from "../model/run.ts";
import type {
  ClientList,
  NewRun,
  PageReceipt,
  QuarantineCause,
  RunOutcome,
  StaleList,
  Unit,
} from "../store/store.ts";
import { AllowanceKeeper } from "./allowance-keeper.ts";
import { readUnits } from "./lanes.ts";
import type { RunProgress } from "./progress.ts";
import { Reconciliation } from "./reconcile.ts";
import { UnitQueue } from "./unit-queue.ts";
import { UnitReader } from "./unit-reader.ts";
import { Watchdog, type WatchdogTimes } from "./watchdog.ts";

export type {
  IngestAnswer,
  IngestCall,
  IngestReady,
  IngestSettings,
  IngestThreadData,
  PageContent,
  ReadingOptions,
} from "./ingest-protocol.ts";

import { told } from "../messages/messages.ts";

export { askedToWaitError, blockedError } from "./block.ts";
export type { Parking } from "./outage.ts";
export { type ProgressObserver, type ProgressSnapshot, type ReadingUnit, RunProgress } from "./progress.ts";
export type { PageReceipt, QuarantineCause, RunOutcome, Unit };

/** A run to begin. How it reads numbers, and with which table, the reading thread knows. */
export type RunRequest = Omit<NewRun, "reader" | "otherRegions">;

/** A page as it came, on its way to be read and stored. The body's buffer is handed over. */
export interface FetchedPage {
  readonly unit: Unit;
  readonly etag: string | null;
  /** The CRM's clock as it answered, milliseconds since 1970; null where it does not tell. */
  readonly serverTime: number | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What saving a page did, and what is particular about the page. */
export interface SavedPage extends PageReceipt {
  /** Names what is on the page: pages that hold the same items have the same. */
  readonly mark: string;
  /** ETag of the next page as it was, where all pages so far are as they were; else null. */
  readonly etag?: string | null;
  /** Where the next pages of the list begin, as far as is known. */
  readonly ahead: readonly string[];
}

/**
 * The side that reads answers and writes the store: a worker thread. A call resolves once what it wrote is durable.
 * `savePage` rejects with RetryableError where the answer is no page (cut, HTML), with StopRunError where the store failed.
 */
export interface Ingest {
  startRun(run: RunRequest): Promise<Run>;
  resumeRun(run: number): Promise<Run>;
  nextUnits(run: number, kind: UnitKind, after: number, limit: number): Promise<Unit[]>;
  savePage(page: FetchedPage): Promise<SavedPage>;
  fallBack(list: Unit): Promise<StaleList | null>;
  clientList(run: number): Promise<ClientList | null>;
  reopenClientList(unit: Unit): Promise<void>;
  /** The page at which the unit stands, of phones, is as its ETag says it was. */
  samePage(unit: Unit): Promise<SavedPage>;
  restartUnit(unit: Unit): Promise<void>;
  quarantine(unit: Unit, cause: QuarantineCause): Promise<void>;
  clientOf(project: Unit): Promise<string>;
  unlist(project: Unit): Promise<void>;
  note(run: number, counters: RunOutcome["counters"]): Promise<void>;
  spend(run: number, account: string, spent: readonly Spent[]): Promise<void>;
  finishRun(run: number, outcome: RunOutcome): Promise<Run>;
  /** Calls that wait for an answer, and how many were answered so far. */
  state(): { readonly waiting: number; readonly answered: number };
  /** Gives the other side up, which does not answer: all calls and those to come reject with `error`. */
  abandon(error: StopRunError): void;
  close(): Promise<void>;
}

export interface CollectPorts {
  readonly connector: Connector;
  readonly client: CrmClientPort;
  readonly limiter: Limiter;
  readonly ingest: Ingest;
  readonly log: Logger;
}

export interface CollectOptions {
  /** What the limiter lets be in flight at once; pages between request and commit are never more than twice as many. */
  readonly concurrency: number;
  /** How long the CRM may fail as a whole before the run stops with CRM_DOWN. */
  readonly patienceMs: number;
  /** Pages whose ETags are known are asked for by them. */
  readonly keepPages?: boolean;
  /** Whose requests are counted for its quotas. */
  readonly account: string;
  /** Spent quotas, hours that are over and long waits that the CRM asks for are waited out; else they stop the run. */
  readonly wait?: boolean;
  /** All units of the run failed in an earlier one: that many fail says nothing of the CRM, a probe does. */
  readonly knownToFail?: boolean;
  /** How long a run may stand still other than usual. */
  readonly watchdog?: Partial<WatchdogTimes>;
}

/** The patience of a run where nothing else is said. */
export const PATIENCE_MS = 30 * 60_000;

/** How a collect ended: the run as stored, and the error that ended it early, if one did. */
export interface CollectResult {
  readonly run: Run;
  readonly error: DatamasterError | null;
}

/** The exit code of what stops a run in order: it is to be continued, as after a signal. */
const STOPPED_BY_CRM = 5;

/** How often a running collect writes its counters and sign of life. */
const NOTE_EVERY_MS = 1_000;

/**
 * Reads everything due in an open run: clients, their projects and their phones side by side. Resolves when nothing
 * is due any more, when `stop` aborts (status stopped) or when an error stops the run (status failed); in each case
 * with all that was read stored and the run resumable where it is not finished.
 */
export async function collect(
  ports: CollectPorts,
  run: Run,
  options: CollectOptions,
  progress: RunProgress,
  stop: AbortSignal,
): Promise<CollectResult> {
  const failed = new AbortController();
  const ending = AbortSignal.any([stop, failed.signal]);
  const queue = new UnitQueue(ports.ingest, run, options.concurrency * 2);
  const reader = new UnitReader(ports, options, progress, ending, queue);
  const keeper = new AllowanceKeeper(ports, run.run, options);
  const note = async (): Promise<void> => {
    progress.pacing(ports.limiter.state());
    await Promise.all([ports.ingest.note(run.run, progress.counters()), keeper.save()]);
    keeper.check();
  };
  const notes = setInterval(() => note().catch((error) => failed.abort(error)), NOTE_EVERY_MS);
  const watchdog = new Watchdog({
    ports,
    slots: reader.slots,
    isParked: () => reader.isParked,
    stopRun: (error) => failed.abort(error),
    ...(options.watchdog && { times: options.watchdog }),
  });
  ending.addEventListener("abort", () => queue.stop(), { once: true });
  if (ending.aborted) queue.stop();

  const fail = (error: unknown): void => {
    if (!ending.aborted) failed.abort(error);
  };
  const read = async (): Promise<void> => {
    await readUnits(queue, reader, options.concurrency * 2, fail);
    if (!ending.aborted) await reader.settle();
  };
  const counts = new Reconciliation(ports, progress, run.run, reader);
  const readAll = async (): Promise<void> => {
    do await read();
    while (!ending.aborted && (reader.listAgain() || (await counts.reopened(queue))));
  };
  await readAll().catch(fail);
  clearInterval(notes);
  progress.pacing(ports.limiter.state());
  const error = failed.signal.aborted ? toError(failed.signal.reason) : null;
  const outcome = outcomeOf(progress, error, stop.aborted);
  try {
    await keeper.save();
    return { run: await ports.ingest.finishRun(run.run, outcome), error };
  } finally {
    watchdog.close();
  }
}

function outcomeOf(progress: RunProgress, error: DatamasterError | null, stopped: boolean): RunOutcome {
  const counters = progress.counters();
  if (error !== null) {
    return { status: error.exitCode === STOPPED_BY_CRM ? "stopped" : "failed", error: error.code, counters };
  }
  if (stopped) return { status: "stopped", error: null, counters };
  return { status: progress.quarantined > 0 ? "partial" : "complete", error: null, counters };
}

function toError(reason: unknown): DatamasterError {
  if (reason instanceof DatamasterError) return reason;
  if (reason instanceof StoppedError) return new StopRunError("INTERNAL", told("stopped"), { cause: reason });
  return new StopRunError("INTERNAL", told("internalInRun", { why: messageOf(reason) }), {
    cause: reason,
  });
}
