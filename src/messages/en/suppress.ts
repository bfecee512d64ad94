import { counts, formats } from "./counts.ts";

const { count } = formats;

/** What `suppress` says. */
export const suppressing = {
  added: (p: { changed: number; unchanged: number; suppressed: number }) =>
    `${counts.numbers(p.changed)} added${p.unchanged === 0 ? "" : `, ${count(p.unchanged)} on the list already`}; ${count(p.suppressed)} must not be called now.`,
  removed: (p: { changed: number; unchanged: number; suppressed: number }) =>
    `${counts.numbers(p.changed)} removed${p.unchanged === 0 ? "" : `, ${count(p.unchanged)} not on the list`}; ${count(p.suppressed)} must not be called now.`,
  unreadable: (p: { count: number }) => `No number in ${counts.lines(p.count)}:`,
  line: (p: { line: number; text: string }) => `line ${p.line}: ${p.text}`,
  more: (p: { count: number }) => `and ${count(p.count)} more`,
  none: "No number is suppressed.",
  shown: (p: { shown: number; all: number }) =>
    `${count(p.shown)} of ${count(p.all)}: --csv or --json prints all of them.`,
  heads: { phone: "NUMBER", since: "SINCE (UTC)", who: "BY", reason: "REASON" },
};

export const suppressVerbs = {
  suppress: {
    summary: "numbers that must not be called",
    about:
      "Keeps the list of numbers that must not be called. No export holds them, unless --include-suppressed asks for them; " +
      "collect --skip-suppressed does not even store them.",
    examples: { add: "asks for a number", import: "a list, in any spelling", list: "what is on it" },
  },
  suppressAdd: {
    summary: "put numbers on the list",
    about:
      "Puts numbers on the list of those that must not be called, in any spelling. Those that are on it keep their reason.",
    numbers:
      "numbers, which others on this machine may see in the list of processes; without them, or with -, one is asked for or a list read from stdin",
    reason: "why, kept with each of them",
    region:
      "country of numbers written without a calling code (default: those of the sources); may be repeated",
    examples: { ask: "asks for the number", list: "a number a line", one: "on the command line" },
  },
  suppressRemove: {
    summary: "take numbers off the list",
    about: "Takes numbers off the list: they may be called again.",
    reason: "why, kept in the audit log",
    examples: { ask: "asks for the number", list: "a number a line" },
  },
  suppressImport: {
    summary: "put a file's numbers on the list",
    about:
      "Reads a text file of a number a line, or a column of a CSV, gzipped or not, in any spelling, and puts its numbers on the " +
      "list. Values without a number are counted and shown masked.",
    file: "the file; - is not one: `suppress add -` reads stdin",
    column: "number of the column, or its name in the header (default: 1)",
    examples: { plain: "a number a line", column: "a column of a CSV" },
  },
  suppressList: {
    summary: "show the list",
    about:
      "Shows the numbers that must not be called: since when, by whom, why. What is shown is noted in the audit log.",
    csv: "all of them as CSV: phone,since,who,reason",
    limit: "at most so many (default: 20, with --csv and --json all)",
    examples: { look: "the first of them", csv: "for a dialler", json: "for programs" },
  },
};

export const suppressFaults = {
  listHoldsNone: (p: { read: number; column: string }) => [
    `None of ${counts.values(p.read)} in column ${p.column} holds a number: nothing was changed.`,
    "Name the right column with --column, and with --region the country of numbers without a calling code.",
  ],
  listUnreadable: (p: { file: string; why: string }) => [`${p.file} cannot be read: ${p.why}`],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
