import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownerOf } from "../../access/access.ts";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { ExportAsked } from "../../contract/exports.ts";
import type { Events } from "../../events/events.ts";
import { type Language, told } from "../../messages/messages.ts";
import type { ExportRecord } from "../../store/store.ts";
import { type Desk, SERVICE } from "../desk.ts";
import type { PickedNumbers } from "./export-asked.ts";
import type { ExportPreview } from "./preview-export.ts";
import { ROWS_AT, SHARED_BYTES, STOP_AT, withoutIds } from "./write-export.ts";

/** Who asks, by id, and as the audit log names them. */
export interface ExportPerson {
  readonly id: string;
  readonly actor: string;
  /** They manage the do-not-call list, and may export its numbers. */
  readonly mayExportSuppressed: boolean;
}

export interface ExportJobsOptions {
  readonly desk: Desk;
  /** Threads of their own: what writes an export holds up nobody. */
  readonly openDesk: () => Promise<Desk>;
  readonly events: Events;
  readonly log: Logger;
  /** The folder of files. */
  readonly root: string;
  /** The numbers that somebody names who acts as `actor`. Rejects where there are none such. */
  readonly pick: (actor: string, what: ExportAsked["what"]) => Promise<PickedNumbers>;
  /** How long files are kept; default 24. */
  readonly keepHours?: number;
}

const KEEP_HOURS = 24;
/** Exports that are written at a time; others wait. */
const AT_ONCE = 1;
/** Of one person, with their tokens. */
const MOST_WAITING = 10;
const PROGRESS_MS = 500;
const EXPIRY_MS = 60_000;
const IDLE_MS = 30_000;
/** So many counts are remembered, for progress. */
const COUNTS = 100;

interface Job {
  record: ExportRecord;
  readonly language: Language;
  readonly shared: SharedArrayBuffer;
  readonly total: number | null;
}

