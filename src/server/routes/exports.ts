import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { Readable } from "node:stream";
import { ownerOf, type Who } from "../../access/access.ts";
import type { ExportJobs, ExportPerson } from "../../app/exports/export-jobs.ts";
import { DatamasterError } from "../../base/errors.ts";
import type { Told } from "../../base/told.ts";
import type { ExportAsked, ExportItem, ExportPresetItem, exportsRoutes } from "../../contract/exports.ts";
import { loadMessages, type Messages, say, told } from "../../messages/messages.ts";
import type { ExportPreset, ExportRecord } from "../../store/store.ts";
import type { Caller, Handlers } from "../handler.ts";
import type { ServerParts } from "../parts.ts";

/** So many files of one export are named. */
const NAMED = 100;
const TYPES: Readonly<Record<ExportAsked["format"], string>> = {
  csv: "text/csv; charset=utf-8",
  "csv-excel": "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  parquet: "application/vnd.apache.parquet",
};

export const exportsHandlers: Handlers<typeof exportsRoutes> = {
  async listExports({ who, query, caller }, { desk, exports }) {
    const { records, hasMore } = await desk.ask(
      who.actor,
      "listExports",
      readPlace(query.cursor),
      query.limit,
    );
    const toItem = await itemMaker(who, caller, exports);
    const last = records.at(-1);
    const next = hasMore && last !== undefined ? `${last.createdAt}~${last.id}` : null;
    return { items: records.map(toItem), next };
  },
  async showExport({ who, params, caller }, server) {
    return (await itemMaker(who, caller, server.exports))(await find(server, who, params.export));
  },
  async previewExport({ who, body, caller }, { exports }) {
    const { first, columns, ...preview } = await exports.preview(personOf(who), body, caller.language);
    return { ...preview, columns: [...columns], first: first.map((cells) => [...cells]) };
  },
  async startExport({ who, body, caller }, { exports }) {
    const record = await exports.start(personOf(who), body, caller.language);
    return (await itemMaker(who, caller, exports))(record);
  },
  async cancelExport({ who, params, caller }, server) {
    const record = own(who, await find(server, who, params.export));
    return (await itemMaker(who, caller, server.exports))(await server.exports.cancel(record));
  },
  async downloadExport({ who, params }, server) {
    const record = own(who, await find(server, who, params.export));
    if (record.state === "expired") throw gone();
    if (record.state !== "ready") throw new DatamasterError("CONFLICT", told("exportNotReady"));
    return await fileOf(server, record);
  },
  async listExportPresets({ who }, { desk, exportPresets }) {
    const kept = await desk.ask(who.actor, "listExportPresets");
    return { items: [...exportPresets, ...kept.map(toPreset)] };
  },
  async saveExportPreset({ who, params: { name }, body }, { desk, exportPresets }) {
    refuseOfFile(exportPresets, name);
    return toPreset(await desk.ask(who.actor, "saveExportPreset", name, JSON.stringify(body)));
  },
  async deleteExportPreset({ who, params: { name } }, { desk, exportPresets }) {
    refuseOfFile(exportPresets, name);
    if (await desk.ask(who.actor, "deleteExportPreset", name)) return;
    throw new DatamasterError("NOT_FOUND", told("presetUnknown", { name }));
  },
};

/** The last one that was shown, as a cursor names it. */
function readPlace(cursor: string | undefined): readonly [createdAt: string, id: string] | null {
  if (cursor === undefined) return null;
  const [, createdAt, id] = /^(\d{4}-[\d:T.-]+Z)~(x_[\w-]+)$/.exec(cursor) ?? [];
  if (createdAt === undefined || id === undefined)
    throw new DatamasterError("INPUT_INVALID", told("cursorWrong"));
  return [createdAt, id];
}

function personOf({ id, actor, permissions }: Who): ExportPerson {
  return { id, actor, mayExportSuppressed: permissions.includes("suppressions.manage") };
}

async function find({ desk }: ServerParts, who: Who, id: string): Promise<ExportRecord> {
  const record = await desk.ask(who.actor, "findExport", id);
  if (record === null) throw new DatamasterError("NOT_FOUND", told("exportUnknown"));
  return record;
}

