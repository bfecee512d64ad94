import { z } from "zod";
import type { Told } from "../base/told.ts";
import { english, told } from "../messages/messages.ts";
import { authSchema } from "./auth.ts";
import { isBaseUrl, isCountry, isProxy, isRecipient, isStore, isToken } from "./checks.ts";
import { DEFAULTS, LOG_FORMATS, LOG_LEVELS } from "./defaults.ts";
import { deliveryKeys, deliverySchema } from "./deliveries.ts";
import { readHours, readLimit } from "./limits.ts";
import { presetSchema } from "./preset.ts";
import { innerSettings, retentionSchema } from "./retention.ts";
import { scheduleSchema } from "./schedules.ts";
import { serveSchema } from "./serve.ts";
import { type SettingNotes, setting } from "./setting.ts";
import { variableFor } from "./variables.ts";

/** In English: JSON Schema and reference pages have one language. */
const { allowed } = english;

const KEPT_FIELDS = ["label", "contact"] as const;
const MOST_OTHER_REGIONS = 8;
const CONNECTORS = ["datamaster"] as const;

const limit = z
  .union([
    z.string(),
    z.strictObject({
      requests: z.int().positive(),
      per: z.string(),
      reserve: z.string().optional(),
      resetsAt: z.string().optional(),
    }),
  ])
  .refine((given) => readLimit(given) !== null);
const hours = z.string().refine((given) => readHours(given) !== null);

/** One CRM account. Every setting of it, with what it is for, its values and its default. */
export const sourceSchema = z.strictObject({
  connector: setting(z.enum(CONNECTORS).default("datamaster"), {
    description: "Which CRM this is.",
    allowed: allowed.connector,
  }),
  baseUrl: setting(z.string().refine(isBaseUrl), {
    description: "Where the CRM's API begins.",
    allowed: allowed.baseUrl,
  }),
  token: setting(z.string().refine(isToken).optional(), {
    description:
      "The API token, unless there is auth; name a variable of the environment or .env, never write the token here.",
    allowed: allowed.token,
  }),
  auth: authSchema.optional(),
  region: setting(z.string().refine(isCountry).optional(), {
    description: "The country whose national numbers are read where the client has no country.",
    allowed: allowed.region,
  }),
  otherRegions: setting(
    z
      .union([z.literal("auto"), z.array(z.string().refine(isCountry)).max(MOST_OTHER_REGIONS)])
      .default("auto"),
    {
      description:
        "The countries that a national number is tried in where its client's own fails; auto takes those of the source's clients, commonest first.",
      allowed: allowed.otherRegions,
    },
  ),
  rps: setting(z.union([z.literal("auto"), z.number().positive().finite()]).default("auto"), {
    description: "Requests a second at most; auto finds what the CRM allows.",
    allowed: allowed.rps,
  }),
  limits: setting(z.array(limit).max(10).default([]), {
    description:
      "What the CRM allows, all of them at once; what is spent of a day's quota is kept over runs.",
    allowed: allowed.limits,
  }),
  hours: setting(z.union([hours, z.array(hours).max(20)]).default([]), {
    description: "When this CRM may be asked; always where nothing is given.",
    allowed: allowed.hours,
  }),
  schedules: setting(z.array(scheduleSchema).max(20).default([]), {
    description:
      "When `serve` collects it by itself; cron with five fields, the machine's time zone where none is told. The dashboard shows them and cannot change them.",
    allowed: allowed.schedules,
  }),
  concurrency: setting(z.int().min(1).max(1000).default(100), {
    description: "Requests in flight at most.",
    allowed: allowed.concurrency,
  }),
  keep: setting(z.array(z.enum(KEPT_FIELDS)).default([]), {
    description: "What is kept of each record beside its numbers.",
    allowed: allowed.keep,
  }),
  fullEvery: setting(z.int().min(1).max(1000).default(10), {
    description: "Each so-manieth run reads all, the others only what changed; 1: all runs do.",
    allowed: allowed.fullEvery,
  }),
  overlap: setting(z.number().min(0).max(1440).default(10), {
    description:
      "Minutes by which runs that read what changed look further back than to the newest change they know of.",
    allowed: allowed.overlap,
  }),
  keepPages: setting(z.boolean().default(false), {
    description: "Whether ETags of pages are kept, so that the CRM need not send an unchanged page again.",
    allowed: allowed.keepPages,
  }),
  retention: retentionSchema.optional(),
  skipSuppressed: setting(z.boolean().default(false), {
    description: "Whether numbers that must not be called are not stored at all.",
    allowed: allowed.skipSuppressed,
  }),
  proxy: setting(z.string().refine(isProxy).optional(), {
    description:
      "The HTTP proxy through which this CRM is asked; else HTTPS_PROXY or HTTP_PROXY, less NO_PROXY.",
    allowed: allowed.proxy,
  }),
  ca: setting(z.string().min(1).optional(), {
    description: "Certificates (PEM) that are trusted beside the usual ones.",
    allowed: allowed.ca,
  }),
});

