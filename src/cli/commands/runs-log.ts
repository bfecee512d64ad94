import { type Command, Option } from "commander";
import { runLogPage } from "../../app/runs/run-pages.ts";
import { printable } from "../../base/printable.ts";
import { say } from "../../messages/messages.ts";
import { LOG_LEVEL_NAMES, type LogLevelName } from "../../model/run-page.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";

interface LogFlags {
  readonly level: LogLevelName;
  readonly text?: string;
  readonly limit: number;
}

/** `runs log RUN`: what the service wrote down while it worked on a run; the newest lines, oldest first. */
export function addLog(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsLog;
  const command = runs
    .command("log")
    .argument("<run>", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .addOption(new Option("--level <level>", texts.level).choices(LOG_LEVEL_NAMES).default("info"))
    .option("--text <text>", texts.text)
    .option("--limit <n>", texts.limit, wholeNumber(1), 200)
    .action(async (run: number, { level, text, limit }: LogFlags, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const found = await runLogPage(ports, {
        run,
        level,
        text: text ?? null,
        limit,
        after: null,
        before: null,
      });
      const lines = found.reverse();
      if (json) return printJson(cli, { run, lines: lines.map(({ told: _, ...line }) => line) });
      const shown = lines.map((line) => {
        const { told } = line;
        const said = told === null ? line.text : say(cli.words, { ...told, text: line.text }).text;
        return `${line.at} ${line.level.toUpperCase().padEnd(5)} ${printable(said)}`;
      });
      cli.stdout.write(`${(shown.length === 0 ? [texts.none] : shown).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster runs log 12 --level warn", texts.examples.warnings],
    ["datamaster runs log 12 --text 'project 4711'", texts.examples.one],
  ]);
}