/** Writes exports one after the other, in threads of their own, and deletes what is old. */
export class ExportJobs {
  readonly root: string;
  readonly #options: ExportJobsOptions;
  readonly #waiting: Job[] = [];
  readonly #writing = new Map<string, { readonly job: Job; readonly done: Promise<void> }>();
  readonly #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #own: Promise<Desk> | null = null;
  #idle: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: ExportJobsOptions) {
    this.#options = options;
    this.root = resolve(options.root);
  }

  /** Begins anew what an earlier process left half done, and looks after files from now on. */
  async open(): Promise<void> {
    const left = await this.#options.desk.ask(SERVICE, "exportsInState", ["waiting", "writing"]);
    this.#sweep();
    for (const record of left) this.#enqueue({ ...record, state: "waiting" }, "en");
    await this.expire();
    this.#timer = setInterval(() => void this.expire(), EXPIRY_MS);
    this.#timer.unref();
  }

  /** Counts what an export would hold. */
  async preview(who: ExportPerson, asked: ExportAsked, language: Language): Promise<ExportPreview> {
    refuseSuppressed(who, asked, false);
    const asker = { person: who.id, language };
    const picked = await this.#options.pick(who.actor, asked.what);
    const preview = await this.#options.desk.ask(who.actor, "previewExport", asked, asker, picked);
    this.#counts.delete(keyOf(who.id, asked));
    this.#counts.set(keyOf(who.id, asked), preview.rows);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > COUNTS && oldest !== undefined) this.#counts.delete(oldest);
    return preview;
  }

  /** Takes an export on. Rejects TOO_MANY, and as {@link preview} does where it could not be written at all. */
  async start(who: ExportPerson, asked: ExportAsked, language: Language): Promise<ExportRecord> {
    refuseSuppressed(who, asked, true);
    const owner = ownerOf(who.actor);
    const own = this.#waiting.filter(({ record }) => ownerOf(record.who) === owner);
    if (own.length >= MOST_WAITING)
      throw new DatamasterError("TOO_MANY", told("exportTooMany", { most: MOST_WAITING }));
    await this.#options.desk.ask(who.actor, "checkExport", asked, { person: who.id, language });
    // What names no number is refused here, not when its turn has come.
    if (asked.what.kind === "picked") await this.#options.pick(who.actor, asked.what);
    const record: ExportRecord = {
      id: `x_${randomBytes(12).toString("base64url")}`,
      person: who.id,
      who: who.actor,
      asked: JSON.stringify(asked),
      state: "waiting",
      createdAt: new Date().toISOString(),
      endedAt: null,
      expiresAt: null,
      rows: 0,
      suppressed: 0,
      placeholders: 0,
      files: [],
      error: null,
    };
    await this.#note(record);
    this.#enqueue(record, language);
    return this.#writing.get(record.id)?.job.record ?? record;
  }

  /** Stops an export. Rejects CONFLICT where it has ended. */
  async cancel(record: ExportRecord): Promise<ExportRecord> {
    const cancelled: ExportRecord = { ...record, state: "cancelled", endedAt: new Date().toISOString() };
    const at = this.#waiting.findIndex((job) => job.record.id === record.id);
    const active = this.#writing.get(record.id);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      await this.#end(cancelled, null);
      return cancelled;
    }
    if (active === undefined) throw new DatamasterError("CONFLICT", told("exportOver"));
    Atomics.store(new Int32Array(active.job.shared), STOP_AT, 1);
    await active.done;
    return active.job.record;
  }

  /** How far an export is that is being written or waits; null for others. */
  progressOf(id: string): { readonly rows: number; readonly total: number | null } | null {
    const job = this.#writing.get(id)?.job ?? this.#waiting.find(({ record }) => record.id === id);
    return job === undefined ? null : { rows: rowsOf(job), total: job.total };
  }

  /** Deletes files that are old. */
  async expire(): Promise<void> {
    try {
      for (const record of await this.#options.desk.ask(SERVICE, "expireExports", this.root))
        this.#tell(record, null);
    } catch (error) {
      this.#options.log.error({ err: error }, "files of exports could not be deleted");
    }
  }

  /** Stops what is being written: the next process begins it anew. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#timer);
    this.#waiting.length = 0;
    const active = [...this.#writing.values()];
    for (const { job } of active) Atomics.store(new Int32Array(job.shared), STOP_AT, 1);
    await Promise.all(active.map(({ done }) => done));
    await this.#endThreads();
  }

  #enqueue(record: ExportRecord, language: Language): void {
    const asked = JSON.parse(record.asked) as ExportAsked;
    const total = this.#counts.get(keyOf(record.person, asked)) ?? null;
    this.#waiting.push({ record, language, shared: new SharedArrayBuffer(SHARED_BYTES), total });
    this.#tell(record, total);
    this.#next();
  }

  #next(): void {
    if (this.#isClosing || this.#writing.size >= AT_ONCE) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    job.record = { ...job.record, state: "writing" };
    const done = this.#write(job).finally(() => {
      this.#writing.delete(job.record.id);
      this.#next();
    });
    this.#writing.set(job.record.id, { job, done });
  }

  async #write(job: Job): Promise<void> {
    const { openDesk, log, keepHours = KEEP_HOURS } = this.#options;
    const { record, language, shared } = job;
    const timer = setInterval(() => this.#tell(record, job.total, rowsOf(job)), PROGRESS_MS);
    try {
      this.#tell(record, job.total);
      await this.#note(record);
      const { what } = JSON.parse(record.asked) as ExportAsked;
      const picked = await this.#options.pick(record.who, what);
      const given = { record, language, root: this.root, keepMs: keepHours * 3_600_000, picked };
      clearTimeout(this.#idle);
      this.#own ??= openDesk();
      job.record = await (await this.#own).ask(record.who, "writeExport", given, shared);
      this.#tell(job.record, job.record.rows);
    } catch (error) {
      // Stopped since this process ends: its record stays as it is, for the next one.
      if (this.#isClosing) return;
      job.record = failed(record, error, Atomics.load(new Int32Array(shared), STOP_AT) === 1);
      if (job.record.state === "failed") log.warn({ err: error, export: record.id }, "an export failed");
      await this.#end(job.record, job.total).catch((cause) =>
        log.error({ err: cause }, "the end of an export could not be kept"),
      );
    } finally {
      clearInterval(timer);
      this.#rest();
    }
  }

  /** Threads that nobody needs for a while are ended. */
  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#endThreads(), IDLE_MS);
    this.#idle.unref();
  }

  async #endThreads(): Promise<void> {
    clearTimeout(this.#idle);
    const own = this.#own;
    this.#own = null;
    await (await own)?.close();
  }

  async #end(ended: ExportRecord, total: number | null): Promise<void> {
    const record = { ...ended, asked: withoutIds(JSON.parse(ended.asked) as ExportAsked) };
    await this.#note(record);
    this.#tell(record, total);
  }

  async #note(record: ExportRecord): Promise<void> {
    await this.#options.desk.ask(record.who, "noteExportRecord", record);
  }

  #tell({ id, state, rows }: ExportRecord, total: number | null, written = rows): void {
    this.#options.events.emit("export.progress", { export: id, state, rows: written, total });
  }

  /** What a killed process left half written. */
  #sweep(): void {
    try {
      for (const name of readdirSync(this.root))
        if (name.endsWith(".part")) rmSync(join(this.root, name), { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}

function refuseSuppressed(who: ExportPerson, asked: ExportAsked, needsReason: boolean): void {
  if (!asked.includeSuppressed) return;
  if (!who.mayExportSuppressed) throw new DatamasterError("NOT_ALLOWED", told("exportMayNotSuppressed"));
  if (needsReason && asked.reason === null)
    throw new DatamasterError("INPUT_INVALID", told("exportNeedsReason"));
}

function rowsOf({ shared }: Job): number {
  return Atomics.load(new Int32Array(shared), ROWS_AT);
}

/** The same counts are expected of the same question, whatever format it has. */
function keyOf(
  person: string,
  { what, of, filter, placeholders, includeSuppressed, split }: ExportAsked,
): string {
  const isByClient = split === "client";
  return JSON.stringify([person, what, of, filter, placeholders, includeSuppressed, isByClient]);
}

function failed(record: ExportRecord, error: unknown, isStopped: boolean): ExportRecord {
  const endedAt = new Date().toISOString();
  if (isStopped) return { ...record, state: "cancelled", endedAt };
  const known = error instanceof DatamasterError ? error : null;
  const fault = {
    code: known?.code ?? "INTERNAL",
    message: messageOf(error),
    told: known?.told === undefined ? null : JSON.stringify(known.told),
  };
  return { ...record, state: "failed", endedAt, error: fault };
}
