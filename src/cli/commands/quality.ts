import type { Command } from "commander";
import { type Quality, type ReasonCount, readQuality } from "../../app/insight/quality.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

/** So many clients are shown to people. */
const CLIENTS_SHOWN = 10;

/** `quality`: what gives no number and why, and whose it is. */
export function addQuality(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.quality;
  const command = program
    .command("quality")
    .argument("[source]", texts.source)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (source: string | undefined, _flags: object, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const quality = await readQuality(ports, source ?? null);
      if (json) return printJson(cli, quality);
      cli.stdout.write(`${qualityLines(cli, quality).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster quality", texts.examples.all],
    ["datamaster quality main-crm --json", texts.examples.json],
  ]);
}

function qualityLines(cli: Cli, { records, rejected, reasons, clients, runs }: Quality): string[] {
  const { insight, run, count, decimal } = cli.words;
  const { heads } = insight;
  if (runs.length === 0) return [insight.nothing];
  const percent = (part: number, all: number): string => `${decimal(all === 0 ? 0 : (100 * part) / all)}%`;
  const width = columnsOf(cli.stdout);
  const difference = ({ count: now, before }: ReasonCount): string => {
    if (before === null) return "";
    return now > before ? `+${count(now - before)}` : count(now - before);
  };
  const ofReasons: Column<ReasonCount>[] = [
    { head: heads.reason, cell: ({ reason }) => run.reasons[reason] },
    { head: heads.records, right: true, cell: (row) => count(row.count) },
    { head: heads.share, right: true, cell: (row) => percent(row.count, rejected) },
    { head: heads.change, right: true, cell: difference, dropAt: 2 },
    { head: heads.clients, right: true, cell: (row) => count(row.clients), dropAt: 1 },
    { head: heads.example, cell: ({ examples }) => oneLine(examples[0] ?? ""), shrinkTo: 12, dropAt: 3 },
  ];
  const ofClients: Column<Quality["clients"][number]>[] = [
    { head: heads.client, cell: ({ name }) => oneLine(name), shrinkTo: 16 },
    { head: heads.records, right: true, cell: (row) => count(row.records) },
    { head: heads.rejected, right: true, cell: (row) => count(row.rejected) },
    { head: heads.share, right: true, cell: (row) => percent(row.rejected, row.records) },
    { head: heads.reason, cell: ({ reason }) => (reason === null ? "" : run.reasons[reason]), dropAt: 1 },
  ];
  const head = insight.rejected({ rejected, records, share: percent(rejected, records) });
  if (rejected === 0) return [head];
  const worst = clients.slice(0, CLIENTS_SHOWN);
  return [head, "", ...table(reasons, ofReasons, width), "", ...table(worst, ofClients, width)];
}
