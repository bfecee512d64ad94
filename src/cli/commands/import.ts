import { type Command, Option } from "commander";
import {
  LegacyFile,
  type LegacyResult,
  type LegacySource,
  refuseHistory,
} from "../../app/legacy/import-legacy.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { askYes, canAsk } from "../ask.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, addGroup, listed } from "../help.ts";
import { previewLines, resultLines } from "../legacy-text.ts";
import { printJson } from "../report.ts";
import { columnsOf, createPaint } from "../text.ts";

interface ImportFlags {
  readonly source?: string;
  readonly map?: readonly string[];
  readonly region?: string;
  readonly runsAre?: "every" | "first";
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `import legacy FILE`: takes over the history of the tool that this one replaces. */
export function addImport(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.import;
  const group = addGroup(program, "import", texts, [
    ["datamaster import legacy phones.db --dry-run", texts.examples.legacy],
  ]);
  addLegacy(group, cli);
}

function addLegacy(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.importLegacy;
  const command = group
    .command("legacy")
    .argument("<file>", texts.file)
    .summary(texts.summary)
    .description(texts.about)
    .option("--source <name>", texts.source)
    .option("--map <ours=theirs>", texts.map, listed)
    .option("--region <code>", texts.region)
    .addOption(new Option("--runs-are <what>", texts.runsAre).choices(["every", "first"]))
    .option("--dry-run", texts.dryRun)
    .option("--yes", texts.yes)
    .action(async (file: string, flags: ImportFlags, self: Command) => {
      await importLegacy(await openContext(cli, self, "optional"), file, flags);
    });
  addExamples(command, [
    ["datamaster import legacy phones.db --dry-run", texts.examples.look],
    ["datamaster import legacy phones.db --source main-crm", texts.examples.import],
    ["datamaster import legacy phones.db --map phones.phone=msisdn --map runs=jobs", texts.examples.map],
  ]);
}

async function importLegacy(context: Context, file: string, flags: ImportFlags): Promise<void> {
  const { cli, ports, json, quiet, sources } = context;
  const source = sourceOf(context, flags);
  const request = { source, told: toldParts(flags.map ?? []), runsAre: flags.runsAre ?? null };
  if (flags.dryRun !== true) await refuseHistory(ports, source.name);
  const old = await LegacyFile.open(ports, file, request);
  try {
    const { preview } = old;
    const isNamed = sources.some(({ name, named }) => named && name === source.name);
    if (!json && !quiet) {
      const line = `${cli.invocation} import legacy ${file} --map phones.phone=NAME`;
      const shown = { words: cli.words, width: columnsOf(cli.stderr), paint: createPaint(cli.stderr) };
      tell(context, previewLines(preview, { source: source.name, line }, shown));
      if (!isNamed) tell(context, [cli.words.legacy.unnamed({ source: source.name })]);
    }
    const document = { source: source.name, ...preview, dryRun: flags.dryRun === true };
    if (flags.dryRun === true) {
      if (json) printJson(cli, document);
      else if (!quiet) tell(context, [cli.words.legacy.dry]);
      return;
    }
    if (!(await isWanted(context, flags))) return tell(context, [cli.words.legacy.no]);
    const result = await imported(context, old);
    if (json) printJson(cli, { ...document, ...result });
    else if (!quiet) tell(context, resultLines(result, cli));
    if (!json && !quiet && isNamed)
      tell(context, [cli.words.legacy.next({ line: `${cli.invocation} collect ${source.name}` })]);
  } finally {
    old.close();
  }
}

/** Data is what `--json` prints; what people read goes where progress does. */
function tell({ screen }: Context, lines: readonly string[]): void {
  for (const line of lines) screen.line(line);
}

async function isWanted({ cli, json }: Context, { yes }: ImportFlags): Promise<boolean> {
  if (yes === true || json || !canAsk(cli)) return true;
  return await askYes(cli, cli.words.legacy.ask);
}

async function imported(
  { cli, screen, ports, quiet, format }: Context,
  old: LegacyFile,
): Promise<LegacyResult> {
  let rows = 0;
  const { rows: of } = old.preview;
  if (!quiet && format === "pretty") screen.show(() => cli.words.legacy.importing({ rows, of }));
  try {
    const onRows = (read: number): void => {
      rows = read;
    };
    return await old.import(ports, onRows, cli.signal);
  } finally {
    screen.hide();
  }
}

/** The source of the config, where there is one of that name, or only one and none was named. */
function sourceOf({ sources }: Context, { source: name, region: asked }: ImportFlags): LegacySource {
  const named = sources.filter((one) => one.named);
  const known =
    name === undefined ? (named.length === 1 ? named[0] : undefined) : named.find((one) => one.name === name);
  const given = name ?? known?.name;
  if (given === undefined || given.trim() === "") throw new DatamasterError("USAGE", told("legacyNoSource"));
  return {
    name: given,
    connector: known?.connector ?? "datamaster",
    baseUrl: known?.baseUrl ?? "",
    region: asked?.toUpperCase() ?? known?.region ?? null,
  };
}

function toldParts(map: readonly string[]): Map<string, string> {
  return new Map(
    map.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new DatamasterError("USAGE", told("legacyBadMap", { text }));
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}
