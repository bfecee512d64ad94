import { z } from "zod";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";
import {
  crmId,
  failedItem,
  liveRun,
  logLine,
  run,
  runNumber,
  runState,
  runStatus,
  saidError,
  sourceText,
  speedPoint,
  startedRun,
  unitKind,
  unitRow,
} from "./run-shapes.ts";

const ofRun = z.strictObject({ run: runNumber });
const sought = z.string().max(200).optional();

export const runRoutes = {
  listRuns: route({
    method: "GET",
    path: "/api/v1/runs",
    summary: "Runs, newest first.",
    may: "runs.see",
    query: z.strictObject({
      source: sourceText.optional(),
      /** Several, parted by commas. */
      status: z
        .string()
        .transform((text) => text.split(","))
        .pipe(z.array(runStatus).max(6))
        .optional(),
      cursor: cursor.optional(),
      limit: pageSize,
    }),
    answer: pageOf(run),
  }),
  listLiveRuns: route({
    method: "GET",
    path: "/api/v1/runs/live",
    summary: "What goes on in this service: runs, and sources whose run is not open yet.",
    may: "runs.see",
    answer: z.object({
      items: z.array(z.object({ source: z.string(), state: runState, live: liveRun.nullable() })),
    }),
  }),
  startRun: route({
    method: "POST",
    path: "/api/v1/runs",
    summary: "Begins a run of a source, or continues its unfinished one.",
    may: "runs.control",
    body: z.strictObject({
      source: sourceText,
      /** Leaves an unfinished run behind and begins anew. */
      fresh: z.boolean().default(false),
      /** Reads all, also where what changed would do. */
      full: z.boolean().default(false),
      /** A source that lists no client any more is taken at its word. */
      allowEmpty: z.boolean().default(false),
      /** Only these clients, without these, or so many: a pilot, by which nothing is gone. */
      clients: z.array(crmId).max(1000).default([]),
      exclude: z.array(crmId).max(1000).default([]),
      limit: z.int().min(1).max(1_000_000).nullable().default(null),
    }),
    status: 202,
    answer: startedRun,
    idempotent: true,
  }),
  stopSource: route({
    method: "POST",
    path: "/api/v1/runs/stop",
    summary: "Stops what goes on of a source, also before its run is open.",
    may: "runs.control",
    body: z.strictObject({ source: sourceText, atOnce: z.boolean().default(false) }),
    status: 202,
    answer: z.object({ stopped: z.boolean() }),
  }),
  showRun: route({
    method: "GET",
    path: "/api/v1/runs/:run",
    summary: "One run: its counts, and how it goes where it does.",
    may: "runs.see",
    params: ofRun,
    answer: z.object({
      run,
      live: liveRun.nullable(),
      units: z.array(z.object({ kind: unitKind, due: count, done: count, quarantined: count })),
      /** The finished run of the same source before it. */
      before: run.omit({ who: true }).nullable(),
      /** Of what it set aside, so much is still unread. */
      pending: count,
      lastError: saidError.nullable(),
      deliveries: z.array(
        z.object({
          name: z.string(),
          place: z.string(),
          state: z.enum(["sending", "delivered", "held", "failed"]),
          at: time,
          error: z.string().nullable(),
        }),
      ),
    }),
  }),
  stopRun: route({
    method: "POST",
    path: "/api/v1/runs/:run/stop",
    summary: "Stops a run; what is read is kept. `atOnce` drops what is on its way.",
    may: "runs.control",
    params: ofRun,
    body: z.strictObject({ atOnce: z.boolean().default(false) }),
    status: 202,
    answer: z.object({ state: runState }),
  }),
  continueRun: route({
    method: "POST",
    path: "/api/v1/runs/:run/continue",
    summary: "Continues a stopped or failed run where it stopped.",
    may: "runs.control",
    params: ofRun,
    status: 202,
    answer: startedRun,
    idempotent: true,
  }),
  startRunOver: route({
    method: "POST",
    path: "/api/v1/runs/:run/start-over",
    summary: "Begins anew what a run was about; an unfinished one stays in the history as abandoned.",
    may: "runs.control",
    params: ofRun,
    status: 202,
    answer: startedRun,
    idempotent: true,
  }),
  retryRun: route({
    method: "POST",
    path: "/api/v1/runs/:run/retry",
    summary: "Reads again what a run set aside: all of it, what has one cause, or one unit.",
    may: "runs.control",
    params: ofRun,
    body: z.strictObject({
      code: z.string().max(100).optional(),
      unit: z.strictObject({ kind: unitKind, id: z.string().max(200) }).optional(),
    }),
    status: 202,
    answer: startedRun,
    idempotent: true,
  }),
  listUnits: route({
    method: "GET",
    path: "/api/v1/runs/:run/units",
    summary: "Lists and projects that a run reads or read. `reading` is of this moment.",
    may: "runs.see",
    params: ofRun,
    query: z.strictObject({
      kind: unitKind.default("phones"),
      state: z.enum(["reading", "due", "done", "quarantined"]).optional(),
      client: crmId.optional(),
      text: sought,
      cursor: cursor.optional(),
      limit: pageSize,
    }),
    answer: pageOf(unitRow),
  }),
  listFailureGroups: route({
    method: "GET",
    path: "/api/v1/runs/:run/failures",
    summary: "What a run set aside, by cause.",
    may: "runs.see",
    params: ofRun,
    answer: z.object({
      items: z.array(z.object({ code: z.string(), count, pending: count, example: failedItem })),
    }),
  }),
  listFailures: route({
    method: "GET",
    path: "/api/v1/runs/:run/failures/items",
    summary: "What a run set aside, one by one.",
    may: "runs.see",
    params: ofRun,
    query: z.strictObject({
      code: z.string().max(100).optional(),
      cursor: cursor.optional(),
      limit: pageSize,
    }),
    answer: pageOf(failedItem),
  }),
  listLog: route({
    method: "GET",
    path: "/api/v1/runs/:run/log",
    summary:
      "Lines of a run's log: those after `after`, oldest first; else the newest, or those before `before`, newest first.",
    may: "runs.see",
    params: ofRun,
    query: z.strictObject({
      level: z.enum(["info", "warn", "error"]).default("info"),
      text: sought,
      after: z.coerce.number().int().min(0).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: z.object({ items: z.array(logLine) }),
  }),
  showSpeed: route({
    method: "GET",
    path: "/api/v1/runs/:run/speed",
    summary: "How fast a run went or goes.",
    may: "runs.see",
    params: ofRun,
    answer: z.object({ startedAt: time, points: z.array(speedPoint) }),
  }),
  showRunSettings: route({
    method: "GET",
    path: "/api/v1/runs/:run/settings",
    summary: "With which settings of its source a run began, and which were others in the run before it.",
    may: "runs.see",
    params: ofRun,
    answer: z.object({
      who: z.string().nullable(),
      /** Names these settings: equal means equal settings. Null for runs of before they were kept. */
      fingerprint: z.string().nullable(),
      items: z.array(z.object({ name: z.string(), value: z.string(), before: z.string().nullable() })),
      /** The run that `before` is of. */
      beforeRun: count.nullable(),
      yaml: z.string(),
    }),
  }),
} as const;
