import { counts } from "./counts.ts";

/** What `runs revert` and `runs prune` say. */
export const versions = {
  revert: {
    title: (p: { source: string; to: number }) => `${p.source} as it was after run ${p.to}:`,
    labels: { new: "numbers come back", gone: "numbers go", came: "pairs come back", went: "pairs go" },
    nothing: (p: { source: string; to: number }) =>
      `${p.source} holds what it held after run ${p.to}: there is nothing to revert.`,
    sure: "Make that a new version?",
    done: (p: { run: number; to: number; numbers: number }) =>
      `Run ${p.run} is what run ${p.to} was: ${counts.numbers(p.numbers)}. The next collect reads everything.`,
  },
  prune: {
    heads: {
      source: "SOURCE",
      oldest: "KEPT SINCE RUN",
      begun: "BEGUN (UTC)",
      runs: "RUNS FOLDED",
      numbers: "NUMBERS",
      spans: "PAST STAYS",
      raws: "RAW VALUES",
      details: "DETAILS",
    },
    none: "-",
    explained:
      "What was held after folded runs can be asked for no more. Numbers that are still held stay, with the day on which they were first seen; " +
      "NUMBERS are those of which nothing is left.",
    nothing: "Nothing is old enough to go.",
    sure: "Delete that?",
    onlyShown: "Nothing was deleted.",
    done: (p: { rows: number; freed: string | null }) =>
      `${counts.rows(p.rows)} deleted${p.freed === null ? "; the room is used again by later runs." : `, ${p.freed} less on disk.`}`,
  },
};

export const versionFaults = {
  revertUnfinished: (p: { run: number; status: string }) => [
    `Run ${p.run} is ${p.status}: only what a finished run left can come back.`,
    "`datamaster runs list` shows which are complete or partial.",
  ],
  runPruned: (p: { run: number; source: string; oldest: number }) => [
    `What ${p.source} held after run ${p.run} was pruned.`,
    `Run ${p.oldest} is the oldest whose list is kept.`,
  ],
  pruneNoSource: (p: { source: string }) => [
    `No run of a source ${p.source} is stored.`,
    "`datamaster runs list` shows the names.",
  ],
  pruneFirstRun: () => [
    "A source is being read for the first time.",
    "Nothing was changed. Run it again when that run is over.",
  ],
  pruneNoTerms: () => [
    "How much is to be kept is not told.",
    "Give --keep 90d or --keep-runs 10, or a retention to the sources, in the config or the dashboard.",
  ],
  wrongAge: (p: { age: string }) => [`"${p.age}" is no span of time.`, "Write it like 36h, 90d or 12w."],
  actionRefused: () => ["Nothing was changed."],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** Help of the verbs. */
export const versionVerbs = {
  runsRevert: {
    summary: "make the list what it was after a run",
    about:
      "Makes the list of a source what it was after a finished run, as a new version: for a CRM that answered nonsense. The " +
      "versions in between stay as they were. Shows what comes and goes first; the next collect reads everything.",
    run: "number of the run whose list comes back",
    yes: "do not ask",
    examples: { one: "shows what would change, and asks", yes: "for scripts" },
  },
  runsPrune: {
    summary: "let go of old versions",
    about:
      "Deletes what no kept version holds: past stays of numbers, details of old runs, and raw values of rejected records, as retention " +
      "in the config or the flags say. Numbers that are still held are never touched. Shows what goes, and asks.",
    keep: "keep what was held within this time: 90d",
    keepRuns: "keep the versions of so many finished runs",
    source: "only of this source; may be repeated",
    dryRun: "only show what would go",
    yes: "do not ask",
    examples: {
      retention: "by the retention of the config",
      keep: "what was held in the last 90 days stays",
      preview: "what would go",
    },
  },
};
