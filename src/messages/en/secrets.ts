const WHY = "Secrets of sources that were made in the dashboard are sealed under it.";

/** Why the master key, or what is sealed under it, cannot be used. */
export const secretFaults = {
  secretKeyWrong: () => [
    "DATAMASTER_SECRET_KEY is no key: it must hold 64 hexadecimal digits.",
    "`openssl rand -hex 32` makes one. Where secrets are sealed already, it must be the one they were sealed under.",
  ],
  secretFileWrong: (p: { file: string }) => [
    `${p.file} is no key: it must hold 64 hexadecimal digits.`,
    `Put the file back from its backup, or name another one with \`secretKeyFile\`. ${WHY}`,
  ],
  secretFileOpen: (p: { file: string }) => [
    `Others than its owner may read the secret key: ${p.file}`,
    ` chmod 600 ${p.file}`,
  ],
  secretFileUnusable: (p: { file: string; why: string }) => [
    `The file of the secret key cannot be used: ${p.file}: ${p.why}`,
    "Make it readable and writable, or name another one with `secretKeyFile`.",
  ],
  secretKeyOfVariable: () => [
    "The key is in DATAMASTER_SECRET_KEY, which this program cannot change.",
    "Write it to the file that `secretKeyFile` names (mode 600), unset the variable, and try again.",
  ],
  secretKeyMissing: (p: { file: string }) => [
    `Secrets are sealed in this database, and their key is not there: ${p.file}`,
    `Put the file back from its backup, set DATAMASTER_SECRET_KEY, or name where it is with \`secretKeyFile\`. ${WHY}`,
  ],
  secretKeyOther: (p: { of: string; sealed: string; key: string }) => [
    `The secrets of ${p.of} are sealed under key ${p.sealed}, and the key here is ${p.key}.`,
    "Put the right key back, or put the secrets in anew.",
  ],
  secretDamaged: (p: { of: string }) => [
    `The sealed secrets of ${p.of} are damaged: they were changed, or moved from another row.`,
    "Put the secrets in anew.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
