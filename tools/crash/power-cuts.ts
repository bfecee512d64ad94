import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Truth } from "../../src/sim/sim.ts";
import { integrityOf, problemsOf, readProgress, versionOf, wholeHash } from "./content.ts";
import { DiskImage, type Remains } from "./disk-image.ts";
import { SeededRandom } from "./random.ts";
import { type Operation, readRecording } from "./recording.ts";
import { recording } from "./strace.ts";
import { World } from "./world.ts";

export interface PowerCutOptions {
  readonly cuts: number;
  readonly seed: number;
  /** So many of the remains are also collected to the end by the real command. */
  readonly resumes: number;
  readonly bin?: string;
  readonly onProgress?: (report: PowerCutReport) => void;
}

export interface PowerCutReport {
  operations: number;
  syncs: number;
  /** Times that the log was folded into the database while the run was going on. */
  checkpoints: number;
  /** Different states that a commit made. */
  states: number;
  pages: number;
  cuts: number;
  /** Cuts after which a commit that was not acknowledged yet was there all the same. */
  ahead: number;
  corrupt: number;
  lost: number;
  resumed: number;
  readonly problems: string[];
}

const CRM = [
  "--seed",
  "11",
  "--clients",
  "60",
  "--projects",
  "90",
  "--records",
  "160000",
  "--max-records",
  "16000",
];
const CONCURRENCY = 12;
const NO_SCHEMA = "no schema yet";

/**
 * Records all that one run writes, syncs and asks the CRM for; then, at random points of it, builds what a power cut
 * there could have left, and opens that: it must be whole, and be exactly a state that a commit made, not older than
 * the last one that was acknowledged (its fsync had returned) nor than what the requests sent by then tell.
 */
export async function cutPower(options: PowerCutOptions): Promise<PowerCutReport> {
  const world = await World.open({ crm: CRM, concurrency: CONCURRENCY, bin: options.bin });
  try {
    const truth = await world.truth();
    const log = join(world.folder, "recording");
    const end = await world.collect({ wrapper: recording(log) });
    const operations = readRecording(readFileSync(log, "utf8"), world.database);
    const isOf = (kind: Operation["kind"], path: string) => (one: Operation) =>
      one.kind === kind && "path" in one && one.path === path;
    const report: PowerCutReport = {
      operations: operations.length,
      syncs: operations.filter(({ kind }) => kind.startsWith("sync")).length,
      // Two more: when the file is made, and when the run closes it.
      checkpoints: operations.filter(isOf("sync", world.database)).length - 2,
      pages: readProgress(world.database).pages,
      states: 0,
      cuts: 0,
      ahead: 0,
      corrupt: 0,
      lost: 0,
      resumed: 0,
      problems:
        end.code === 0
          ? problemsOf(world.database, [truth])
          : [`the run ended with ${end.code}: ${end.stderr}`],
    };
    await new PowerCuts(world, operations, truth, report).work(options);
    return report;
  } finally {
    await world.close();
  }
}

/** A state of the store, and the number of operations after which it was acknowledged. */
interface State {
  readonly hash: string;
  readonly safeAt: number;
}

class PowerCuts {
  readonly #world: World;
  readonly #operations: readonly Operation[];
  readonly #truth: Truth;
  readonly #report: PowerCutReport;

  constructor(world: World, operations: readonly Operation[], truth: Truth, report: PowerCutReport) {
    this.#world = world;
    this.#operations = operations;
    this.#truth = truth;
    this.#report = report;
  }

