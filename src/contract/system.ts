import { z } from "zod";
import { time } from "./page.ts";
import { route } from "./route.ts";

export const serverFacts = z.object({
  version: z.string(),
  timeZone: z.string(),
  startedAt: time,
  /** The clock of the service: pages show times in it where they say how long ago something was. */
  now: time,
});

export const systemRoutes = {
  showFacts: route({
    method: "GET",
    path: "/api/v1/system",
    summary: "Which version of the service this is, its time zone and its clock.",
    may: "signed-in",
    answer: serverFacts,
  }),
} as const;
