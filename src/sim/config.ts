import { z } from "zod";
import { DatamasterError } from "../base/errors.ts";
import { QUICK_FAULTS, SLOW_FAULTS } from "./faults.ts";
import { HEADER_FORMS } from "./rate-headers.ts";

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const milliseconds = z.number().min(0).max(3_600_000);

const rateLimitSchema = z
  .strictObject({
    perSecond: positive.optional(),
    limit: z.int().positive().optional(),
    windowMs: positive.max(86_400_000).default(1000),
    kind: z.enum(["sliding", "fixed", "bucket"]).default("sliding"),
    burst: z.int().positive().optional(),
    retryAfter: z.enum(["seconds", "date", "none"]).default("seconds"),
    headers: z.boolean().default(true),
    headerForm: z.enum(HEADER_FORMS).default("epoch"),
    tell: z.boolean().default(false),
  })
  .refine((limit) => (limit.perSecond === undefined) !== (limit.limit === undefined), {
    message: "give either perSecond or limit (with windowMs)",
  })
  .refine(countsWhole, {
    message:
      "perSecond x windowMs / 1000 must be a whole number of requests; widen windowMs or use kind bucket",
  });

function countsWhole(limit: { perSecond?: number | undefined; windowMs: number; kind: string }): boolean {
  if (limit.perSecond === undefined || limit.kind === "bucket") return true;
  const requests = (limit.perSecond * limit.windowMs) / 1000;
  return requests >= 1 && Math.abs(requests - Math.round(requests)) < 1e-9;
}

/** How many requests are allowed, and how a refusal looks; every part is explained in docs/sim.md. */
export type RateLimitConfig = z.infer<typeof rateLimitSchema>;

const quotaSchema = z.strictObject({
  requests: z.int().positive(),
  status: z.union([z.literal(403), z.literal(429), z.literal(503)]).default(429),
  retryAfter: z.int().min(0).max(86_400).optional(),
});

const oauthSchema = z.strictObject({
  ttl: positive.max(31_536_000).default(3600),
  tellTtl: z.boolean().default(true),
  rotate: z.boolean().default(true),
  delayMs: milliseconds.default(0),
  status: z.int().min(300).max(599).nullable().default(null),
  retryAfter: z.int().min(0).nullable().default(null),
});

const faultShares = z.partialRecord(z.enum([...QUICK_FAULTS, ...SLOW_FAULTS]), share);
const shareOrIds = z.union([share, z.array(z.int())]);

const configSchema = z.strictObject({
  latencyMs: milliseconds.default(0),
  jitterMs: milliseconds.default(0),
  rateLimit: rateLimitSchema.nullable().default(null),
  quota: quotaSchema.nullable().default(null),
  faults: z.union([share, faultShares]).default(0),
  maxConsecutiveFaults: z.int().min(1).max(1000).default(3),
  dripMs: milliseconds.default(2000),
  deadProjects: shareOrIds.default([]),
  deadClients: shareOrIds.default([]),
  deadStatus: z
    .union([z.literal(403), z.literal(404), z.literal(410), z.literal(500), z.literal(503)])
    .default(500),
  tokenExpiresAfter: z.int().min(0).nullable().default(null),
  tokenExpiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
  forbidden: z.boolean().default(false),
  phoneTotals: z.boolean().default(false),
  oauth: oauthSchema.nullable().default(null),
  holdPhones: z.int().min(0).nullable().default(null),
});

/** How the server behaves, all parts set. */
export type SimConfig = z.infer<typeof configSchema>;

/** Parts of the behaviour, as flags, tests and /__control/config give them. */
export type SimConfigInput = z.input<typeof configSchema>;

const changeSchema = z.strictObject({
  projects: shareOrIds.optional(),
  add: z.int().min(0).max(100_000).optional(),
  remove: z.int().min(0).optional(),
  edit: z.int().min(0).optional(),
  deleteProjects: z.union([z.int().min(0), z.array(z.int())]).optional(),
  deleteClients: z.union([z.int().min(0), z.array(z.int())]).optional(),
  moveProjects: z.union([z.int().min(0), z.array(z.int())]).optional(),
  renameProjects: z.union([z.int().min(0), z.array(z.int())]).optional(),
  renameClients: z.union([z.int().min(0), z.array(z.int())]).optional(),
  countries: z.union([z.int().min(0), z.array(z.int())]).optional(),
  moveAcross: z.boolean().optional(),
  flat: z.boolean().optional(),
  addProjects: z.int().min(0).max(100_000).optional(),
  addClients: z.int().min(0).max(100_000).optional(),
  recordsPerProject: z.int().min(0).max(100_000).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

/** What changes in the CRM between two runs; every part is explained in docs/sim.md. */
export type ChangeSpec = z.infer<typeof changeSchema>;

/** The config with `partial`'s keys put over `current`'s; throws USAGE and names every problem. */
export function mergeConfig(current: SimConfigInput, partial: unknown): SimConfig {
  const given = check(z.record(z.string(), z.unknown()), partial, "config");
  return check(configSchema, { ...current, ...given }, "config");
}

/** A checked change; throws USAGE and names every problem. */
export function readChange(spec: unknown): ChangeSpec {
  return check(changeSchema, spec, "change");
}

/** Whether a partial config says something of this key. */
export function names(partial: unknown, key: keyof SimConfig): boolean {
  return typeof partial === "object" && partial !== null && Object.hasOwn(partial, key);
}

/** The names of all config keys, for whoever sorts options. */
export function isConfigKey(key: string): boolean {
  return key in configSchema.shape;
}

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const problems = issues.map((issue) => `${issue.path.join(".") || what}: ${issue.message}`);
  throw new DatamasterError("USAGE", `The simulator's ${what} is not right: ${problems.join("; ")}`, {
    hint: "docs/sim.md lists what is allowed.",
    data: { trouble: "simConfigWrong", problems: issues.map(problemOf) },
  });
}

/** What is wrong at one place, as data: for doors that tell it in other words. */
export interface SimProblem {
  readonly path: string;
  readonly kind: "atMost" | "atLeast" | "moreThan" | "unknown" | "other";
  /** The bound, the unknown name, or what is wrong in English. */
  readonly value: string;
}

function problemOf(issue: z.core.$ZodIssue): SimProblem {
  const path = issue.path.join(".");
  switch (issue.code) {
    case "too_big":
      return { path, kind: "atMost", value: String(issue.maximum) };
    case "too_small":
      return { path, kind: issue.inclusive === false ? "moreThan" : "atLeast", value: String(issue.minimum) };
    case "unrecognized_keys":
      return { path, kind: "unknown", value: issue.keys.join(", ") };
    default:
      return { path, kind: "other", value: issue.message };
  }
}
