import { z } from "zod";
import { count, time } from "./page.ts";
import { route } from "./route.ts";

/** A span as the config file has it (`90d`); null: kept for good. */
const span = z.string().nullable();

export const settingsRoutes = {
  showSettings: route({
    method: "GET",
    path: "/api/v1/settings",
    summary:
      "How people sign in, how long things of each source are kept, and what would be pruned by that now.",
    may: "settings.see",
    answer: z.object({
      signIn: z.object({ idleMinutes: count, lifeHours: count, needsSecondFactor: z.boolean() }),
      retention: z.array(z.object({ source: z.string(), rejectedRaw: span, goneNumbers: span })),
      due: z.array(
        z.object({
          source: z.string(),
          /** When the oldest version began that can be asked for afterwards; null where none goes. */
          oldest: time.nullable(),
          runs: count,
          spans: count,
          numbers: count,
          raws: count,
        }),
      ),
    }),
  }),
} as const;
