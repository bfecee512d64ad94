import type { Command } from "commander";
import { allowReturn, type ErasureReport, eraseNumbers, previewErasure } from "../../app/erase-numbers.ts";
import { soughtNumbers } from "../../app/sought.ts";
import { DatamasterError } from "../../base/errors.ts";
import { type Messages, told } from "../../messages/messages.ts";
import { askYes, canAsk } from "../ask.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { numberLines } from "../number-lines.ts";
import { printJson } from "../report.ts";
import { pad, widthOf } from "../text.ts";

interface EraseFlags {
  readonly region?: string;
  readonly yes?: boolean;
  readonly allowReturn?: boolean;
}

/** `erase [NUMBER...]`: takes numbers out of all that is kept, for good. */
export function addErase(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.erase;
  const command = program
    .command("erase")
    .argument("[number...]", texts.number)
    .summary(texts.summary)
    .description(texts.about)
    .option("--region <code>", texts.region)
    .option("--yes", texts.yes)
    .option("--allow-return", texts.allowReturn)
    .action(async (given: readonly string[], flags: EraseFlags, self: Command) => {
      const { ports, json, sources, screen, quiet } = await openContext(cli, self, "optional");
      const known = sources.flatMap(({ region }) => region ?? []);
      const regions = flags.region === undefined ? known : [flags.region.toUpperCase()];
      const sought = soughtNumbers(await numberLines(cli, given), regions);
      const { erasing } = cli.words;
      if (flags.allowReturn === true) {
        const allowed = await allowReturn(ports, sought);
        if (json) return printJson(cli, { allowedToReturn: allowed });
        return screen.line(erasing.allowed({ count: allowed }));
      }
      const preview = await previewErasure(ports, sought);
      if (!quiet && !json) screen.write(`${previewLines(preview, cli.words).join("\n")}\n`);
      if (flags.yes !== true) await confirm(cli);
      const report = await eraseNumbers(ports, sought);
      if (json) return printJson(cli, report);
      screen.line(erasing.done({ count: report.asked }));
      screen.line(erasing.elsewhere);
    });
  addExamples(command, [
    ["datamaster erase", texts.examples.ask],
    ["datamaster erase --yes < numbers.txt", texts.examples.list],
    ["datamaster erase --allow-return", texts.examples.allowReturn],
  ]);
}

async function confirm(cli: Cli): Promise<void> {
  if (!canAsk(cli)) throw new DatamasterError("USAGE", told("eraseUnconfirmed"));
  if (await askYes(cli, cli.words.erasing.sure)) return;
  throw new DatamasterError("STOPPED", told("eraseRefused"));
}

function previewLines(report: ErasureReport, { count, erasing }: Messages): string[] {
  const { labels } = erasing;
  const facts = Object.keys(labels) as (keyof typeof labels)[];
  const size = Math.max(...facts.map((fact) => widthOf(labels[fact])));
  const found = facts.filter((fact) => fact === "numbers" || report[fact] > 0);
  return [
    erasing.title({ count: report.asked }),
    ...found.map((fact) => `  ${pad(labels[fact], size)}  ${count(report[fact])}`),
  ];
}
