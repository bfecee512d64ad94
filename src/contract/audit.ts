import { z } from "zod";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";

/** A day or a moment. */
const since = z.iso.date().or(z.iso.datetime());

const filter = {
  action: z.string().max(40).optional(),
  /** As the log names them. */
  who: z.string().max(300).optional(),
  since: since.optional(),
  /** Before this; a day counts as its end. */
  until: since.optional(),
};

const auditEntry = z.object({
  seq: z.int().min(1),
  at: time,
  who: z.string(),
  action: z.string(),
  /** Facts of the act; numbers in it are masked. */
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

export const auditRoutes = {
  listAudit: route({
    method: "GET",
    path: "/api/v1/audit",
    summary: "Who did what with the data, newest first.",
    may: "audit.see",
    query: z.strictObject({ ...filter, cursor: cursor.optional(), limit: pageSize }),
    answer: pageOf(auditEntry),
  }),
  auditFacets: route({
    method: "GET",
    path: "/api/v1/audit/facets",
    summary: "Which people and which kinds of acts the log holds.",
    may: "audit.see",
    answer: z.object({ actions: z.array(z.string()), people: z.array(z.string()) }),
  }),
  checkAudit: route({
    method: "GET",
    path: "/api/v1/audit/check",
    summary: "Reads the whole log: whether every entry is as it was written and follows the one before it.",
    may: "audit.see",
    answer: z.object({
      ok: z.boolean(),
      entries: count,
      head: z.string(),
      broken: z.object({ seq: z.int(), why: z.enum(["changed", "unlinked", "missing"]) }).nullable(),
      at: time,
    }),
  }),
  downloadAudit: route({
    method: "GET",
    path: "/api/v1/audit/file",
    summary: "The log as a file, oldest first: CSV for people, JSON lines with all hashes for checks.",
    may: "audit.see",
    query: z.strictObject({ ...filter, format: z.enum(["csv", "jsonl"]).default("csv") }),
    answer: "file",
  }),
} as const;
