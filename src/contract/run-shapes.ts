import { z } from "zod";
import { count, time } from "./page.ts";

/** The number of a run. */
export const runNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
/** The CRM's id of a client or project. */
export const crmId = z.string().min(1).max(200);
/** The name of a source. */
export const sourceText = z.string().min(1).max(500);

export const runStatus = z.enum(["running", "complete", "partial", "stopped", "failed", "abandoned"]);
export const unitKind = z.enum(["clients", "projects", "phones"]);

const runScope = z.object({
  clients: z.array(z.string()),
  exclude: z.array(z.string()),
  limit: count.nullable(),
  failedOf: count.optional(),
  failedOnly: z
    .object({ code: z.string().optional(), unit: z.object({ kind: unitKind, id: z.string() }).optional() })
    .optional(),
  revertOf: count.optional(),
});

const runTotals = z.object({
  clients: count,
  projects: count,
  records: count,
  numbers: count,
  pairs: count,
  rejected: count,
  quarantined: count,
  unverified: count,
  new: count,
  gone: count,
  recordsHeld: count,
  recordsEmpty: count,
  erased: count,
  suppressed: count,
  requests: count,
  retries: count,
  throttled: count,
  seconds: z.number(),
});

/** A run as history shows it. Totals are final once `endedAt` is set. */
export const run = z.object({
  run: count,
  source: z.string(),
  status: runStatus,
  mode: z.enum(["full", "incremental", "import", "revert"]),
  scope: runScope,
  startedAt: time,
  endedAt: time.nullable(),
  totals: runTotals,
  /** Code of the error that ended it. */
  error: z.string().nullable(),
  /** What was held after it can be asked for no more. */
  pruned: z.boolean(),
  /** Who asked for it; null: the command line. */
  who: z.string().nullable(),
});

const share = z.object({ done: count, total: count.nullable(), isGuess: z.boolean() });
const spoken = z.object({ en: z.string(), ru: z.string() });

/** What a run is about; see the event `run.state`. */
export const runState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("opening"), why: spoken.nullable() }),
  z.object({ kind: z.literal("collecting") }),
  z.object({ kind: z.literal("throttled"), until: time }),
  z.object({
    kind: z.literal("breakerOpen"),
    why: spoken,
    nextTry: time,
    givesUpAt: time,
    failed: count,
    tried: count,
  }),
  z.object({ kind: z.literal("breakerHalfOpen"), why: spoken }),
  z.object({ kind: z.enum(["quota", "hours", "asked"]), why: spoken, until: time }),
  z.object({
    kind: z.literal("stalled"),
    seconds: count,
    asksAgainAt: count,
    waitsFor: z.object({ kind: unitKind, id: z.string(), page: count }).nullable(),
  }),
  z.object({ kind: z.literal("stopping"), open: count, since: time, atOnce: z.boolean() }),
  z.object({ kind: z.literal("delivering") }),
]);

/** A running run; the event `run.progress` has the same shape. */
export const liveRun = z.object({
  run: count,
  source: z.string(),
  startedAt: time,
  resumed: z.boolean(),
  mode: z.enum(["full", "incremental", "import", "revert"]),
  state: runState,
  ratio: z.number().nullable(),
  clients: share,
  projects: share,
  pages: share,
  records: count,
  numbers: count,
  rejected: count,
  quarantined: count,
  requests: count,
  retries: count,
  throttled: count,
  seconds: count,
  requestsPerSecond: z.number(),
  numbersPerSecond: z.number(),
  limitPerSecond: z.number().nullable(),
  limitFound: z.boolean(),
  inFlight: count,
  concurrency: count,
  failures: z.record(z.string(), count),
  etaSeconds: count.nullable(),
  answersIn: z.object({ median: count, p95: count }).nullable(),
  lately: z.object({ requests: count, errors: count, throttled: count }),
});

/** A run that was begun or goes on. `run` is null while it waits before the CRM's first answer. */
export const startedRun = z.object({ run: count.nullable(), source: z.string(), state: runState });

/** A failure in the asker's language. */
export const saidError = z.object({
  code: z.string(),
  text: z.string(),
  hint: z.string().nullable(),
  until: time.nullable(),
});

export const unitRow = z.object({
  unit: count,
  kind: unitKind,
  state: z.enum(["reading", "due", "done", "quarantined", "reverted"]),
  id: z.string(),
  name: z.string(),
  clientId: z.string(),
  client: z.string(),
  pages: count,
  changed: z.boolean(),
  /** Of one that is being read: so far. Null where the run did not read it last. */
  records: count.nullable(),
  numbers: count.nullable(),
  rejected: count.nullable(),
  code: z.string().nullable(),
  attempts: count.nullable(),
});

export const failedItem = z.object({
  run: count,
  kind: unitKind,
  id: z.string(),
  name: z.string(),
  clientId: z.string(),
  client: z.string(),
  code: z.string(),
  message: z.string(),
  attempts: count,
  at: time,
  total: count.nullable(),
  listed: z.int().nullable(),
  excerpt: z.string().nullable(),
  sinceRun: count,
  since: time,
  pending: z.boolean(),
});

export const logLine = z.object({
  seq: count,
  at: time,
  level: z.enum(["info", "warn", "error"]),
  code: z.string().nullable(),
  /** In the asker's language where it can be said in it, else in English. */
  text: z.string(),
});

export const speedPoint = z.object({
  /** Seconds from the run's beginning on, pauses between its sessions left out. */
  t: count,
  requests: count,
  throttled: count,
  errors: count,
  records: count,
  parked: count,
  limit: z.number().nullable(),
});
