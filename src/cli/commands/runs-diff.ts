import { type Command, Option } from "commander";
import { type DiffRequest, diffFile, diffRuns, type RunDiff } from "../../app/runs/diff-runs.ts";
import { DatamasterError } from "../../base/errors.ts";
import { type Chunk, EXPORT_FORMATS, type ExportFormat, isGzipped } from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import type { AuditDetail } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { diffFacts, diffLines, pairFacts } from "../diff-text.ts";
import { formatOf, sinceOf } from "../export-request.ts";
import { addExamples, wholeNumber } from "../help.ts";
import { jsonText, printJson } from "../report.ts";
import { sameStore } from "../same-flags.ts";
import { flagWords } from "../shell.ts";
import { columnsOf, createPaint } from "../text.ts";
import { countRows, refuseBinary, tellSuppressed, type Written, writeNoted } from "../write-export.ts";

interface DiffFlags {
  readonly since?: string;
  readonly source?: string;
  readonly limit: number;
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly force?: boolean;
  readonly includeSuppressed?: boolean;
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
    .option("--include-suppressed", texts.includeSuppressed)
    .action(async (run: number | undefined, other: number | undefined, flags: DiffFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { format, out } = flags;
      if (context.json && format !== undefined && out === undefined) {
        throw new DatamasterError("USAGE", told("jsonAndStdout"));
      }
      refuseBinary(context, out, formatOf(flags));
      const { written, onSuppressed } = countRows();
      const request = { ...requestOf(run ?? null, other ?? null, flags), onSuppressed };
      await diffRuns(context.ports, request, (diff) => tell(context, diff, flags, written));
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
  return {
    from,
    to: other,
    since: time,
    source: flags.source ?? null,
    includeSuppressed: flags.includeSuppressed === true,
  };
}

async function tell(context: Context, diff: RunDiff, flags: DiffFlags, written: Written): Promise<void> {
  const { cli, json } = context;
  if (flags.out !== undefined || flags.format !== undefined)
    return await writeRows(context, diff, flags, written);
  if (json) return await printAll(context, diff, flags, written);
  const line = [
    ...[cli.invocation, "runs", "diff", String(diff.from.run), String(diff.to.run)],
    ...flagWords({ out: "changes.xlsx" }),
    ...sameStore(context),
  ].join(" ");
  const options = { words: cli.words, columns: columnsOf(cli.stdout), paint: createPaint(cli.stdout) };
  cli.stdout.write(`${diffLines(diff, flags.limit, line, options).join("\n")}\n`);
}

async function writeRows(context: Context, diff: RunDiff, flags: DiffFlags, written: Written): Promise<void> {
  const { cli, json, quiet, screen, format, ports } = context;
  const { out, force = false, includeSuppressed = false } = flags;
  const chunks = diffFile(diff, formatOf(flags), isGzipped(out ?? ""), () => written.rows++);
  await writeNoted(context, oneFile(chunks), written, {
    nameOf: out === undefined ? null : () => out,
    replace: force,
    detail: detailOf(diff, formatOf(flags), includeSuppressed),
  });
  const { rows, suppressed } = written;
  if (json) printJson(cli, { ...diffFacts(diff), file: out, rows, suppressed });
  else if (out !== undefined && !quiet && format === "json")
    ports.log.info({ file: out, rows }, "changes written");
  else if (out !== undefined && !quiet) screen.tell(cli.words.exporting.written({ file: out, rows }));
  tellSuppressed(context, suppressed, includeSuppressed);
}

/** One document, written as its rows come: it may be longer than any text can be. */
async function printAll(context: Context, diff: RunDiff, flags: DiffFlags, written: Written): Promise<void> {
  async function* chunks() {
    let chunk = `${jsonText(diffFacts(diff)).slice(0, -1)},"changes":[`;
    for (const row of diff.rows()) {
      chunk += (written.rows++ === 0 ? "" : ",") + jsonText(pairFacts(row));
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = "";
    }
    yield `${chunk}],"suppressed":${written.suppressed}}\n`;
  }
  const detail = detailOf(diff, "json", flags.includeSuppressed === true);
  await writeNoted(context, oneFile(chunks()), written, { nameOf: null, replace: false, detail });
}

async function* oneFile(chunks: AsyncIterable<Chunk>) {
  yield { part: null, chunks };
}

function detailOf({ from, to }: RunDiff, format: string, includeSuppressed: boolean): AuditDetail {
  const filter = { sources: [to.source], from: from.run, to: to.run };
  return { of: "changes", format, filter, includeSuppressed };
}

const CHUNK_LENGTH = 64 * 1024;
