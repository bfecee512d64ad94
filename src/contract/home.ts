import { z } from "zod";
import { RUN_STATUSES } from "../model/run.ts";
import { count, time } from "./page.ts";
import { route } from "./route.ts";

const runLine = z.object({
  run: z.int(),
  source: z.string(),
  status: z.enum(RUN_STATUSES),
  mode: z.enum(["full", "incremental", "import", "revert"]),
  startedAt: time,
  endedAt: time.nullable(),
  /** Code of the error that ended it. */
  error: z.string().nullable(),
  seconds: z.number().min(0),
  /** What its source holds after it, and against the run before. */
  numbers: count,
  new: count,
  gone: count,
  quarantined: count,
  projects: count,
  /** Null: the command line. */
  who: z.string().nullable(),
});

const homeSource = z.object({
  name: z.string(),
  connector: z.string(),
  /** Whether it can be collected: it is in the config file, or was made here. */
  isKnown: z.boolean(),
  newest: runLine.nullable(),
  finished: runLine.nullable(),
  /** Numbers after the last finished runs, oldest first. */
  trend: z.array(count),
});

const broken = { source: z.string(), run: z.int(), at: time, code: z.string() };
const need = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), ...broken }),
  z.object({ kind: z.literal("failed"), ...broken }),
  z.object({ kind: z.literal("gaveUp"), ...broken }),
  z.object({
    kind: z.literal("loss"),
    source: z.string(),
    from: z.int(),
    run: z.int(),
    clientId: z.string(),
    client: z.string(),
    lost: count,
    had: count,
    others: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal("quarantined"), source: z.string(), run: z.int(), units: count }),
]);

export const homeRoutes = {
  showHome: route({
    method: "GET",
    path: "/api/v1/home",
    summary: "How each source stands, and the latest runs: one small answer for the first page.",
    may: "runs.see",
    answer: z.object({ sources: z.array(homeSource), latest: z.array(runLine) }),
  }),
  listNeeds: route({
    method: "GET",
    path: "/api/v1/home/needs",
    summary:
      "What a person should look at: refused access, failed runs, clients that lost far more than others, quarantine.",
    may: "runs.see",
    answer: z.object({ items: z.array(need), checkedAt: time }),
  }),
  showTotals: route({
    method: "GET",
    path: "/api/v1/home/totals",
    summary: "What all sources hold together.",
    may: "runs.see",
    answer: z.object({
      numbers: count,
      clients: count,
      projects: count,
      records: count,
      rejected: count,
      suppressed: count,
    }),
  }),
} as const;
