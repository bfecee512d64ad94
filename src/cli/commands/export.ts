import { type Command, Option } from "commander";
import { type ExportRequest, exportHeld } from "../../app/app.ts";
import { DatamasterError } from "../../base/errors.ts";
import { EXPORT_FORMATS, type ExportFormat, PAIR_EXTRAS, type PairExtra } from "../../export/export.ts";
import { NUMBER_TYPES } from "../../model/number.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { openFile, openStream } from "../output.ts";
import { printJson } from "../report.ts";
import { counted } from "../text.ts";

interface ExportFlags {
  readonly format?: ExportFormat;
  readonly of: "numbers" | "pairs";
  readonly run?: number;
  readonly newSince?: number;
  readonly includeGone?: boolean;
  readonly source?: readonly string[];
  readonly region?: readonly string[];
  readonly type?: readonly string[];
  readonly with?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

/** `export`: writes what is held to a file or stdout, in constant memory. */
export function addExport(program: Command, cli: Cli): void {
  const command = program
    .command("export")
    .summary("write what is held to a file or stdout")
    .description(
      "Writes the numbers that the sources hold now, each once, or every place where they were seen.",
    )
    .addOption(
      new Option("--format <format>", "csv (default) or jsonl; of --out FILE its ending tells").choices(
        EXPORT_FORMATS,
      ),
    )
    .addOption(
      new Option("--of <what>", "numbers, or pairs of number and project")
        .choices(["numbers", "pairs"])
        .default("numbers"),
    )
    .option("--run <n>", "what was held after this run", wholeNumber(1))
    .option("--new-since <n>", "only what was not held after this run", wholeNumber(1))
    .option("--include-gone", "also what is gone")
    .option("--source <name>", "only of this source; may be repeated", listed)
    .option("--region <code>", "only numbers of this region (RU, KZ, ...); may be repeated", listed)
    .option("--type <type>", "only numbers of this type (MOBILE, FIXED_LINE, ...); may be repeated", listed)
    .option("--with <columns>", `further columns of pairs: ${PAIR_EXTRAS.join(", ")}`, listed)
    .option("--out <file>", "write to this file, readable by you alone; without it to stdout")
    .option("--force", "replace the file if it exists")
    .action(async (flags: ExportFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      await exportTo(context, flags);
    });
  addExamples(command, [
    ["datamaster export --out numbers.csv", "every number once"],
    ["datamaster export --of pairs --with label --out pairs.csv", "where each was seen"],
    ["datamaster export --new-since 11 --region RU --type MOBILE", "new Russian mobiles"],
    ["datamaster export --format jsonl | head -3", "a look at the first"],
  ]);
}

async function exportTo(context: Context, flags: ExportFlags): Promise<void> {
  const { cli, json } = context;
  if (json && flags.out === undefined) {
    throw new DatamasterError("USAGE", "--json and an export to stdout exclude each other.", {
      hint: "Give --out FILE, or use --format jsonl for rows as JSON.",
    });
  }
  let rows = 0;
  const request = requestOf(flags, () => rows++);
  const sink =
    flags.out === undefined ? openStream(cli.stdout) : await openFile(flags.out, flags.force === true);
  showRows(context, flags, () => rows);
  try {
    for await (const chunk of exportHeld(context.ports, request)) {
      cli.signal.throwIfAborted();
      await sink.write(chunk);
    }
    await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    context.screen.hide();
  }
  tellDone(context, flags, rows);
}

/** How many rows so far, live; only where a file is written and people look on. */
function showRows({ screen, quiet, format }: Context, { out }: ExportFlags, rows: () => number): void {
  if (out !== undefined && screen.isTerminal && !quiet && format === "pretty") {
    screen.show(() => `Writing ${out}: ${counted(rows(), "row")}`);
  }
}

function tellDone(context: Context, { out, of }: ExportFlags, rows: number): void {
  const { cli, json, quiet, format, ports, screen } = context;
  if (json) printJson(cli, { file: out, of, rows });
  if (out === undefined || quiet || json) return;
  if (format === "json") ports.log.info({ file: out, rows }, "export written");
  else screen.line(`${counted(rows, "row")} written to ${out}`);
}

function requestOf(flags: ExportFlags, onRow: () => void): ExportRequest {
  const { run = null, newSince = null, source = [], out = "" } = flags;
  const byEnding = EXPORT_FORMATS.find((format) => out.toLowerCase().endsWith(`.${format}`));
  if (flags.with !== undefined && flags.of !== "pairs") {
    throw new DatamasterError("USAGE", "--with adds columns to pairs.", { hint: "Add --of pairs." });
  }
  return {
    of: flags.of,
    format: flags.format ?? byEnding ?? "csv",
    filter: {
      sources: source,
      run,
      newSince,
      includeGone: flags.includeGone === true,
      regions: (flags.region ?? []).map(regionOf),
      types: (flags.type ?? []).map((type) => chosen(type.toUpperCase(), NUMBER_TYPES, "type")),
    },
    extras: (flags.with ?? []).map((name): PairExtra => chosen(name, PAIR_EXTRAS, "column")),
    onRow,
  };
}

function regionOf(text: string): string {
  const region = text.toUpperCase();
  if (/^(?:[A-Z]{2}|001)$/.test(region)) return region;
  throw new DatamasterError("USAGE", `There is no region "${text}".`, {
    hint: "Regions are like RU, KZ, US; 001 is for numbers of no country.",
  });
}

function chosen<T extends string>(text: string, known: readonly T[], what: string): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new DatamasterError("USAGE", `There is no ${what} "${text}".`, {
    hint: `Known: ${known.join(", ")}.`,
  });
}
