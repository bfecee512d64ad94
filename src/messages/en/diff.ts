import { counts, formats } from "./counts.ts";

const { count, moment } = formats;

/** What `runs diff` says. */
export const diff = {
  title: (p: { source: string; from: number; to: number }) =>
    `${p.source}: what changed from run ${p.from} to run ${p.to}`,
  version: (p: { run: number; startedAt: string; numbers: number }) =>
    `run ${p.run}  ${moment(p.startedAt)} UTC  ${counts.numbers(p.numbers)}`,
  partial: "with quarantined items",
  labels: {
    new: "new",
    gone: "gone",
    moved: "moved",
    came: "pairs came",
    went: "pairs went",
    unverified: "unverified",
  },
  notes: {
    new: "numbers that the newer run holds and the older one did not",
    gone: "numbers that the older run held and the newer one does not",
    moved: "numbers that left a project and are in another one",
    pairs: "different project and number",
    unverified: (p: { run: number }) =>
      `numbers that run ${p.run} could not look at: kept as they were, they count neither as new nor as gone`,
  },
  nothing: "Nothing changed.",
  clients: (p: { shown: number; all: number }) => part("Clients with most changes", p.shown, p.all),
  regions: (p: { shown: number; all: number }) => part("Regions", p.shown, p.all),
  rows: (p: { shown: number; all: number }) => part("Changed pairs", p.shown, p.all),
  heads: {
    client: "CLIENT",
    id: "ID",
    region: "REGION",
    new: "NEW",
    gone: "GONE",
    moved: "MOVED",
    came: "PAIRS CAME",
    went: "WENT",
    number: "NUMBER",
    change: "CHANGE",
    pair: "PAIR",
    project: "PROJECT",
    run: "RUN",
  },
  changes: { new: "new", gone: "gone", moved: "moved", kept: "kept" },
  pairs: { came: "came", went: "went" },
  all: (p: { line: string }) => `All of them, as a file: ${p.line}`,
};

/** `Regions (10 of 14):`. */
function part(title: string, shown: number, all: number): string {
  return shown === all ? `${title}:` : `${title} (${count(shown)} of ${count(all)}):`;
}

export const diffFaults = {
  diffSame: (p: { run: number }) => [
    `Run ${p.run} does not differ from itself.`,
    "Name two runs: `datamaster runs list`.",
  ],
  diffSources: (p: { run: number; source: string; other: number; otherSource: string }) => [
    `Run ${p.run} is of ${p.source} and run ${p.other} of ${p.otherSource}: only runs of one source can be compared.`,
    `See \`datamaster runs list --source ${p.source}\`.`,
  ],
  diffOtherSource: (p: { run: number; source: string; asked: string }) => [
    `Run ${p.run} is of ${p.source}, not of ${p.asked}.`,
    `See \`datamaster runs list --source ${p.asked}\`.`,
  ],
  noSuchClient: (p: { source: string; client: string }) => [
    `The source ${p.source} has no client ${p.client} of which this is known.`,
  ],
  diffUnfinished: (p: { run: number; status: string }) => [
    `Run ${p.run} is ${p.status}: only finished runs can be compared.`,
    "`datamaster runs list` shows which are complete or partial.",
  ],
  diffNoRuns: (p: { source: string }) => [
    `No run${p.source === "" ? "" : ` of ${p.source}`} is finished yet.`,
    "`datamaster collect` makes the first one; `datamaster runs list` shows them.",
  ],
  diffOneRun: (p: { run: number }) => [
    `Only run ${p.run} is finished: there is nothing to compare it with.`,
    "After the next `datamaster collect` there is.",
  ],
  diffWhichSource: (p: { sources: string }) => [
    `Several sources have runs: ${p.sources}.`,
    "Name one with --source, or two runs.",
  ],
  diffNothingBefore: (p: { since: string; oldest: string }) => [
    `No finished run was begun before ${moment(p.since)} UTC; the oldest was at ${moment(p.oldest)} UTC.`,
    "Give a later --since, or two runs: `datamaster runs list`.",
  ],
  diffNothingSince: (p: { since: string; run: number }) => [
    `No run that is finished was begun since ${moment(p.since)} UTC; the last one is run ${p.run}.`,
    "Give an earlier --since, or collect first.",
  ],
  diffSinceAndRuns: () => ["--since and runs do not go together.", "Give one or the other."],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
