import type { SourceOptions } from "../app/app.ts";
import type { DeliveryPlan } from "../app/exports/deliver-run.ts";
import { type RunDetails, showRun } from "../app/runs/history.ts";
import { type CollectRequest, collectSource } from "../app/runs/start-run.ts";
import type { DatamasterError } from "../base/errors.ts";
import { english, type Messages } from "../messages/messages.ts";
import type { Quarantined, Run } from "../model/run.ts";
import type { Context } from "./context.ts";
import { ProgressView } from "./progress.ts";
import { type ErrorDocument, errorDocument, printError } from "./report.ts";
import { differencesOf } from "./run-text.ts";
import { resumeLine, sameSource, sameStore } from "./same-flags.ts";
import { type SummaryOptions, summaryLines } from "./summary.ts";

/** One source to collect, and how to go on when it is stopped. */
export interface Job {
  readonly source: SourceOptions;
  readonly request: CollectRequest;
  /** The command line that continues this run. */
  readonly continueWith: (run: Run) => string;
  /** What is made of a run that came to its end, before it is told: files and what they hold. */
  readonly results?: (run: Run) => Promise<readonly (readonly [string, string])[]>;
  /** What is handed on once the run is finished. */
  readonly deliveries?: readonly DeliveryPlan[];
  /** What can be done with the result, a command line and its purpose each. */
  readonly next: (run: Run) => readonly (readonly [string, string])[];
}

/** What `collect --json` prints of one source. */
export type RunDocument = Record<string, unknown> & { readonly error?: ErrorDocument };

const NO_ERROR = 0;
const STATUS_EXITS: Partial<Record<Run["status"], number>> = { partial: 3, stopped: 4, failed: 1 };

/** The job of collecting a source into the store of the context. Rejects as the config's deliveries do. */
export async function jobOf(context: Context, source: SourceOptions, request: CollectRequest): Promise<Job> {
  const call = (...words: string[]): string =>
    [context.cli.invocation, ...words, ...sameStore(context)].join(" ");
  const { nextSteps } = context.cli.words.run;
  return {
    source,
    request,
    deliveries: await plansOf(context),
    continueWith: (run) => resumeLine(context, run.run),
    next: (run) => [
      ...(run.status === "partial"
        ? ([[sameSource(context, "failed", "retry"), nextSteps.retry]] as const)
        : []),
      [call("export", "--out", "numbers.csv"), nextSteps.exportAll],
      ...(run.totals.new > 0 && run.totals.new < run.totals.numbers
        ? ([[call("export", "--new-since", String(run.run - 1)), nextSteps.exportNew]] as const)
        : []),
      [call("runs", "show", String(run.run)), nextSteps.show],
    ],
  };
}

/**
 * Collects one source with everything that is shown of it, and sets the exit code. Rejects where no run could be
 * opened; a run that failed later is told and is in the document.
 */
export async function runJob(context: Context, job: Job): Promise<RunDocument> {
  const { cli, ports, quiet } = context;
  const view = new ProgressView(context);
  view.connect(new URL(job.source.baseUrl).host);
  const request = { ...job.request, onWait: view.wait };
  const { run, error } = await collectSource(ports, job.source, request, view.watch, cli.signal).finally(() =>
    view.close(),
  );
  cli.exit(error === null ? (STATUS_EXITS[run.status] ?? NO_ERROR) : error.exitCode);
  const results = isOver(run) ? ((await job.results?.(run)) ?? []) : [];
  // A reader leaves its files beside a database that lies whole: none is opened for nothing.
  const details = quiet && run.totals.quarantined === 0 ? null : await showRun(ports, run.run);
  if (!quiet && details !== null)
    await tellEnd(context, job, details, {
      failures: view.failures,
      limitFound: view.limitFound,
      results,
    });
  if (error !== null) printError(cli, error);
  tellContinue(context, job, run, error);
  const document = runDocument(job, run, details?.failures ?? [], error);
  if (!isOver(run) || (job.deliveries ?? []).length === 0) return document;
  const { deliverAndTell } = await import("./delivering.ts");
  const deliveries = await deliverAndTell(context, run, job.deliveries ?? [], {
    byHand: false,
    dryRun: false,
  });
  return deliveries.length === 0 ? document : { ...document, deliveries };
}

/** Loaded where the config names some. Throws before the run where one of them cannot work. */
async function plansOf(context: Context): Promise<readonly DeliveryPlan[]> {
  if (context.loaded.config.deliveries.length === 0) return [];
  return (await import("./delivery-plans.ts")).deliveryPlans(context);
}

async function tellEnd(
  context: Context,
  job: Job,
  details: RunDetails,
  told: Pick<SummaryOptions, "failures" | "limitFound" | "results">,
): Promise<void> {
  const { cli, screen, format, ports } = context;
  if (format === "json") {
    const { units: _, ...facts } = details;
    ports.log.info({ ...facts, errors: Object.fromEntries(told.failures) }, `run ${details.status}`);
    return;
  }
  const next = canContinue(details) ? [] : job.next(details);
  const lines = summaryLines(details, {
    ...told,
    next,
    words: cli.words,
    columns: screen.columns,
    paint: screen.paint,
  });
  screen.write(`${lines.join("\n")}\n`);
}

function tellContinue(
  { cli, quiet, format, ports, screen }: Context,
  job: Job,
  run: Run,
  error: DatamasterError | null,
): void {
  if (quiet || !canContinue(run)) return;
  const line = job.continueWith(run);
  const until = error?.data.until;
  const text = ({ run: texts }: Messages): string => {
    if (run.status !== "stopped") return texts.continueWith({ line });
    // Before then the same command would be refused.
    return typeof until === "string"
      ? texts.stoppedUntil({ line, until })
      : texts.stoppedContinueWith({ line });
  };
  if (format === "json") ports.log.info(text(english));
  else screen.write(`\n${text(cli.words)}\n`);
}

function isOver(run: Run): boolean {
  return run.status === "complete" || run.status === "partial";
}

function canContinue(run: Run): boolean {
  return run.status === "stopped" || run.status === "failed";
}

function runDocument(
  job: Job,
  run: Run,
  failures: readonly Quarantined[],
  error: DatamasterError | null,
): RunDocument {
  const { totals, source, status, mode } = run;
  return {
    run: run.run,
    source,
    status,
    mode,
    clients: totals.clients,
    projects: totals.projects,
    records: totals.records,
    numbers: totals.numbers,
    pairs: totals.pairs,
    rejected: totals.rejected,
    quarantined: totals.quarantined,
    unverified: totals.unverified,
    erased: totals.erased,
    suppressed: totals.suppressed,
    repaired: totals.repaired,
    new: totals.new,
    gone: totals.gone,
    requests: totals.requests,
    retries: totals.retries,
    throttled: totals.throttled,
    seconds: Math.round(totals.seconds * 1000) / 1000,
    differences: differencesOf(failures),
    ...(canContinue(run) && { continueWith: job.continueWith(run) }),
    ...(error !== null && { error: errorDocument(error) }),
  };
}
