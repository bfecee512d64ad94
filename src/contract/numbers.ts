import { z } from "zod";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";

const text = z.string().min(1).max(200);
/** One or more of a name: `?region=RU&region=KZ`. */
const texts = z
  .union([text, z.array(text).max(200)])
  .optional()
  .transform((given) => (given === undefined ? [] : typeof given === "string" ? [given] : given));
const run = z.coerce.number().int().min(1).max(1_000_000_000);
const yesNo = z.enum(["yes", "no"]);

/** What a list of numbers is narrowed to: all of it holds. Lists of one kind are met by any of them. */
const numberFilter = {
  source: texts,
  region: texts,
  type: texts,
  /** The CRM's own ids. */
  client: texts,
  project: texts,
  /** Parts of names. */
  operator: texts,
  /** Held now (default), or once and no more. */
  state: z.enum(["held", "gone"]).optional(),
  newSince: run.optional(),
  heldAfter: run.optional(),
  firstFrom: time.optional(),
  firstTo: time.optional(),
  lastFrom: time.optional(),
  lastTo: time.optional(),
  minProjects: z.coerce.number().int().min(1).max(1_000).optional(),
  /** Ways in which a number looks made up. */
  flag: texts,
  placeholder: yesNo.optional(),
  suppressed: yesNo.optional(),
} as const;

const place = z.object({
  source: z.string(),
  clientId: z.string(),
  client: z.string(),
  projectId: z.string(),
  project: z.string(),
});

/** A number as lists show it: always masked. */
const listedNumber = z.object({
  /** Names the number in addresses; tells nothing of it. */
  id: z.string(),
  /** Masked: `+7 916 ***-**-67`. */
  phone: z.string(),
  region: z.string(),
  type: z.string(),
  operator: z.string().nullable(),
  flags: z.array(z.string()),
  suppressed: z.boolean(),
  isNew: z.boolean(),
  isGone: z.boolean(),
  firstRun: count,
  firstSeen: time,
  lastRun: count,
  lastSeen: time,
  /** In how many projects it is, or was. */
  places: count,
  place,
});

const choice = z.object({ value: z.string(), count });
const foundPlace = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  client: z.string().nullable(),
});

/** An opaque id of a number. */
const params = z.strictObject({ id: z.string().regex(/^n_[\w-]{22}$/) });
const reason = z.string().trim().max(500);

const suppression = z.object({ since: time, who: z.string(), reason: z.string().nullable() });
const stay = z.object({
  ...place.shape,
  /** Digits in them are masked. */
  label: z.string().nullable(),
  contact: z.string().nullable(),
  cameRun: count,
  firstSeen: time,
  lastRun: count,
  lastSeen: time,
  goneRun: count.nullable(),
  unverified: z.boolean(),
});

const shownNumber = z.object({
  id: z.string(),
  phone: z.string(),
  valid: z.boolean(),
  region: z.string().nullable(),
  type: z.string().nullable(),
  operator: z.string().nullable(),
  location: z.string().nullable(),
  timeZones: z.array(z.string()),
  /** Whether a numbering register knows its range; null where none tells. */
  allocated: z.boolean().nullable(),
  flags: z.array(z.string()),
  suppression: suppression.nullable(),
  firstSeen: time.nullable(),
  lastSeen: time.nullable(),
  stays: z.array(stay),
  /** The newest runs of the sources that have it or had it, oldest first. */
  runs: z.array(z.object({ run: count, source: z.string(), startedAt: time })),
  /** Who looked at it; null for who may not see the audit log. */
  acts: z.array(z.object({ at: time, who: z.string(), action: z.string() })).nullable(),
  erasedAt: time.nullable(),
});

const file = z.object({ path: z.string(), kind: z.string(), at: time, state: z.string() });
const erased = {
  places: count,
  texts: count,
  rejected: count,
  pages: count,
  suppressed: count,
} as const;

