import { formats } from "./counts.ts";

const { count, decimal, moment, plural } = formats;

const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${count(Math.max(1, bytes / 1e3))} kB` : `${decimal(bytes / 1e6)} MB`;

/** What `backup` and `restore` say. */
export const backups = {
  size: (p: { bytes: number }) => sizeOf(p.bytes),
  steps: { copy: "Copying", check: "Checking", write: "Writing", read: "Reading" },
  written: (p: { file: string; bytes: number; encrypted: boolean }) =>
    `Backup written to ${p.file}: ${sizeOf(p.bytes)}${p.encrypted ? ", encrypted" : ""}`,
  digest: (p: { sha256: string }) => `SHA-256 ${p.sha256}`,
  none: "No backups yet.",
  missing: "not there",
  heads: { at: "MADE (UTC)", kind: "KIND", size: "SIZE", file: "FILE" },
  kinds: { manual: "backup", "before-migration": "before update", "before-restore": "before restore" },
  backupHolds: (p: { file: string; facts: string }) => `${p.file} holds ${p.facts}.`,
  replaces: (p: { store: string; facts: string }) => `${p.store} holds ${p.facts}.`,
  noDatabase: "nothing yet",
  damagedDatabase: "a database that is damaged",
  /** `run` and `at`: the newest one; null where there is none. */
  facts: (p: { runs: number; bytes: number; sources: string; run: number | null; at: string }) =>
    p.run === null
      ? `no runs (${sizeOf(p.bytes)})`
      : `${count(p.runs)} ${plural(p.runs, { one: "run", many: "runs" })} of ${p.sources}, the newest run ${p.run} of ${moment(p.at)} UTC (${sizeOf(p.bytes)})`,
  ask: {
    newPassphrase: "Passphrase for the backup (without it nobody can read it again):",
    again: "Once more:",
    passphrase: "Passphrase of the backup:",
    replace: "Put the backup in the database's place?",
  },
  nothingChanged: "Nothing was changed.",
  lostWithIt:
    "What the damaged database knew of erased numbers, of those that must not be called and of who did what could not be taken over: erase and suppress again what is newer than the backup.",
  restored: (p: { file: string }) => `Restored from ${p.file}.`,
  kept: (p: { file: string }) =>
    `What was there before lies in ${p.file}; delete it when you need it no more.`,
};

export const backupFaults = {
  backupNoFile: () => [
    "Where the backup is to be written is not told.",
    "Name a file: `datamaster backup numbers.db`; `datamaster backup --list` shows those that were made.",
  ],
  backupOntoItself: (p: { file: string }) => [
    `${p.file} is the database itself, or a part of it.`,
    "Name another file.",
  ],
  backupMissing: (p: { file: string }) => [
    `There is no file ${p.file}.`,
    "`datamaster backup --list` shows where backups were written.",
  ],
  backupUnreadable: (p: { file: string }) => [
    `${p.file} cannot be read.`,
    "Check that it is a file and that you may read it.",
  ],
  backupNone: (p: { file: string }) => [
    `${p.file} is no backup of this program.`,
    "`datamaster backup --list` shows where backups were written.",
  ],
  backupDamaged: (p: { file: string; why: string }) => [
    `${p.file} is damaged or was cut: ${p.why}`,
    "Nothing was changed. Take another copy of it, or an older backup: `datamaster backup --list`.",
  ],
  backupNotOpened: (p: { file: string }) => [
    `${p.file} is not opened by this key or passphrase.`,
    "Nothing was changed. Give the one that it was made for.",
  ],
  backupNeedsKey: (p: { file: string }) => [
    `What ${p.file} holds is encrypted.`,
    "Give --identity FILE, or its passphrase.",
  ],
  backupNeedsIdentity: () => [
    "The backup is encrypted for a key.",
    "Name the file with the secret key: --identity key.txt.",
  ],
  backupElsewhere: (p: { backup: string; restore: string }) => [
    "A PostgreSQL database is backed up and restored by its own programs.",
    `Run:\n  ${p.backup}\n  ${p.restore}`,
  ],
  wrongRecipient: (p: { recipient: string; why: string }) => [
    `${p.recipient} is no public key of age (${p.why}).`,
    "It begins with age1; `age-keygen` prints it.",
  ],
  wrongIdentity: () => [
    "The file holds no secret key of age.",
    "Its line begins with AGE-SECRET-KEY-; `age-keygen -o key.txt` writes such a file.",
  ],
  identityUnreadable: (p: { file: string }) => [
    `${p.file} cannot be read.`,
    "Name the file that `age-keygen -o` wrote.",
  ],
  passphraseShort: (p: { least: number }) => [
    `The passphrase is shorter than ${p.least} characters.`,
    "Take four or five random words.",
  ],
  passphrasesDiffer: () => ["The two passphrases differ.", "Run it again."],
  passphraseNeeded: (p: { variable: string }) => [
    "A passphrase is needed, and nobody can be asked.",
    `Put it into ${p.variable} (environment or .env), or name keys with --recipient and --identity.`,
  ],
  yesNeeded: () => ["Nobody can be asked whether to go on.", "Add --yes where that is what you want."],
  databaseInUse: (p: { path: string }) => [
    `${p.path} is open in another process.`,
    "Nothing was changed. Wait for it or stop it, and run the same command again.",
  ],
} satisfies Record<string, (p: never) => readonly [string, string?]>;

/** Help of the verbs. */
export const backupVerbs = {
  backup: {
    summary: "copy the database to a file, also while a run goes on",
    about:
      "Writes a checked copy of the database as it is at one moment; runs go on meanwhile. A name that ends in .gz is compressed, " +
      "one that ends in .age is encrypted: for the keys of --recipient or of the setting backupRecipients, else with a " +
      "passphrase, which is asked for or stands in DATAMASTER_BACKUP_PASSPHRASE.",
    file: "where to write it",
    encrypt: "encrypt it in the format of age",
    recipient: "public key that it is encrypted for; may be repeated",
    force: "replace the file if it exists",
    list: "show the backups that were made",
    examples: {
      plain: "a plain copy",
      recipient: "compressed and encrypted for a key",
      passphrase: "encrypted with a passphrase",
      list: "where they lie",
    },
  },
  restore: {
    summary: "bring a backup back",
    about:
      "Checks a backup, shows what it holds, and puts it in the database's place. The database that was there is kept beside it. " +
      "Who must not be called, erasures and the audit log of the database that is replaced stay in force.",
    file: "the backup",
    identity: "file with the secret key, where it was encrypted for one",
    yes: "do not ask",
    examples: { ask: "shows both, and asks", identity: "an encrypted one, for scripts" },
  },
};
