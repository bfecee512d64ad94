import type { Command } from "commander";
import { findResumable, type SourceOptions } from "../../app/app.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Run } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext, toSourceOptions } from "../context.ts";
import { addExamples, wholeNumber } from "../help.ts";
import { jobOf, runJob } from "../job.ts";
import { printJson } from "../report.ts";
import { moment } from "../text.ts";

/** `resume [RUN]`: continues the newest unfinished run, or the one that is named. */
export function addResume(program: Command, cli: Cli): void {
  const command = program
    .command("resume")
    .argument("[run]", "number of the run (default: the newest unfinished one)", wholeNumber(1))
    .summary("continue a stopped run")
    .description(
      "Continues a run that was stopped, failed or lost its process. Its source is found by name in the config, " +
        "or is the one that the flags describe.",
    )
    .action(async (number: number | undefined, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "required");
      const run = await findRun(context, number);
      const request = { scope: run.scope, begin: run.run };
      const document = await runJob(context, jobOf(context, sourceOf(context, run), request));
      if (context.json) printJson(cli, document);
    });
  addExamples(addSourceFlags(command), [
    ["datamaster resume", "the newest unfinished run"],
    ["datamaster resume 12", "run 12"],
    ["datamaster resume --db sqlite:/var/lib/dm.db --json", "in another database, told as JSON"],
  ]);
}

async function findRun({ ports }: Context, number: number | undefined): Promise<Run> {
  if (!(await ports.storeHoldsData())) throw nothingToResume("No run was ever begun in this database.");
  const reader = await ports.openReader();
  try {
    if (number === undefined) {
      const run = findResumable(reader, null, null, Date.now());
      if (run !== null) return run;
      const old = reader.findUnfinished(null);
      throw nothingToResume(
        old === undefined
          ? "There is no unfinished run."
          : `The newest unfinished run, ${old.run}, was begun at ${moment(old.startedAt)} UTC, too long ago to be continued.`,
      );
    }
    const run = reader.findRun(number);
    if (run === undefined) {
      throw new DatamasterError("NO_SUCH_RUN", `There is no run ${number} in this database.`, {
        hint: "See `datamaster runs list`.",
      });
    }
    if (run.endedAt !== null && !["stopped", "failed"].includes(run.status)) {
      throw nothingToResume(`Run ${number} is ${run.status}: there is nothing left to continue.`);
    }
    return run;
  } finally {
    reader.close();
  }
}

function nothingToResume(message: string): DatamasterError {
  return new DatamasterError("NOTHING_TO_RESUME", message, {
    hint: "`datamaster collect` begins a new run.",
  });
}

/** The configured source that the run belongs to; one without a name is known by its connector and address. */
function sourceOf({ sources }: Context, run: Run): SourceOptions {
  const named = sources.find((source) => source.named && source.name === run.source);
  if (named !== undefined) return toSourceOptions(named);
  const flagged = sources.find(
    (source) => !source.named && run.source.startsWith(`${source.connector}:${source.baseUrl}#`),
  );
  if (flagged !== undefined) return { ...toSourceOptions(flagged), name: run.source };
  throw new DatamasterError(
    "USAGE",
    `Run ${run.run} belongs to the source ${run.source}, which is not configured here.`,
    {
      hint:
        run.source === "demo"
          ? "The demo's CRM ends with it: run `datamaster demo` again, it continues."
          : "Name its config file with --config, or give the flags it was collected with (--base-url and the others).",
    },
  );
}