export const numberRoutes = {
  listNumbers: route({
    method: "GET",
    path: "/api/v1/numbers",
    summary: "A page of the numbers that a filter picks, masked, and how many it picks.",
    may: "numbers.see",
    query: z.strictObject({
      ...numberFilter,
      sort: z.enum(["number", "first", "last", "places"]).default("first"),
      order: z.enum(["asc", "desc"]).default("desc"),
      cursor: cursor.optional(),
      limit: pageSize,
    }),
    answer: pageOf(listedNumber).extend({
      /** On all pages together; exact. */
      count,
    }),
  }),
  countNumbers: route({
    method: "GET",
    path: "/api/v1/numbers/count",
    summary: "How many numbers a filter picks.",
    may: "numbers.see",
    query: z.strictObject(numberFilter),
    answer: z.object({ count }),
  }),
  showNewNumbers: route({
    method: "GET",
    path: "/api/v1/numbers/new",
    summary: "How many numbers are new since the asker's last export of what is new.",
    may: "numbers.see",
    answer: z.object({
      /** Null where the asker made none: then all are new. */
      last: z.object({ run: count, at: time }).nullable(),
      /** The last run that counts; a later one may still bring numbers. */
      until: count,
      count,
      /** Of those, what an export leaves out: on the do-not-call list, and of the others what looks made up. */
      suppressed: count,
      placeholders: count,
    }),
  }),
  listNumberChoices: route({
    method: "GET",
    path: "/api/v1/numbers/choices",
    summary: "What the list of numbers can be narrowed to, commonest first.",
    may: "numbers.see",
    answer: z.object({
      total: count,
      sources: z.array(z.string()),
      regions: z.array(choice),
      types: z.array(choice),
      operators: z.array(choice),
      runs: z.array(z.object({ run: count, source: z.string(), startedAt: time })),
    }),
  }),
  findNumberPlaces: route({
    method: "GET",
    path: "/api/v1/numbers/places",
    summary: "Clients and projects by a part of their name.",
    may: "numbers.see",
    query: z.strictObject({
      name: z.string().max(100).default(""),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    answer: z.object({ clients: z.array(foundPlace), projects: z.array(foundPlace) }),
  }),
  findNumber: route({
    method: "POST",
    path: "/api/v1/numbers/find",
    summary:
      "Looks for a number in any spelling, or by a part of its digits. What is sought is recorded, without its digits.",
    may: "numbers.see",
    body: z.strictObject({
      text: z.string().min(1).max(250),
      regions: z
        .array(z.string().regex(/^[A-Z]{2}$/))
        .max(20)
        .default([]),
    }),
    answer: z.object({
      /** Numbers that were read from the text. */
      read: z.array(
        z.object({
          id: z.string(),
          phone: z.string(),
          region: z.string(),
          type: z.string(),
          ext: z.string().nullable(),
          /** `nowhere`: not in any source, now or before. */
          state: z.enum(["here", "gone", "erased", "nowhere"]),
          suppressed: z.boolean(),
          erasedAt: time.nullable(),
        }),
      ),
      found: z.array(listedNumber),
      count,
      /** What was sought: a whole number, a part of one, a part that one may not seek by, or a text without digits. */
      by: z.enum(["number", "part", "denied", "nothing"]),
    }),
  }),
  showNumber: route({
    method: "GET",
    path: "/api/v1/numbers/:id",
    summary: "The whole story of a number, masked.",
    may: "numbers.see",
    params,
    answer: shownNumber,
  }),
  revealNumbers: route({
    method: "POST",
    path: "/api/v1/numbers/reveal",
    summary: "Shows up to 25 numbers whole; each is recorded with the asker's name.",
    may: "numbers.reveal",
    body: z.strictObject({ ids: z.array(params.shape.id).min(1).max(25) }),
    answer: z.object({
      numbers: z.array(z.object({ id: z.string(), phone: z.string(), e164: z.string() })),
      /** In the last 24 hours. */
      revealed: count,
      /** They are to be masked again after so long. */
      seconds: count,
      most: count,
    }),
  }),
  suppressNumbers: route({
    method: "POST",
    path: "/api/v1/numbers/suppress",
    summary: "Puts up to 1,000 numbers on the do-not-call list.",
    may: "suppressions.add",
    body: z.strictObject({
      ids: z.array(params.shape.id).min(1).max(1_000),
      reason: reason.nullable().default(null),
    }),
    answer: z.object({ changed: count }),
  }),
  suppressNumber: route({
    method: "PUT",
    path: "/api/v1/numbers/:id/suppression",
    summary: "Puts a number on the do-not-call list.",
    may: "suppressions.add",
    params,
    body: z.strictObject({ reason: reason.nullable().default(null) }),
    answer: z.object({ changed: z.boolean() }),
  }),
  unsuppressNumber: route({
    method: "DELETE",
    path: "/api/v1/numbers/:id/suppression",
    summary: "Takes a number off the do-not-call list.",
    may: "suppressions.manage",
    params,
    query: z.strictObject({ reason: reason.optional() }),
    answer: z.object({ changed: z.boolean() }),
  }),
  reportNumber: route({
    method: "POST",
    path: "/api/v1/numbers/:id/report",
    summary: "All that is known of a number, as a person may ask for it. Recorded.",
    may: "subjects.manage",
    params,
    answer: z.object({
      /** Whole for who may reveal numbers. */
      phone: z.string(),
      at: time,
      stays: z.array(stay),
      texts: z.array(
        z.object({
          where: z.string(),
          text: z.string(),
          source: z.string().nullable(),
          client: z.string().nullable(),
          project: z.string().nullable(),
        }),
      ),
      pages: count,
      suppression: suppression.nullable(),
      files: z.array(file),
      erasedAt: time.nullable(),
    }),
  }),
  previewErasure: route({
    method: "GET",
    path: "/api/v1/numbers/:id/erasure",
    summary: "What erasing a number would find. Changes nothing.",
    may: "subjects.manage",
    params,
    answer: z.object({ ...erased, files: z.array(file), missing: count }),
  }),
  eraseNumber: route({
    method: "POST",
    path: "/api/v1/numbers/:id/erasure",
    summary: "Erases a number for good. It does not come back with the next run.",
    may: "subjects.manage",
    params,
    body: z.strictObject({
      lastDigits: z.string().regex(/^\d{4}$/),
      reason: reason.min(1),
      deletesFiles: z.boolean().default(false),
    }),
    answer: z.object({
      ...erased,
      at: time,
      deleted: count,
      /** Files that hold it, or may, and are still there. */
      left: z.array(file),
    }),
  }),
} as const;
