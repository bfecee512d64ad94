import { setImmediate as nextTurn } from "node:timers/promises";
import { monotonicMs } from "../../base/clock.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { LegacyColumn, OldDatabase, OldPair, OldTable } from "../../model/legacy.ts";
import { LEGACY_COLUMNS, type LegacyTable } from "../../model/legacy.ts";
import type { RejectReason } from "../../model/number.ts";
import type { Run } from "../../model/run.ts";
import { NUMBER_TABLE_VERSION } from "../../phone/phone.ts";
import type { StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";
import { changing, reading, readingIfAny } from "../with-store.ts";
import { type FoundPart, type Guess, guessLayout, type ToldParts } from "./legacy-guess.ts";
import { type LostRows, PastReader } from "./legacy-projects.ts";
import { type PastVersions, pastVersions, type VersionKind } from "./legacy-versions.ts";

/** The source that the old tool's numbers are of. */
export interface LegacySource {
  readonly name: string;
  readonly connector: string;
  readonly baseUrl: string;
  /** Reads national numbers of clients whose country the file does not tell. */
  readonly region: string | null;
}

export interface LegacyRequest {
  readonly source: LegacySource;
  readonly told: ToldParts;
  /** What rows of runs are taken for; null: what they look like. */
  readonly runsAre: "every" | "first" | null;
}

/** What would be imported, and how the file is understood. */
export interface LegacyPreview {
  readonly file: string;
  readonly parts: readonly FoundPart[];
  /** Tables that nothing is read of. */
  readonly unread: readonly string[];
  readonly rows: number;
  readonly kind: VersionKind;
  readonly versions: number;
  /** ISO UTC. */
  readonly oldest: string;
  readonly newest: string;
  readonly emptyRuns: number;
}

export interface LegacyResult {
  /** Oldest first. */
  readonly runs: readonly Run[];
  readonly rows: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly lost: LostRows;
  readonly seconds: number;
}

/** Without these nothing can be imported. */
const NEEDED: readonly (LegacyTable | LegacyColumn)[] = [
  "project_phones",
  "projects",
  "project_phones.project_id",
  "project_phones.phone_id",
  "projects.id",
  "projects.client_id",
];
/** So long rows are read before others (signals, the view) have their turn. */
const TURN_MS = 50;

/** The old tool's database, understood: to be looked at, then to be imported, and to be closed. */
export class LegacyFile {
  readonly #old: OldDatabase;
  readonly #guess: Guess;
  readonly #versions: PastVersions;
  readonly #request: LegacyRequest;
  readonly preview: LegacyPreview;

  private constructor(old: OldDatabase, file: string, request: LegacyRequest) {
    const tables = old.tables();
    this.#old = old;
    this.#request = request;
    checkTold(tables, request.told);
    this.#guess = withRightKeys(old, guessLayout(tables, request.told, request.source.region));
    refuseIncomplete(file, tables, this.#guess);
    const { layout, parts } = this.#guess;
    this.#versions = pastVersions(old, layout, request.runsAre);
    const { kind, versions, emptyRuns } = this.#versions;
    const read = new Set(Object.values(layout.tables));
    this.preview = {
      file,
      parts,
      unread: tables.flatMap(({ name }) => (read.has(name) ? [] : [name])),
      rows: tables.find(({ name }) => name === layout.tables.project_phones)?.rows ?? 0,
      kind,
      versions: versions.length,
      oldest: versions[0]?.startedAt ?? old.writtenAt,
      newest: versions.at(-1)?.startedAt ?? old.writtenAt,
      emptyRuns,
    };
  }

  /** Opens it, and finds out what is what. Rejects IMPORT_REFUSED where it cannot be read or understood, USAGE for what was told wrong. */
  static async open(ports: AppPorts, file: string, request: LegacyRequest): Promise<LegacyFile> {
    const old = await ports.openOldDatabase(file);
    try {
      return new LegacyFile(old, file, request);
    } catch (error) {
      old.close();
      throw error;
    }
  }

  /**
   * Imports all of it in one transaction: a kill leaves nothing. `onRows` is told how many rows are read so far. Rejects
   * IMPORT_REFUSED where the source has runs already, and with the signal's reason.
   */
  async import(ports: AppPorts, onRows: (rows: number) => void, signal: AbortSignal): Promise<LegacyResult> {
    const started = monotonicMs();
    return await changing(ports, async (admin) => {
      const reader = new PastReader(
        this.#old,
        this.#guess.layout,
        this.#versions,
        this.#request.source.region,
      );
      const runs = await this.#write(admin, reader, onRows, signal);
      return {
        runs: await runsOf(ports, runs),
        rows: this.preview.rows,
        rejected: Object.fromEntries(reader.reasons),
        lost: reader.lost,
        seconds: (monotonicMs() - started) / 1000,
      };
    });
  }

  async #write(
    admin: StoreAdmin,
    reader: PastReader,
    onRows: (rows: number) => void,
    signal: AbortSignal,
  ): Promise<number[]> {
    const { name, connector, baseUrl } = this.#request.source;
    const source = { name, connector, baseUrl, reader: `${NUMBER_TABLE_VERSION} import` };
    const past = admin.past.begin(source, this.#versions.versions);
    try {
      let rows = 0;
      let until = monotonicMs() + TURN_MS;
      for (const [key, group] of byProject(this.#old.pairs(this.#guess.layout))) {
        const project = reader.read(key, group);
        if (project !== null) past.addProject(project);
        rows += group.length;
        if (monotonicMs() < until) continue;
        onRows(rows);
        await nextTurn();
        signal.throwIfAborted();
        until = monotonicMs() + TURN_MS;
      }
      return past.finish({ source: name, versions: this.#versions.versions.length, rows });
    } catch (error) {
      past.undo();
      throw error;
    }
  }

  close(): void {
    this.#old.close();
  }
}

/** Where rows name a project or client by its id in the CRM and not by the key of its table, that id is the key. */
function withRightKeys(old: OldDatabase, { layout, parts }: Guess): Guess {
  const columns = { ...layout.columns };
  const keys = new Map<string, FoundPart>();
  for (const [from, table] of [
    ["project_phones.project_id", "projects"],
    ["projects.client_id", "clients"],
  ] as const) {
    const [key, outside] = [`${table}.id`, `${table}.crm_id`] as const;
    const found = parts.find(({ ours }) => ours === key);
    if (columns[from] === undefined || columns[outside] === undefined || found?.by === "told") continue;
    const shared = (to: typeof key | typeof outside): number =>
      columns[to] === undefined ? 0 : old.countShared(from, to, layout);
    if (shared(outside) <= shared(key)) continue;
    columns[key] = columns[outside];
    keys.set(key, { ours: key, theirs: `${layout.tables[table]}.${columns[outside]}`, by: "content" });
  }
  return { layout: { ...layout, columns }, parts: parts.map((part) => keys.get(part.ours) ?? part) };
}

/** Rejects IMPORT_REFUSED where the source has runs: what {@link LegacyFile.import} would do, before anybody is asked. */
export async function refuseHistory(ports: AppPorts, source: string): Promise<void> {
  await readingIfAny(ports, (reader) => {
    const [last] = reader.listRuns(source, 1);
    if (last !== undefined)
      throw new DatamasterError("IMPORT_REFUSED", told("pastTooLate", { source, run: last.run }));
  });
}

/** Rows that follow each other and are of one project. */
function* byProject(pairs: Iterable<OldPair>): Generator<[string | null, OldPair[]]> {
  let group: OldPair[] = [];
  for (const pair of pairs) {
    const [first] = group;
    if (first !== undefined && first.project !== pair.project) {
      yield [first.project, group];
      group = [];
    }
    group.push(pair);
  }
  if (group[0] !== undefined) yield [group[0].project, group];
}

async function runsOf(ports: AppPorts, runs: readonly number[]): Promise<Run[]> {
  return await reading(ports, (reader) => runs.flatMap((run) => reader.findRun(run) ?? []));
}

/** Every part that was told must be one of ours, and lie in the file. */
function checkTold(tables: readonly OldTable[], parts: ToldParts): void {
  const ours = Object.entries(LEGACY_COLUMNS).flatMap(([table, columns]) => [
    table,
    ...columns.map((column) => `${table}.${column}`),
  ]);
  for (const [part, theirs] of parts) {
    if (!ours.includes(part))
      throw new DatamasterError("USAGE", told("legacyNoPart", { part, known: ours.join(", ") }));
    const isTable = !part.includes(".");
    const known = isTable
      ? tables.map(({ name }) => name)
      : tables.flatMap(({ columns }) => columns.map(({ name }) => name));
    if (theirs !== "" && !known.some((name) => name.toLowerCase() === theirs.toLowerCase()))
      throw new DatamasterError("USAGE", told("legacyNoSuch", { part, theirs, known: known.join(", ") }));
  }
}

function refuseIncomplete(file: string, tables: readonly OldTable[], { parts, layout }: Guess): void {
  const isFound = (part: LegacyTable | LegacyColumn): boolean =>
    part.includes(".")
      ? layout.columns[part as LegacyColumn] !== undefined
      : layout.tables[part as LegacyTable] !== undefined;
  const needed =
    layout.tables.phones === undefined ? NEEDED : ([...NEEDED, "phones.id", "phones.phone"] as const);
  const missing = needed.filter((part) => !isFound(part));
  if (missing.length === 0) return;
  const holds = tables.map(({ name, columns }) => `${name} (${columns.map((one) => one.name).join(", ")})`);
  const [first = "phones"] = missing;
  throw new DatamasterError(
    "IMPORT_REFUSED",
    told("legacyUnknown", { file, missing: missing.join(", "), first, holds: holds.join("; ") || "-" }),
    { data: { parts: parts.length } },
  );
}
