import type { Command } from "commander";
import { type RunDetails, showStatus } from "../../app/runs/history.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { detailLines, isLost, runFacts } from "../run-text.ts";
import { sameStore } from "../same-flags.ts";
import { columnsOf, createPaint } from "../text.ts";

/** `status`: the run that is going on, or the last one. */
export function addStatus(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.status;
  const command = program
    .command("status")
    .argument("[source]", texts.source)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (source: string | undefined, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const run = (await context.ports.storeHoldsData())
        ? await showStatus(context.ports, source ?? null)
        : undefined;
      if (context.json) return printJson(cli, { run: run === undefined ? null : runFacts(run) });
      cli.stdout.write(`${statusLines(context, run).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster status", texts.examples.last],
    ["datamaster status main-crm --json", texts.examples.json],
    ["watch -n 5 npx datamaster status", texts.examples.watch],
  ]);
}

function statusLines(context: Context, run: RunDetails | undefined): string[] {
  const { cli } = context;
  const texts = cli.words.run.status;
  const call = (verb: string): string => [cli.invocation, verb, ...sameStore(context)].join(" ");
  if (run === undefined) {
    return [texts.nothing, texts.begin({ line: call("collect") })];
  }
  const lines = detailLines(run, cli.words, columnsOf(cli.stdout), createPaint(cli.stdout));
  const canContinue = run.status === "stopped" || run.status === "failed" || isLost(run);
  return canContinue ? [...lines, "", texts.continue({ line: call(`resume ${run.run}`) })] : lines;
}
