import { formats } from "./counts.ts";

/** A text and, where something can be done about it, what to do next. */
type Fault = readonly [message: string, hint?: string];

const AGAIN = "run the same command again: it continues.";
const BASE_URL =
  "Check the base URL: it must end where /me, /clients and /projects begin, like https://crm.example.com/api/v1.";

/** What a network error is called, by Node's code. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name service does not answer",
  ECONNRESET: "it was cut",
  EPIPE: "it was cut",
  UND_ERR_SOCKET: "it was cut",
  UND_ERR_CONNECT_TIMEOUT: "no answer within 10 s",
  UND_ERR_HEADERS_TIMEOUT: "no answer within 30 s",
  UND_ERR_BODY_TIMEOUT: "the answer stalled",
  DEADLINE: "the answer took longer than 120 s",
  TOO_SLOW: "the answer came slower than 1 KB a second",
  UND_ERR_ABORTED: "the proxy did not let it through",
  EHOSTUNREACH: "no way to the host: the network here or there is down",
  ENETUNREACH: "this machine has no network",
};

/** How a list of the CRM does not end. */
const ENDLESS: Readonly<Record<string, string>> = {
  inACircle: "its pages go in a circle",
  onlyEmpty: "50 pages in a row are empty",
  onlyOld: "its pages hold again what earlier ones held",
  noEnd: "it has far more pages than it tells",
};

/** What a unit reads. */
const READS: Readonly<Record<string, string>> = {
  clients: "the list of clients",
  projects: "the projects of client",
  phones: "project",
};

/** Hours, minutes and seconds of an ISO time. */
const AGAIN_THEN =
  "Nothing that was read is lost. Run the same command again then: it continues. --wait waits so long by itself.";
const clock = (iso: string): string => iso.slice(11, 19);

