import { z } from "zod";
import { NUMBER_TYPES } from "../model/number.ts";
import { count, cursor, pageOf, pageSize, time } from "./page.ts";
import { route } from "./route.ts";

const EXPORT_COLUMNS = [
  ...["phone", "region", "type", "first_seen", "last_seen", "client_id", "client", "project_id", "project"],
  ...[
    "label",
    "contact",
    "national",
    "international",
    "flags",
    "operator",
    "place",
    "time_zone",
    "allocated",
  ],
  ...["record", "raw", "reason"],
] as const;

const run = z.int().min(1);
const name = z.string().min(1).max(200);
const names = z.array(name).max(500).default([]);

const yesNo = z.enum(["yes", "no"]);
const projects = z.int().min(1).max(1_000_000);

/** A filter of the list of numbers, by the names that the list's address has; nothing given: all that is held. */
const view = z.strictObject({
  source: names,
  region: names,
  type: names,
  client: names,
  project: names,
  operator: names,
  flag: names,
  state: z.enum(["held", "gone"]).optional(),
  newSince: run.optional(),
  heldAfter: run.optional(),
  firstFrom: time.optional(),
  firstTo: time.optional(),
  lastFrom: time.optional(),
  lastTo: time.optional(),
  minProjects: projects.optional(),
  placeholder: yesNo.optional(),
  suppressed: yesNo.optional(),
});
export type ExportView = z.output<typeof view>;

/** What rows an export is of. */
const what = z.discriminatedUnion("kind", [
  /** What sources hold now. */
  z.strictObject({ kind: z.literal("held") }),
  /** What they held after a run. */
  z.strictObject({ kind: z.literal("run"), run }),
  /** What was not held after a run, or after all that this person took before; `until` is the last run that counts. */
  z.strictObject({
    kind: z.literal("new"),
    since: z.union([z.int().min(0), z.literal("lastExport")]),
    until: run.optional(),
  }),
  /** What was held after a run and is so no more. */
  z.strictObject({ kind: z.literal("gone"), since: run }),
  /** What changed from one run of a source to a later one: a row for each pair that came or went. */
  z.strictObject({ kind: z.literal("diff"), from: run, to: run }),
  /** What the list of numbers shows for a filter. */
  z.strictObject({ kind: z.literal("view"), view }),
  /** Numbers that were chosen one by one, by their opaque ids; they are forgotten once the export has ended. */
  z.strictObject({
    kind: z.literal("picked"),
    ids: z
      .array(z.string().regex(/^n_[\w-]{22}$/))
      .max(1_000)
      .default([]),
  }),
]);

const exportFilter = z.strictObject({
  sources: names,
  clients: names,
  projects: names,
  regions: z
    .array(z.string().regex(/^(?:[A-Z]{2}|001)$/))
    .max(300)
    .default([]),
  types: z.array(z.enum(NUMBER_TYPES)).max(NUMBER_TYPES.length).default([]),
  /** Seen in at least so many projects. */
  minProjects: projects.default(1),
  /** Parts of operators' names. */
  operators: names,
  timeZones: names,
});

export const exportAsked = z.strictObject({
  what,
  of: z.enum(["numbers", "pairs", "rejected"]).default("numbers"),
  filter: exportFilter.prefault({}),
  /** Numbers that look like placeholders stay in. */
  placeholders: z.boolean().default(false),
  /** Numbers that must not be called stay in; needs a reason, and the right to manage their list. */
  includeSuppressed: z.boolean().default(false),
  reason: z.string().trim().min(1).max(500).nullable().default(null),
  /** In their order; null: the usual ones. */
  columns: z.array(z.enum(EXPORT_COLUMNS)).min(1).max(EXPORT_COLUMNS.length).nullable().default(null),
  format: z.enum(["csv", "csv-excel", "jsonl", "xlsx", "parquet"]).default("xlsx"),
  gzip: z.boolean().default(false),
  split: z
    .union([z.strictObject({ rows: z.int().min(1000) }), z.literal("client")])
    .nullable()
    .default(null),
});
export type ExportAsked = z.output<typeof exportAsked>;

