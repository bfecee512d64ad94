import { z } from "zod";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";
import { crmId, run, runNumber, sourceText } from "./run-shapes.ts";

const numbers = z.object({ new: count, gone: count, moved: count });
const pairs = z.object({ came: count, went: count });
const two = { from: runNumber, to: runNumber };
const compared = run.omit({ who: true });

const sought = z.strictObject({
  ...two,
  text: z.string().max(200).optional(),
  sort: z.enum(["change", "gone", "new", "name"]).default("change"),
  cursor: cursor.optional(),
  limit: pageSize,
});

/** What came, went and moved between two finished runs of a source; `from` and `to` in any order. */
export const compareRoutes = {
  compareRuns: route({
    method: "GET",
    path: "/api/v1/compare",
    summary:
      "What changed between two runs of a source that ended, and what looks odd of it; what a stopped run did not read counts as unchanged.",
    may: "runs.see",
    query: z.strictObject(two),
    answer: z.object({
      from: compared,
      to: compared,
      totals: z.object({ numbers, pairs }),
      regions: z.array(z.object({ region: z.string(), numbers })),
      types: z.array(z.object({ type: z.string(), numbers })),
      clients: count,
      anomalies: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          before: count,
          after: count,
          gone: count,
          othersShare: z.number(),
          /** Who said that this is right; null where nobody did. */
          setAside: z
            .object({ who: z.string(), at: time, reason: z.string(), ends: time.nullable() })
            .nullable(),
        }),
      ),
    }),
  }),
  listSetAside: route({
    method: "GET",
    path: "/api/v1/set-aside",
    summary: "Clients of which losses are no news, since somebody said why.",
    may: "runs.see",
    answer: z.object({
      items: z.array(
        z.object({
          source: z.string(),
          client: z.string(),
          name: z.string(),
          reason: z.string(),
          at: time,
          who: z.string(),
          ends: time.nullable(),
        }),
      ),
    }),
  }),
  setAside: route({
    method: "POST",
    path: "/api/v1/set-aside",
    summary:
      "Warns no more of what a client loses, for so many days or for good (null); noted with the reason.",
    may: "runs.control",
    body: z.strictObject({
      source: sourceText,
      client: crmId,
      reason: z.string().trim().min(1).max(300),
      days: z.int().min(1).max(3650).nullable(),
    }),
    answer: null,
  }),
  takeBackSetAside: route({
    method: "DELETE",
    path: "/api/v1/set-aside",
    summary: "Warns of the client again.",
    may: "runs.control",
    query: z.strictObject({ source: sourceText, client: crmId }),
    answer: null,
  }),
  compareClients: route({
    method: "GET",
    path: "/api/v1/compare/clients",
    summary: "Clients with changes, and how many numbers each held before and after.",
    may: "runs.see",
    query: sought,
    answer: pageOf(
      z.object({ id: z.string(), name: z.string(), numbers, pairs, before: count, after: count }),
    ),
  }),
  compareProjects: route({
    method: "GET",
    path: "/api/v1/compare/projects",
    summary: "Projects with changes.",
    may: "runs.see",
    query: sought,
    answer: pageOf(
      z.object({
        id: z.string(),
        name: z.string(),
        clientId: z.string(),
        client: z.string(),
        numbers,
        pairs,
      }),
    ),
  }),
  compareNumbers: route({
    method: "GET",
    path: "/api/v1/compare/numbers",
    summary: "Numbers that came, went or moved, masked, with the project of each.",
    may: "numbers.see",
    query: z.strictObject({
      ...two,
      change: z.enum(["new", "gone", "moved", "kept"]).optional(),
      client: crmId.optional(),
      cursor: cursor.optional(),
      limit: pageSize,
    }),
    answer: pageOf(
      z.object({
        id: z.string(),
        phone: z.string(),
        region: z.string(),
        type: z.string(),
        change: z.enum(["new", "gone", "moved", "kept"]),
        pair: z.enum(["came", "went"]),
        clientId: z.string(),
        client: z.string(),
        projectId: z.string(),
        project: z.string(),
        run: count,
      }),
    ),
  }),
} as const;
