import { counts, formats } from "./counts.ts";

const { count, moment } = formats;

/** What is said of a run: while it goes, at its end, and afterwards. */
export const run = {
  asking: (p: { host: string }) => `Asking ${p.host} whose token this is`,
  continuing: (p: { run: number; startedAt: string; done: number; total: number | null }) =>
    `continuing run ${p.run} (started ${moment(p.startedAt)} UTC, ` +
    `${p.total === null ? count(p.done) : `${count(p.done)} of ${count(p.total)}`} projects done)`,
  stoppingLine: "stopping: finishing open requests; a second signal stops at once",
  stoppedContinueWith: (p: { line: string }) => `stopped; continue with: ${p.line}`,
  continueWith: (p: { line: string }) => `continue with: ${p.line}`,
  live: {
    title: (p: { source: string; run: number }) => `Collecting ${p.source}, run ${p.run}`,
    left: (p: { eta: string }) => `${p.eta} left`,
    about: (p: { time: string }) => `about ${p.time}`,
    perSecond: (p: { count: string }) => `${p.count}/s`,
    quarantined: (p: { count: string }) => `quarantined ${p.count}: set aside, the rest goes on`,
    parked: (p: { why: string; next: string; until: string }) =>
      `waiting for the CRM: ${p.why} Next try ${p.next} UTC, giving up ${p.until} UTC; nothing is lost`,
    stopping: "Stopping: finishing open requests. Ctrl-C again stops at once.",
    howToStop: "Ctrl-C stops and saves; the next collect continues.",
  },
  labels: {
    clients: "clients",
    projects: "projects",
    records: "records",
    numbers: "numbers",
    pairs: "pairs",
    rejected: "rejected",
    requests: "requests",
    retries: "retries",
    throttled: "throttled",
    errors: "errors",
    unverified: "unverified",
    quarantined: "quarantined",
    time: "time",
  },
  headline: {
    of: (p: { run: number; source: string; state: string }) => `Run ${p.run} of ${p.source} ${p.state}`,
    running: "is going on",
    complete: "is complete",
    partial: "is complete but for what is quarantined",
    stopped: "is stopped; what it read is kept",
    failed: (p: { code: string }) => `failed${p.code === "" ? "" : ` (${p.code})`}; what it read is kept`,
    abandoned: "was left unfinished",
    lost: "lost its process; what it read is kept",
  },
  notes: {
    records: "read in this run",
    changed: (p: { came: number; gone: number }) => `${count(p.came)} new, ${count(p.gone)} gone`,
    changedSoFar: (p: { came: number }) => `${count(p.came)} new so far`,
    pairs: "different project and number",
    requests: (p: { retries: number; throttled: number }) =>
      `${counts.retries(p.retries)}, ${count(p.throttled)} throttled`,
    unverified: "numbers kept from earlier runs: their projects could not be read",
    quarantined: "set aside; the next run reads them again",
  },
  /** Why a field gave no number. */
  reasons: {
    empty: "empty",
    "no-digits": "no-digits",
    "too-short": "too-short",
    "too-long": "too-long",
    "not-valid": "not-valid",
    "not-a-phone": "not-a-phone",
  },
  /** Failed attempts, counted by code. */
  failures: {
    CRM_SERVER_ERROR: { one: "server error", few: "server errors", many: "server errors" },
    CRM_CONNECTION: { one: "broken connection", few: "broken connections", many: "broken connections" },
    CRM_BAD_ANSWER: { one: "bad answer", few: "bad answers", many: "bad answers" },
    CRM_NOT_FOUND: { one: "not found", few: "not found", many: "not found" },
    CRM_CURSOR_EXPIRED: { one: "expired cursor", few: "expired cursors", many: "expired cursors" },
  },
  quarantine: {
    title: "Quarantined",
    phones: "project",
    projects: "client",
    clients: "list of clients",
    tries: (p: { count: number }) => `(${counts.tries(p.count)})`,
    /** The cause as the store keeps it, in English. */
    cause: (p: { code: string; message: string }) => p.message,
    more: (p: { count: string }) => `and ${p.count} more`,
  },
  results: "Results",
  next: "Next",
  nextSteps: {
    exportAll: "all numbers held now",
    exportNew: "only the new ones",
    show: "all about this run",
    pairs: "where each number was seen",
    status: "the last run in short",
    database: "the database, with the history of all runs",
  },
  details: {
    begun: (p: { at: string }) => `begun ${moment(p.at)} UTC`,
    ended: (p: { at: string }) => `ended ${moment(p.at)} UTC`,
    process: (p: { pid: number; time: string }) => `process ${p.pid}, last sign of life ${p.time} UTC`,
    units: { clients: "list of clients", projects: "lists of projects", phones: "projects' phones" },
    read: (p: { done: string; all: string }) => `${p.done} of ${p.all} read`,
    quarantined: (p: { count: string }) => `${p.count} quarantined`,
    pilot: (p: { parts: string }) => `pilot: ${p.parts}`,
    only: (p: { count: number; ids: string }) => `only ${counts.clients(p.count)} (${p.ids})`,
    without: (p: { count: number }) => `without ${counts.clients(p.count)}`,
    atMost: (p: { count: number }) => `at most ${counts.clients(p.count)}`,
  },
  list: {
    none: "No runs yet.",
    heads: {
      run: "RUN",
      source: "SOURCE",
      status: "STATUS",
      begun: "BEGUN (UTC)",
      took: "TOOK",
      numbers: "NUMBERS",
      came: "NEW",
      gone: "GONE",
      quarantined: "QUAR.",
    },
    statuses: {
      running: "running",
      complete: "complete",
      partial: "partial",
      stopped: "stopped",
      failed: "failed",
      abandoned: "abandoned",
      lost: "lost",
    },
  },
  status: {
    nothing: "Nothing was collected yet.",
    begin: (p: { line: string }) => `Begin with: ${p.line}`,
    continue: (p: { line: string }) => `Continue with: ${p.line}`,
  },
};
