import { z } from "zod";
import { count, time } from "./page.ts";
import { route } from "./route.ts";

const name = z.string().min(1).max(64);
const id = z.string().min(1).max(100);
const region = z.string().min(2).max(2);
const span = z.string().min(1).max(20);
const url = z.string().min(1).max(2000);
const short = z.string().min(1).max(500);

/** How access tokens are got where there is no lasting one; secrets are put in apart. */
const auth = z.strictObject({
  kind: z.enum(["client-credentials", "refresh-token"]),
  tokenUrl: url,
  clientId: short,
  scope: short.optional(),
  audience: short.optional(),
  clientAuth: z.enum(["basic", "post"]).optional(),
});

const limit = z.union([
  z.string().min(1).max(100),
  z.strictObject({
    requests: z.int().positive(),
    per: short,
    reserve: short.optional(),
    resetsAt: short.optional(),
  }),
]);

/** Settings of a source, as datamaster.yaml has them and without secrets; what is left out has its default. */
const sourceSettings = z.strictObject({
  connector: z.enum(["datamaster"]),
  baseUrl: url,
  auth: auth.optional(),
  region: region.optional(),
  otherRegions: z.union([z.literal("auto"), z.array(region).max(8)]).optional(),
  rps: z.union([z.literal("auto"), z.number().positive().max(100_000)]).optional(),
  limits: z.array(limit).max(10).optional(),
  hours: z.array(z.string().min(1).max(100)).max(20).optional(),
  concurrency: z.int().min(1).max(1000).optional(),
  keep: z
    .array(z.enum(["label", "contact"]))
    .max(2)
    .optional(),
  fullEvery: z.int().min(1).max(1000).optional(),
  overlap: z.number().min(0).max(1440).optional(),
  keepPages: z.boolean().optional(),
  skipSuppressed: z.boolean().optional(),
  retention: z.strictObject({ rejectedRaw: span.optional(), goneNumbers: span.optional() }).optional(),
});

/** As a draft holds them: nothing is needed yet. */
const draftSettings = sourceSettings.partial();

const secret = z.string().min(1).max(8000);
/** Written and never read. One that is left out stays as it is. */
const secrets = z.strictObject({
  token: secret.optional(),
  clientSecret: secret.optional(),
  refreshToken: secret.optional(),
});
const secretNames = z.array(z.enum(["token", "clientSecret", "refreshToken"])).readonly();

const origin = z.enum(["file", "made"]);
/** A run in few words. */
const runLine = z.object({
  run: count,
  status: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
});

const sourceLine = z.object({
  name: z.string(),
  /** file: of datamaster.yaml, read alone. */
  origin,
  connector: z.string(),
  baseUrl: z.string(),
  /** Numbers that it holds now. */
  numbers: count,
  /** Newest first, a few of them. */
  runs: z.array(runLine).readonly(),
});

const source = z.object({
  name: z.string(),
  origin,
  /** As in {@link sourceSettings}; of a file's source with all defaults. */
  settings: z.record(z.string(), z.unknown()),
  /** Which secrets it has. */
  secrets: secretNames,
  secretsAt: time.nullable(),
  secretsBy: z.string().nullable(),
  createdAt: time.nullable(),
  createdBy: z.string().nullable(),
  changedAt: time.nullable(),
  changedBy: z.string().nullable(),
  yaml: z.string(),
  /** What was collected from it: what would go with its numbers. */
  held: z.object({ clients: count, projects: count, numbers: count, runs: count }),
});

const draft = z.object({
  id,
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  step: z.string(),
  secrets: secretNames,
  changedAt: time,
  yaml: z.string(),
});
const draftBody = z.strictObject({
  name: z.string().max(64),
  settings: draftSettings,
  step: z.string().max(40),
  secrets,
});

/** A draft of one's own, or a source. */
const target = z.union([z.strictObject({ draft: id }), z.strictObject({ source: name })]);

const trial = z.object({
  state: z.enum(["working", "ok", "failed"]),
  steps: z
    .array(
      z.object({
        step: z.enum(["address", "certificate", "token", "firstPage", "phoneField"]),
        state: z.enum(["waiting", "working", "ok", "failed", "skipped"]),
        /** In the asker's language. */
        text: z.string().nullable(),
        hint: z.string().nullable(),
      }),
    )
    .readonly(),
});

const reading = z.strictObject({
  region: region.nullable(),
  otherRegions: z.union([z.literal("auto"), z.array(region).max(8)]),
  /** Needs numbers.reveal; each is noted in the audit log. */
  reveal: z.boolean().default(false),
});
const sampleRecord = z.object({
  client: z.string(),
  project: z.string(),
  /** As it was typed; digits masked unless revealed. */
  raw: z.string(),
  state: z.enum(["asIs", "repaired", "doubtful", "none"]),
  numbers: z
    .array(z.object({ number: z.string(), region: z.string(), type: z.string(), ext: z.string().nullable() }))
    .readonly(),
  /** Codes of repairs, marks and reasons. */
  why: z.array(z.string()).readonly(),
});
const readSample = z.object({
  records: z.array(sampleRecord).readonly(),
  /** Records that are read by the region, since their client tells no country. */
  byRegion: count,
  others: z.array(z.string()).readonly(),
});

