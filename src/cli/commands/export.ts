import { type Command, Option } from "commander";
import type { ExportRequest } from "../../app/app.ts";
import { DatamasterError } from "../../base/errors.ts";
import {
  CONTRACT_COLUMNS,
  type ColumnName,
  columnsOf,
  EXPORT_FORMATS,
  EXTRA_COLUMNS,
  type ExportFormat,
  type ExportKind,
  formatOfName,
  isBinary,
  isGzipped,
} from "../../export/export.ts";
import { told } from "../../messages/messages.ts";
import { NUMBER_TYPES } from "../../model/number.ts";
import { PLACEHOLDER_FLAGS } from "../../phone/phone.ts";
import { HELD_NOW } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { openFile, openStream } from "../output.ts";
import { printJson } from "../report.ts";
import { writeExport } from "../write-export.ts";

interface ExportFlags {
  readonly format?: ExportFormat;
  readonly of: "numbers" | "pairs";
  readonly run?: number;
  readonly newSince?: number;
  readonly includeGone?: boolean;
  readonly source?: readonly string[];
  readonly region?: readonly string[];
  readonly type?: readonly string[];
  readonly flag?: readonly string[];
  /** False with --no-placeholders. */
  readonly placeholders: boolean;
  readonly with?: readonly string[];
  readonly operator?: readonly string[];
  readonly timeZone?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

/** `export`: writes what is held to a file or stdout, in constant memory. */
export function addExport(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.export;
  const command = program
    .command("export")
    .summary(texts.summary)
    .description(texts.about)
    .addOption(new Option("--format <format>", texts.format).choices(EXPORT_FORMATS))
    .addOption(new Option("--of <what>", texts.of).choices(["numbers", "pairs"]).default("numbers"))
    .option("--run <n>", texts.run, wholeNumber(1))
    .option("--new-since <n>", texts.newSince, wholeNumber(1))
    .option("--include-gone", texts.includeGone)
    .option("--source <name>", texts.source, listed)
    .option("--region <code>", texts.region, listed)
    .option("--type <type>", texts.type, listed)
    .option("--flag <flag>", texts.flag({ flags: PLACEHOLDER_FLAGS.join(", ") }), listed)
    .option("--no-placeholders", texts.noPlaceholders)
    .option(
      "--with <columns>",
      texts.with({ columns: EXTRA_COLUMNS.pairs.join(", "), numbers: EXTRA_COLUMNS.numbers.join(", ") }),
      listed,
    )
    .option("--operator <name>", texts.operator, listed)
    .option("--time-zone <zone>", texts.timeZone, listed)
    .option("--out <file>", texts.out)
    .option("--force", texts.force)
    .action(async (flags: ExportFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      await exportTo(context, flags);
    });
  addExamples(command, [
    ["datamaster export --out numbers.xlsx", texts.examples.file],
    ["datamaster export --of pairs --with label --out pairs.csv", texts.examples.pairs],
    ["datamaster export --new-since 11 --region RU --type MOBILE", texts.examples.fresh],
    ["datamaster export --no-placeholders --out dialler.csv", texts.examples.real],
    ["datamaster export --with operator,time_zone --time-zone Asia/Omsk", texts.examples.operators],
    ["datamaster export --format jsonl | head -3", texts.examples.look],
  ]);
}

async function exportTo(context: Context, flags: ExportFlags): Promise<void> {
  const { cli, json } = context;
  if (json && flags.out === undefined) {
    throw new DatamasterError("USAGE", told("jsonAndStdout"));
  }
  let rows = 0;
  refuseBinary(context, flags);
  const request = requestOf(context, flags, () => rows++);
  const sink =
    flags.out === undefined ? openStream(cli.stdout) : await openFile(flags.out, flags.force === true);
  showRows(context, flags, () => rows);
  await writeExport(context, request, sink);
  tellDone(context, flags, rows);
}

/** How many rows so far, live; only where a file is written and people look on. */
function showRows({ cli, screen, quiet, format }: Context, { out }: ExportFlags, rows: () => number): void {
  if (out !== undefined && screen.isTerminal && !quiet && format === "pretty") {
    screen.show(() => cli.words.exporting.writing({ file: out, rows: rows() }));
  }
}

function tellDone(context: Context, { out, of }: ExportFlags, rows: number): void {
  const { cli, json, quiet, format, ports, screen } = context;
  if (json) printJson(cli, { file: out, of, rows });
  if (out === undefined || quiet || json) return;
  if (format === "json") ports.log.info({ file: out, rows }, "export written");
  else screen.line(cli.words.exporting.written({ file: out, rows }));
}

function requestOf({ cli }: Context, flags: ExportFlags, onRow: () => void): ExportRequest {
  const { run = null, newSince = null, source = [], out = "" } = flags;
  return {
    of: flags.of,
    format: formatOf(flags),
    gzip: isGzipped(out),
    filter: {
      ...HELD_NOW,
      sources: source,
      run,
      newSince,
      includeGone: flags.includeGone === true,
      regions: (flags.region ?? []).map(regionOf),
      types: (flags.type ?? []).map((type) => chosen(type.toUpperCase(), NUMBER_TYPES, "noType")),
    },
    columns: [...CONTRACT_COLUMNS[flags.of], ...furtherColumns(flags)],
    ...flaggedOf(flags),
    enrich: {
      operators: flags.operator ?? [],
      timeZones: (flags.timeZone ?? []).map(timeZoneOf),
      language: cli.words.language,
    },
    onRow,
  };
}

function formatOf({ format, out = "" }: ExportFlags): ExportFormat {
  return format ?? formatOfName(out) ?? "csv";
}

/** Bytes on a terminal do harm and tell nobody anything. */
function refuseBinary({ cli }: Context, flags: ExportFlags): void {
  if (flags.out === undefined && cli.stdout.isTTY === true && isBinary(formatOf(flags))) {
    throw new DatamasterError("USAGE", told("bytesToTerminal", { format: formatOf(flags) }));
  }
}

function furtherColumns({ of, with: names = [] }: ExportFlags): readonly ColumnName[] {
  return names.map((name) => columnOf(name, of, EXTRA_COLUMNS[of]));
}

function columnOf(name: string, of: ExportKind, known: readonly ColumnName[]): ColumnName {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  if (of === "numbers" && columnsOf("pairs").some((one) => one === name)) {
    throw new DatamasterError("USAGE", told("withNeedsPairs", { name }));
  }
  throw new DatamasterError("USAGE", told("noColumn", { name, known: known.join(", ") }));
}

function flaggedOf({ flag, placeholders }: ExportFlags): Pick<ExportRequest, "flagged"> {
  if (flag !== undefined) {
    if (!placeholders) throw new DatamasterError("USAGE", told("flagOrNone"));
    return { flagged: flag.map((name) => chosen(name, PLACEHOLDER_FLAGS, "noFlag")) };
  }
  return placeholders ? {} : { flagged: "none" };
}

function regionOf(text: string): string {
  const region = text.toUpperCase();
  if (/^(?:[A-Z]{2}|001)$/.test(region)) return region;
  throw new DatamasterError("USAGE", told("noRegion", { region: text }));
}

function timeZoneOf(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    throw new DatamasterError("USAGE", told("noTimeZone", { name }));
  }
}

function chosen<T extends string>(text: string, known: readonly T[], wrong: "noType" | "noFlag"): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new DatamasterError("USAGE", told(wrong, { name: text, known: known.join(", ") }));
}
