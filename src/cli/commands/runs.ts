import type { Command } from "commander";
import { listRuns, showRun } from "../../app/runs/history.ts";
import type { Messages } from "../../messages/messages.ts";
import type { Run } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { detailLines, isLost, runFacts } from "../run-text.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, createPaint, type Paint } from "../text.ts";
import { STATUS_STYLES } from "../words.ts";
import { addDiff } from "./runs-diff.ts";
import { addLog } from "./runs-log.ts";
import { addPrune, addRevert } from "./runs-versions.ts";

interface ListFlags {
  readonly source?: string;
  readonly limit: number;
}

/** `runs list`, `runs show N`, `runs diff A B` and more: the history of all runs. */
export function addRuns(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.runs;
  const runs = addGroup(program, "runs", texts, [
    ["datamaster runs list", texts.examples.list],
    ["datamaster runs show 12", texts.examples.show],
    ["datamaster runs diff", texts.examples.diff],
  ]);
  addList(runs, cli);
  addShow(runs, cli);
  addLog(runs, cli);
  addDiff(runs, cli);
  addRevert(runs, cli);
  addPrune(runs, cli);
}

function addList(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsList;
  const command = runs
    .command("list")
    .summary(texts.summary)
    .description(texts.about)
    .option("--source <name>", texts.source)
    .option("--limit <n>", texts.limit, wholeNumber(1), 20)
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
          ? [cli.words.run.list.none]
          : table(found, columns(cli.words, createPaint(cli.stdout)), columnsOf(cli.stdout));
      cli.stdout.write(`${lines.join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster runs list", texts.examples.all],
    ["datamaster runs list --source main-crm --limit 5", texts.examples.source],
    ["datamaster runs list --json", texts.examples.json],
  ]);
}

function columns(words: Messages, paint: Paint): Column<Run>[] {
  const { heads, statuses } = words.run.list;
  const number = (head: string, of: (run: Run) => number, dropAt?: number): Column<Run> => ({
    head,
    right: true,
    cell: (run) => (run.status === "running" ? "-" : words.count(of(run))),
    ...(dropAt !== undefined && { dropAt }),
  });
  return [
    { head: heads.run, right: true, cell: ({ run }) => String(run) },
    { head: heads.source, cell: ({ source }) => source, shrinkTo: 8 },
    {
      head: heads.status,
      cell: (run) => statuses[listedAs(run)],
      paint: (text, run) => paint(listedAs(run) === "pruned" ? "dim" : STATUS_STYLES[run.status], text),
    },
    { head: heads.begun, cell: ({ startedAt }) => words.moment(startedAt), dropAt: 1 },
    { head: heads.took, right: true, cell: (run) => tookOf(run, words), dropAt: 2 },
    number(heads.numbers, ({ totals }) => totals.numbers),
    number(heads.came, ({ totals }) => totals.new),
    number(heads.gone, ({ totals }) => totals.gone),
    { ...number(heads.quarantined, ({ totals }) => totals.quarantined, 3) },
  ];
}

/** Of a version that was pruned nothing can be asked for: that says more than how its run ended. */
function listedAs(run: Run): keyof Messages["run"]["list"]["statuses"] {
  const { status, pruned } = run;
  if (pruned && (status === "complete" || status === "partial")) return "pruned";
  return isLost(run) ? "lost" : status;
}

/** The other tool's file may not tell when a run that was imported ended. */
function tookOf({ mode, totals: { seconds } }: Run, words: Messages): string {
  return mode === "import" && seconds === 0 ? "-" : words.duration(seconds);
}

function addShow(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsShow;
  const command = runs
    .command("show")
    .argument("<run>", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .action(async (number: number, _flags: unknown, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const details = await showRun(ports, number);
      if (json) return printJson(cli, runFacts(details));
      cli.stdout.write(
        `${detailLines(details, cli.words, columnsOf(cli.stdout), createPaint(cli.stdout)).join("\n")}\n`,
      );
    });
  addExamples(command, [
    ["datamaster runs show 12", texts.examples.one],
    ["datamaster runs show 12 --json", texts.examples.json],
  ]);
}
