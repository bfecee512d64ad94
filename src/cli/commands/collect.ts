import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { addSourceFlags, openContext } from "../context.ts";
import { addExamples, listed, minutes, patienceOf, wholeNumber } from "../help.ts";
import { jobOf } from "../job.ts";
import { runJobs } from "../jobs.ts";
import { tellPlans } from "../plan-text.ts";
import { chooseSources } from "../sources.ts";

interface CollectFlags {
  readonly all?: boolean;
  readonly fresh?: boolean;
  readonly full?: boolean;
  readonly client?: readonly string[];
  readonly exclude?: readonly string[];
  readonly limit?: number;
  readonly plan?: boolean;
  readonly allowEmpty?: boolean;
  readonly patience?: number;
  readonly wait?: boolean;
}

/** `collect [SOURCE...]`, alias `run`: collects sources one after the other; continues what was not finished. */
export function addCollect(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.collect;
  const command = program
    .command("collect [source...]")
    .alias("run")
    .summary(texts.summary)
    .description(texts.about)
    .option("--all", texts.all)
    .option("--fresh", texts.fresh)
    .option("--full", texts.full)
    .option("--client <id>", texts.client, listed)
    .option("--exclude <id>", texts.exclude, listed)
    .option("--limit <n>", texts.limit, wholeNumber(1))
    .option("--plan", texts.plan)
    .option("--allow-empty", texts.allowEmpty)
    .option("--patience <minutes>", texts.patience, minutes)
    .option("--wait", texts.wait)
    .action(async (names: string[], flags: CollectFlags, self: Command) => {
      const context = await openContext(cli, self, "required");
      const chosen = await chooseSources(context, names, flags.all === true);
      const scope = { clients: flags.client ?? [], exclude: flags.exclude ?? [], limit: flags.limit ?? null };
      const { allowEmpty = false, full = false } = flags;
      const sources = chosen.map(({ options }) => options);
      if (flags.plan === true) return await tellPlans(context, sources, scope, full);
      const begin = flags.fresh === true ? "fresh" : "auto";
      const request = { scope, begin, full, allowEmpty, ...patienceOf(flags) } as const;
      await runJobs(context, await Promise.all(sources.map((source) => jobOf(context, source, request))));
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster collect", texts.examples.only],
    ["datamaster collect main-crm partner", texts.examples.two],
    ["datamaster collect --limit 20", texts.examples.pilot],
    ["datamaster collect --full", texts.examples.full],
    ["datamaster collect --base-url https://crm.example.com/api/v1 --region RU", texts.examples.flags],
  ]);
}
