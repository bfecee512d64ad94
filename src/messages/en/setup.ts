/** What `init` asks and tells. */
export const init = {
  intro: "Set up a source: where the CRM is, and the token it gave you",
  whichCrm: "Which CRM is it?",
  whereApi: "Where does its API begin?",
  token: "API token?",
  tokenOrKeep: (p: { variable: string }) => `API token? Empty keeps the one in ${p.variable}`,
  region: "Country of numbers without a calling code? May stay empty",
  mayReplace: (p: { file: string }) => `${p.file} is there already. Replace it?`,
  tryAgain: "Change the answers and try again?",
  pilot: (p: { clients: number }) => `Collect the first ${p.clients} clients now, as a pilot?`,
  yes: "Yes",
  no: "No",
  ready: "Ready",
  notReady: "Not ready yet",
  configWritten: (p: { file: string; source: string }) => `${p.file} written: source ${p.source}`,
  dotenvWritten: (p: { variable: string }) => `.env written: ${p.variable}, readable by you alone`,
  mend: "Mend what failed, then",
  allClients: "All clients",
  next: "Next",
};

/** What `doctor` tells besides its findings. */
export const doctor = {
  states: { ok: "ok", warn: "warn", fail: "FAILED" },
  bundle: (p: { file: string }) => `The report is in ${p.file}; look at it before you send it.`,
  /** By the names that `--json` has for what is looked at. */
  checks: {
    config: "config",
    program: "program",
    node: "node",
    sqlite: "sqlite",
    "number table": "number table",
    registers: "registers",
    "config file": "config file",
    ".env": ".env",
    database: "database",
    folder: "folder",
    disk: "disk",
    integrity: "integrity",
    "write-ahead log": "write-ahead log",
    runs: "runs",
    unverified: "unverified",
    sources: "sources",
    "sign-in": "sign-in",
    clock: "clock",
    backup: "backup",
    scheduler: "schedules",
  },
};

type Fault = readonly [message: string, hint?: string];

