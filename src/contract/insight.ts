import { z } from "zod";
import { REJECT_REASONS, REPAIR_CODES } from "../model/number.ts";
import { count, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";

const source = z.string().min(1).max(200).optional();
const reason = z.enum(REJECT_REASONS);
/** Where a record lies: opaque. */
const key = z.string().regex(/^\d{1,15}\.\d{1,15}$/);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const of = z.strictObject({ source });

const client = z.object({
  /** For filters of this API. */
  key: z.int(),
  source: z.string(),
  /** The CRM's own. */
  id: z.string(),
  name: z.string(),
});

const quality = z.object({
  records: count,
  rejected: count,
  runs: list(z.object({ run: z.int(), source: z.string(), at: time, records: count, rejected: count })),
  reasons: list(
    z.object({
      reason,
      count,
      before: count.nullable(),
      clients: count,
      examples: list(z.string()),
    }),
  ),
  clients: list(client.extend({ records: count, rejected: count, pairs: count, reason: reason.nullable() })),
  clientCount: count,
  repairs: list(
    z.object({
      code: z.enum(REPAIR_CODES),
      count,
      example: z.object({ before: z.string(), after: z.string() }),
    }),
  ),
});

const rejected = z.object({
  key: z.string(),
  source: z.string(),
  client: z.string(),
  clientId: z.string(),
  project: z.string(),
  projectId: z.string(),
  record: z.string(),
  raw: z.string().nullable(),
  reason,
});

const summary = z.object({
  at: time,
  numbers: count,
  pairs: count,
  kinds: list(z.object({ region: z.string(), type: z.string(), numbers: count })),
  operators: list(z.object({ name: z.string().nullable(), numbers: count })),
  operatorCount: count,
  flags: list(z.object({ flag: z.string(), numbers: count })),
  flagged: count,
  inClients: count,
  inProjects: count,
  clients: list(client.extend({ records: count, rejected: count, pairs: count, numbers: count })),
  clientCount: count,
  largest: list(client),
  shared: list(list(count)),
});

export const insightRoutes = {
  showQuality: route({
    method: "GET",
    path: "/api/v1/quality",
    summary: "What gives no number and why, whose it is, how it was before, and what was repaired.",
    may: "runs.see",
    query: of,
    answer: quality,
  }),
  listRejected: route({
    method: "GET",
    path: "/api/v1/quality/rejected",
    summary: "Records without a number, digits of their texts masked.",
    may: "runs.see",
    query: z.strictObject({
      source,
      reason: reason.optional(),
      client: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      cursor: key.optional(),
      limit: pageSize,
    }),
    answer: pageOf(rejected),
  }),
  revealRejected: route({
    method: "POST",
    path: "/api/v1/quality/rejected/reveal",
    summary: "The texts of such records in full; each time is noted in the audit log.",
    may: "numbers.reveal",
    body: z.strictObject({ keys: z.array(key).min(1).max(25) }),
    answer: z.object({ items: list(rejected) }),
  }),
  explainValue: route({
    method: "POST",
    path: "/api/v1/quality/explain",
    summary: "How a text is read, step by step, or why it gives no number. Nothing of it is kept.",
    may: "runs.see",
    body: z.strictObject({
      text: z.string().min(1).max(1_000),
      region: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .nullable()
        .default(null),
    }),
    answer: z.object({
      numbers: list(
        z.object({
          e164: z.string(),
          region: z.string(),
          type: z.string(),
          ext: z.string().nullable(),
          repairs: list(z.enum(REPAIR_CODES)),
        }),
      ),
      reason: reason.nullable(),
      steps: list(z.object({ step: z.string(), text: z.string(), detail: z.string() })),
    }),
  }),
  showTrends: route({
    method: "GET",
    path: "/api/v1/analytics/runs",
    summary: "Finished runs in short, oldest first, for what changes over time.",
    may: "runs.see",
    query: z.strictObject({ source, days: z.coerce.number().int().min(1).max(3_650).optional() }),
    answer: z.object({
      items: list(
        z.object({
          run: z.int(),
          source: z.string(),
          at: time,
          status: z.string(),
          mode: z.string(),
          numbers: count,
          pairs: count,
          new: count,
          gone: count,
          records: count,
          rejected: count,
          unverified: count,
        }),
      ),
    }),
  }),
  showSummary: route({
    method: "GET",
    path: "/api/v1/analytics/summary",
    summary:
      "Numbers by country, type, operator and client, and how clients overlap. Null where it is not counted yet.",
    may: "runs.see",
    query: of,
    answer: z.object({ summary: summary.nullable() }),
  }),
  makeSummary: route({
    method: "POST",
    path: "/api/v1/analytics/summary",
    summary: "The same, counted first where it is not yet: that takes seconds.",
    may: "runs.see",
    body: of,
    answer: z.object({ summary: summary.nullable() }),
  }),
} as const;
