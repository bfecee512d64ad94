import type { Command } from "commander";
import type { NumberList } from "../../app/numbers/number-list.ts";
import { type SuppressionResult, suppress, unsuppress, withSuppressed } from "../../app/privacy/suppress.ts";
import { type Chunk, formatRows, toColumns } from "../../export/export.ts";
import type { Suppression } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, addGroup, listed, wholeNumber } from "../help.ts";
import { numbersAsked, numbersOfFile } from "../read-numbers.ts";
import { jsonText, printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";
import { countRows, writeNoted } from "../write-export.ts";

interface ChangeFlags {
  readonly reason?: string;
  readonly region?: readonly string[];
  readonly column?: string;
}

interface ListFlags {
  readonly csv?: boolean;
  readonly limit?: number;
}

/** `suppress add`, `remove`, `import`, `list`: numbers that must not be called. */
export function addSuppress(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.suppress;
  const group = addGroup(program, "suppress", texts, [
    ["datamaster suppress add", texts.examples.add],
    ["datamaster suppress import do-not-call.csv", texts.examples.import],
    ["datamaster suppress list --csv > list.csv", texts.examples.list],
  ]);
  addAdd(group, cli);
  addRemove(group, cli);
  addImport(group, cli);
  addList(group, cli);
}

function addAdd(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.suppressAdd;
  const command = group
    .command("add")
    .argument("[number...]", texts.numbers)
    .summary(texts.summary)
    .description(texts.about)
    .option("--reason <text>", texts.reason)
    .option("--region <code>", texts.region, listed)
    .action(async (typed: string[], flags: ChangeFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { list, from } = await numbersAsked(context, { texts: typed, column: "1", region: flags.region });
      const result = await suppress(context.ports, list, { from, reason: flags.reason ?? null });
      tellChange(context, list, result, "added");
    });
  addExamples(command, [
    ["datamaster suppress add", texts.examples.ask],
    ["datamaster suppress add --reason 'asked by e-mail' < numbers.txt", texts.examples.list],
    ["datamaster suppress add +79161234567", texts.examples.one],
  ]);
}

function addRemove(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.suppressRemove;
  const command = group
    .command("remove")
    .argument("[number...]", cli.words.verbs.suppressAdd.numbers)
    .summary(texts.summary)
    .description(texts.about)
    .option("--reason <text>", texts.reason)
    .option("--region <code>", cli.words.verbs.suppressAdd.region, listed)
    .action(async (typed: string[], flags: ChangeFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { list, from } = await numbersAsked(context, { texts: typed, column: "1", region: flags.region });
      const result = await unsuppress(context.ports, list, { from, reason: flags.reason ?? null });
      tellChange(context, list, result, "removed");
    });
  addExamples(command, [
    ["datamaster suppress remove", texts.examples.ask],
    ["datamaster suppress remove - < numbers.txt", texts.examples.list],
  ]);
}

function addImport(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.suppressImport;
  const command = group
    .command("import")
    .argument("<file>", texts.file)
    .summary(texts.summary)
    .description(texts.about)
    .option("--column <column>", texts.column)
    .option("--reason <text>", cli.words.verbs.suppressAdd.reason)
    .option("--region <code>", cli.words.verbs.suppressAdd.region, listed)
    .action(async (file: string, flags: ChangeFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { column = "1", region, reason = null } = flags;
      const { list, from } = await numbersOfFile(context, file, { column, region });
      tellChange(context, list, await suppress(context.ports, list, { from, reason }), "added");
    });
  addExamples(command, [
    ["datamaster suppress import do-not-call.txt --region RU", texts.examples.plain],
    ["datamaster suppress import leads.csv.gz --column phone --reason refused", texts.examples.column],
  ]);
}

/** Human lines on stderr as other summaries; of `--json` one document. */
function tellChange(
  { cli, json, quiet, screen, ports, format }: Context,
  { read, unreadable, examples }: NumberList,
  { changed, unchanged, suppressed }: SuppressionResult,
  act: "added" | "removed",
): void {
  const rest = act === "added" ? "known" : "unknown";
  const counts = { read, [act]: changed, [rest]: unchanged, unreadable, suppressed };
  if (json) printJson(cli, { ...counts, examples });
  else if (format === "json") ports.log.info(counts, `numbers ${act}`);
  if (json || quiet || format === "json") return;
  const { suppressing } = cli.words;
  screen.line(suppressing[act]({ changed, unchanged, suppressed }));
  if (unreadable === 0) return;
  screen.line(suppressing.unreadable({ count: unreadable }));
  for (const example of examples) screen.line(`  ${suppressing.line(example)}`);
  if (unreadable > examples.length)
    screen.line(`  ${suppressing.more({ count: unreadable - examples.length })}`);
}

/** So many are shown to people. */
const SHOWN = 20;
const CHUNK_LENGTH = 64 * 1024;

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.suppressList;
  const command = group
    .command("list")
    .summary(texts.summary)
    .description(texts.about)
    .option("--csv", texts.csv)
    .option("--limit <n>", texts.limit, wholeNumber(1))
    .action(async (flags: ListFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      await withSuppressed(context.ports, (rows, count) => printList(context, rows, count, flags));
    });
  addExamples(command, [
    ["datamaster suppress list", texts.examples.look],
    ["datamaster suppress list --csv > list.csv", texts.examples.csv],
    ["datamaster suppress list --json", texts.examples.json],
  ]);
}

