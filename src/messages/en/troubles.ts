import { counts, formats } from "./counts.ts";

/** A text and, where something can be done about it, what to do next. */
type Trouble = readonly [message: string, hint?: string];

const AGAIN = "run the same command again: it continues.";
const OTHER_FILE = "name another file with --db sqlite:PATH";
const BASE_URL =
  "Check the base URL: it must end where /me, /clients and /projects begin, like https://crm.example.com/api/v1.";

/** What goes wrong around the program and what it is fed: databases, disks, certificates, answers. */
export const troubles = {
  // The database's file.
  databaseDamaged: (p: { path: string; why: string; rescue: string }) => [
    `The database ${p.path} is damaged (${p.why}). It was left as it is.`,
    p.rescue,
  ],
  /** Shell lines; each path is quoted already. */
  rescueFromBackup: (p: { keep: string; restore: string; backup: string }) => [
    `Put it aside and bring back the backup ${p.backup}, then collect again:\n  ${p.keep}\n  ${p.restore}`,
  ],
  rescueByReading: (p: { keep: string; recover: string }) => [
    `Put it aside, and save what can still be read (with the sqlite3 program); then collect again:\n  ${p.keep}\n  ${p.recover}\n` +
      "Without the last line the next collect begins a new database, without the history.",
  ],
  databaseNone: (p: { path: string }) => [
    `${p.path} is no database; it was left as it is.`,
    `Look at what it is, or ${OTHER_FILE}.`,
  ],
  databaseIsFolder: (p: { path: string }) => [
    `The database ${p.path} cannot be used: it is a folder.`,
    "Name a file in it, like --db sqlite:FOLDER/datamaster.db.",
  ],
  databaseNoFolder: (p: { path: string; folder: string }) => [
    `The database ${p.path} cannot be made: there is no folder ${p.folder}.`,
    `Make the folder, or ${OTHER_FILE}.`,
  ],
  databaseReadOnly: (p: { path: string }) => [
    `The database ${p.path} cannot be written: its disk or file is read-only.`,
    `Make it writable, or ${OTHER_FILE}. What it holds can still be read: status, runs, numbers.`,
  ],
  databaseReadOnlyOpen: (p: { path: string }) => [
    `The database ${p.path} cannot be read: it was not closed in order, and its disk is read-only.`,
    `Copy it with its -wal file to a place that can be written, and name it with --db sqlite:PATH.`,
  ],
  databaseDenied: (p: { path: string }) => [
    `The database ${p.path} may not be used by this user.`,
    `Run the command as the user whose file it is, or ${OTHER_FILE}.`,
  ],
  databaseDiskFull: (p: { path: string }) => [
    `The database ${p.path} could not be written: the disk is full.`,
    `Nothing stored is lost. Free some space, then ${AGAIN}`,
  ],
  databaseDisk: (p: { path: string; why: string }) => [
    `The database ${p.path} could not be read or written: ${p.why}.`,
    `Nothing stored is lost. Look whether the disk is sound and has room, then ${AGAIN}`,
  ],
  databaseBusy: (p: { path: string }) => [
    `Another program keeps the database ${p.path} locked.`,
    `Nothing stored is lost. Close it (a database browser, a backup), then ${AGAIN}`,
  ],

  // A file to write.
  outputNoFolder: (p: { file: string; folder: string }) => [
    `${p.file} could not be written: there is no folder ${p.folder}.`,
    "Make the folder, or name another file.",
  ],
  outputReadOnly: (p: { file: string }) => [
    `${p.file} could not be written: its disk is read-only.`,
    "Name a file in a place that can be written.",
  ],
  outputDenied: (p: { file: string }) => [
    `${p.file} could not be written: this user may not.`,
    "Name a file in a folder of your own.",
  ],
  outputDiskFull: (p: { file: string }) => [
    `${p.file} could not be written: the disk is full.`,
    "Free some space, or name a file on another disk; no half of it was left.",
  ],

  // Certificates.
  certificateUntrusted: (p: { host: string; code: string }) => [
    `The certificate of ${p.host} is not signed by anybody this machine trusts (${p.code}).`,
    "If it is your company's own, trust its authority with NODE_EXTRA_CA_CERTS=FILE; else ask who runs the CRM.",
  ],
  certificateExpired: (p: { host: string; code: string }) => [
    `The certificate of ${p.host} is out of date (${p.code}).`,
    "Look whether this machine's clock is right; if it is, have who runs the CRM renew the certificate.",
  ],
  certificateOfOther: (p: { host: string; code: string }) => [
    `The certificate of ${p.host} is for another host (${p.code}).`,
    "Use the host name that the certificate is for in the base URL.",
  ],
  noTls: (p: { host: string; code: string }) => [
    `${p.host} does not speak HTTPS (${p.code}).`,
    "Check the base URL: its port may be wrong, or it must begin with http://.",
  ],

  // What the CRM answers.
  webPageAtMe: () => ["The base URL answers with a web page, not as a DataMaster CRM does.", BASE_URL],
  statusAtMe: (p: { status: number }) => [`The base URL answers, but /me with status ${p.status}.`, BASE_URL],
  movedAtMe: (p: { status: number; to: string }) => [
    `The base URL answers with a redirect (${p.status}) to ${p.to}.`,
    "If that is where the CRM's API is, write it into the base URL; a page for signing in is not.",
  ],
  throttledAtMe: () => [
    "The CRM asks to slow down (429) before the run could begin.",
    "Other programs may use the same account. Wait a minute, then run the same command again.",
  ],
  otherClients: (p: { why: string }) => [
    `The base URL answers, but its list of clients is not a DataMaster CRM's: ${p.why}`,
    BASE_URL,
  ],
  emptyPage: (p: { total: number }) => [`tells of ${p.total} items and holds none`],
  withoutId: (p: { count: number }) => [`The CRM lists ${p.count} without an id.`],
  pagesMixed: (p: { project: string }) => [
    `The pages of project ${p.project} that are known no longer go together; they are read anew.`,
  ],
  listMoved: (p: { total: number; listed: number }) => [
    `The CRM tells of ${p.total} items in this list and lists ${p.listed}.`,
  ],
  staleList: (p: { clients: number; run: number; day: string }) => [
    `The list of clients cannot be read; the run goes on with the ${counts.clients(p.clients)} of ${p.day}, run ${p.run}.`,
  ],
  staleListUsed: (p: { clients: number; run: number; day: string }) => [
    `The ${counts.clients(p.clients)} of ${p.day}, run ${p.run} were read instead.`,
  ],
  phonesEmptied: (p: { empty: number; records: number; run: number }) => [
    `${formats.count(p.empty)} of ${counts.records(p.records)} have no phone, where run ${p.run} found most filled: ` +
      "the CRM may have renamed the field, or the token may no longer see it. Look at a record in the CRM.",
  ],
  clientsChanged: (p: { before: number; now: number }) => [
    `The CRM has ${p.now} clients now and had ${p.before} when their list was read; the list is read again.`,
  ],
  listWithoutIds: (p: { client: string }) => [
    p.client === ""
      ? "The CRM lists clients without an id, which cannot be asked for; the others are read."
      : `The CRM lists projects of client ${p.client} without an id, which cannot be asked for; the others are read.`,
  ],
  clientsVanished: (p: { clients: number }) => [
    `The CRM lists no client, and this source held ${p.clients}. Nothing was taken for gone.`,
    "The token may have lost its rights, or the CRM is being restored: look there, then run the same command again. " +
      "If all clients are really gone, add --allow-empty.",
  ],
  noClients: () => ["The CRM lists no client: it holds none yet, or this token may not see them."],
  checkNoClients: () => [
    "the list of clients is empty",
    "The CRM holds none yet, or this token may not see them: ask who runs the CRM.",
  ],
  clientsNotListed: (p: { asked: number; found: number }) => [
    `Of the ${p.asked} clients asked for, the CRM lists ${p.found}. Look at the ids behind --client.`,
  ],
} satisfies Record<string, (p: never) => Trouble>;
