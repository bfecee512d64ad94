import { z } from "zod";
import { count, time } from "./page.ts";
import { route } from "./route.ts";

/** No session lives longer, whatever is set. */
export const LONGEST_SESSION_HOURS = 72;

/** What admins set of the service as a whole, and within which bounds. */
export const servicePolicy = z.strictObject({
  /** A session ends after so long without a request. */
  idleMinutes: z.int().min(1).max(720),
  /** It ends then in any case. */
  lifeHours: z.int().min(1).max(LONGEST_SESSION_HOURS),
  /** Admins and exporters can do nothing before they have set a second factor up. */
  needsSecondFactor: z.boolean(),
  /** So many numbers one person may be shown whole in 24 hours. */
  revealsADay: z.int().min(0).max(10_000),
  /** A number that is shown whole is masked again after so long. */
  revealSeconds: z.int().min(10).max(600),
});

const ruleName = z.enum(Object.keys(servicePolicy.shape) as [keyof typeof servicePolicy.shape]);

/** A span as the config file has it (`90d`); null: kept for good. */
const span = z.string().nullable();

const shown = z.object({
  rules: servicePolicy,
  /** Those that the config file or a variable sets: they are not changed here. */
  fixed: z.array(ruleName),
  /** Who changed one last. */
  changed: z.array(z.object({ name: ruleName, at: time, who: z.string() })),
  retention: z.array(
    z.object({
      source: z.string(),
      /** file: of datamaster.yaml, read alone. */
      origin: z.enum(["file", "made"]),
      rejectedRaw: span,
      goneNumbers: span,
    }),
  ),
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
});

export const settingsRoutes = {
  showSettings: route({
    method: "GET",
    path: "/api/v1/settings",
    summary:
      "How people sign in and how much they are shown, how long things of each source are kept, and what would be pruned by that now.",
    may: "settings.see",
    answer: shown,
  }),
  changeSettings: route({
    method: "PATCH",
    path: "/api/v1/settings",
    summary: "Changes how people sign in and how much they are shown; it counts from the next request on.",
    may: "settings.manage",
    body: servicePolicy.partial(),
    answer: shown,
  }),
  setRetention: route({
    method: "PUT",
    path: "/api/v1/settings/retention/:source",
    summary:
      "How long things of a source are kept that was made here; null: for good. Nothing is deleted before retention runs.",
    may: "settings.manage",
    params: z.strictObject({ source: z.string().min(1).max(64) }),
    body: z.strictObject({
      rejectedRaw: z.string().max(20).nullable(),
      goneNumbers: z.string().max(20).nullable(),
    }),
    answer: shown,
  }),
} as const;
