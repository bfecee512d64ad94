import {
  type DeliveryOutcome,
  type DeliveryPlan,
  type DeliveryProgress,
  deliverRun,
  plansFor,
} from "../app/exports/deliver-run.ts";
import { printable } from "../base/printable.ts";
import { say } from "../messages/messages.ts";
import type { Run } from "../model/run.ts";
import type { Context } from "./context.ts";
import { errorDocument, printError } from "./report.ts";
import { sameStore } from "./same-flags.ts";

/** Hands a run on with all that is shown of it, and sets the exit code where that fails; the outcomes as `--json` tells them. */
export async function deliverAndTell(
  context: Context,
  run: Run,
  plans: readonly DeliveryPlan[],
  { byHand, dryRun }: { readonly byHand: boolean; readonly dryRun: boolean },
): Promise<Record<string, unknown>[]> {
  const { cli, ports, quiet, format, screen } = context;
  if (plansFor(plans, run.source).length === 0) return [];
  let progress: DeliveryProgress | null = null;
  if (!quiet && format === "pretty")
    screen.show(() => (progress === null ? "" : progressText(context, progress)));
  const watch = (next: DeliveryProgress): void => {
    progress = next;
    if (next.doing === "waiting" && !quiet) tellRetry(context, next);
  };
  const outcomes = await deliverRun(ports, run, plans, { byHand, dryRun, signal: cli.signal, watch }).finally(
    () => screen.hide(),
  );
  for (const outcome of outcomes) tell(context, outcome);
  return outcomes.map(outcomeFacts);
}

function progressText({ cli: { words } }: Context, progress: DeliveryProgress): string {
  const { name } = progress;
  const texts = words.delivering;
  switch (progress.doing) {
    case "writing":
      return texts.writing({ name, rows: progress.rows });
    case "sending":
      return texts.sending({ name, sent: progress.sent, bytes: progress.bytes });
    case "waiting":
      return texts.waiting({ name });
  }
}

function tellRetry(
  { cli, format, ports, screen }: Context,
  { name, error }: Extract<DeliveryProgress, { doing: "waiting" }>,
): void {
  if (format === "json") ports.log.warn({ delivery: name, code: error.code }, error.message);
  else
    screen.tell(
      printable(cli.words.delivering.retry({ name, why: say(cli.words, error.told ?? error.message).text })),
    );
}

function tell(context: Context, outcome: DeliveryOutcome): void {
  const { cli, quiet, format, ports, screen } = context;
  const { name, run, place, state, error, files } = outcome;
  if (error !== null) {
    cli.exit(error.exitCode);
    if (!quiet) screen.tell(cli.words.delivering.failed({ name, run, line: againLine(context, outcome) }));
    printError(cli, error);
    return;
  }
  if (quiet) return;
  if (format === "json") {
    ports.log.info({ delivery: name, run, place, state, files }, `delivery ${state}`);
    return;
  }
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const names = files.map((file) => file.name);
  const line = againLine(context, outcome);
  screen.tell(
    printable(
      cli.words.delivering[state === "failed" ? "held" : state]({
        name,
        run,
        place,
        rows,
        files: names,
        line,
      }),
    ),
  );
}

function againLine(context: Context, { name, run }: DeliveryOutcome): string {
  return [context.cli.invocation, "deliver", String(run), "--to", name, ...sameStore(context)].join(" ");
}

function outcomeFacts({
  name,
  run,
  place,
  state,
  files,
  attempts,
  error,
}: DeliveryOutcome): Record<string, unknown> {
  const failure = error === null ? {} : { error: errorDocument(error) };
  return { name, run, place, state, attempts, files, ...failure };
}
