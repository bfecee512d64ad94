import type { Command } from "commander";
import { type FailedOfRun, listFailed, planRetries } from "../../app/runs/failed.ts";
import { maskNumbers } from "../../base/mask.ts";
import type { FailedItem } from "../../model/run.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext } from "../context.ts";
import { addExamples, addGroup, minutes, patienceOf, wholeNumber } from "../help.ts";
import { jobOf } from "../job.ts";
import { runJobs } from "../jobs.ts";
import { printJson } from "../report.ts";
import { sameSource } from "../same-flags.ts";
import { findSourceOfRun, sourceOfRun } from "../sources.ts";
import { columnsOf, createPaint, oneLine, wrap } from "../text.ts";
import { causeText } from "../words.ts";

/** `failed list [RUN]`, `failed retry [RUN]`: what was quarantined. */
export function addFailed(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.failed;
  const failed = addGroup(program, "failed", texts, [
    ["datamaster failed list", texts.examples.list],
    ["datamaster failed retry", texts.examples.retry],
  ]);
  addList(failed, cli);
  addRetry(failed, cli);
}

function addList(failed: Command, cli: Cli): void {
  const texts = cli.words.verbs.failedList;
  const command = failed
    .command("list")
    .argument("[run]", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .action(async (number: number | undefined, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const found = (await listFailed(context.ports, number ?? null)).map(masked);
      if (context.json) return printJson(cli, { failed: found.flatMap(({ items }) => items) });
      cli.stdout.write(`${listLines(context, found, number).join("\n")}\n`);
    });
  addExamples(command, [
    ["datamaster failed list", texts.examples.all],
    ["datamaster failed list 12", texts.examples.one],
    ["datamaster failed list --json", texts.examples.json],
  ]);
}

interface RetryFlags {
  readonly patience?: number;
  readonly wait?: boolean;
}

function addRetry(failed: Command, cli: Cli): void {
  const texts = cli.words.verbs.failedRetry;
  const command = failed
    .command("retry")
    .argument("[run]", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--patience <minutes>", cli.words.verbs.collect.patience, minutes)
    .option("--wait", cli.words.verbs.collect.wait)
    .action(async (number: number | undefined, flags: RetryFlags, self: Command) => {
      const context = await openContext(cli, self, "required");
      const planned = await planRetries(context.ports, number ?? null);
      // What is left of a source that is configured no more does not keep the others from being read.
      const found = await Promise.all(planned.map(({ of }) => findSourceOfRun(context, of)));
      const configured = planned.filter((_, at) => found[at] !== undefined);
      const retries = configured.length > 0 ? configured : planned;
      if (retries.length > 0) {
        const jobs = retries.map(async ({ of, request }) =>
          jobOf(context, await sourceOfRun(context, of), { ...request, ...patienceOf(flags) }),
        );
        return await runJobs(context, await Promise.all(jobs));
      }
      if (context.json) return printJson(cli, { run: null, quarantined: 0 });
      cli.stdout.write(`${cli.words.run.quarantine.nothingToRetry}\n`);
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster failed retry", texts.examples.all],
    ["datamaster failed retry 12", texts.examples.one],
    ["datamaster failed retry --json", texts.examples.json],
  ]);
}

/** People write numbers into names too. */
function masked({ run, items }: FailedOfRun): FailedOfRun {
  const hide = (item: FailedItem): FailedItem => ({
    ...item,
    name: maskNumbers(item.name),
    client: maskNumbers(item.client),
    message: maskNumbers(item.message),
  });
  return { run, items: items.map(hide) };
}

function listLines(context: Context, found: readonly FailedOfRun[], number: number | undefined): string[] {
  const { cli } = context;
  const texts = cli.words.run.quarantine;
  const all = found.flatMap(({ items }) => items);
  if (all.length === 0) return [number === undefined ? texts.none : texts.noneOf({ run: number })];
  const lines = found.flatMap(({ run, items }) => [
    "",
    texts.of(run),
    ...items.flatMap((item) => itemLines(cli, item)),
  ]);
  if (!all.some(({ pending }) => pending)) return lines.slice(1);
  const again = ["failed", "retry", ...(number === undefined ? [] : [String(number)])];
  return [...lines.slice(1), "", texts.retryWith({ line: sameSource(context, ...again) })];
}

function itemLines({ words, stdout }: Cli, item: FailedItem): string[] {
  const texts = words.run.quarantine;
  const { kind, id, name, code, attempts, pending, since, sinceRun } = item;
  const client =
    kind === "phones" ? [texts.ofClient({ client: oneLine(`${item.clientId} ${item.client}`) })] : [];
  const head = [oneLine([texts[kind], id, name].filter((part) => part !== "").join(" ")), ...client].join(
    ", ",
  );
  const facts = [
    texts.tries({ count: attempts }),
    texts.since({ at: since, run: sinceRun }),
    ...(pending ? [] : [texts.readSince]),
  ];
  const answer = item.excerpt === null ? "" : texts.answer({ excerpt: oneLine(item.excerpt) });
  const width = columnsOf(stdout) - 1;
  const paint = createPaint(stdout);
  const cause = `${code}: ${oneLine(causeText(item, words))} ${facts.join(", ")}`;
  return [
    ...wrap(head, width - 2).map((line) => `  ${line}`),
    ...wrap(cause, width - 4).map((line) => `    ${paint("dim", line)}`),
    ...(answer === "" ? [] : wrap(answer, width - 4)).map((line) => `    ${paint("dim", line)}`),
  ];
}
