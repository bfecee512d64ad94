import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import { makeFolder } from "../../base/whole-file.ts";
import type { ExportAsked, ExportView } from "../../contract/exports.ts";
import type { ParcelFile } from "../../deliver/deliver.ts";
import { told } from "../../messages/messages.ts";
import type { AuditDetail, ExportRecord } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { diffFile, diffRuns } from "../runs/diff-runs.ts";
import { partNames } from "../runs/part-names.ts";
import { changing, reading } from "../with-store.ts";
import { type PickedNumbers, type ResolvedExport, resolveExport } from "./export-asked.ts";
import { type ExportFile, exportHeld, previewHeld } from "./export-held.ts";
import { ExportNote, exportDetail } from "./note-export.ts";
import { packed } from "./outgoing.ts";

/** An export to be written. */
export interface ExportJob {
  readonly record: ExportRecord;
  readonly language: "en" | "ru";
  /** Absolute: each export has a folder of its own in it, named by its id. */
  readonly root: string;
  /** How long its files are kept. */
  readonly keepMs: number;
  readonly picked: PickedNumbers;
}

/** Places of a job's shared memory: how many rows are written; 1 where it is to stop. */
export const ROWS_AT = 0;
export const STOP_AT = 1;
export const SHARED_BYTES = 8;
/** Rows between two looks at whether to stop. */
const LOOK_EVERY = 1024;

/**
 * Writes an export's files, notes them in the audit log and puts them in their place; all of it or nothing. `shared` tells how far
 * it is, and whether to stop. Returns the record of what is ready. Rejects OUTPUT_FAILED, CONFLICT where it was stopped, and as the
 * store does.
 */
export async function writeExport(
  ports: AppPorts,
  { record, language, root, keepMs, picked }: ExportJob,
  shared: SharedArrayBuffer,
): Promise<ExportRecord> {
  const asked = JSON.parse(record.asked) as ExportAsked;
  const resolved = await reading(ports, (reader) =>
    resolveExport(reader, asked, { person: record.person, language }, picked),
  );
  const part = join(root, `${record.id}.part`);
  const place = join(root, record.id);
  makeFolder(root, 0o700);
  // What a process left that ended while it wrote the same.
  for (const left of [part, place]) rmSync(left, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  const counts = { suppressed: 0, placeholders: 0 };
  try {
    const files = await writeFiles(ports, resolved, { part, shared, counts });
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const written: ExportRecord = {
      ...record,
      ...counts,
      rows,
      asked: withoutIds(resolved.asked),
      state: "ready",
      error: null,
      files: files.map(({ name, rows, bytes, sha256 }) => ({ name, rows, bytes, sha256 })),
      endedAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + keepMs).toISOString(),
    };
    const placed = files.map(({ name, ...file }) => ({ ...file, file: join(place, name) }));
    await new ExportNote(ports, detailOf(resolved, record.id)).files({ rows, ...counts }, placed);
    renameSync(part, place);
    await keep(ports, written, resolved.mark);
    return written;
  } catch (error) {
    const rows = new Int32Array(shared)[ROWS_AT] ?? 0;
    const failure = await failureOf(error, { ports, resolved, part, rows });
    rmSync(part, { recursive: true, force: true });
    rmSync(place, { recursive: true, force: true });
    throw failure;
  }
}

/** As JSON, as it is kept once it has ended: which numbers somebody chose is not. */
export function withoutIds(asked: ExportAsked): string {
  const { what } = asked;
  return JSON.stringify(what.kind === "picked" ? { ...asked, what: { ...what, ids: [] } } : asked);
}

interface Writing {
  readonly part: string;
  readonly shared: SharedArrayBuffer;
  readonly counts: { suppressed: number; placeholders: number };
}