/** One's own, by a token too; a token's is only what it made itself. */
function isMine({ id, kind, actor }: Who, { person, who }: ExportRecord): boolean {
  return person === id || (kind === "person" && ownerOf(who) === actor);
}

/** One's own, or anybody's for who manages the settings. */
function isOwn(who: Who, record: ExportRecord): boolean {
  return isMine(who, record) || who.permissions.includes("settings.manage");
}

function own(who: Who, record: ExportRecord): ExportRecord {
  if (isOwn(who, record)) return record;
  throw new DatamasterError("NOT_ALLOWED", told("exportForeign"));
}

function gone(): DatamasterError {
  return new DatamasterError("NOT_FOUND", told("exportGone"));
}

async function itemMaker(
  who: Who,
  { language }: Caller,
  exports: ExportJobs,
): Promise<(record: ExportRecord) => ExportItem> {
  const words = await loadMessages(language);
  const mayFetch = who.permissions.includes("exports.make");
  return (record) => {
    const { person: _, asked, files, error, ...facts } = record;
    const isOver = record.state !== "waiting" && record.state !== "writing";
    // For a moment the job is there still while its record has ended: its own count is a rough one.
    const progress = isOver ? null : exports.progressOf(record.id);
    return {
      ...facts,
      isMine: isMine(who, record),
      asked: JSON.parse(asked) as ExportAsked,
      rows: progress?.rows ?? record.rows,
      total: progress === null ? (record.state === "ready" ? record.rows : null) : progress.total,
      files: files.slice(0, NAMED),
      fileCount: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      download: record.state === "ready" && mayFetch && isOwn(who, record) ? nameOf(record) : null,
      error: error === null ? null : { code: error.code, message: faultText(error, words) },
    };
  };
}

function faultText({ told: text, message }: NonNullable<ExportRecord["error"]>, words: Messages): string {
  return text === null ? message : say(words, JSON.parse(text) as Told).text;
}

function nameOf({ files, createdAt }: ExportRecord): string {
  const [file, ...others] = files;
  if (file !== undefined && others.length === 0) return file.name;
  return `export-${createdAt.slice(0, 16).replace("T", "-").replace(":", "")}.zip`;
}

async function fileOf({ exports }: ServerParts, record: ExportRecord) {
  const paths = record.files.map(({ name }) => join(exports.root, record.id, name));
  const asked = JSON.parse(record.asked) as ExportAsked;
  const [file] = record.files;
  const [path = ""] = paths;
  if (file !== undefined && record.files.length === 1) {
    const type = file.name.endsWith(".gz") ? "application/gzip" : TYPES[asked.format];
    return { name: file.name, type, bytes: file.bytes, body: await opened(exports.root, path) };
  }
  // Before the first byte is sent: afterwards nothing could be said any more.
  for (const one of paths) await inside(exports.root, one);
  const { archived } = await import("../../export/export.ts");
  const entries = record.files.map(({ name }, at) => ({
    name,
    chunks: bytesOf(exports.root, paths[at] ?? ""),
  }));
  return { name: nameOf(record), type: "application/zip", body: Readable.from(archived(entries)) };
}

async function* bytesOf(root: string, path: string): AsyncGenerator<Uint8Array> {
  yield* (await opened(root, path)) as AsyncIterable<Uint8Array>;
}

/** Where the file lies in truth: inside of the folder, or nowhere. */
async function inside(root: string, path: string): Promise<string> {
  const [folder, file] = await Promise.all([realpath(root), realpath(path)]).catch(() => ["", ""]);
  if (folder === "" || file?.startsWith(`${folder}${sep}`) !== true) throw gone();
  return file;
}

async function opened(root: string, path: string): Promise<Readable> {
  const file = await inside(root, path);
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw gone();
  });
  return handle.createReadStream();
}

function toPreset({ name, who, asked }: ExportPreset): ExportPresetItem {
  return { name, who, isOwn: true, asked: JSON.parse(asked) as ExportPresetItem["asked"] };
}

function refuseOfFile(presets: readonly ExportPresetItem[], name: string): void {
  if (presets.some((preset) => preset.name === name))
    throw new DatamasterError("CONFLICT", told("presetOfFile", { name }));
}