const logSchema = z.strictObject({
  level: setting(z.enum(LOG_LEVELS).default(DEFAULTS.log.level), {
    description: "The least important messages that are logged.",
    allowed: allowed.level,
  }),
  format: setting(z.enum(LOG_FORMATS).default(DEFAULTS.log.format), {
    description: "Log lines for people or for machines.",
    allowed: allowed.format,
  }),
});

/** The whole config, as a file holds it once variables are filled in. */
export const configSchema = z.strictObject({
  store: setting(z.string().refine(isStore).default(DEFAULTS.store), {
    description: "The database.",
    allowed: allowed.store,
  }),
  ranges: setting(z.string().min(1).default(DEFAULTS.ranges), {
    description: "The folder of imported numbering registers.",
    allowed: allowed.ranges,
  }),
  tokenFolder: setting(z.string().min(1).default(DEFAULTS.tokenFolder), {
    description: "The folder in which refresh tokens are kept that the CRM exchanges for new ones.",
    allowed: allowed.tokenFolder,
  }),
  backupRecipients: setting(z.array(z.string().refine(isRecipient)).max(20).default([]), {
    description: "For whom encrypted backups are made where no --recipient is given: public keys of age.",
    allowed: allowed.backupRecipients,
  }),
  tombstoneKeyFile: setting(z.string().min(1).default(DEFAULTS.tombstoneKeyFile), {
    description:
      "The file of the key by which erased numbers are known again, so that they do not come back.",
    allowed: allowed.tombstoneKeyFile,
  }),
  secretKeyFile: setting(z.string().min(1).default(DEFAULTS.secretKeyFile), {
    description:
      "The file of the key that secrets in the database are sealed under; DATAMASTER_SECRET_KEY may hold it instead.",
    allowed: allowed.secretKeyFile,
  }),
  serve: serveSchema.prefault({}),
  sources: z.record(z.string(), sourceSchema).default({}).meta({
    description: "The CRM accounts, each under a name of your choice.",
    allowed: allowed.sources,
  }),
  exports: z.record(z.string(), presetSchema).default({}).meta({
    description: "Exports under names of your choice, for --preset: the flags of export in camelCase.",
    allowed: allowed.exports,
  }),
  deliveries: z.record(z.string(), deliverySchema).default({}).meta({
    description: "What is handed on after a run, and where to, each under a name of your choice.",
    allowed: allowed.deliveries,
  }),
  log: logSchema.default(DEFAULTS.log).meta({ description: "Logging.", allowed: allowed.log }),
});

export type ParsedConfig = z.output<typeof configSchema>;

/** One setting as reference pages and `config show` name it; NAME stands for a source's name in `path` and `variable`. */
export interface Setting {
  readonly path: string;
  readonly variable: string;
  readonly description: string;
  readonly allowed: string;
  /** undefined where the setting must be given or may stay away. */
  readonly default: unknown;
  readonly required: boolean;
}

/** Every setting, in the order of the table. */
export function settings(): Setting[] {
  return leaves().map(({ path, schema }) => {
    const given = schema.safeParse(undefined);
    const fallback = given.success ? given.data : undefined;
    return {
      path: path.join("."),
      variable: variableFor(path),
      ...notesOf(schema),
      default: fallback,
      required: !given.success,
    };
  });
}

/** What a path takes, in words; null for a path that no setting has. */
export function allowedAt(path: readonly string[]): Told | null {
  const key = path.at(-1);
  if (path[0] === "exports") return told("allowed", { setting: "exports" });
  if (path[0] === "deliveries") return allowedOfDelivery(path);
  if (schemaAt(path) === null || key === undefined || !Object.hasOwn(allowed, key)) return null;
  return told("allowed", { setting: key as keyof typeof allowed });
}

