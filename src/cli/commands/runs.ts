import type { Command } from "commander";
import { listRuns, showRun } from "../../app/app.ts";
import type { Run } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { detailLines, isLost, runFacts } from "../run-text.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, count, createPaint, duration, moment, type Paint } from "../text.ts";
import { STATUS_STYLES } from "../words.ts";

interface ListFlags {
  readonly source?: string;
  readonly limit: number;
}

/** `runs list`, `runs show N`: the history of all runs. */
export function addRuns(program: Command, cli: Cli): void {
  const runs = program
    .command("runs")
    .summary("the history of runs")
    .description("Shows the history of runs.");
  addList(runs, cli);
  addShow(runs, cli);
  addExamples(runs, [
    ["datamaster runs list", "the last 20 runs"],
    ["datamaster runs show 12", "all about run 12"],
  ]);
}

function addList(runs: Command, cli: Cli): void {
  const command = runs
    .command("list")
    .summary("the last runs")
    .description("Lists runs, the newest first.")
    .option("--source <name>", "only runs of this source")
    .option("--limit <n>", "at most so many", wholeNumber(1), 20)
    .action(async (flags: ListFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ports, json } = context;
      const found = (await ports.storeHoldsData())
        ? await listRuns(ports, flags.source ?? null, flags.limit)
        : [];
      if (json)
        return printJson(cli, {
          runs: found.map(({ totals, ...run }) => ({ ...run, ...totals, lost: isLost({ ...run, totals }) })),
        });
      const lines =
        found.length === 0
          ? ["No runs yet."]
          : table(found, columns(createPaint(cli.stdout)), columnsOf(cli.stdout));
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster runs list", "the last 20 runs"],
    ["datamaster runs list --source main-crm --limit 5", "of one source"],
    ["datamaster runs list --json", "for programs"],
  ]);
}

function columns(paint: Paint): Column<Run>[] {
  const number = (head: string, of: (run: Run) => number, dropAt?: number): Column<Run> => ({
    head,
    right: true,
    cell: (run) => (run.status === "running" ? "-" : count(of(run))),
    ...(dropAt !== undefined && { dropAt }),
  });
  return [
    { head: "RUN", right: true, cell: ({ run }) => String(run) },
    { head: "SOURCE", cell: ({ source }) => source, shrinkTo: 8 },
    { head: "STATUS", cell: statusWord, paint: (text, { status }) => paint(STATUS_STYLES[status], text) },
    { head: "BEGUN (UTC)", cell: ({ startedAt }) => moment(startedAt), dropAt: 1 },
    { head: "TOOK", right: true, cell: ({ totals }) => duration(totals.seconds), dropAt: 2 },
    number("NUMBERS", ({ totals }) => totals.numbers),
    number("NEW", ({ totals }) => totals.new),
    number("GONE", ({ totals }) => totals.gone),
    { ...number("QUAR.", ({ totals }) => totals.quarantined, 3) },
  ];
}

function statusWord(run: Run): string {
  return isLost(run) ? "lost" : run.status;
}

function addShow(runs: Command, cli: Cli): void {
  const command = runs
    .command("show")
    .argument("<run>", "number of the run", wholeNumber(1))
    .summary("all about one run")
    .description(
      "Shows a run's totals, what was new and gone, what failed and why, and the most common rejects.",
    )
    .action(async (number: number, _flags: unknown, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const details = await showRun(ports, number);
      if (json) return printJson(cli, runFacts(details));
      cli.stdout.write(
        `${detailLines(details, columnsOf(cli.stdout), createPaint(cli.stdout)).join("\n")}\n`,
      );
    });
  addExamples(command, [
    ["datamaster runs show 12", "run 12"],
    ["datamaster runs show 12 --json", "for programs, with all failures"],
  ]);
}
