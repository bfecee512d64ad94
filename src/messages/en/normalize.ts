import { formats } from "./counts.ts";

const { count, decimal } = formats;

/** How far `normalize` is with a file. */
export const normalizing = {
  progress: (p: { percent: number; megabytes: number; of: number; rate: number }) =>
    `${count(p.percent)}%  ${count(p.megabytes)} of ${count(p.of)} MB  ${decimal(p.rate)} MB/s`,
  left: (p: { eta: string }) => `${p.eta} left`,
  noUtf8:
    "warning: the input is not UTF-8; bytes that are no text are read as such. Name its encoding: `--encoding windows-1251`",
  /** What each step of --explain is. */
  steps: {
    clean: "clean: digits and plain signs alone, read as they stand",
    plain: "plain signs for signs of other scripts, invisible ones left out",
    rewritten: "links, dialling signs or spreadsheet forms written out",
    "look-alike": "letters taken for digits",
    cut: "left out: it is something else",
    piece: "may be one number",
    extension: "has an extension",
    label: "is announced as something else",
    tried: "read as one number",
    vanity: "letters of a keypad",
    number: "NUMBER",
    rejected: "REJECTED",
  },
  /** What came of a step of --explain. */
  outcomes: { valid: "valid", "no number": "no number", "no region": "no region" },
};

/** Texts of errors of `normalize`. */
export const normalizeFaults = {
  noEncoding: (p: { name: string }) => [
    `There is no encoding "${p.name}".`,
    "Known are those of browsers: `utf-8`, `utf-16le`, `windows-1251`, `koi8-r`, `ibm866` and others.",
  ],
  columnTooFar: (p: { column: number; columns: number }) => [
    `There is no column ${p.column}: the first line has ${p.columns}.`,
    "Cells are parted by the sign that parts the first line into most of them; --delimiter names another.",
  ],
  columnNotNamed: (p: { name: string; names: string }) => [
    `The header has no column "${p.name}".`,
    `It has: ${p.names}.`,
  ],
  columnNoNumber: (p: { column: string }) => [
    `--column takes a number from 1 on, not "${p.column}".`,
    "With --header it may be a name, too.",
  ],
  delimiterNotOne: () => ["--delimiter takes one ASCII character, or `tab`."],
  recordTooLong: (p: { record: number }) => [
    `Record ${p.record} of the input is longer than a megabyte.`,
    "A quote that nobody closed is the usual cause; without --column the input is read line by line.",
  ],
  answerThreadEnded: (p: { why: string }) => [
    `A thread that reads values ended: ${p.why}.`,
    "Run it again with --jobs 1; if it comes back, please report it.",
  ],
  tableUnreadable: (p: { file: string; why: string }) => [`${p.file} could not be read: ${p.why}`],
  noTable: (p: { file: string; why: string }) => [
    `${p.file} is no number table: ${p.why}.`,
    "`npm run phone:compile -- --out FILE` makes one; FILE must not end in .ts.",
  ],
  noRepair: (p: { name: string; known: string }) => [`There is no repair "${p.name}".`, `Known: ${p.known}.`],
  explainAlone: () => [
    "--explain prints for people: leave --format, --column, --delimiter, --header, --jobs and --flags out.",
  ],
  strictOrRepairs: () => ["--strict switches every repair off; leave --no-repair and --other-regions out."],
};

/** Help of the verb. */
export const normalizeVerbs = {
  normalize: {
    summary: "read phone numbers from stdin, print JSON",
    about:
      "Reads one raw value a line from stdin and prints for each " +
      '{"raw", "numbers": [{"e164", "region", "type", "ext"?, "repairs"?, "flags"?}]}, with "reason" where it holds no number.',
    region: "country of numbers written without a calling code",
    format: "jsonl (default) or tsv: cells raw, e164, region, type, ext, repairs, reason (and flags)",
    column: "the values are a column of a CSV: its number, or its name in the header",
    delimiter: "sign between the cells of the CSV, or tab; found out without it",
    header: "the first line is a header: it gets no answer; tsv answers begin with one",
    encoding:
      "encoding of the input where it is not UTF-8, or UTF-16 with its mark: `windows-1251`, `koi8-r`, ...",
    jobs: "threads that share large input (default: one for each core)",
    strict: "libphonenumber's reading alone: nothing is repaired",
    otherRegions: "countries to try where the region fails, in this order",
    noRepair: "repairs that are not to be made: look-alike, stem, ...; several parted by commas",
    flags: "tell what speaks for a number being made up: repeated-digit, run, fiction, ...",
    table: "read by this compiled number table instead of the one that comes along",
    explain: "tell step by step how this value is read, or each line of stdin; with --json as a document",
    examples: {
      one: "one value",
      file: "a file",
      column: "a column of a CSV",
      reasons: "why values were rejected; only numbers with a calling code are read",
      flags: "values that hold a number which looks made up",
      explain: "why a value is read as it is",
    },
  },
};
