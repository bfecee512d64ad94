import type { Command } from "commander";
import { plansFor } from "../../app/exports/deliver-run.ts";
import { findFinished, newestFinished } from "../../app/runs/history.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { deliverAndTell } from "../delivering.ts";
import { chosenPlans } from "../delivery-plans.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";

interface DeliverFlags {
  readonly to?: readonly string[];
  readonly dryRun?: boolean;
}

/** `deliver [RUN]`: hands on what is still owed of each source's last run, or a run once more. */
export function addDeliver(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.deliver;
  const command = program
    .command("deliver")
    .argument("[run]", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--to <name>", texts.to, listed)
    .option("--dry-run", texts.dryRun)
    .action(async (number: number | undefined, { to = [], dryRun = false }: DeliverFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const plans = chosenPlans(context, to);
      const { ports, json, screen, quiet } = context;
      const runs = number === undefined ? await newestFinished(ports) : [await findFinished(ports, number)];
      const told: Record<string, unknown>[] = [];
      for (const run of runs) {
        told.push(...(await deliverAndTell(context, run, plans, { byHand: number !== undefined, dryRun })));
      }
      if (json) printJson(cli, { deliveries: told });
      else if (!quiet && !runs.some(({ source }) => plansFor(plans, source).length > 0)) {
        screen.line(cli.words.delivering.nothing);
      }
    });
  addExamples(command, [
    ["datamaster deliver", texts.examples.owed],
    ["datamaster deliver 12 --to dialler", texts.examples.again],
    ["datamaster deliver 12 --dry-run", texts.examples.dry],
  ]);
}