const plan = z.object({
  clients: count,
  projects: count,
  estimated: z.boolean(),
  requests: count,
  seconds: z.number(),
  waitSeconds: z.number(),
  requestsPerSecond: z.number().nullable(),
  shareOfDay: z.number().nullable(),
});

const ofSource = z.strictObject({ source: name });
const ofDraft = z.strictObject({ draft: id });

export const sourceRoutes = {
  listSources: route({
    method: "GET",
    path: "/api/v1/sources",
    summary: "All sources: those of the config file and those made here, with their last runs.",
    may: "sources.see",
    answer: z.object({ items: z.array(sourceLine) }),
  }),
  showSource: route({
    method: "GET",
    path: "/api/v1/sources/:source",
    summary: "One source with its settings, without its secrets.",
    may: "sources.see",
    params: ofSource,
    answer: source,
  }),
  createSource: route({
    method: "POST",
    path: "/api/v1/sources",
    summary: "Makes a source.",
    may: "sources.manage",
    body: z.strictObject({ name, settings: sourceSettings, secrets }),
    status: 201,
    answer: z.object({ name: z.string() }),
  }),
  changeSource: route({
    method: "PUT",
    path: "/api/v1/sources/:source",
    summary:
      "Gives a source other settings; secrets that are left out stay. A source of the file is refused.",
    may: "sources.manage",
    params: ofSource,
    body: z.strictObject({ settings: sourceSettings, secrets: secrets.default({}) }),
    answer: z.object({ name: z.string() }),
  }),
  deleteSource: route({
    method: "DELETE",
    path: "/api/v1/sources/:source",
    summary: "Deletes a source; what was collected from it stays, unless `numbers` is true.",
    may: "sources.manage",
    params: ofSource,
    query: z.strictObject({ numbers: z.enum(["true", "false"]).default("false") }),
    answer: z.object({
      /** What went; null where it stays. */
      deleted: z.object({ clients: count, projects: count, spans: count }).nullable(),
    }),
  }),
  listSourceDrafts: route({
    method: "GET",
    path: "/api/v1/source-drafts",
    summary: "One's own sources that are not made to the end, newest first; kept for 7 days.",
    may: "sources.manage",
    answer: z.object({ items: z.array(draft) }),
  }),
  createSourceDraft: route({
    method: "POST",
    path: "/api/v1/source-drafts",
    summary: "Begins a draft.",
    may: "sources.manage",
    body: draftBody,
    status: 201,
    answer: draft,
  }),
  showSourceDraft: route({
    method: "GET",
    path: "/api/v1/source-drafts/:draft",
    summary: "A draft of one's own.",
    may: "sources.manage",
    params: ofDraft,
    answer: draft,
  }),
  saveSourceDraft: route({
    method: "PUT",
    path: "/api/v1/source-drafts/:draft",
    summary: "Keeps a draft as it is now; secrets that are left out stay.",
    may: "sources.manage",
    params: ofDraft,
    body: draftBody,
    answer: draft,
  }),
  deleteSourceDraft: route({
    method: "DELETE",
    path: "/api/v1/source-drafts/:draft",
    summary: "Drops a draft.",
    may: "sources.manage",
    params: ofDraft,
    answer: null,
  }),
  finishSourceDraft: route({
    method: "POST",
    path: "/api/v1/source-drafts/:draft/finish",
    summary: "Makes a source of a draft.",
    may: "sources.manage",
    params: ofDraft,
    status: 201,
    answer: z.object({ name: z.string() }),
  }),
  startSourceCheck: route({
    method: "POST",
    path: "/api/v1/source-checks",
    summary: "Begins to test a source step by step.",
    may: "sources.manage",
    body: target,
    status: 202,
    answer: z.object({ id }),
  }),
  showSourceCheck: route({
    method: "GET",
    path: "/api/v1/source-checks/:check",
    summary: "How a test stands: each step as it ends.",
    may: "sources.manage",
    params: z.strictObject({ check: id }),
    answer: trial,
  }),
  takeSourceSample: route({
    method: "POST",
    path: "/api/v1/source-samples",
    summary: "Fetches 20 records from the CRM, to be read; they are kept in memory for half an hour.",
    may: "sources.manage",
    body: z.strictObject({ of: target, skip: z.int().min(0).max(1_000_000).default(0) }),
    status: 201,
    answer: z.object({ id, next: count }),
  }),
  readSourceSample: route({
    method: "POST",
    path: "/api/v1/source-samples/:sample/read",
    summary: "Reads fetched records as a run would, without asking the CRM again.",
    may: "sources.manage",
    params: z.strictObject({ sample: id }),
    body: reading,
    answer: readSample,
  }),
  planSource: route({
    method: "POST",
    path: "/api/v1/source-plans",
    summary: "What a first run would take: requests and time, by the CRM's lists.",
    may: "sources.manage",
    body: target,
    answer: plan,
  }),
} as const;