  async work({ cuts, seed, resumes, onProgress }: PowerCutOptions): Promise<void> {
    const states = this.#states();
    this.#report.states = states.length;
    const random = new SeededRandom(seed);
    const points = Array.from({ length: cuts }, () => random.below(this.#operations.length + 1)).sort(
      (a, b) => a - b,
    );
    const resumeEvery = resumes === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(cuts / resumes));
    const image = new DiskImage();
    let done = 0;
    for (const [index, point] of points.entries()) {
      for (; done < point; done++) image.apply(this.#operation(done));
      const remains = image.cut(random);
      this.#judge(point, remains, states);
      if (index % resumeEvery === resumeEvery - 1) await this.#resume(point, remains);
      this.#report.cuts++;
      onProgress?.(this.#report);
    }
  }

  /** What each commit made, in order; the first is the state without a schema. */
  #states(): State[] {
    const states: State[] = [{ hash: NO_SCHEMA, safeAt: 0 }];
    const image = new DiskImage();
    for (const [index, operation] of this.#operations.entries()) {
      image.apply(operation);
      if (operation.kind !== "sync" || !operation.path.endsWith("-wal")) continue;
      const { hash } = this.#open("state", image.whole(), () => undefined);
      if (hash !== states.at(-1)?.hash) states.push({ hash, safeAt: index + 1 });
    }
    return states;
  }

  #judge(point: number, remains: Remains, states: readonly State[]): void {
    const { problems } = this.#report;
    try {
      const { hash, damage, missing } = this.#open("cut", remains, (db) => this.#missing(db, point));
      if (damage !== "ok") {
        this.#report.corrupt++;
        problems.push(`cut ${point}: ${damage}`);
        return;
      }
      const acknowledged = states.findLastIndex(({ safeAt }) => safeAt <= point);
      const found = states.findLastIndex((state) => state.hash === hash);
      if (found < acknowledged || missing !== undefined) {
        this.#report.lost++;
        problems.push(
          `cut ${point}: holds commit ${found} of ${acknowledged}${missing ? `; ${missing}` : ""}`,
        );
      }
      if (found > acknowledged) this.#report.ahead++;
    } catch (error) {
      this.#report.corrupt++;
      problems.push(`cut ${point}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Something that a request sent before the cut shows to have been acknowledged, and that is not there. */
  #missing(db: DatabaseSync, point: number): string | undefined {
    const unit = db.prepare(
      `SELECT u.state, u.pages, EXISTS (SELECT 1 FROM pages WHERE unit = u.id AND next = :cursor) AS reached FROM units u
       WHERE u.kind = :kind AND u.ref = CASE :kind WHEN 'clients' THEN 0
         WHEN 'projects' THEN (SELECT id FROM clients WHERE crm_id = :id) ELSE (SELECT id FROM projects WHERE crm_id = :id) END`,
    );
    for (const operation of this.#operations.slice(0, point)) {
      if (operation.kind !== "request") continue;
      const asked = pageOf(operation.target);
      if (asked === undefined) continue;
      const row = unit.get({ kind: asked.kind, id: asked.id, cursor: asked.cursor }) as
        | { state: string; pages: number; reached: number }
        | undefined;
      const isThere = row !== undefined && (row.state === "done" || row.pages >= asked.page - 1);
      const isReached = asked.cursor === "" || row?.state === "done" || row?.reached === 1;
      if (!isThere || !isReached)
        return `${operation.target} was asked for, and what led to it is not stored`;
    }
    return undefined;
  }

  #operation(index: number): Operation {
    const operation = this.#operations[index];
    if (operation === undefined) throw new RangeError(`no operation ${index}`);
    return operation;
  }

  #open(name: string, remains: Remains, look: (db: DatabaseSync) => string | undefined) {
    const file = this.#lay(name, remains);
    const nothing = { hash: NO_SCHEMA, damage: "ok", missing: undefined };
    if (!existsSync(file)) return nothing;
    const db = new DatabaseSync(file);
    try {
      const damage = integrityOf(db);
      if (damage !== "ok" || versionOf(db) === 0) return { ...nothing, damage };
      return { hash: wholeHash(db), damage, missing: look(db) };
    } finally {
      db.close();
    }
  }

  /** Writes what is left into a folder of its own; returns where its database lies. */
  #lay(name: string, remains: Remains): string {
    const folder = join(this.#world.folder, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [path, bytes] of remains) writeFileSync(join(folder, basename(path)), bytes);
    return join(folder, basename(this.#world.database));
  }

  /** What a cut left is collected to its end by the real command. */
  async #resume(point: number, remains: Remains): Promise<void> {
    const database = this.#lay("resumed", remains);
    const { problems } = this.#report;
    if (readProgress(database).status !== "complete") {
      const { code, stderr } = await this.#world.collect({ database });
      if (code !== 0) problems.push(`cut ${point}: the collect after it ended with ${code}: ${stderr}`);
    }
    problems.push(
      ...problemsOf(database, [this.#truth]).map((problem) => `cut ${point}, resumed: ${problem}`),
    );
    this.#report.resumed++;
  }
}

/** Which page of which list a request target names; `page` is 1 where the list goes by cursors. */
function pageOf(target: string) {
  const url = new URL(target, "http://crm");
  const [, id = "", kind] =
    /(?:\/(?:clients|projects)\/(\d+))?\/(clients|projects|phones)$/.exec(url.pathname) ?? [];
  if (kind === undefined) return undefined;
  const page = Number(url.searchParams.get("page") ?? 1);
  return { kind, id, page, cursor: url.searchParams.get("cursor") ?? "" };
}
