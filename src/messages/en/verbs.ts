/** Help of each verb: `summary` for the list of verbs, `about` for its own page. */
export const verbs = {
  init: {
    summary: "set up a source: asks, writes the config, tries it",
    about: (p: { clients: number; variable: string }) =>
      "Asks for the CRM, its address, token and region; writes datamaster.yaml, and the token into .env, which only you " +
      `can read; then tries it like check does, and offers a pilot of ${p.clients} clients. ` +
      `With --yes it asks nothing: the token comes from ${p.variable} or --token-stdin.`,
    yes: "ask nothing: take flags, and defaults for the rest",
    name: "what the source is called",
    connector: "kind of CRM",
    baseUrl: "where its API begins",
    region: "country of numbers written without a calling code",
    tokenStdin: "read the token from stdin, with --yes",
    force: "replace the config file if it exists",
    noCheck: "write the files and leave it at that",
    pilot: (p: { clients: number }) => `collect the first ${p.clients} clients, with --yes`,
    examples: {
      ask: "asks all it needs",
      script: "for scripts",
      another: "another source in a file of its own",
    },
  },
  doctor: {
    summary: "look for what is wrong, and how to mend it",
    about:
      "Looks over versions, file modes, disk, database, history and clock: a line each, with what to do where it is " +
      "not well. Changes nothing.",
    full: "read the database's indexes too: slower, finds more",
    bundle: "write a report for a bug: no token, number or client's name is in it",
    force: "replace the file of --bundle if it exists",
    examples: {
      quick: "all that can be seen quickly",
      full: "the whole database, for programs",
      bundle: "to send along with a bug",
    },
  },
  completion: {
    summary: "print a script that completes the command line",
    about: (p: { sources: string }) =>
      "Prints the script that makes a shell complete verbs, flags, their values and the names of sources. " +
      `With "${p.sources}" it prints those names, one a line, as the scripts ask for them.`,
    shell: "which shell",
    examples: {
      bash: "a line for ~/.bashrc",
      zsh: "a line for ~/.zshrc, after compinit",
      fish: "once, for fish",
    },
  },
  demo: {
    summary: "see it work, on a CRM that comes with it",
    about: (p: { folder: string }) =>
      "Starts the bundled CRM (2,411 clients, about 1,000,000 records), collects it and shows what came of it. " +
      `Keeps its own database under ${p.folder}; a second demo finds nothing new.`,
    clients: "a smaller or larger CRM",
    seed: "other made-up data",
    fresh: "begin a new run instead of continuing an unfinished one",
    ui: "then open the dashboard on what was collected; its CRM stays",
    port: "where the dashboard listens, with --ui; else 8080, or any port that is free",
    examples: {
      whole: "the whole of it",
      small: "a small one",
      ui: "and then the dashboard on it",
      json: "told as JSON",
    },
  },
  check: {
    summary: "try config, CRM and database, step by step",
    about:
      "Tries what a collect needs, one line per step: config, reachability, token, first page, phone field, store. " +
      "Changes nothing.",
    examples: {
      all: "every source of datamaster.yaml",
      one: "one of them",
      flags: "without a config file, for programs",
    },
  },
  collect: {
    summary: "collect the phone numbers of a CRM",
    about:
      "Collects the phone numbers of the named sources; of the only one where there is one. " +
      "An unfinished run younger than 24 h is continued. A run after a finished one reads only what changed since.",
    all: "every source of the config file",
    fresh: "begin a new run instead of continuing an unfinished one",
    full: "read all, and not only what changed since the run before",
    client: "only this client; may be repeated or hold several, parted by commas",
    exclude: "all but this client; may be repeated",
    limit: "at most so many clients",
    plan: "tell requests, duration and share of the quota; read no phones, store nothing",
    wait: "wait by itself for a quota, for the source's hours and where the CRM says until when",
    patience: "wait so many minutes for a CRM that fails as a whole; default 30",
    allowEmpty: "believe an empty list of clients: all that the source held is then gone",
    examples: {
      only: "the only source, or continue its unfinished run",
      two: "two sources, one after the other",
      pilot: "a pilot of 20 clients",
      full: "all of it, whatever has changed",
      flags: "without a config file; the token is in DATAMASTER_TOKEN",
    },
  },
  resume: {
    summary: "continue a stopped run",
    about:
      "Continues a run that was stopped, failed or lost its process. Its source is found by name in the config, " +
      "or is the one that the flags describe.",
    run: "number of the run (default: the newest unfinished one)",
    examples: {
      newest: "the newest unfinished run",
      one: "run 12",
      elsewhere: "in another database, told as JSON",
    },
  },
  status: {
    summary: "show the current or last run",
    about: "Shows the run that is going on, with its numbers so far, or the last one.",
    source: "only of this source",
    examples: {
      last: "the run that is going on, or the last one",
      json: "of one source, for programs",
      watch: "follow a run from another terminal",
    },
  },
  runs: {
    summary: "the history of runs",
    about: "Shows the history of runs.",
    examples: {
      list: "the last 20 runs",
      show: "all about run 12",
      diff: "what changed since the run before",
    },
  },
  runsList: {
    summary: "the last runs",
    about: "Lists runs, the newest first.",
    source: "only runs of this source",
    limit: "at most so many",
    examples: { all: "the last 20 runs", source: "of one source", json: "for programs" },
  },
  runsShow: {
    summary: "all about one run",
    about: "Shows a run's totals, what was new and gone, what failed and why, and the most common rejects.",
    run: "number of the run",
    examples: { one: "run 12", json: "for programs, with all failures" },
  },
  runsDiff: {
    summary: "what came and went between two runs",
    about:
      "Compares what a source held after two finished runs: numbers that are new, gone, or moved to another project, by client and " +
      "by region. Without runs the last two are compared, with one the newest against it.",
    run: "number of a finished run (default: the last but one)",
    other: "number of another one of the same source (default: the last)",
    since: "against what was held on this date (2026-11-01, in UTC) or so long ago (36h, 7d, 2w)",
    source: "of this source",
    limit: "show at most so many clients, regions and changed pairs",
    format:
      "write the changed pairs: csv (default), csv-excel, jsonl, xlsx or parquet; of --out FILE its ending tells",
    out: "write the changed pairs to this file",
    includeSuppressed: "also pairs of numbers that must not be called (`suppress`)",
    force: "replace the file if there is one",
    examples: {
      last: "what changed since the run before",
      two: "between two runs",
      since: "in the last week",
      file: "every change, for Excel",
    },
  },
  numbers: {
    summary: "where a number is and was",
    about: "Looks up single numbers in all that the sources hold and held.",
    examples: {
      show: "where it was seen, since when, and when it went",
      list: "Russian numbers of several projects",
    },
  },
  numbersShow: {
    summary: "all about one number",
    about:
      "Shows a number's plan, operator and place, and every client and project that has it or had it: since which run, when it was last " +
      "seen, when it went, its label and contact where they are kept.",
    number:
      "the number, in any spelling; without it, or with -, it is asked for or read from stdin, and no list of processes shows it",
    region: "region of a national number (default: those of the sources)",
    examples: { one: "where it was seen", ask: "asks for the number", json: "from a file, for programs" },
  },
  subject: {
    summary: "all that is known of a person's number, for the person",
    about:
      "Shows all that is kept of a number: the clients and projects that have or had it, in which runs, labels and contacts, raw values and " +
      "names that hold it, whether it must not be called, whether it was erased, the exports and backups that hold it. That it was asked " +
      "for stands in the audit log.",
    number:
      "the number, in any spelling; without it, or with -, it is asked for or read from stdin, and no list of processes shows it",
    region: "region of a national number (default: those of the sources)",
    examples: { ask: "asks for the number", json: "as a file for the person" },
  },
  import: {
    summary: "take over what another tool had collected",
    about: "Takes over the history of another tool, so that it is known since when each number is there.",
    examples: { legacy: "shows what would be read of it" },
  },
  importLegacy: {
    summary: "the database of the tool that this one replaces",
    about:
      "Reads the SQLite database of the old tool: which tables and columns are what is found out by names, foreign keys and " +
      "content, and shown first. Its runs become runs of the source, so that the next collect goes on with their history. The " +
      "file itself is only read.",
    file: "the old tool's database",
    source: "the source whose history it is (default: the only one of the config)",
    map: "what is called otherwise in the file, like `phones.phone=msisdn` or `runs=zapuski`; with nothing behind the = there is none",
    region: "region of numbers written without a calling code (default: that of the source)",
    runsAre:
      "what rows with a run are: all that each run saw, or what it found first (default: what they look like)",
    dryRun: "show what would be read, and end there",
    yes: "ask nothing",
    examples: {
      look: "how the file is understood",
      import: "imports it",
      map: "where a guess is wrong",
    },
  },
  db: {
    summary: "the database as a whole",
    about: "Moves the database from one engine to the other.",
    examples: { copy: "from a file to a server" },
  },
  dbCopy: {
    summary: "copy all of it into another database",
    about:
      "Copies all that a database holds into an empty one, SQLite or PostgreSQL, and compares both by counts and checksums before " +
      "anything is kept. No run may be going on.",
    from: "database to copy (default: that of the config or --db)",
    to: "database to make: sqlite:PATH or postgres://...",
    examples: { server: "from a file to a server", back: "and back", file: "another file" },
  },
  erase: {
    summary: "take numbers out of all that is kept, for good",
    about:
      "Erases numbers from projects, their history, raw values, names, saved pages and the do-not-call list, deletes exports and " +
      "backups that hold one, and rewrites the database so that no byte of them is left. A keyed mark stays, by which they do not come back with later runs. " +
      "Shows first what would go, and asks.",
    number:
      "the numbers, in any spelling; without them, or with -, one is asked for or a list is read from stdin, a number a line, and no list of processes shows them",
    region: "region of national numbers (default: those of the sources)",
    yes: "erase without asking",
    keepFiles: "keep exports and backups that hold one of them; the exit code is then 3",
    deleteLocked: "delete also files that nobody can look into, such as encrypted backups",
    allowReturn: "instead: let numbers that were erased come back with the next run",
    examples: {
      ask: "asks for a number, shows what is known, asks again",
      list: "all numbers of a file",
      allowReturn: "a person wants to be called again",
    },
  },
  failed: {
    summary: "what could not be read: list it, read it again",
    about: "Shows the clients and projects that were set aside with their causes, and reads them again.",
    examples: { list: "what is still unread", retry: "read it again" },
  },
  failedList: {
    summary: "what was set aside, and why",
    about:
      "Lists clients and projects that could not be read: cause, tries, since when. Without a run those of each source " +
      "that nothing has read since.",
    run: "number of the run that set them aside",
    examples: { all: "what is still unread", one: "all that run 12 set aside", json: "for programs" },
  },
  failedRetry: {
    summary: "read again only what was set aside",
    about:
      "Reads what a run set aside, in a run of its own; nothing else is asked for. A client whose list failed is listed anew " +
      "with its projects. Ends with 0 when all of it is read or there was nothing to read, with 3 where some still fails.",
    run: "number of the run that set it aside (default: the last one of each source with anything left)",
    examples: { all: "all that is still unread", one: "what run 12 set aside", json: "told as JSON" },
  },
  export: {
    summary: "write what is held to a file or stdout",
    about: "Writes the numbers that the sources hold now, each once, or every place where they were seen.",
    preset: "the export of this name in the config file; other flags count before its",
    format:
      "csv (default), csv-excel (a double click in Excel keeps it as it is), jsonl, xlsx, parquet or singer; of --out FILE its ending tells",
    state: "with --format singer: what the target printed last; only what changed since is sent",
    of: "numbers, pairs of number and project, or rejected: the records that gave no number",
    run: "what was held after this run",
    newSince:
      "only what was not held after this run, on this date (2026-11-01, in UTC) or so long ago (36h, 7d, 2w)",
    includeGone: "also what is gone",
    source: "only of this source; may be repeated",
    client: "only of the client with this id in the CRM; may be repeated",
    project: "only of the project with this id in the CRM; may be repeated",
    minProjects: "only numbers seen in at least so many of these projects",
    region: "only numbers of this region (RU, KZ, ...); may be repeated",
    type: "only numbers of this type (MOBILE, FIXED_LINE, ...); may be repeated",
    flag: (p: { flags: string }) => `only numbers that look made up in this way: ${p.flags}; may be repeated`,
    noPlaceholders: "without numbers that look made up",
    columns: (p: { columns: string }) => `these columns in this order, of: ${p.columns}`,
    with: (p: { columns: string; numbers: string }) =>
      `further columns of pairs: ${p.columns}; of numbers: ${p.numbers}`,
    operator: "only numbers whose operator's name holds this; may be repeated",
    timeZone: "only numbers that may be in this time zone (Europe/Moscow, ...); may be repeated",
    includeSuppressed: "also numbers that must not be called (`suppress`); the audit log says so",
    split: "files of so many rows: numbers-001.csv, numbers-002.csv, ...",
    splitBy: "a file for each client, with its id and name in the file's",
    out: "write to this file, readable by you alone; without it to stdout",
    force: "replace the file if it exists",
    examples: {
      file: "every number once",
      pairs: "where each was seen",
      fresh: "new Russian mobiles",
      columns: "the columns that you want",
      clients: "a workbook for each client",
      rejected: "what could not be read, to be mended in the CRM",
      real: "without made-up numbers",
      look: "a look at the first",
      singer: "into a Singer target: a data warehouse, say",
      operators: "who serves them, and what time it is there",
    },
  },
  ranges: {
    summary: "numbering registers: who holds which range",
    about:
      "Imports the register that a country's regulator publishes, so that exports tell operator and place of its numbers, " +
      "and which are in no range at all.",
    examples: {
      import: "the Russian register, all of it",
      list: "what was imported",
      show: "all about one number",
    },
  },
  rangesImport: {
    summary: "import a country's register from its files",
    about:
      "Reads the files of one country's register and keeps it, in place of the one before. Where a row cannot be read, " +
      "nothing is imported, and the rows are named.",
    files: "the files as the regulator publishes them, all at once",
    skipBad: "leave out rows that cannot be read, and import the rest",
    examples: { russian: "the Russian register's four files", skip: "all but bad rows, told as JSON" },
  },
  rangesList: {
    summary: "the imported registers",
    about: "Lists the imported registers: how many ranges, which numbers, how old.",
    examples: { all: "what was imported", json: "for programs" },
  },
  rangesShow: {
    summary: "operator, place and time zones of a number",
    about:
      "Shows what is known of one number: whether it is valid and allocated, its range, operator, place, time zones.",
    number: "the number, with its calling code",
    examples: { one: "one number", json: "for programs" },
  },
  config: {
    summary: "show the configuration, or what it may hold",
    about: "Shows the configuration in force, or the schema of datamaster.yaml.",
    examples: {
      show: "what is in force, and where each value comes from",
      schema: "JSON Schema of datamaster.yaml, for editors",
    },
  },
  configShow: {
    summary: "what is in force, and where each value comes from",
    about: "Shows every setting in force and where it comes from. Secrets are masked.",
    examples: {
      here: "of ./datamaster.yaml, .env and the environment",
      other: "of another file, for programs",
    },
  },
  configSchema: {
    summary: "JSON Schema of datamaster.yaml",
    about: "Prints the JSON Schema of datamaster.yaml, for editors and checks.",
    examples: {
      file: "keep it beside the config file",
      comment: "as the file's first line: editors then check it",
    },
  },
};
