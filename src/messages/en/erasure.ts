import { counts, formats } from "./counts.ts";

/** What `erase` says. */
export const erasing = {
  title: (p: { count: number }) => `Of ${counts.numbers(p.count)} the store keeps:`,
  labels: {
    numbers: "numbers that projects have or had",
    places: "rows of history",
    rejected: "raw values without a number",
    texts: "names, labels, causes of failures",
    pages: "pages of unfinished runs",
    suppressed: "entries of the do-not-call list",
    erasedBefore: "numbers erased before",
  },
  sure: "Erase all of it? It cannot be undone.",
  files: {
    holds: {
      deleted: "Files that hold one of them, and are deleted too:",
      kept: "Files that hold one of them, and stay (--keep-files):",
    },
    closed: {
      deleted: "Files that nobody can look into, and that are deleted too (--delete-locked):",
      kept: "Files that nobody can look into, encrypted backups say, and that stay (--delete-locked deletes them):",
    },
  },
  missing: (p: { count: number }) =>
    `${counts.files(p.count)} that exports wrote ${p.count === 1 ? "is" : "are"} no more where ${p.count === 1 ? "it was" : "they were"}: copies are yours to look after.`,
  working: "Erasing, and writing the database anew.",
  done: (p: { count: number; files: number }) =>
    p.files === 0
      ? `${counts.numbers(p.count)} erased.`
      : `${counts.numbers(p.count)} erased, ${counts.files(p.files)} deleted.`,
  left: (p: { file: string }) => `Still there: ${p.file}`,
  notDone: (p: { count: number }) =>
    `${counts.numbers(p.count)} erased from the store, but not gone: the files above hold them, or may.`,
  elsewhere: "The CRM still holds what it held: remove it there too. It does not come back here.",
  allowed: (p: { count: number }) =>
    p.count === 0
      ? "None of them was erased."
      : `${counts.numbers(p.count)} may come back with the next run.`,
};

/** What `subject` says. */
export const subject = {
  texts: "Texts that hold it",
  where: {
    client: "name of a client",
    project: "name of a project",
    rejected: "raw value",
    label: "label or contact",
    quarantine: "cause of a failure",
    suppression: "reason on the do-not-call list",
  },
  files: "Files",
  states: { holds: "holds it", closed: "nobody can look into it" },
  else: "Also",
  erased: (p: { at: string }) => `erased ${formats.moment(p.at)} UTC; it does not come back`,
  pages: (p: { count: number }) => `in ${formats.count(p.count)} saved pages of unfinished runs`,
};

const KEY = "the key by which erased numbers are known again";
const WHY = "Without it, numbers that were erased from this database would come back with the next run.";

/** Why the key of tombstones cannot be used. */
export const erasureFaults = {
  keyMissing: (p: { file: string }) => [
    `Numbers were erased from this database, and ${KEY} is not there: ${p.file}`,
    `Put the file back from its backup, or name where it is with \`tombstoneKeyFile\` in the config. ${WHY}`,
  ],
  keyOther: (p: { file: string }) => [
    `Numbers were erased from this database under another key than that of ${p.file}.`,
    `Put the right file back, or name where it is with \`tombstoneKeyFile\` in the config. ${WHY}`,
  ],
  keyNoKey: (p: { file: string }) => [
    `${p.file} is no key: it must hold 64 hexadecimal digits.`,
    "Put the file back from its backup, or name another one with `tombstoneKeyFile` in the config.",
  ],
  keyUnusable: (p: { file: string; why: string }) => [
    `The file of ${KEY} cannot be used: ${p.file}: ${p.why}`,
    "Make it readable and writable, or name another one with `tombstoneKeyFile` in the config.",
  ],
  linesUnread: (p: { count: number; lines: string }) => [
    `${p.count === 1 ? "A line holds" : `${p.count} lines hold`} no number: ${p.lines}. Nothing was done.`,
    "Correct them, or name the region of national numbers with --region.",
  ],
  eraseUnconfirmed: () => [
    "Nothing was erased: nobody confirmed it.",
    "Run it again with --yes, or at a terminal, where it asks.",
  ],
  eraseRefused: () => ["Nothing was erased."],
  wipeBusy: (p: { path: string }) => [
    `Another process reads ${p.path}, so that old bytes of what was erased may still lie in it.`,
    "Let the other command end, then run the same erase again: it finishes the work.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
