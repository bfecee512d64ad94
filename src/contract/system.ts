import { z } from "zod";
import { time } from "./page.ts";
import { route } from "./route.ts";

const serverFacts = z.object({
  version: z.string(),
  timeZone: z.string(),
  startedAt: time,
  /** The clock of the service: pages show times in it where they say how long ago something was. */
  now: time,
});

const healthCheck = z.object({
  /** What was looked at: for programs, and for people in their language. */
  check: z.string(),
  name: z.string(),
  state: z.enum(["ok", "warn", "fail"]),
  detail: z.string(),
  /** What to do where it is not well. */
  fix: z.string().nullable(),
});

export const systemRoutes = {
  showHealth: route({
    method: "GET",
    path: "/api/v1/system/health",
    summary:
      "How the installation is: versions, files, disk, database, runs, clocks of the CRMs, backups. Reads the whole database and asks each CRM for its time, which may take seconds.",
    may: "health.see",
    answer: z.object({
      checkedAt: time,
      checks: z.array(healthCheck),
      service: z.object({
        startedAt: time,
        memoryBytes: z.int(),
      }),
    }),
  }),
  showFacts: route({
    method: "GET",
    path: "/api/v1/system",
    summary: "Which version of the service this is, its time zone and its clock.",
    may: "signed-in",
    answer: serverFacts,
  }),
} as const;
