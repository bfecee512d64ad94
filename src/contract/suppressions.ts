import { z } from "zod";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";

/** A number in any spelling. */
const typed = z.string().trim().min(1).max(250);
const reason = z.string().trim().min(1).max(500);
/** Reads national numbers; without it they are read in the countries of the sources. */
const region = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .optional();

const item = z.object({
  /** Masked for whoever may not see whole numbers. */
  phone: z.string(),
  since: time,
  who: z.string(),
  reason: z.string().nullable(),
  /** Some source holds it now. */
  isHeld: z.boolean(),
});

const change = z.object({
  /** Values that were read. */
  read: count,
  changed: count,
  unchanged: count,
  unreadable: count,
  /** How many are on the list now. */
  count,
  /** The first values that hold no number; digits masked. */
  examples: z.array(z.object({ line: count, text: z.string() })),
});

export const suppressionsRoutes = {
  listSuppressions: route({
    method: "GET",
    path: "/api/v1/suppressions",
    summary: "Numbers that must not be called, in the order of numbers.",
    may: "suppressions.see",
    query: z.strictObject({ cursor: cursor.optional(), limit: pageSize }),
    answer: pageOf(item),
  }),
  suppressionFacts: route({
    method: "GET",
    path: "/api/v1/suppressions/facts",
    summary: "How many numbers must not be called, and how many rows that held back in the last 30 days.",
    may: "suppressions.see",
    answer: z.object({ count, heldBack: count }),
  }),
  checkSuppression: route({
    method: "POST",
    path: "/api/v1/suppressions/check",
    summary: "Whether a number must not be called: since when, by whom and why.",
    may: "suppressions.see",
    body: z.strictObject({ phone: typed, region }),
    answer: z.object({ phone: z.string(), found: item.nullable() }),
  }),
  addSuppressions: route({
    method: "POST",
    path: "/api/v1/suppressions",
    summary: "Puts numbers on the list.",
    may: "suppressions.add",
    body: z.strictObject({ phones: z.array(typed).min(1).max(1000), reason: reason.nullable(), region }),
    answer: change,
  }),
  removeSuppressions: route({
    method: "POST",
    path: "/api/v1/suppressions/remove",
    summary: "Takes numbers off the list; it asks for the reason, which the audit log keeps.",
    may: "suppressions.manage",
    body: z.strictObject({ phones: z.array(typed).min(1).max(1000), reason, region }),
    answer: change,
  }),
  guessSuppressions: route({
    method: "POST",
    path: "/api/v1/suppressions/guess",
    summary: "Looks at the beginning of a file: which column holds numbers, and its first rows, masked.",
    may: "suppressions.manage",
    takes: "file",
    most: 1_000_000,
    answer: z.object({
      /** From 1; null where no column holds numbers. */
      column: count.nullable(),
      hasHeader: z.boolean(),
      columns: z.array(z.object({ name: z.string().nullable(), numbers: count })),
      rows: z.array(z.array(z.string())),
    }),
  }),
  importSuppressions: route({
    method: "POST",
    path: "/api/v1/suppressions/import",
    summary:
      "Puts the numbers of a file on the list: a value a line, or a column of a CSV. At most 100 MB; it may be gzipped.",
    may: "suppressions.manage",
    takes: "file",
    most: 100_000_000,
    query: z.strictObject({
      column: z.string().min(1).max(200).default("1"),
      reason: reason.optional(),
      region,
      name: z.string().max(200).optional(),
      /** Reads alone: what it would do. */
      dry: z.enum(["yes", "no"]).default("no"),
    }),
    answer: change,
  }),
} as const;
