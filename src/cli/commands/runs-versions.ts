import type { Command } from "commander";
import { pruneRuns } from "../../app/runs/prune-runs.ts";
import { revertRun } from "../../app/runs/revert-run.ts";
import { listRetention, retentionTerms } from "../../app/upkeep/retention.ts";
import { DatamasterError } from "../../base/errors.ts";
import { readSpan } from "../../base/span.ts";
import { told } from "../../messages/messages.ts";
import type { PruneCounts, PruneTerms, RevertPreview } from "../../store/store.ts";
import { askYes, canAsk } from "../ask.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, listed, wholeNumber } from "../help.ts";
import { printJson } from "../report.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, oneLine, pad, widthOf, wrap } from "../text.ts";

/** `runs revert N`: what was held after a run is held again, as a new version. */
export function addRevert(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsRevert;
  const command = runs
    .command("revert")
    .argument("<run>", texts.run, wholeNumber(1))
    .summary(texts.summary)
    .description(texts.about)
    .option("--yes", texts.yes)
    .action(async (number: number, { yes }: { yes?: boolean }, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ports, json, quiet, screen } = context;
      const { revert: words } = cli.words.versions;
      const { preview, run } = await revertRun(ports, number, async (found) => {
        if (!quiet && !json) for (const line of revertLines(cli, found)) screen.tell(line);
        return await agreed(cli, yes === true, words.sure);
      });
      const { pairs, numbers } = preview;
      if (json)
        return printJson(cli, {
          run: run?.run ?? null,
          source: preview.source,
          to: preview.to,
          pairs,
          numbers,
        });
      if (quiet) return;
      if (run !== null) screen.tell(words.done({ run: run.run, to: number, numbers: run.totals.numbers }));
      else if (pairs.came + pairs.went === 0) screen.tell(words.nothing(preview));
      else throw new DatamasterError("STOPPED", told("actionRefused"));
    });
  addExamples(command, [
    ["datamaster runs revert 12", texts.examples.one],
    ["datamaster runs revert 12 --yes --json", texts.examples.yes],
  ]);
}

/** Whether to go on: `--yes`, or a yes at the terminal. Throws USAGE where nobody can be asked. */
async function agreed(cli: Cli, yes: boolean, question: string): Promise<boolean> {
  if (yes) return true;
  if (!canAsk(cli)) throw new DatamasterError("USAGE", told("yesNeeded"));
  return await askYes(cli, question);
}

function revertLines({ words }: Cli, preview: RevertPreview): string[] {
  const { title, labels } = words.versions.revert;
  const size = Math.max(...Object.values(labels).map(widthOf));
  const line = (label: string, value: number): string => `  ${pad(label, size)}  ${words.count(value)}`;
  return [
    title({ source: oneLine(preview.source), to: preview.to }),
    line(labels.new, preview.numbers.new),
    line(labels.gone, preview.numbers.gone),
    line(labels.came, preview.pairs.came),
    line(labels.went, preview.pairs.went),
  ];
}

interface PruneFlags {
  readonly keep?: string;
  readonly keepRuns?: number;
  readonly source?: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `runs prune`: lets go of old versions, by retention or flags. */
export function addPrune(runs: Command, cli: Cli): void {
  const texts = cli.words.verbs.runsPrune;
  const command = runs
    .command("prune")
    .summary(texts.summary)
    .description(texts.about)
    .option("--keep <time>", texts.keep)
    .option("--keep-runs <n>", texts.keepRuns, wholeNumber(1))
    .option("--source <name>", texts.source, listed)
    .option("--dry-run", texts.dryRun)
    .option("--yes", texts.yes)
    .action(async (flags: PruneFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { ports, json, quiet, screen } = context;
      const { prune: words } = cli.words.versions;
      const terms = await termsOf(context, flags);
      const { preview, rows, freed } = await pruneRuns(ports, terms, cli.signal, async (found) => {
        if (!json && !quiet) cli.stdout.write(`${pruneLines(cli, found).join("\n")}\n`);
        return flags.dryRun !== true && (await agreed(cli, flags.yes === true, words.sure));
      });
      if (json) return printJson(cli, { sources: preview, rows, freed });
      if (quiet) return;
      if (preview.length === 0) return screen.tell(words.nothing);
      if (rows === null) return screen.tell(words.onlyShown);
      const less = freed === null || freed === 0 ? null : cli.words.backups.size({ bytes: freed });
      screen.tell(words.done({ rows, freed: less }));
    });
  addExamples(command, [
    ["datamaster runs prune", texts.examples.retention],
    ["datamaster runs prune --keep 90d", texts.examples.keep],
    ["datamaster runs prune --keep-runs 30 --dry-run", texts.examples.preview],
  ]);
}

/** Flags stand over the retention of the config for what is kept of versions; raw values go by the config alone. */
async function termsOf({ ports }: Context, flags: PruneFlags): Promise<PruneTerms> {
  const { keep, keepRuns = null, source = [] } = flags;
  const now = Date.now();
  const ago = (span: string): string => {
    const ms = readSpan(span);
    if (ms === null) throw new DatamasterError("USAGE", told("wrongAge", { age: span }));
    return new Date(now - ms).toISOString();
  };
  const retained = retentionTerms(await listRetention(ports), now);
  const { rawBefore } = retained;
  const byFlag = keep !== undefined || keepRuns !== null;
  const keepSince = byFlag ? new Map<string, string>() : new Map(retained.keepSince);
  if (keep !== undefined) {
    const since = ago(keep);
    const reader = await ports.openReader();
    for (const { source: name } of reader.listRuns(null, Number.MAX_SAFE_INTEGER)) keepSince.set(name, since);
    reader.close();
  }
  if (!byFlag && keepSince.size + rawBefore.size === 0)
    throw new DatamasterError("USAGE", told("pruneNoTerms"));
  return { sources: source, keepSince, keepRuns, rawBefore };
}

function pruneLines(cli: Cli, found: readonly PruneCounts[]): string[] {
  const { words } = cli;
  const { heads, none, explained } = words.versions.prune;
  const number = (head: string, of: (one: PruneCounts) => number, dropAt?: number): Column<PruneCounts> => ({
    head,
    right: true,
    cell: (one: PruneCounts) => words.count(of(one)),
    ...(dropAt !== undefined && { dropAt }),
  });
  const columns: Column<PruneCounts>[] = [
    { head: heads.source, cell: ({ source }) => oneLine(source), shrinkTo: 8 },
    { head: heads.oldest, right: true, cell: ({ oldest }) => String(oldest?.run ?? none) },
    { head: heads.begun, cell: ({ oldest }) => (oldest ? words.moment(oldest.startedAt) : none), dropAt: 3 },
    number(heads.runs, ({ runs }) => runs),
    number(heads.spans, ({ spans }) => spans),
    number(heads.numbers, ({ numbers }) => numbers),
    number(heads.raws, ({ raws }) => raws, 1),
    number(heads.details, ({ details }) => details, 2),
  ];
  if (found.length === 0) return [];
  const width = columnsOf(cli.stdout);
  return [...table(found, columns, width), "", ...wrap(explained, width)];
}
