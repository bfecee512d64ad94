import { counts, formats } from "./counts.ts";

const { count, moment, duration } = formats;
const versions = (value: number): string =>
  `${count(value)} ${formats.plural(value, { one: "version", many: "versions" })}`;

/** What `import legacy` says. */
export const legacy = {
  title: (p: { file: string }) => `${p.file}, as it is understood:`,
  heads: { ours: "WE READ", theirs: "FROM", by: "BECAUSE" },
  by: {
    told: "you said so (--map)",
    reference: "a foreign key",
    key: "it is the key",
    name: "its name",
    content: "what it holds",
  },
  nowhere: "not found",
  unread: (p: { tables: string }) => `Tables that nothing is read from: ${p.tables}`,
  wrong: (p: { line: string }) => `Where that is wrong, say what is right: ${p.line}`,
  /** What the versions are. */
  kinds: {
    every: "each run of the old tool is a version, of all that it saw",
    first: "each run of the old tool is a version: its rows are what it found first",
    days: "each day on which something was found is a version",
    once: "no time is told, so all of it is one version, of the day the file was written",
  },
  plan: (p: { source: string; rows: number; versions: number; oldest: string; newest: string }) =>
    `${counts.rows(p.rows)} become ${versions(p.versions)} of ${p.source}, ` +
    (p.versions === 1 ? `of ${moment(p.oldest)} UTC` : `from ${moment(p.oldest)} to ${moment(p.newest)} UTC`),
  emptyRuns: (p: { runs: number }) =>
    `Runs of the old tool that no row is of, and that are left out: ${count(p.runs)}`,
  unnamed: (p: { source: string }) =>
    `No source ${p.source} is in the config: a later collect goes on with this history only under that very name.`,
  dry: "Nothing was written (--dry-run).",
  ask: "Import it so?",
  no: "Nothing was written.",
  importing: (p: { rows: number; of: number }) => `Importing: ${count(p.rows)} of ${counts.rows(p.of)}`,
  done: (p: { rows: number; versions: number; time: number; first: number; last: number }) =>
    `${counts.rows(p.rows)} imported in ${duration(p.time)}: ${versions(p.versions)}, ` +
    (p.first === p.last ? `run ${p.first}` : `runs ${p.first} to ${p.last}`),
  holds: (p: { clients: number; projects: number; numbers: number; pairs: number }) =>
    `The source holds ${counts.numbers(p.numbers)} (${count(p.pairs)} pairs) in ${counts.projects(p.projects)} of ${counts.clients(p.clients)}.`,
  rejected: (p: { count: number; reasons: string }) =>
    `${counts.records(p.count)} without a number: ${p.reasons}`,
  lost: {
    noProject: (p: { rows: number }) => `${counts.rows(p.rows)} of no known project left out`,
    sameProject: (p: { rows: number }) =>
      `${counts.rows(p.rows)} left out of projects whose id in the CRM another project has too`,
    noPhone: (p: { rows: number }) => `${counts.rows(p.rows)} left out whose phone is not in the file`,
  },
  next: (p: { line: string }) => `The next collect goes on from here: ${p.line}`,
};

/** What is wrong with the old tool's database, or with what was said of it. */
export const legacyFaults = {
  legacyMissing: (p: { file: string }) => [`There is no file ${p.file}.`, "Name the old tool's database."],
  legacyNone: (p: { file: string }) => [
    `${p.file} is no SQLite database.`,
    "Name the file that the old tool kept its numbers in; it often ends in .db or .sqlite.",
  ],
  legacyDamaged: (p: { file: string; why: string }) => [
    `${p.file} is damaged: ${p.why}.`,
    `Save what can be read with \`sqlite3 FILE .recover | sqlite3 NEW.db\`, and import that. Nothing was written.`,
  ],
  legacyBusy: (p: { file: string }) => [
    `${p.file} is locked by another program.`,
    "Stop the old tool, or import a copy of the file.",
  ],
  legacyUnreadable: (p: { file: string; why: string }) => [`${p.file} cannot be read: ${p.why}.`],
  legacyOurs: (p: { file: string }) => [
    `${p.file} is a database of this program, not of the old tool.`,
    "`datamaster db copy` copies such databases.",
  ],
  legacyUnknown: (p: { file: string; missing: string; first: string; holds: string }) => [
    `${p.file} is not understood: not found is ${p.missing}.`,
    `Say where it is with --map, like --map ${p.first}=NAME. The file holds: ${p.holds}`,
  ],
  legacyNoPart: (p: { part: string; known: string }) => [
    `--map knows no "${p.part}".`,
    `Before the = stands one of: ${p.known}.`,
  ],
  legacyNoSuch: (p: { part: string; theirs: string; known: string }) => [
    `The file has no "${p.theirs}" for ${p.part}.`,
    `It has: ${p.known}.`,
  ],
  legacyBadMap: (p: { text: string }) => [
    `"${p.text}" is no mapping.`,
    "Write it like `--map phones.phone=msisdn`: what we read, =, what it is called in the file.",
  ],
  legacyNoSource: () => [
    "Whose numbers are these?",
    "Name the source that the next collect will go on with: --source NAME, as in datamaster.yaml.",
  ],
  pastTooLate: (p: { source: string; run: number }) => [
    `The source ${p.source} has runs already (run ${p.run} is one): a history cannot be put before them.`,
    "Import into a database in which that source has none, before its first collect: --db sqlite:NEW.db",
  ],
  pastOlder: (p: { source: string; run: number }) => [
    `The old history begins before run ${p.run} of ${p.source}: the runs of a database are in the order of time, whatever their source.`,
    "Import it into a database of its own: --db sqlite:NEW.db",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
