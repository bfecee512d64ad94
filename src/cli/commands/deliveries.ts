import type { Command } from "commander";
import { listDeliveries } from "../../app/runs/history.ts";
import type { Messages } from "../../messages/messages.ts";
import type { DeliveryRecord } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, createPaint, oneLine, type Paint, wrap } from "../text.ts";

/** `deliveries list [RUN]`: what was handed on. */
export function addDeliveries(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.deliveries;
  const group = addGroup(program, "deliveries", texts, [["datamaster deliveries list", texts.examples.list]]);
  addList(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.deliveriesList;
  const command = group
    .command("list")
    .argument("[run]", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--limit <n>", texts.limit, wholeNumber(1), 20)
    .action(async (run: number | undefined, { limit }: { readonly limit: number }, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const found = (await ports.storeHoldsData()) ? await listDeliveries(ports, run ?? null, limit) : [];
      if (json) return printJson(cli, { deliveries: found });
      cli.stdout.write(`${lines(found, cli).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster deliveries list", texts.examples.all],
    ["datamaster deliveries list 12 --json", texts.examples.one],
  ]);
}

function lines(found: readonly DeliveryRecord[], { words, stdout }: Cli): string[] {
  if (found.length === 0) return [words.delivering.none];
  const width = columnsOf(stdout);
  const failures = found.flatMap(({ run, name, error }) =>
    error === null ? [] : wrap(oneLine(`${run} ${name}: ${error}`), width),
  );
  return [
    ...table(found, columns(words, createPaint(stdout)), width),
    ...(failures.length > 0 ? ["", ...failures] : []),
  ];
}

const STYLES = { delivered: "green", failed: "red", held: "yellow", sending: "yellow" } as const;

function columns(words: Messages, paint: Paint): Column<DeliveryRecord>[] {
  const { heads, states } = words.delivering.list;
  const sum = ({ files }: DeliveryRecord, of: "rows" | "bytes"): number =>
    (files ?? []).reduce((all, file) => all + file[of], 0);
  return [
    { head: heads.run, right: true, cell: ({ run }) => String(run) },
    { head: heads.name, cell: ({ name }) => oneLine(name), shrinkTo: 8 },
    {
      head: heads.state,
      cell: ({ state }) => states[state],
      paint: (text, { state }) => paint(STYLES[state], text),
    },
    { head: heads.at, cell: ({ at }) => words.moment(at), dropAt: 2 },
    {
      head: heads.rows,
      right: true,
      cell: (row) => (row.files === null ? "-" : words.count(sum(row, "rows"))),
    },
    { head: heads.place, cell: ({ place }) => oneLine(place), shrinkTo: 12, dropAt: 1 },
  ];
}