async function writeFiles(
  ports: AppPorts,
  resolved: ResolvedExport,
  { part, shared, counts }: Writing,
): Promise<ParcelFile[]> {
  const view = new Int32Array(shared);
  const stop = new AbortController();
  const look = (): void => {
    if (Atomics.load(view, STOP_AT) === 1)
      stop.abort(new DatamasterError("CONFLICT", told("exportCancelled")));
  };
  let rows = 0;
  const onRow = (): void => {
    if (++rows % LOOK_EVERY !== 0) return;
    view[ROWS_AT] = rows;
    look();
  };
  const counting = {
    onSuppressed: () => void counts.suppressed++,
    onPlaceholder: () => void counts.placeholders++,
  };
  const packing = { folder: part, nameOf: partNames(fileName(resolved)), signal: stop.signal, onRow };
  const { diff, request } = resolved;
  look();
  stop.signal.throwIfAborted();
  if (diff === null) {
    return await packed((onRow) => exportHeld(ports, { ...request, ...counting, onRow }), packing);
  }
  return await diffRuns(ports, { ...diff, ...counting }, (changes) =>
    packed(async function* (onRow): AsyncGenerator<ExportFile> {
      yield { part: null, chunks: diffFile(changes, request.format, request.gzip === true, onRow) };
    }, packing),
  );
}

/** Of what, and when: `new-numbers-2026-11-22-1431.xlsx`, in UTC. */
function fileName({ asked: { what, of, format }, request }: ResolvedExport): string {
  const kind = {
    held: "",
    run: `run-${what.kind === "run" ? what.run : ""}-`,
    new: "new-",
    gone: "gone-",
    diff: "changed-",
    view: "",
    picked: "chosen-",
  };
  const [day = "", clock = ""] = new Date().toISOString().split("T");
  const ending = format === "csv-excel" ? "csv" : format;
  const gzip = request.gzip === true ? ".gz" : "";
  return `${kind[what.kind]}${of}-${day}-${clock.slice(0, 5).replace(":", "")}.${ending}${gzip}`;
}

function detailOf({ request, diff, asked: { what, reason } }: ResolvedExport, id: string): AuditDetail {
  return {
    ...exportDetail(request),
    export: id,
    ...(diff !== null && { from: diff.from, to: diff.to }),
    ...(what.kind === "new" && {
      newSince: what.since,
      ...(what.until !== undefined && { until: what.until }),
    }),
    ...(what.kind === "view" && { view: JSON.stringify(narrowing(what.view)) }),
    ...(what.kind === "picked" && { picked: request.only?.size ?? 0 }),
    ...(reason !== null && { reason }),
  };
}

/** What a view narrows, without what it leaves open. */
function narrowing(view: ExportView): Partial<ExportView> {
  return Object.fromEntries(
    Object.entries(view).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}

async function keep(ports: AppPorts, record: ExportRecord, mark: number | null): Promise<void> {
  const { filter, of } = JSON.parse(record.asked) as ExportAsked;
  await changing(ports, (admin) =>
    admin.transaction(() => {
      admin.exports.note(record);
      if (mark === null || of === "rejected") return;
      const sources = [...filter.sources].sort();
      admin.exports.keepMark({ person: record.person, sources, kind: of, run: mark, at: record.createdAt });
    }),
  );
}

interface Failing {
  readonly ports: AppPorts;
  readonly resolved: ResolvedExport;
  readonly part: string;
  /** So many were written. */
  readonly rows: number;
}

/** What the file system said, as people need it: of a full disk how much is missing. */
async function failureOf(error: unknown, { ports, resolved, part, rows }: Failing): Promise<unknown> {
  if (error instanceof DatamasterError) return error;
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  if (code !== "ENOSPC" && code !== "EDQUOT") {
    const text = told("exportFailed", { why: messageOf(error) });
    return new DatamasterError("OUTPUT_FAILED", text, { cause: error });
  }
  const written = readdirSync(part).reduce((sum, name) => sum + statSync(join(part, name)).size, 0);
  const { bavail, bsize } = statfsSync(part);
  const all = resolved.diff === null ? (await previewHeld(ports, resolved.request, 0)).rows : rows;
  const missing = (written * all) / Math.max(rows, 1) - written - bavail * bsize;
  const text = told("exportDiskFull", { megabytes: Math.max(1, Math.ceil(missing / 1e6)) });
  return new DatamasterError("OUTPUT_FAILED", text, { cause: error });
}
