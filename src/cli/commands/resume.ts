import type { Command } from "commander";
import { findResumable } from "../../app/runs/resumable.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import { told } from "../../messages/messages.ts";
import type { Run } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext } from "../context.ts";
import { addExamples, minutes, patienceOf, wholeNumber } from "../help.ts";
import { jobOf, runJob } from "../job.ts";
import { printJson } from "../report.ts";
import { sourceOfRun } from "../sources.ts";

interface ResumeFlags {
  readonly allowEmpty?: boolean;
  readonly patience?: number;
  readonly wait?: boolean;
}

/** `resume [RUN]`: continues the newest unfinished run, or the one that is named. */
export function addResume(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.resume;
  const command = program
    .command("resume")
    .argument("[run]", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--allow-empty", cli.words.verbs.collect.allowEmpty)
    .option("--patience <minutes>", cli.words.verbs.collect.patience, minutes)
    .option("--wait", cli.words.verbs.collect.wait)
    .action(async (number: number | undefined, flags: ResumeFlags, self: Command) => {
      const context = await openContext(cli, self, "required");
      const run = await findRun(context, number);
      const { allowEmpty = false } = flags;
      const request = { scope: run.scope, begin: run.run, allowEmpty, ...patienceOf(flags) };
      const document = await runJob(context, await jobOf(context, await sourceOfRun(context, run), request));
      if (context.json) printJson(cli, document);
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster resume", texts.examples.newest],
    ["datamaster resume 12", texts.examples.one],
    ["datamaster resume --db sqlite:/var/lib/dm.db --json", texts.examples.elsewhere],
  ]);
}

async function findRun({ ports }: Context, number: number | undefined): Promise<Run> {
  if (!(await ports.storeHoldsData())) throw nothingToResume(told("neverBegun"));
  const reader = await ports.openReader();
  try {
    if (number === undefined) {
      const run = findResumable(reader, null, null, Date.now());
      if (run !== null) return run;
      const old = reader.findUnfinished(null);
      throw nothingToResume(
        old === undefined
          ? told("noneUnfinished")
          : told("tooOld", { run: old.run, startedAt: old.startedAt }),
      );
    }
    const run = reader.findRun(number);
    if (run === undefined) {
      throw new DatamasterError("NO_SUCH_RUN", told("noSuchRun", { run: number }));
    }
    if (run.endedAt !== null && !["stopped", "failed"].includes(run.status)) {
      throw nothingToResume(told("nothingLeft", { run: number, status: run.status }));
    }
    return run;
  } finally {
    reader.close();
  }
}

function nothingToResume(text: Told): DatamasterError {
  return new DatamasterError("NOTHING_TO_RESUME", text);
}
