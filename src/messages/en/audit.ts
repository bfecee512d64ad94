import { counts } from "./counts.ts";

/** What `audit` says. */
export const audit = {
  none: "Nothing is noted yet.",
  heads: { seq: "NO", at: "WHEN (UTC)", who: "WHO", action: "WHAT", detail: "DETAIL" },
  whole: (p: { entries: number }) => `${counts.entries(p.entries)}, all as they were written.`,
  head: (p: { head: string }) =>
    `Head: ${p.head}\nNote it elsewhere: audit verify --head finds later whether the end was cut off.`,
  found: (p: { seq: number }) => `The log still holds the entry with this hash, number ${p.seq}.`,
  cut: "The log holds no entry with this hash: its end was cut off, or it is another log.",
  broken: {
    changed: (p: { seq: number }) => `Entry ${p.seq} is not what was written.`,
    unlinked: (p: { seq: number }) => `Entry ${p.seq} does not follow the one before it.`,
    missing: (p: { seq: number }) => `Before entry ${p.seq} others are missing.`,
  },
};

export const auditVerbs = {
  audit: {
    summary: "who exported, suppressed or erased what",
    about:
      "Shows and checks the log of what people did with the data: each entry is linked to the one before it by its hash.",
    examples: { list: "the last entries", verify: "whether any was changed" },
  },
  auditList: {
    summary: "the last entries",
    about:
      "Lists what people did with the data, newest first: who, when, what, filter and counts. It holds no number.",
    action: "only of this kind: export, suppress, unsuppress, erase, revert, prune, config, ...",
    since: "only from this date on (2026-11-01, in UTC) or since so long ago (36h, 7d, 2w)",
    limit: "at most so many",
    examples: { last: "the last 20", exports: "who exported in the last week", json: "for programs" },
  },
  auditVerify: {
    summary: "check that no entry was changed",
    about:
      "Reads the whole log and names the first entry that was changed, or before which one is missing; then it ends with 1. " +
      "That its end was cut off shows only by a hash that was noted elsewhere before.",
    head: "the hash of an entry that the log must still hold",
    examples: { all: "the whole log, and its head", head: "that nothing up to this entry was cut off" },
  },
};

export const auditFaults = {
  exportNotNoted: (p: { why: string }) => [
    `Nothing was exported, since it could not be noted in the audit log: ${p.why}`,
    "Whoever exports must be able to write to the database. Export from a copy that can be written.",
  ],
  noHash: (p: { hash: string }) => [
    `'${p.hash}' is no hash of an entry.`,
    "It has 64 digits and letters from a to f, as `audit verify` prints it.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
