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
  wipeBusy: (p: { path: string }) => [
    `Another process reads ${p.path}, so that old bytes of what was erased may still lie in it.`,
    "Let the other command end, then run the same erase again: it finishes the work.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
