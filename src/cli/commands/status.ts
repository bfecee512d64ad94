import type { Command } from "commander";
import { type RunDetails, showStatus } from "../../app/app.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { detailLines, isLost, runFacts } from "../run-text.ts";
import { sameStore } from "../same-flags.ts";
import { columnsOf, createPaint } from "../text.ts";

/** `status`: the run that is going on, or the last one. */
export function addStatus(program: Command, cli: Cli): void {
  const command = program
    .command("status")
    .argument("[source]", "only of this source")
    .summary("show the current or last run")
    .description("Shows the run that is going on, with its numbers so far, or the last one.")
    .action(async (source: string | undefined, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const run = (await context.ports.storeHoldsData())
        ? await showStatus(context.ports, source ?? null)
        : undefined;
      if (context.json) return printJson(cli, { run: run === undefined ? null : runFacts(run) });
      cli.stdout.write(`${statusLines(context, run).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster status", "the run that is going on, or the last one"],
    ["datamaster status main-crm --json", "of one source, for programs"],
    ["watch -n 5 npx datamaster status", "follow a run from another terminal"],
  ]);
}

function statusLines(context: Context, run: RunDetails | undefined): string[] {
  const { cli } = context;
  const call = (verb: string): string => [cli.invocation, verb, ...sameStore(context)].join(" ");
  if (run === undefined) {
    return ["Nothing was collected yet.", `Begin with: ${call("collect")}`];
  }
  const lines = detailLines(run, columnsOf(cli.stdout), createPaint(cli.stdout));
  const canContinue = run.status === "stopped" || run.status === "failed" || isLost(run);
  return canContinue ? [...lines, "", `Continue with: ${call(`resume ${run.run}`)}`] : lines;
}