async function printList(
  context: Context,
  all: Iterable<Suppression>,
  count: number,
  flags: ListFlags,
): Promise<void> {
  const { json, ports } = context;
  const isWhole = json || flags.csv === true;
  const limit = flags.limit ?? (isWhole ? count : SHOWN);
  const { written, onRow } = countRows();
  const rows = counted(all, limit, onRow);
  const chunks = json
    ? jsonChunks(rows, count)
    : flags.csv === true
      ? csvChunks(rows)
      : tableChunks(context, rows, count);
  if (count === 0 && !(await ports.storeHoldsData())) return void (await pass(context, chunks));
  const format = json ? "json" : flags.csv === true ? "csv" : "table";
  async function* files() {
    yield { part: null, chunks };
  }
  const detail = { of: "suppressed", format, limit };
  await writeNoted(context, files(), written, { nameOf: null, replace: false, detail });
}

async function pass({ cli }: Context, chunks: AsyncIterable<Chunk>): Promise<void> {
  for await (const chunk of chunks) cli.stdout.write(chunk);
}

function* counted(rows: Iterable<Suppression>, limit: number, onRow: () => void): Generator<Suppression> {
  let left = limit;
  if (left === 0) return;
  for (const row of rows) {
    onRow();
    yield row;
    if (--left === 0) return;
  }
}

async function* jsonChunks(rows: Iterable<Suppression>, count: number): AsyncGenerator<string> {
  let [chunk, separator] = [`{"count":${count},"suppressed":[`, ""];
  for (const { number, ...row } of rows) {
    chunk += separator + jsonText({ phone: `+${number}`, ...row });
    separator = ",";
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  yield `${chunk}]}\n`;
}

const COLUMNS = ["phone", "since", "who", "reason"] as const;

function csvChunks(rows: Iterable<Suppression>): AsyncIterable<Chunk> {
  function* cells() {
    for (const { number, since, who, reason } of rows) yield [`+${number}`, since, who, reason];
  }
  return formatRows(cells(), toColumns(COLUMNS), "csv", "suppressed");
}

async function* tableChunks(
  { cli }: Context,
  rows: Iterable<Suppression>,
  count: number,
): AsyncGenerator<string> {
  const { suppressing: texts, moment } = cli.words;
  const shown = [...rows];
  if (shown.length === 0) return yield `${texts.none}\n`;
  const lines = table(
    shown,
    [
      { head: texts.heads.phone, cell: ({ number }) => `+${number}` },
      { head: texts.heads.since, cell: ({ since }) => moment(since) },
      { head: texts.heads.who, cell: ({ who }) => oneLine(who), shrinkTo: 8, dropAt: 1 },
      { head: texts.heads.reason, cell: ({ reason }) => oneLine(reason ?? ""), shrinkTo: 12 },
    ],
    columnsOf(cli.stdout),
  );
  const more = shown.length < count ? ["", texts.shown({ shown: shown.length, all: count })] : [];
  yield `${[...lines, ...more].join("\n")}\n`;
}