/** Of setting up and looking over: what `init` cannot take, and what `doctor` finds, with its fix. */
export const setup = {
  wrongBaseUrl: () => ["That is no http:// or https:// URL of an API (no ?, # or password in it)."],
  wrongToken: () => ["A token is one word of letters, digits and signs."],
  wrongRegion: () => ["Give a two-letter country code, such as RU, KZ or US."],
  noBaseUrl: () => ["--base-url is missing."],
  noToken: (p: { variable: string }) => [
    `The token is missing: put it into ${p.variable}, or pipe it to --token-stdin.`,
  ],
  initLacks: (p: { problems: readonly string[] }) => [
    "init --yes lacks what it needs.",
    p.problems.join("\n"),
  ],
  initNeedsTerminal: () => [
    "init asks at a terminal, and there is none.",
    "Run it in a terminal, or with --yes and flags: see `datamaster init --help`.",
  ],
  configExists: (p: { file: string }) => [
    `${p.file} exists; it was left as it is.`,
    "Add --force to replace it, or name another with --config FILE.",
  ],
  wrongSourceName: (p: { name: string }) => [
    `"${p.name}" cannot be the name of a source.`,
    "Use letters, digits, dot, dash and underscore, a letter or digit first.",
  ],
  valueUnwritable: (p: { name: string }) => [
    `The value of ${p.name} cannot be written into .env.`,
    `Set ${p.name} in the environment instead.`,
  ],
  clockNoToken: (p: { source: string }) => [
    `${p.source}: not compared, its token is not set`,
    "Set the variable that the config names for its token.",
  ],
  clockUntold: (p: { source: string; host: string }) => [
    `${p.source}: ${p.host} tells no time to compare with`,
    "What changed is asked for by this machine's clock then: keep its time service running.",
  ],
  clockNoAnswer: (p: { source: string; host: string; why: string }) => [
    `${p.source}: not compared, ${p.host} does not answer (${p.why})`,
    "Run `datamaster check`: it tells what is in the way.",
  ],
  noAnswerIn: (p: { seconds: number }) => [`no answer in ${p.seconds} s`],
  clockGood: (p: { source: string; host: string; seconds: number }) => [
    `${p.source}: within ${p.seconds} s of ${p.host}`,
  ],
  clockAhead: (p: { source: string; host: string; seconds: number }) => [
    `${p.source}: this machine is ${p.seconds} s ahead of ${p.host}`,
    "Set this machine's clock (is its time service running?): times in the history come from it; what changed is asked for by the CRM's own clock.",
  ],
  clockBehind: (p: { source: string; host: string; seconds: number }) => [
    `${p.source}: this machine is ${p.seconds} s behind ${p.host}`,
    "Set this machine's clock (is its time service running?): times in the history come from it; what changed is asked for by the CRM's own clock.",
  ],
  modeGood: (p: { file: string; mode: string }) => [`${p.file} has mode ${p.mode}`],
  modeReadable: (p: { file: string; mode: string; fix: string }) => [
    `${p.file} has mode ${p.mode}: it can be read by other users of this machine`,
    p.fix,
  ],
  modeWritable: (p: { file: string; mode: string; fix: string }) => [
    `${p.file} has mode ${p.mode}: it can be changed by other users of this machine`,
    p.fix,
  ],
  folderMissing: (p: { folder: string }) => [
    `${p.folder} does not exist`,
    "Make it, or name another place with --db sqlite:PATH.",
  ],
  folderOpen: (p: { folder: string }) => [`${p.folder} can be written by everybody`, `chmod o-w ${p.folder}`],
  folderGood: (p: { folder: string }) => [p.folder],
  diskUnknown: (p: { why: string }) => [`free room is not known (${p.why})`],
  diskGood: (p: { freeMb: number; sizeMb: number }) => [
    `${bytes(p.freeMb)} free, the database has ${bytes(p.sizeMb)}`,
  ],
  diskLow: (p: { freeMb: number; sizeMb: number }) => [
    `${bytes(p.freeMb)} free, the database has ${bytes(p.sizeMb)}`,
    "Make room on this disk, or move the database: a run may need as much again as it has.",
  ],
  databaseNotYet: (p: { file: string }) => [`no database yet; the first collect makes ${p.file}`],
  databaseWhole: (p: { version: number; indexes: boolean }) => [
    `the database is whole${p.indexes ? ", indexes compared" : ""}, schema ${p.version}`,
  ],
  databaseFaulty: (p: { first: string; more: number }) => [
    `the database is damaged: ${p.first}${p.more > 0 ? ` (and ${p.more} more)` : ""}`,
    "Stop what uses it and bring a backup back: `datamaster restore FILE` keeps the damaged one beside it. " +
      "Without a backup collect anew into another file: --db sqlite:PATH.",
  ],
  logEmpty: () => ["empty"],
  logInUse: (p: { megabytes: number }) => [`${p.megabytes} MB, a run is going on`],
  logLeft: (p: { megabytes: number }) => [
    `${p.megabytes} MB left by a process that was killed; nothing is lost`,
    "The next collect folds it in. Until then copy the database only together with it.",
  ],
  runUnfinished: (p: { run: number; source: string; status: string; fix: string }) => [
    `run ${p.run} of ${p.source} ${p.status === "running" ? "lost its process" : `is ${p.status}`}, unfinished`,
    p.fix,
  ],
  runsGood: (p: { runs: number }) => [`${p.runs} in the history, none unfinished`],
  allVerified: () => ["every project could be read"],
  unverifiedLeft: (p: { source: string; projects: number; show: string }) => [
    `${p.source}: ${p.projects} projects could not be read; what they held before is kept`,
    `${p.show} tells why; the next collect reads them again.`,
  ],
  neverCollected: (p: { source: string; fix: string }) => [`${p.source} was never collected`, p.fix],
  programVersion: (p: { version: string }) => [`datamaster ${p.version}`],
  nodeOld: (p: { version: string; needed: number }) => [
    `Node.js ${p.version} is too old, ${p.needed} is needed`,
    `Install Node.js ${p.needed} or newer.`,
  ],
  nodeGood: (p: { version: string; system: string }) => [`Node.js ${p.version}, ${p.system}`],
  sqliteVersion: (p: { version: string }) => [
    `SQLite ${p.version === "" ? "of unknown version" : p.version}`,
  ],
  tableUnknown: () => [
    "its age is not known",
    "Update datamaster: numbering plans change, and new ranges are not read yet.",
  ],
  tableOld: (p: { released: string; days: number }) => [
    `numbering plans of ${p.released}, ${p.days} days old`,
    "Update datamaster: numbering plans change, and new ranges are not read yet.",
  ],
  tableGood: (p: { released: string; days: number }) => [
    `numbering plans of ${p.released}, ${p.days} days old`,
  ],
  configNone: () => ["none, flags and environment alone"],
  configGood: (p: { file: string; sources: string }) => [
    `${p.file}: ${p.sources === "" ? "no source" : p.sources}`,
  ],
} satisfies Record<string, (p: never) => Fault>;

/** `3.4 GB`, `120 MB`, `0 MB`. */
function bytes(megabytes: number): string {
  return megabytes >= 1000 ? `${(megabytes / 1000).toFixed(1)} GB` : `${Math.ceil(megabytes)} MB`;
}
