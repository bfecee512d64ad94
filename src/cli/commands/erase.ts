import type { Command } from "commander";
import { soughtNumbers } from "../../app/numbers/sought.ts";
import {
  allowReturn,
  type ErasureOptions,
  type ErasurePreview,
  eraseNumbers,
  previewErasure,
} from "../../app/privacy/erase-numbers.ts";
import { DatamasterError } from "../../base/errors.ts";
import { type Messages, told } from "../../messages/messages.ts";
import type { Sought } from "../../store/store.ts";
import { askYes, canAsk } from "../ask.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { numberLines, regionsToRead } from "../number-lines.ts";
import { printJson } from "../report.ts";
import { oneLine, pad, widthOf } from "../text.ts";

interface EraseFlags {
  readonly region?: string;
  readonly yes?: boolean;
  readonly allowReturn?: boolean;
  readonly keepFiles?: boolean;
  readonly deleteLocked?: boolean;
}

/** Of an erasure that leaves files which hold a number, or may. */
const LEFT_EXIT = 3;

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
    .option("--keep-files", texts.keepFiles)
    .option("--delete-locked", texts.deleteLocked)
    .option("--allow-return", texts.allowReturn)
    .action(async (given: readonly string[], flags: EraseFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const regions = await regionsToRead(context, flags.region);
      const sought = soughtNumbers(await numberLines(cli, given), regions);
      if (flags.allowReturn === true) await letReturn(context, sought);
      else await erase(context, sought, flags);
    });
  addExamples(command, [
    ["datamaster erase", texts.examples.ask],
    ["datamaster erase --yes < numbers.txt", texts.examples.list],
    ["datamaster erase --allow-return", texts.examples.allowReturn],
  ]);
}

async function letReturn({ cli, ports, json, screen }: Context, sought: Sought): Promise<void> {
  const count = await allowReturn(ports, sought);
  if (json) printJson(cli, { allowedToReturn: count });
  else screen.tell(cli.words.erasing.allowed({ count }));
}

async function erase(context: Context, sought: Sought, flags: EraseFlags): Promise<void> {
  const { cli, ports, json, quiet, screen } = context;
  const deletes = { holds: flags.keepFiles !== true, closed: flags.deleteLocked === true };
  const preview = await previewErasure(ports, sought);
  if (!quiet && !json) screen.write(`${previewLines(preview, deletes, cli.words).join("\n")}\n`);
  if (flags.yes !== true) await confirm(cli);
  if (!quiet && !json) screen.tell(cli.words.erasing.working);
  const report = await eraseNumbers(ports, sought, { files: preview, deletes });
  if (report.left.length > 0) cli.exit(LEFT_EXIT);
  if (json) return printJson(cli, report);
  const { erasing } = cli.words;
  for (const { path } of report.left) screen.tell(erasing.left({ file: path }));
  if (quiet) return;
  const { asked: count, deleted, left } = report;
  screen.tell(left.length > 0 ? erasing.notDone({ count }) : erasing.done({ count, files: deleted.length }));
  screen.tell(erasing.elsewhere);
}

async function confirm(cli: Cli): Promise<void> {
  if (!canAsk(cli)) throw new DatamasterError("USAGE", told("eraseUnconfirmed"));
  if (await askYes(cli, cli.words.erasing.sure)) return;
  throw new DatamasterError("STOPPED", told("eraseRefused"));
}

function previewLines(
  preview: ErasurePreview,
  deletes: ErasureOptions["deletes"],
  { count, erasing }: Messages,
): string[] {
  const { labels } = erasing;
  const facts = Object.keys(labels) as (keyof typeof labels)[];
  const size = Math.max(...facts.map((fact) => widthOf(labels[fact])));
  const shown = facts.filter((fact) => fact === "numbers" || preview[fact] > 0);
  const { found, missing } = preview;
  return [
    erasing.title({ count: preview.asked }),
    ...shown.map((fact) => `  ${pad(labels[fact], size)}  ${count(preview[fact])}`),
    ...(["holds", "closed"] as const).flatMap((state) => {
      const files = found.filter((file) => file.state === state);
      if (files.length === 0) return [];
      const head = deletes[state] ? erasing.files[state].deleted : erasing.files[state].kept;
      return [head, ...files.map(({ path }) => `  ${oneLine(path)}`)];
    }),
    ...(missing.length === 0 ? [] : [erasing.missing({ count: missing.length })]),
  ];
}
