import { type Command, Option } from "commander";
import { exportHeld } from "../../app/exports/export-held.ts";
import { exportDetail } from "../../app/exports/note-export.ts";
import { otherParts, partNames } from "../../app/runs/part-names.ts";
import { DatamasterError } from "../../base/errors.ts";
import { columnsOf, EXPORT_FORMATS, EXPORT_KINDS, EXTRA_COLUMNS } from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import { PLACEHOLDER_FLAGS } from "../../phone/phone.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { type ExportFlags, exportRequest, formatOf, withPreset } from "../export-request.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { singerFile } from "../singer-export.ts";
import { countRows, refuseBinary, tellSuppressed, type Written, writeNoted } from "../write-export.ts";

/** `export`: writes what is held to a file or stdout, in constant memory. */
export function addExport(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.export;
  const command = program
    .command("export")
    .summary(texts.summary)
    .description(texts.about)
    .option("--preset <name>", texts.preset)
    .addOption(new Option("--format <format>", texts.format).choices([...EXPORT_FORMATS, "singer"]))
    .addOption(new Option("--of <what>", texts.of).choices(EXPORT_KINDS).default("numbers"))
    .option("--run <n>", texts.run, wholeNumber(1))
    .option("--new-since <when>", texts.newSince)
    .option("--include-gone", texts.includeGone)
    .option("--source <name>", texts.source, listed)
    .option("--client <id>", texts.client, listed)
    .option("--project <id>", texts.project, listed)
    .option("--min-projects <n>", texts.minProjects, wholeNumber(1))
    .option("--region <code>", texts.region, listed)
    .option("--type <type>", texts.type, listed)
    .option("--flag <flag>", texts.flag({ flags: PLACEHOLDER_FLAGS.join(", ") }), listed)
    .option("--no-placeholders", texts.noPlaceholders)
    .option("--columns <columns>", texts.columns({ columns: columnsOf("pairs").join(", ") }), listed)
    .option(
      "--with <columns>",
      texts.with({ columns: EXTRA_COLUMNS.pairs.join(", "), numbers: EXTRA_COLUMNS.numbers.join(", ") }),
      listed,
    )
    .option("--operator <name>", texts.operator, listed)
    .option("--time-zone <zone>", texts.timeZone, listed)
    .option("--include-suppressed", texts.includeSuppressed)
    .option("--split <n>", texts.split, wholeNumber(1))
    .addOption(new Option("--split-by <what>", texts.splitBy).choices(["client"]))
    .option("--state <file>", texts.state)
    .option("--out <file>", texts.out)
    .option("--force", texts.force)
    .action(async (flags: ExportFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const isGiven = (flag: string): boolean => self.getOptionValueSource(flag) === "cli";
      await exportTo(context, withPreset(context, flags, isGiven));
    });
  addExamples(command, [
    ["datamaster export --out numbers.xlsx", texts.examples.file],
    ["datamaster export --of pairs --with label --out pairs.csv", texts.examples.pairs],
    ["datamaster export --new-since 7d --region RU --type MOBILE", texts.examples.fresh],
    ["datamaster export --no-placeholders --out dialler.csv", texts.examples.real],
    ["datamaster export --with operator,time_zone --time-zone Asia/Omsk", texts.examples.operators],
    ["datamaster export --columns national,operator --out calls.csv", texts.examples.columns],
    ["datamaster export --split-by client --out lists/numbers.xlsx", texts.examples.clients],
    ["datamaster export --of rejected --out unread.xlsx", texts.examples.rejected],
    ["datamaster export --format jsonl | head -3", texts.examples.look],
    ["datamaster export --format singer | target-jsonl", texts.examples.singer],
  ]);
}

const SHOWN_OTHERS = 5;

async function exportTo(context: Context, flags: ExportFlags): Promise<void> {
  const { json } = context;
  const { out, force = false, preset, includeSuppressed = false } = flags;
  if (json && out === undefined) {
    throw new DatamasterError("USAGE", told("jsonAndStdout"));
  }
  refuseBinary(context, out, formatOf(flags));
  const { written, ...counting } = countRows();
  if (flags.state !== undefined && flags.format !== "singer") {
    throw new DatamasterError("USAGE", told("stateNeedsSinger"));
  }
  const asked = exportRequest(context, flags, new Date());
  const format = flags.format ?? asked.format;
  const files =
    format === "singer"
      ? await singerFile(context, flags, counting)
      : exportHeld(context.ports, { ...asked, ...counting });
  showRows(context, flags, written);
  await writeNoted(context, files, written, {
    nameOf: out === undefined ? null : partNames(out),
    replace: force,
    detail: { ...exportDetail(asked), format, ...(preset !== undefined && { preset }) },
  });
  tellDone(context, flags, written);
  tellSuppressed(context, written.suppressed, includeSuppressed);
}

/** How many rows so far, live; only where a file is written and people look on. */
function showRows({ cli, screen, quiet, format }: Context, { out }: ExportFlags, written: Written): void {
  if (out !== undefined && screen.isTerminal && !quiet && format === "pretty") {
    screen.show(() => {
      const file = written.files.at(-1)?.file ?? out;
      return cli.words.exporting.writing({ file, rows: written.rows });
    });
  }
}

function tellDone(context: Context, flags: ExportFlags, { files, rows, suppressed }: Written): void {
  const { cli, json, quiet, format, ports, screen } = context;
  const { out, of, split, splitBy } = flags;
  const isSplit = split !== undefined || splitBy !== undefined;
  if (json) printJson(cli, { ...(isSplit ? { files } : { file: out }), of, rows, suppressed });
  if (out === undefined || quiet || json) return;
  if (format === "json") ports.log.info({ ...(isSplit ? { files } : { file: out }), rows }, "export written");
  else if (!isSplit) screen.tell(cli.words.exporting.written({ file: out, rows }));
  else {
    const names = files.map(({ file }) => file);
    screen.tell(cli.words.exporting.writtenParts({ files: names, rows }));
    const others = otherParts(out, names);
    const shown = others.slice(0, SHOWN_OTHERS).join(", ") + (others.length > SHOWN_OTHERS ? ", ..." : "");
    if (others.length > 0)
      screen.tell(cli.words.exporting.otherParts({ count: others.length, names: shown }));
  }
}
