import type { Command } from "commander";
import { importRanges, listRanges, type NumberFacts, showNumber } from "../../app/numbers/number-ranges.ts";
import { printable } from "../../base/printable.ts";
import { type Messages, say } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup } from "../help.ts";
import { addPlainList } from "../plain-list.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, pad, widthOf } from "../text.ts";

type Registers = ReturnType<typeof listRanges>;

/** So many rows that were left out are shown. */
const SHOWN_ROWS = 10;

/** `ranges import`, `ranges list`, `ranges show`: numbering registers and what they tell of a number. */
export function addRanges(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.ranges;
  const ranges = addGroup(program, "ranges", texts, [
    ["datamaster ranges import ABC-3xx.csv ABC-4xx.csv ABC-8xx.csv DEF-9xx.csv", texts.examples.import],
    ["datamaster ranges list", texts.examples.list],
    ["datamaster ranges show +79161234567", texts.examples.show],
  ]);
  addImport(ranges, cli);
  addList(ranges, cli);
  addShow(ranges, cli);
}

function addImport(ranges: Command, cli: Cli): void {
  const texts = cli.words.verbs.rangesImport;
  const command = ranges
    .command("import")
    .argument("<file...>", texts.files)
    .summary(texts.summary)
    .description(texts.about)
    .option("--skip-bad", texts.skipBad)
    .action(async (files: string[], flags: { skipBad?: boolean }, self: Command) => {
      const { ports, json, quiet } = await openContext(cli, self, "optional");
      const { skipped, ...info } = importRanges(ports, files, { skipBad: flags.skipBad === true });
      if (json) return printJson(cli, { ...plainInfo(info), skipped: skipped.map(({ text }) => text) });
      if (quiet) return;
      const { ranges: words } = cli.words;
      const lines = [words.imported({ ...info, covers: prefixes(info.blocks) })];
      if (info.missing.length > 0) lines.push(words.missing({ blocks: prefixes(info.missing) }));
      if (skipped.length > 0) lines.push(words.skipped({ count: skipped.length }));
      lines.push(...skipped.slice(0, SHOWN_ROWS).map((row) => `  ${printable(say(cli.words, row).text)}`));
      if (skipped.length > SHOWN_ROWS)
        lines.push(`  ${words.andMore({ count: skipped.length - SHOWN_ROWS })}`);
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster ranges import ABC-3xx.csv ABC-4xx.csv ABC-8xx.csv DEF-9xx.csv", texts.examples.russian],
    ["datamaster ranges import *.csv --skip-bad --json", texts.examples.skip],
  ]);
}

function addList(ranges: Command, cli: Cli): void {
  const texts = cli.words.verbs.rangesList;
  addPlainList(ranges, cli, {
    texts,
    examples: [
      ["datamaster ranges list", texts.examples.all],
      ["datamaster ranges list --json", texts.examples.json],
    ],
    read: listRanges,
    document: (registers) => ({ registers: registers.map(plainInfo) }),
    lines: (registers) =>
      registers.length === 0
        ? [cli.words.ranges.none]
        : table(registers, columns(cli.words), columnsOf(cli.stdout)),
  });
}

function addShow(ranges: Command, cli: Cli): void {
  const texts = cli.words.verbs.rangesShow;
  const command = ranges
    .command("show")
    .argument("<number>", texts.number)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (number: string, _flags: unknown, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      // JSON is English in every language.
      const facts = showNumber(ports, number, json ? "en" : cli.words.language);
      if (json) return printJson(cli, facts);
      cli.stdout.write(`${factLines(facts, cli.words).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster ranges show +79161234567", texts.examples.one],
    ["datamaster ranges show +74951234567 --json", texts.examples.json],
  ]);
}

/** Of a register, what programs are told: blocks as the beginnings of numbers. */
function plainInfo({ blockSize: _, ...info }: Registers[number]): Record<string, unknown> {
  return { ...info, blocks: info.blocks.map(prefix), missing: info.missing.map(prefix) };
}

const prefix = (block: number): string => `+${block}`;

function prefixes(blocks: readonly number[]): string {
  return blocks.map(prefix).join(", ");
}

function columns(words: Messages): Column<Registers[number]>[] {
  const { heads } = words.ranges;
  return [
    { head: heads.country, cell: ({ country }) => country },
    { head: heads.ranges, right: true, cell: (one) => words.count(one.ranges) },
    { head: heads.operators, right: true, cell: (one) => words.count(one.operators), dropAt: 2 },
    { head: heads.covers, cell: (one) => prefixes(one.blocks) },
    { head: heads.sourceDate, cell: ({ sourceDate }) => sourceDate },
    { head: heads.importedAt, cell: ({ importedAt }) => words.moment(importedAt), dropAt: 1 },
  ];
}

function factLines(facts: NumberFacts, { ranges: words }: Messages): string[] {
  const { labels } = words;
  const { region, type, allocated, range, register } = facts;
  const rows: (readonly [string, string | null])[] = [
    [labels.number, facts.e164],
    [labels.plan, region !== null && type !== null ? words.valid({ region, type }) : words.invalid],
    [labels.allocated, allocated === null ? words.notTold : allocated ? words.yes : words.no],
    [labels.range, range && `${range.from} - ${range.to}`],
    [labels.operator, facts.operator],
    [labels.taxId, facts.taxId],
    [labels.place, facts.place],
    [labels.territory, facts.territory],
    [labels.timeZones, facts.timeZones.join(", ") || null],
    [labels.register, register && words.register(register)],
  ];
  const width = Math.max(...rows.map(([label]) => widthOf(label)));
  return rows.flatMap(([label, value]) =>
    value === null ? [] : `${pad(label, width)}  ${printable(value)}`,
  );
}
