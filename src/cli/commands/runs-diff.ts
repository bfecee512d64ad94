import { type Command, Option } from "commander";
import { type DiffRequest, diffFile, diffRuns, type RunDiff } from "../../app/diff-runs.ts";
import { DatamasterError } from "../../base/errors.ts";
import { EXPORT_FORMATS, type ExportFormat, isGzipped } from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { diffFacts, diffLines, pairFacts } from "../diff-text.ts";
import { formatOf, sinceOf } from "../export-request.ts";
import { addExamples, wholeNumber } from "../help.ts";
import { openFile, openStream } from "../output.ts";
import { jsonText, printJson } from "../report.ts";
import { sameStore } from "../same-flags.ts";
import { flagWords } from "../shell.ts";
import { columnsOf, createPaint } from "../text.ts";
import { refuseBinary, writeExport } from "../write-export.ts";

interface DiffFlags {
  readonly since?: string;
  readonly source?: string;
  readonly limit: number;
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
}

/** `runs diff [A] [B]`: what changed between two versions of a source; by itself between the last two. */
export function addDiff(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsDiff;
  const command = runs
    .command("diff")
    .argument("[run]", texts.run, wholeNumber(1))
    .argument("[other]", texts.other, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--since <when>", texts.since)
    .option("--source <name>", texts.source)
    .option("--limit <n>", texts.limit, wholeNumber(0), 10)
    .addOption(new Option("--format <format>", texts.format).choices(EXPORT_FORMATS))
    .option("--out <file>", texts.out)
    .option("--force", texts.force)
    .action(async (run: number | undefined, other: number | undefined, flags: DiffFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { format, out } = flags;
      if (context.json && format !== undefined && out === undefined) {
        throw new DatamasterError("USAGE", told("jsonAndStdout"));
      }
      refuseBinary(context, out, formatOf(flags));
      const request = requestOf(run ?? null, other ?? null, flags);
      await diffRuns(context.ports, request, (diff) => tell(context, diff, flags));
    });
  addExamples(command, [
    ["datamaster runs diff", texts.examples.last],
    ["datamaster runs diff 11 14", texts.examples.two],
    ["datamaster runs diff --since 7d --source main-crm", texts.examples.since],
    ["datamaster runs diff 11 14 --out changes.xlsx", texts.examples.file],
  ]);
}

function requestOf(run: number | null, other: number | null, flags: DiffFlags): DiffRequest {
  const since = sinceOf(flags.since, new Date());
  if (since !== null && run !== null) throw new DatamasterError("USAGE", told("diffSinceAndRuns"));
  const [from, time] = typeof since === "number" ? [since, null] : [run, since];
  return { from, to: other, since: time, source: flags.source ?? null };
}

async function tell(context: Context, diff: RunDiff, flags: DiffFlags): Promise<void> {
  const { cli, json } = context;
  if (flags.out !== undefined || flags.format !== undefined) return await writeRows(context, diff, flags);
  if (json) return await printAll(cli, diff);
  const line = [
    ...[cli.invocation, "runs", "diff", String(diff.from.run), String(diff.to.run)],
    ...flagWords({ out: "changes.xlsx" }),
    ...sameStore(context),
  ].join(" ");
  const options = { words: cli.words, columns: columnsOf(cli.stdout), paint: createPaint(cli.stdout) };
  cli.stdout.write(`${diffLines(diff, flags.limit, line, options).join("\n")}\n`);
}

async function writeRows(context: Context, diff: RunDiff, flags: DiffFlags): Promise<void> {
  const { cli, json, quiet, screen, format, ports } = context;
  const { out, force } = flags;
  let rows = 0;
  const chunks = diffFile(diff, formatOf(flags), isGzipped(out ?? ""), () => rows++);
  async function* files() {
    yield { part: null, chunks };
  }
  await writeExport(context, files(), async () =>
    out === undefined ? openStream(cli.stdout) : await openFile(out, force === true),
  );
  if (json) printJson(cli, { ...diffFacts(diff), file: out, rows });
  else if (out === undefined || quiet) return;
  else if (format === "json") ports.log.info({ file: out, rows }, "changes written");
  else screen.line(cli.words.exporting.written({ file: out, rows }));
}

/** One document, written as its rows come: it may be longer than any text can be. */
async function printAll(cli: Cli, diff: RunDiff): Promise<void> {
  const sink = openStream(cli.stdout);
  await sink.write(`${jsonText(diffFacts(diff)).slice(0, -1)},"changes":[`);
  let [chunk, separator] = ["", ""];
  for (const row of diff.rows()) {
    chunk += separator + jsonText(pairFacts(row));
    separator = ",";
    if (chunk.length < CHUNK_LENGTH) continue;
    cli.signal.throwIfAborted();
    await sink.write(chunk);
    chunk = "";
  }
  await sink.write(`${chunk}]}\n`);
}

const CHUNK_LENGTH = 64 * 1024;
