import type { Command } from "commander";
import { soughtNumbers } from "../../app/numbers/sought.ts";
import { type SubjectReport, subjectReport } from "../../app/privacy/subject.ts";
import type { Messages } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { numberGiven, regionsToRead } from "../number-lines.ts";
import { printJson } from "../report.ts";
import { columnsOf, createPaint, oneLine } from "../text.ts";
import { historyLines } from "./numbers.ts";

/** `subject [NUMBER]`: all that is known of a person's number, for the person. */
export function addSubject(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.subject;
  const command = program
    .command("subject")
    .argument("[number]", texts.number)
    .summary(texts.summary)
    .description(texts.about)
    .option("--region <code>", texts.region)
    .action(async (given: string | undefined, flags: { region?: string }, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ports, json } = context;
      const text = await numberGiven(cli, given);
      const regions = await regionsToRead(context, flags.region);
      const { numbers, read } = soughtNumbers([text], regions);
      for (const number of numbers) {
        const report = await subjectReport(ports, number, read, json ? "en" : cli.words.language);
        if (json) return printJson(cli, report);
        cli.stdout.write(`${reportLines(report, cli).join("\n")}\n`);
      }
    });
  addExamples(command, [
    ["datamaster subject", texts.examples.ask],
    ["datamaster subject - --json < number.txt", texts.examples.json],
  ]);
}

function reportLines(report: SubjectReport, { words, stdout }: Cli): string[] {
  const { subject } = words;
  const { texts, pages, erasedAt, files } = report;
  const facts = [
    ...(erasedAt === null ? [] : [subject.erased({ at: erasedAt })]),
    ...(pages === 0 ? [] : [subject.pages({ count: pages })]),
  ];
  return [
    ...historyLines(report, words, columnsOf(stdout), createPaint(stdout)),
    ...section(
      subject.texts,
      texts.map((text) => textLine(text, words)),
    ),
    ...section(
      subject.files,
      files.map(({ path, state }) => `${path}  ${subject.states[state]}`),
    ),
    ...section(subject.else, facts),
  ];
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", head, ...lines.map((line) => `  ${line}`)];
}

function textLine(
  { where, text, source, client, project }: SubjectReport["texts"][number],
  { subject }: Messages,
): string {
  const place = [source, client, project].flatMap((name) => (name === null ? [] : oneLine(name))).join(", ");
  return `${subject.where[where]}: ${oneLine(text)}${place === "" ? "" : `  (${place})`}`;
}