/** Texts of errors, by room; `told(key, params)` makes one. */
export const faults = {
  // The program as a whole.
  internal: (p: { why: string }) => [
    `Something went wrong inside datamaster: ${p.why}`,
    "Run it again with --log-level debug and report what it prints.",
  ],
  internalInRun: (p: { why: string }) => [
    `Something went wrong inside datamaster: ${p.why}`,
    "Nothing stored is lost. Run the command again; if it comes back, run it with --log-level debug and report it.",
  ],
  stopped: () => ["Stopped on request."],
  stoppedBefore: () => [
    "Stopped before it was done; nothing that is stored is lost. Run the same command again.",
  ],

  // The CRM's answers.
  throttled: () => ["The CRM asked to slow down (429)."],
  tokenRefused: () => [
    "The CRM refused the token (401).",
    `Check it for slips. It may also have expired or been revoked: then make a new one in the CRM and put it where the old one stands (.env). Then ${AGAIN}`,
  ],
  forbidden: () => [
    "The CRM does not allow this account to read (403).",
    `Ask the CRM's administrator which rights the token has. Then ${AGAIN}`,
  ],
  serverError: (p: { status: number }) => [`The CRM answered with a server error (${p.status}).`],
  askedAgain: (p: { status: number }) => [`The CRM asked to send the request again (${p.status}).`],
  notFound: () => ["The CRM lists it, but does not find it (404)."],
  cursorExpired: () => ["The CRM forgot the place in the list (410)."],
  blocked: (p: { status: number }) => [
    `The CRM turns this account away (${p.status}).`,
    `It may be suspended, blocked for too many requests, or over its quota: look into the CRM. Then ${AGAIN}`,
  ],
  redirected: (p: { status: number; to: string }) => [
    `The CRM redirects (${p.status}) to ${p.to}, which was not followed.`,
  ],
  tooLarge: (p: { megabytes: number }) => [`The CRM's answer is larger than ${p.megabytes} MB.`],
  rejected: (p: { status: number }) => [`The CRM answered with status ${p.status}.`],
  certificate: (p: { host: string; code: string }) => [
    `The certificate of ${p.host} was not accepted (${p.code}).`,
    "Have the CRM's certificate renewed, or trust its authority with NODE_EXTRA_CA_CERTS=FILE.",
  ],
  connection: (p: { host: string; code: string }) => [
    `The connection to ${p.host} failed: ${NETWORK[p.code] ?? "network error"} (${p.code}).`,
  ],
  connectionOther: (p: { host: string; why: string }) => [`The connection to ${p.host} failed: ${p.why}.`],
  badAnswer: (p: { what: string }) => [
    `The CRM's answer ${p.what}.`,
    "If it goes on, check that the base URL is the CRM's API and no page of a proxy stands before it.",
  ],
  isWebPage: () => ["is a web page"],
  isEmpty: () => ["is empty"],
  isError: () => ["tells of an error"],
  hasStatus: (p: { status: number }) => [`has status ${p.status}`],
  encodedOtherwise: () => ["is compressed in a way that was not asked for"],
  encodingBroken: () => ["cannot be decompressed"],
  isNoJson: () => ["is not complete JSON"],
  lacks: () => ["lacks what this API promises"],
  lacksAt: (p: { path: string }) => [`lacks what this API promises at ${p.path}`],
  notThisCrm: () => ["The base URL answers, but not as a DataMaster CRM does.", BASE_URL],
  noMe: () => ["The base URL answers, but knows no /me (404).", BASE_URL],
  unreachable: (p: { why: string }) => [
    p.why,
    `Check the base URL, the network and whether the CRM is up; then ${AGAIN}`,
  ],
  noAnswer: () => [
    "The CRM did not answer within 12 s.",
    `Check the base URL, the network and whether the CRM is up; then ${AGAIN}`,
  ],
  clientsUnread: (p: { why: string }) => [
    `The list of clients could not be read: ${p.why}`,
    "Run the same command again later: it continues where it stopped.",
  ],
  parked: (p: { why: string; nextTry: string; givesUpAt: string }) => [
    `${p.why} The run waits for the CRM: next try at ${clock(p.nextTry)} UTC, giving up at ${clock(p.givesUpAt)} UTC. Nothing is lost.`,
  ],
  answersAgain: () => ["The CRM answers again; the run goes on."],
  patienceEnded: (p: { why: string; since: string }) => [
    `The CRM has failed as a whole since ${clock(p.since)} UTC and is not waited for any longer. Last: ${p.why}`,
    "Nothing that was read is lost. Run the same command again later: it continues. --patience MINUTES waits longer.",
  ],
  askedToWait: (p: { why: string; until: string }) => [
    `${p.why} It asks to wait until ${formats.localMoment(p.until)}.`,
    AGAIN_THEN,
  ],
  quotaSpent: (p: { used: number; allowed: number; requests: number; until: string }) => [
    `The quota of this source is spent: ${formats.count(p.used)} requests` +
      (p.allowed < p.requests
        ? ` of ${formats.count(p.requests)}, of which ${formats.count(p.requests - p.allowed)} are left to people. `
        : `. `) +
      `It comes back at ${formats.localMoment(p.until)}.`,
    AGAIN_THEN,
  ],
  outsideHours: (p: { until: string }) => [
    `This source may not be asked at this hour; its hours begin at ${formats.localMoment(p.until)}.`,
    AGAIN_THEN,
  ],
  waits: (p: { why: string }) => [`${p.why} The run waits until then. Nothing is lost.`],
  goneMeanwhile: (p: { project: string }) => [
    `Project ${p.project} is not found, and its client lists it no more: it is gone.`,
  ],
  endless: (p: { how: string }) => [`The CRM's list does not come to its end: ${ENDLESS[p.how] ?? ""}.`],
  crmStopped: (p: { why: string }) => [
    `The CRM stopped answering: ${p.why}`,
    "Run the same command again later: it continues where it stopped.",
  ],

  // What stands still.
  waitsFor: (p: { kind: string; id: string; phase: string; seconds: number }) => [
    `${`${READS[p.kind] ?? "a probe"} ${p.id}`.trim()} for ${p.phase === "crm" ? "the CRM's answer" : "leave to send"} (${p.seconds} s)`,
  ],
  stalled: (p: { seconds: number; waits: readonly string[]; more: number }) => [
    `Nothing has moved for ${p.seconds} s. Waiting: ${p.waits.join("; ")}${p.more > 0 ? `; and ${p.more} more` : ""}.`,
  ],
  givenUp: (p: { what: string }) => [`Stuck and tried again: ${p.what}.`],
  movesAgain: () => ["It moves again."],
  stuck: (p: { seconds: number }) => [`A request was stuck for ${p.seconds} s.`],
  nothingMoves: (p: { seconds: number }) => [
    `Nothing has moved for ${p.seconds} s, though what was stuck was tried again.`,
    `Nothing stored is lost. If it comes back, please report it; else ${AGAIN}`,
  ],
  storeSilent: (p: { seconds: number; waiting: number }) => [
    `The database has not answered for ${p.seconds} s (calls that wait: ${p.waiting}). Its disk may be slow or hang.`,
  ],
  storeStuck: (p: { seconds: number }) => [
    `The database has not answered for ${p.seconds} s, so nothing more can be saved.`,
    `What was saved is safe. Look at its disk and at what else uses the machine, then ${AGAIN}`,
  ],
  stoodStill: (p: { seconds: number }) => [
    `This program itself stood still for ${p.seconds} s: the machine is asleep, very busy or short of memory.`,
  ],

  // The database and its runs.
  noSuchRun: (p: { run: number }) => [
    `There is no run ${p.run} in this database.`,
    "See `datamaster runs list`.",
  ],
  neverBegun: () => ["No run was ever begun in this database.", "`datamaster collect` begins a new run."],
  noneUnfinished: () => ["There is no unfinished run.", "`datamaster collect` begins a new run."],
  tooOld: (p: { run: number; startedAt: string }) => [
    `The newest unfinished run, ${p.run}, was begun at ${formats.moment(p.startedAt)} UTC, too long ago to be continued.`,
    "`datamaster collect` begins a new run.",
  ],
  retryUnfinished: (p: { run: number }) => [
    `Run ${p.run} is not finished: a run of what failed would put an end to it.`,
    `First continue it with \`datamaster resume ${p.run}\`.`,
  ],
  nothingLeft: (p: { run: number; status: string }) => [
    `Run ${p.run} is ${p.status}: there is nothing left to continue.`,
    "`datamaster collect` begins a new run.",
  ],
  runActive: (p: { run: number; source: string; pid: number; host: string; startedAt: string }) => [
    `Run ${p.run} of ${p.source} is going on in process ${p.pid} on ${p.host}, since ${formats.moment(p.startedAt)} UTC.`,
    "Wait until it ends (`datamaster status` shows how far it is), or stop that process first.",
  ],
  savedBefore: (p: { page: number; unit: number }) => [
    `Page ${p.page} of unit ${p.unit} was saved before.`,
    "Nothing is lost; run the command again. If it comes back, please report it.",
  ],
  noDatabase: (p: { path: string }) => [
    `There is no database at ${p.path}.`,
    "Run `datamaster collect` first, or name the right file with --db sqlite:PATH.",
  ],
  emptyDatabase: (p: { path: string }) => [
    `The database ${p.path} is empty.`,
    "Run `datamaster collect` first.",
  ],
  databaseUnusable: (p: { path: string; why: string }) => [
    `The database ${p.path} cannot be used: ${p.why}.`,
    "Check that the folder exists and can be written, or name another file with --db sqlite:PATH.",
  ],
  databaseUnwritable: (p: { why: string }) => [
    `The database could not be written: ${p.why}.`,
    `See that the disk has space and the file can be written, then ${AGAIN}`,
  ],
  databaseForeign: (p: { path: string }) => [
    `${p.path} is the database of another program; it was left as it is.`,
    "Name another file with --db sqlite:PATH.",
  ],
  databaseNewer: (p: { path: string; version: number; known: number }) => [
    `${p.path} was written by a newer version of datamaster (schema ${p.version}; this program knows ${p.known}).`,
    "Update datamaster, or name another file with --db sqlite:PATH.",
  ],
  threadEnded: (p: { why: string }) => [
    `The thread that reads answers or the one that writes the database ended: ${p.why}.`,
    "Nothing stored is lost. Run the same command again: it continues.",
  ],
  unknownCall: (p: { method: string }) => [`The writing thread knows no ${p.method}.`],

  caUnusable: (p: { file: string; why: string }) => [
    `The file of certificates ${p.file} cannot be used: ${p.why}.`,
    "Name a file in PEM format at `ca` of the source (lines between BEGIN CERTIFICATE and END CERTIFICATE).",
  ],
  caEmpty: () => ["it holds no certificate"],

  // What stands on the command line.
  unknownConnector: (p: { name: string; known: string }) => [
    `There is no connector "${p.name}".`,
    `Known connectors: ${p.known}.`,
  ],
  unknownStore: (p: { store: string }) => [
    `The store "${p.store}" is not one this version knows.`,
    "Use sqlite:PATH, like --db sqlite:./datamaster.db, or postgres://USER@HOST/DATABASE.",
  ],
  allAndNames: (p: { known: string }) => [
    "--all and names of sources exclude each other.",
    `Sources: ${p.known}.`,
  ],
  severalSources: (p: { count: number; known: string }) => [
    `There are ${p.count} sources; say which to collect, or --all.`,
    `Sources: ${p.known}.`,
  ],
  noSource: (p: { name: string; known: string }) => [
    `There is no source "${p.name}".`,
    `Sources: ${p.known}.`,
  ],
  noSources: () => [
    "No source is configured.",
    "`datamaster init` asks what is needed and writes datamaster.yaml; or give --base-url URL with the token in DATAMASTER_TOKEN. " +
      "`datamaster demo` needs neither.",
  ],
  demoSourceGone: (p: { run: number; source: string }) => [
    `Run ${p.run} belongs to the source ${p.source}, which is not configured here.`,
    "The demo's CRM ends with it: run `datamaster demo` again, it continues.",
  ],
  sourceNotConfigured: (p: { run: number; source: string }) => [
    `Run ${p.run} belongs to the source ${p.source}, which is not configured here.`,
    "Name its config file with --config, or give the flags it was collected with (--base-url and the others).",
  ],
  isFolder: (p: { file: string }) => [`${p.file} is a folder.`, "Name a file in it."],
  fileExists: (p: { file: string }) => [
    `${p.file} exists; it was left as it is.`,
    "Choose another name, or add --force to replace it.",
  ],
  outputFailed: (p: { file: string; why: string }) => [
    `${p.file} could not be written: ${p.why}.`,
    "Check that the folder exists, may be written and has room.",
  ],
  jsonAndStdout: () => [
    "--json and an export to stdout exclude each other.",
    "Give --out FILE, or use --format jsonl for rows as JSON.",
  ],
  bytesToTerminal: (p: { format: string }) => [
    `A terminal cannot show ${p.format}.`,
    "Give --out FILE, or send it on to a file or program.",
  ],
  withNeedsPairs: (p: { name: string }) => [`The column "${p.name}" is one of pairs.`, "Add --of pairs."],
  splitNeedsOut: () => [
    "A split export has several files.",
    "Give --out FILE: its parts are named after it.",
  ],
  splitOnce: () => ["--split and --split-by exclude each other.", "Leave one of them out."],
  noPreset: (p: { name: string; known: string }) => [
    `There is no preset "${p.name}".`,
    p.known === "" ? "Presets stand under exports: in datamaster.yaml." : `Known: ${p.known}.`,
  ],
  noSince: (p: { since: string }) => [
    `"${p.since}" is no run, date or age.`,
    "Give a run like 11, a date like 2026-11-01, or an age like 36h, 7d, 2w.",
  ],
  notOfRejected: (p: { flag: string }) => [
    `${p.flag} asks for numbers, and rejected records have none.`,
    "Narrow them with --source, --client, --project.",
  ],
  flagOrNone: () => ["--flag and --no-placeholders ask for opposite things.", "Leave one of them out."],
  noRegion: (p: { region: string }) => [
    `There is no region "${p.region}".`,
    "Regions are like RU, KZ, US; 001 is for numbers of no country.",
  ],
  noCountry: (p: { country: string }) => [
    `There is no country "${p.country}".`,
    "--region takes a two-letter country code, such as RU, KZ or US.",
  ],
  noType: (p: { name: string; known: string }) => [`There is no type "${p.name}".`, `Known: ${p.known}.`],
  noFlag: (p: { name: string; known: string }) => [`There is no flag "${p.name}".`, `Known: ${p.known}.`],
  noColumn: (p: { name: string; known: string }) => [`There is no column "${p.name}".`, `Known: ${p.known}.`],
  demoSilent: () => ["The demo CRM has no output."],
  demoFailed: (p: { why: string }) => [`The demo CRM did not start: ${p.why}`],
} satisfies Record<string, (p: never) => Fault>;
