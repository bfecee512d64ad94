import type { Command } from "commander";
import type { CollectRequest } from "../../app/app.ts";
import type { SourceConfig } from "../../config/config.ts";
import type { RunScope } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext, toSourceOptions } from "../context.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { type Job, jobOf, type RunDocument, runJob } from "../job.ts";
import { tellPlans } from "../plan-text.ts";
import { errorDocument, printError, printJson, toKnown } from "../report.ts";
import { chooseSources } from "../sources.ts";

interface CollectFlags {
  readonly all?: boolean;
  readonly fresh?: boolean;
  readonly client?: readonly string[];
  readonly exclude?: readonly string[];
  readonly limit?: number;
  readonly plan?: boolean;
}

/** `collect [SOURCE...]`, alias `run`: collects sources one after the other; continues what was not finished. */
export function addCollect(program: Command, cli: Cli): void {
  const command = program
    .command("collect [source...]")
    .alias("run")
    .summary("collect the phone numbers of a CRM")
    .description(
      "Collects the phone numbers of the named sources; of the only one where there is one. " +
        "An unfinished run younger than 24 h is continued.",
    )
    .option("--all", "every source of the config file")
    .option("--fresh", "begin a new run instead of continuing an unfinished one")
    .option("--client <id>", "only this client; may be repeated or hold several, parted by commas", listed)
    .option("--exclude <id>", "all but this client; may be repeated", listed)
    .option("--limit <n>", "at most so many clients", wholeNumber(1))
    .option("--plan", "tell requests, duration and share of the quota; read no phones, store nothing")
    .action(async (names: string[], flags: CollectFlags, self: Command) => {
      const context = await openContext(cli, self, "required");
      const sources = chooseSources(context, names, flags.all === true);
      const scope = { clients: flags.client ?? [], exclude: flags.exclude ?? [], limit: flags.limit ?? null };
      if (flags.plan === true) return await tellPlans(context, sources.map(toSourceOptions), scope);
      const begin = flags.fresh === true ? "fresh" : "auto";
      await collectAll(context, sources, scope, begin);
    });
  addExamples(addSourceFlags(command), [
    ["datamaster collect", "the only source, or continue its unfinished run"],
    ["datamaster collect main-crm partner", "two sources, one after the other"],
    ["datamaster collect --limit 20", "a pilot of 20 clients"],
    [
      "datamaster collect --base-url https://crm.example.com/api/v1 --region RU",
      "without a config file; the token is in DATAMASTER_TOKEN",
    ],
  ]);
}

async function collectAll(
  context: Context,
  sources: readonly SourceConfig[],
  scope: RunScope,
  begin: CollectRequest["begin"],
): Promise<void> {
  const jobs = sources.map((source) => jobOf(context, toSourceOptions(source), { scope, begin }));
  const [only] = jobs;
  if (only !== undefined && jobs.length === 1) {
    const document = await runJob(context, only);
    if (context.json) printJson(context.cli, document);
    return;
  }
  const runs: RunDocument[] = [];
  for (const job of jobs) {
    if (context.cli.signal.aborted) break;
    runs.push(await runOneOfMany(context, job));
  }
  if (context.json) printJson(context.cli, { runs });
}

/** A source that cannot be collected does not keep the others from being collected. */
async function runOneOfMany(context: Context, job: Job): Promise<RunDocument> {
  try {
    return await runJob(context, job);
  } catch (thrown) {
    const error = toKnown(context.cli, thrown);
    context.screen.line(`${job.source.name ?? job.source.baseUrl}:`);
    printError(context.cli, error);
    context.cli.exit(error.exitCode);
    return { source: job.source.name, error: errorDocument(error) };
  }
}
