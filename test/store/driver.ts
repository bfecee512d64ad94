import { type Run, type RunScope, WHOLE_SOURCE } from "../../src/model/run.ts";
import {
  HELD_NOW,
  type HeldFilter,
  type IncrementalTerms,
  type PhoneFacts,
  type RunOutcome,
  type RunReader,
  type RunWriter,
  type Unit,
} from "../../src/store/store.ts";

/** A CRM in few words: client id -> project id -> pages -> numbers. */
export type Crm = Readonly<Record<string, Readonly<Record<string, readonly (readonly bigint[])[]>>>>;

const DONE = { error: null, counters: { requests: 1, retries: 0, throttled: 0, seconds: 1 } } as const;

export interface DriveOptions {
  readonly incremental?: IncrementalTerms;
  readonly source?: string;
  readonly scope?: RunScope;
  readonly reader?: string;
  readonly otherRegions?: readonly string[] | null;
  /** Units that fail for good: client ids as `client:ID`, project ids as `project:ID`. */
  readonly dead?: readonly string[];
  /** Clients that the CRM counts and does not list. */
  readonly missing?: number;
  /** Begins the run and reads, but does not finish it after this many pages of phones. */
  readonly stopAfterPages?: number;
  readonly resume?: number;
  readonly label?: (number: bigint) => string | null;
  readonly rejected?: Readonly<Record<string, readonly string[]>>;
}

export function facts(numbers: readonly bigint[], options: DriveOptions = {}, project = ""): PhoneFacts {
  const raws = options.rejected?.[project] ?? [];
  const { label } = options;
  return {
    records: numbers.length + raws.length,
    numbers: {
      digits: BigUint64Array.from(numbers),
      kindAt: new Uint16Array(numbers.length),
      kinds: [{ region: "RU", type: "MOBILE" }],
    },
    texts: label ? numbers.map((number) => ({ label: label(number), contact: null })) : null,
    rejected: raws.map((raw, index) => ({ record: String(index), raw, reason: "not-valid" })),
    repaired: { unicode: numbers.length },
  };
}

/** Drives a writer through one run over `crm`, as collect would, a transaction a page. */
export async function drive(writer: RunWriter, crm: Crm, options: DriveOptions = {}): Promise<Run> {
  const run = await writer.transaction(() => begin(writer, options));
  const left = { pages: options.stopAfterPages ?? Infinity };
  for (const kind of ["clients", "projects", "phones"] as const) {
    for (const unit of await writer.nextUnits(run.run, kind, 0, 10_000)) {
      await readUnit(writer, crm, unit, options, left);
      if (left.pages <= 0) return await finish(writer, run.run, "stopped");
    }
  }
  const isPartial = (options.dead ?? []).length > 0 || (options.missing ?? 0) > 0;
  return await finish(writer, run.run, isPartial ? "partial" : "complete");
}

function begin(writer: RunWriter, options: DriveOptions): Promise<Run> {
  const reader = options.reader ?? "table-1";
  if (options.resume !== undefined) return writer.resumeRun(options.resume, reader);
  const source = { name: options.source ?? "crm", connector: "datamaster", baseUrl: "http://crm.test" };
  const { scope = WHOLE_SOURCE, otherRegions = [] } = options;
  return writer.startRun({ source, scope, reader, otherRegions, incremental: options.incremental ?? null });
}

function finish(writer: RunWriter, run: number, status: RunOutcome["status"]): Promise<Run> {
  return writer.transaction(() => writer.finishRun(run, { ...DONE, status }));
}

async function readUnit(
  writer: RunWriter,
  crm: Crm,
  unit: Unit,
  options: DriveOptions,
  left: { pages: number },
): Promise<void> {
  const last = { cursor: null, etag: null, next: null, total: null };
  const name = unit.kind === "phones" ? `project:${unit.crmId}` : `client:${unit.crmId}`;
  if (options.dead?.includes(name)) {
    const cause = { code: "CRM_SERVER_ERROR", message: "It is dead.", attempts: 6 };
    await writer.transaction(() => writer.quarantine(unit, cause));
  } else if (unit.kind === "clients") {
    const clients = Object.keys(crm).map((id) => ({
      id,
      name: `Client ${id}`,
      country: null,
      updatedAt: null,
    }));
    const { missing = 0 } = options;
    const place = { ...last, missing, total: clients.length + missing };
    await writer.transaction(() => writer.saveClients(unit, place, clients));
  } else if (unit.kind === "projects") {
    const projects = Object.keys(crm[unit.crmId] ?? {}).map((id) => ({
      id,
      name: `Project ${id}`,
      updatedAt: null,
    }));
    await writer.transaction(() => writer.saveProjects(unit, last, projects));
  } else {
    await readPhones(writer, crm, unit, options, left);
  }
}

async function readPhones(
  writer: RunWriter,
  crm: Crm,
  unit: Unit,
  options: DriveOptions,
  left: { pages: number },
): Promise<void> {
  const pages = Object.values(crm).flatMap((projects) =>
    projects[unit.crmId] ? [projects[unit.crmId] ?? []] : [],
  )[0] ?? [[]];
  for (let page = unit.pages; page < pages.length && left.pages > 0; page++, left.pages--) {
    const isLast = page === pages.length - 1;
    const place = {
      cursor: page === 0 ? null : String(page),
      etag: null,
      next: isLast ? null : String(page + 1),
      total: null,
    };
    const at = { ...unit, pages: page, cursor: place.cursor };
    await writer.transaction(() =>
      writer.savePhones(at, place, facts(pages[page] ?? [], options, isLast ? unit.crmId : "")),
    );
  }
}

export function numbersHeld(reader: RunReader, filter: Partial<HeldFilter> = {}): bigint[] {
  return [...reader.iterateNumbers({ ...HELD_NOW, ...filter })].map((row) => row.number);
}
