import { z } from "zod";
import { RUN_STATUSES } from "../model/run.ts";
import { MISSED_POLICIES, OVERLAP_POLICIES, SCHEDULE_KINDS, TURN_STATES } from "../model/schedule.ts";
import { count, time } from "./page.ts";
import { route } from "./route.ts";

const cron = z.string().trim().min(1).max(120);
const zone = z.string().min(1).max(64);
const id = z.strictObject({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

const terms = {
  source: z.string().min(1).max(200).nullable(),
  kind: z.enum(SCHEDULE_KINDS),
  cron,
  zone,
  overlap: z.enum(OVERLAP_POLICIES),
  missed: z.enum(MISSED_POLICIES),
  jitter: z.int().min(0).max(3600),
  isOn: z.boolean(),
};

const nextTime = z.object({ at: time, local: z.string(), clocksMoved: z.int().nullable() });

const turn = z.object({
  due: time,
  state: z.enum(TURN_STATES),
  at: time,
  run: z.int().nullable(),
  runStatus: z.enum(RUN_STATUSES).nullable(),
  left: count,
  error: z.string().nullable(),
});

/** A schedule as pages show it. `sentence` is in the asker's language; `lateSince`: a time has passed and nothing began. */
const schedule = z.object({
  id: z.int(),
  /** It stands in the config file: it is changed there. */
  ofFile: z.boolean(),
  ...terms,
  sentence: z.string(),
  next: z.array(nextTime),
  lateSince: time.nullable(),
  createdAt: time,
  createdBy: z.string(),
  turns: z.array(turn),
});

export const scheduleRoutes = {
  listSchedules: route({
    method: "GET",
    path: "/api/v1/schedules",
    summary: "All schedules, each with its next five times and how it went lately.",
    may: "schedules.see",
    answer: z.object({ items: z.array(schedule), zone: z.string() }),
  }),
  previewSchedule: route({
    method: "POST",
    path: "/api/v1/schedules/preview",
    summary: "What a cron means: a sentence and the next five times, before anything is kept.",
    may: "schedules.see",
    body: z.strictObject({ cron, zone }),
    answer: z.object({ sentence: z.string(), next: z.array(nextTime) }),
  }),
  addSchedule: route({
    method: "POST",
    path: "/api/v1/schedules",
    summary: "Keeps a new schedule.",
    may: "schedules.manage",
    body: z.strictObject(terms),
    status: 201,
    answer: schedule,
    idempotent: true,
  }),
  changeSchedule: route({
    method: "PATCH",
    path: "/api/v1/schedules/:id",
    summary: "Changes a schedule; what is not named stays.",
    may: "schedules.manage",
    params: id,
    body: z.strictObject(terms).partial(),
    answer: schedule,
  }),
  removeSchedule: route({
    method: "DELETE",
    path: "/api/v1/schedules/:id",
    summary: "Removes a schedule; its runs stay.",
    may: "schedules.manage",
    params: id,
    status: 204,
    answer: null,
  }),
} as const;
