import type { Command } from "commander";
import { makeSummary, type NamedSummary } from "../../app/insight/insight.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

/** So many rows of each table are shown to people. */
const SHOWN = 8;

/** `stats`: numbers by country, type, operator and client, and how clients overlap. */
export function addStats(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.stats;
  const command = program
    .command("stats")
    .argument("[source]", cli.words.verbs.quality.source)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (source: string | undefined, _flags: object, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const summary = await makeSummary(ports, source ?? null);
      if (json) return printJson(cli, summary ?? { numbers: 0 });
      const lines = summary === null ? [cli.words.insight.nothing] : statsLines(cli, summary);
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster stats", texts.examples.all],
    ["datamaster stats main-crm --json", texts.examples.json],
  ]);
}

interface Part {
  readonly name: string;
  readonly numbers: number;
}

function statsLines(cli: Cli, summary: NamedSummary): string[] {
  const { insight, language, decimal } = cli.words;
  const { heads } = insight;
  const share = (part: number): string =>
    `${decimal(summary.numbers === 0 ? 0 : (100 * part) / summary.numbers)}%`;
  const operators = summary.operators.map((one) => ({
    name: one[language] ?? insight.unknown,
    numbers: one.numbers,
  }));
  return [
    insight.numbers({ numbers: summary.numbers, pairs: summary.pairs }),
    insight.overlap({ clients: share(summary.inClients), projects: share(summary.inProjects) }),
    insight.flagged({ flagged: summary.flagged }),
    ...partLines(cli, heads.region, summed(summary.kinds, "region"), share),
    ...partLines(cli, heads.type, summed(summary.kinds, "type"), share),
    ...partLines(cli, heads.operator, operators, share),
    ...partLines(cli, heads.client, summary.clients, share),
  ];
}

function partLines(
  cli: Cli,
  head: string,
  parts: readonly Part[],
  share: (numbers: number) => string,
): string[] {
  const { insight, count } = cli.words;
  const lines = table(
    parts.slice(0, SHOWN),
    [
      { head, cell: ({ name }) => oneLine(name), shrinkTo: 16 },
      { head: insight.heads.numbers, right: true, cell: ({ numbers }) => count(numbers) },
      { head: insight.heads.share, right: true, cell: ({ numbers }) => share(numbers) },
    ],
    columnsOf(cli.stdout),
  );
  return ["", ...lines];
}

function summed(kinds: NamedSummary["kinds"], of: "region" | "type"): Part[] {
  const sums = new Map<string, number>();
  for (const kind of kinds) sums.set(kind[of], (sums.get(kind[of]) ?? 0) + kind.numbers);
  return [...sums]
    .map(([name, numbers]) => ({ name, numbers }))
    .sort((one, other) => other.numbers - one.numbers);
}
