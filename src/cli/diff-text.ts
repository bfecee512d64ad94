import type { RunDiff } from "../app/runs/diff-runs.ts";
import type { Messages } from "../messages/messages.ts";
import type { ChangedPair, ClientChange, NumberChange, NumberChanges, RegionChange } from "../model/diff.ts";
import type { Run } from "../model/run.ts";
import { type Column, table } from "./table.ts";
import { oneLine, type Paint, pad, type Style, widthOf, wrap } from "./text.ts";

interface Options {
  readonly words: Messages;
  readonly columns: number;
  readonly paint: Paint;
}

const STYLES: Readonly<Record<NumberChange, Style>> = {
  new: "green",
  gone: "red",
  moved: "yellow",
  kept: "dim",
};
const FIGURE = 11;

/** A difference for people: totals, then the clients, regions and pairs with most to tell, at most `limit` of each. */
export function diffLines(diff: RunDiff, limit: number, allLine: string, options: Options): string[] {
  const { words, paint } = options;
  const { from, to, clients, regions, totals } = diff;
  const all = totals.pairs.came + totals.pairs.went;
  const pairs = limit === 0 ? [] : first(diff.rows(), limit);
  const head = [
    paint("bold", words.diff.title({ source: oneLine(to.source), from: from.run, to: to.run })),
    versionLine(from, options),
    versionLine(to, options),
    "",
  ];
  if (all === 0) return [...head, words.diff.nothing, ...unverifiedLines(diff, options)];
  const shown = { clients: clients.slice(0, limit), regions: regions.slice(0, limit) };
  const part = (title: "clients" | "regions" | "rows", count: number, of: number, lines: () => string[]) =>
    count === 0 ? [] : ["", words.diff[title]({ shown: count, all: of }), ...lines()];
  return [
    ...head,
    ...figureLines(diff, options),
    ...unverifiedLines(diff, options),
    ...part("clients", shown.clients.length, clients.length, () =>
      table(shown.clients, clientColumns(words), options.columns),
    ),
    ...part("regions", shown.regions.length, regions.length, () =>
      table(shown.regions, regionColumns(words), options.columns),
    ),
    ...part("rows", pairs.length, all, () => table(pairs, pairColumns(options), options.columns)),
    ...(pairs.length < all ? ["", words.diff.all({ line: allLine })] : []),
  ];
}

function first<Row>(rows: Iterable<Row>, limit: number): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    taken.push(row);
    if (taken.length >= limit) break;
  }
  return taken;
}

function versionLine({ run, startedAt, status, totals }: Run, { words, paint }: Options): string {
  const text = words.diff.version({ run, startedAt, numbers: totals.numbers });
  return `  ${paint("dim", status === "partial" ? `${text}, ${words.diff.partial}` : text)}`;
}

function figureLines({ totals }: RunDiff, options: Options): string[] {
  const { notes } = options.words.diff;
  const { numbers, pairs } = totals;
  return [
    ...figure("new", numbers.new, notes.new, options),
    ...figure("gone", numbers.gone, notes.gone, options),
    ...figure("moved", numbers.moved, notes.moved, options),
    ...figure("came", pairs.came, notes.pairs, options),
    ...figure("went", pairs.went, notes.pairs, options),
  ];
}

/** Of what could not be looked at nobody knows whether it changed. */
function unverifiedLines({ to }: RunDiff, options: Options): string[] {
  const { unverified } = to.totals;
  const note = options.words.diff.notes.unverified({ run: to.run });
  return unverified === 0 ? [] : figure("unverified", unverified, note, options, "yellow");
}

function figure(
  label: keyof Messages["diff"]["labels"],
  value: number,
  note: string,
  { words, columns, paint }: Options,
  style?: Style,
): string[] {
  const { labels } = words.diff;
  const size = Math.max(...Object.values(labels).map(widthOf)) + 1;
  const indent = 2 + size + FIGURE + 2;
  const [start = "", ...rest] = wrap(note, Math.max(20, columns - 1 - indent));
  const head = `  ${pad(labels[label], size)}${pad(words.count(value), -FIGURE)}`;
  return [
    `${style === undefined ? head : paint(style, head)}  ${paint("dim", start)}`,
    ...rest.map((line) => " ".repeat(indent) + paint("dim", line)),
  ];
}

function numberColumns<Row extends { readonly numbers: NumberChanges }>(words: Messages): Column<Row>[] {
  const column = (change: keyof NumberChanges): Column<Row> => ({
    head: words.diff.heads[change],
    right: true,
    cell: ({ numbers }) => words.count(numbers[change]),
  });
  return [column("new"), column("gone"), column("moved")];
}

function clientColumns(words: Messages): Column<ClientChange>[] {
  const { heads } = words.diff;
  return [
    { head: heads.client, cell: ({ name }) => oneLine(name), shrinkTo: 12 },
    { head: heads.id, cell: ({ id }) => oneLine(id), shrinkTo: 8, dropAt: 2 },
    ...numberColumns<ClientChange>(words),
    { head: heads.came, right: true, cell: ({ pairs }) => words.count(pairs.came), dropAt: 1 },
    { head: heads.went, right: true, cell: ({ pairs }) => words.count(pairs.went), dropAt: 1 },
  ];
}

function regionColumns(words: Messages): Column<RegionChange>[] {
  return [
    { head: words.diff.heads.region, cell: ({ region }) => region },
    ...numberColumns<RegionChange>(words),
  ];
}

function pairColumns({ words, paint }: Options): Column<ChangedPair>[] {
  const { heads, changes, pairs } = words.diff;
  return [
    { head: heads.number, cell: ({ number }) => `+${number}` },
    {
      head: heads.change,
      cell: ({ change }) => changes[change],
      paint: (text, { change }) => paint(STYLES[change], text),
    },
    { head: heads.pair, cell: ({ pair }) => pairs[pair] },
    { head: heads.client, cell: ({ client }) => oneLine(client), shrinkTo: 10 },
    { head: heads.project, cell: ({ project }) => oneLine(project), shrinkTo: 10 },
    { head: heads.run, right: true, cell: ({ run }) => String(run), dropAt: 1 },
  ];
}

/** A difference as `--json` tells it, without its pairs. */
export function diffFacts({ from, to, totals, clients, regions }: RunDiff): Record<string, unknown> {
  return {
    source: to.source,
    from: versionFacts(from),
    to: versionFacts(to),
    ...totals,
    unverified: to.totals.unverified,
    clients,
    regions,
  };
}

function versionFacts({ run, status, startedAt, endedAt, totals }: Run): Record<string, unknown> {
  const { numbers, pairs, unverified } = totals;
  return { run, status, startedAt, endedAt, numbers, pairs, unverified };
}

/** A changed pair as `--json` tells it. */
export function pairFacts({ number, ...row }: ChangedPair): Record<string, unknown> {
  return { phone: `+${number}`, ...row };
}