function allowedOfDelivery([, , outer, inner]: readonly string[]): Told | null {
  const key = inner === undefined ? `deliveries.${outer}` : `to.${inner}`;
  return Object.hasOwn(allowed, key) ? told("allowed", { setting: key as keyof typeof allowed }) : null;
}

/** The keys that may stand under a path; empty where any name may, or none. */
export function keysAt(path: readonly string[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path[0] === "log" && path.length === 1) return Object.keys(logSchema.shape);
  if (path[0] === "serve" && path.length === 1) return Object.keys(serveSchema.shape);
  const inner = path[0] === "sources" && path.length === 3 ? innerSettings(path[2]) : null;
  if (inner !== null) return inner.map(([key]) => key);
  if (path[0] === "exports" && path.length === 2) return Object.keys(presetSchema.shape);
  if (path[0] === "deliveries" && path.length > 1) return deliveryKeys(path.length > 2);
  return path[0] === "sources" && path.length === 2 ? Object.keys(sourceSchema.shape) : [];
}

/** The config's JSON Schema (2020-12) for editors and checks; `io` input: what a file may leave out is optional. */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-2020-12",
    override: ({ jsonSchema: node }) => {
      if (node.properties?.token !== undefined && node.properties.auth !== undefined)
        node.oneOf = ["token", "auth"].map((key) => ({ properties: { [key]: {} }, required: [key] }));
      if (typeof node.allowed !== "string") return;
      node.description = `${node.description ?? ""} Allowed: ${node.allowed}.`;
      delete node.allowed;
    },
  });
  const { $schema, ...rest } = schema;
  return {
    $schema,
    $id: "urn:datamaster-phone-collector:config",
    title: "DataMaster Phone Collector: datamaster.yaml",
    ...rest,
  };
}

function leaves(): { path: string[]; schema: z.ZodType }[] {
  const { store, ranges, tokenFolder, tombstoneKeyFile, secretKeyFile, backupRecipients } =
    configSchema.shape;
  return [
    { path: ["store"], schema: store },
    { path: ["ranges"], schema: ranges },
    { path: ["tokenFolder"], schema: tokenFolder },
    { path: ["backupRecipients"], schema: backupRecipients },
    { path: ["tombstoneKeyFile"], schema: tombstoneKeyFile },
    { path: ["secretKeyFile"], schema: secretKeyFile },
    ...Object.entries(serveSchema.shape).map(([key, schema]) => ({ path: ["serve", key], schema })),
    ...Object.entries(sourceSchema.shape).flatMap(
      ([key, schema]) => innerLeaves(key) ?? [{ path: ["sources", "NAME", key], schema }],
    ),
    ...Object.entries(logSchema.shape).map(([key, schema]) => ({ path: ["log", key], schema })),
  ];
}

function innerLeaves(map: string): { path: string[]; schema: z.ZodType }[] | undefined {
  return innerSettings(map)?.map(([key, schema]) => ({ path: ["sources", "NAME", map, key], schema }));
}

function schemaAt(path: readonly string[]): z.ZodType | null {
  const [first, second, third, fourth] = path;
  const inner = first === "sources" && fourth !== undefined ? innerSettings(third) : null;
  if (inner !== null) return inner.find(([key]) => key === fourth)?.[1] ?? null;
  if (first === "sources" && third !== undefined) return shapeKey(sourceSchema.shape, third);
  if (first === "sources" && second !== undefined) return null;
  if (first === "log" && second !== undefined) return shapeKey(logSchema.shape, second);
  if (first === "serve" && second !== undefined) return shapeKey(serveSchema.shape, second);
  return first === undefined ? null : shapeKey(configSchema.shape, first);
}

function shapeKey(shape: Readonly<Record<string, z.ZodType>>, key: string): z.ZodType | null {
  return Object.hasOwn(shape, key) ? (shape[key] ?? null) : null;
}

function notesOf(schema: z.ZodType): SettingNotes {
  const { description, allowed } = schema.meta() ?? {};
  return { description: description ?? "", allowed: typeof allowed === "string" ? allowed : "" };
}