const file = z.object({ name: z.string(), rows: count, bytes: count, sha256: z.string() });

export const exportItem = z.object({
  id: z.string(),
  /** Who asked. */
  who: z.string(),
  isMine: z.boolean(),
  asked: exportAsked,
  state: z.enum(["waiting", "writing", "ready", "failed", "expired", "cancelled"]),
  createdAt: time,
  endedAt: time.nullable(),
  expiresAt: time.nullable(),
  rows: count,
  /** How many rows there will be; null where nobody counted them. */
  total: count.nullable(),
  suppressed: count,
  placeholders: count,
  /** The first hundred. */
  files: z.array(file),
  fileCount: count,
  bytes: count,
  /** What is sent by a download; null where there is none to be had. */
  download: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ExportItem = z.output<typeof exportItem>;

const preview = z.object({
  /** Rows of the file, exactly. */
  rows: count,
  leftOut: z.object({ suppressed: count, placeholders: count }),
  /** Rows of numbers that must not be called and that stay in. */
  suppressedIn: count,
  columns: z.array(z.string()),
  /** The first of them, numbers and digits in texts masked. */
  first: z.array(z.array(z.string().nullable())),
  /** Of "new since my last export": when that was, and up to which run; null where there was none. */
  last: z.object({ run: count, at: time }).nullable(),
});

const preset = z.object({
  name: z.string(),
  /** One of the config file cannot be changed here. */
  isOwn: z.boolean(),
  who: z.string().nullable(),
  /** All but what rows it is of. */
  asked: exportAsked.omit({ what: true, reason: true }),
});
export type ExportPresetItem = z.output<typeof preset>;

const params = z.strictObject({ export: z.string().min(1).max(100) });
const presetName = z.strictObject({ name: z.string().trim().min(1).max(100) });

export const exportsRoutes = {
  listExports: route({
    method: "GET",
    path: "/api/v1/exports",
    summary: "Exports that were asked for, newest first.",
    may: "exports.see",
    query: z.strictObject({ cursor: cursor.optional(), limit: pageSize }),
    answer: pageOf(exportItem),
  }),
  showExport: route({
    method: "GET",
    path: "/api/v1/exports/:export",
    summary: "One export and how far it is.",
    may: "exports.see",
    params,
    answer: exportItem,
  }),
  previewExport: route({
    method: "POST",
    path: "/api/v1/exports/preview",
    summary: "Counts the rows of an export, tells what is left out, and shows the first of them masked.",
    may: "exports.make",
    body: exportAsked,
    answer: preview,
  }),
  startExport: route({
    method: "POST",
    path: "/api/v1/exports",
    summary: "Writes an export; it may be left, and fetched when it is ready.",
    may: "exports.make",
    body: exportAsked,
    status: 202,
    answer: exportItem,
    idempotent: true,
  }),
  cancelExport: route({
    method: "POST",
    path: "/api/v1/exports/:export/cancel",
    summary: "Stops an export that waits or is being written; nothing of it stays.",
    may: "exports.make",
    params,
    answer: exportItem,
  }),
  downloadExport: route({
    method: "GET",
    path: "/api/v1/exports/:export/file",
    summary: "The file of an export of one's own; several files come as one ZIP archive.",
    may: "exports.make",
    params,
    answer: "file",
  }),
  listExportPresets: route({
    method: "GET",
    path: "/api/v1/export-presets",
    summary: "Presets of exports: those of the config file, and those made here.",
    may: "exports.see",
    answer: z.object({ items: z.array(preset) }),
  }),
  saveExportPreset: route({
    method: "PUT",
    path: "/api/v1/export-presets/:name",
    summary: "Keeps a preset under a name, in place of an earlier one of that name.",
    may: "exports.make",
    params: presetName,
    body: preset.shape.asked,
    answer: preset,
  }),
  deleteExportPreset: route({
    method: "DELETE",
    path: "/api/v1/export-presets/:name",
    summary: "Deletes a preset that was made here.",
    may: "exports.make",
    params: presetName,
    answer: null,
  }),
} as const;
