import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { type Chapter, TWO_RUNS } from "./chapters.ts";
import { type Expected, type Progress, problemsOfRuns, readProgress } from "./content.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { SeededRandom } from "./random.ts";
import { serverStore } from "./server-store.ts";
import { type SessionEnd, World } from "./world.ts";

export interface KillsOptions {
  /** At least so many; the run that is under way is brought to its end. */
  readonly kills: number;
  readonly seed: number;
  /** Let the CRM spoil 5% of its answers. */
  readonly faults: boolean;
  /** The runs of each campaign; default: two. */
  readonly chapters?: (random: SeededRandom) => readonly Chapter[];
  readonly bin?: string;
  /** A PostgreSQL server that keeps the databases, each in a schema of its own; default: files. */
  readonly server?: PostgresServer;
  /** What is killed. With the server the collector must end by itself, and its run must go on once the server is back. */
  readonly victim?: "collector" | "server";
  readonly onProgress?: (report: KillsReport) => void;
}

export interface KillsReport {
  kills: number;
  /** Of these, before the first page was asked for. */
  early: number;
  /** Sessions whose first answer the CRM spoiled, so that they began nothing. */
  refused: number;
  /** Runs brought to their end, most of them over a changed CRM. */
  runs: number;
  /** Killed runs that another one took the place of. */
  givenUp: number;
  pages: number;
  /** Pages answered and not stored when the process died, so read again: in all, and at most after one kill. */
  repeated: number;
  mostRepeated: number;
  /** 2 x concurrency. */
  allowed: number;
  readonly problems: string[];
}

const CONCURRENCY = 6;
/** About 100 pages, of which a good third belongs to lists of several pages; a run takes a second or two. */
const CRM = ["--clients", "30", "--projects", "45", "--records", "16000", "--max-records", "3600"];
const PACE = ["--latency", "30", "--jitter", "40"];
const FAULTS = ["--faults", "0.05"];
/** A kill by its number of requests falls up to so much later. */
const LATER_MS = 40;
const GIVEN_UP_SHARE = 0.6;
/** The others fall at any time since the start. */
const EARLY_SHARE = 0.1;

/**
 * Collects from a CRM and kills the collector (SIGKILL, its process alone) at random moments until the run is done;
 * then the same for the next chapter of its history; then anew with another CRM, until there were enough kills. After each kill the
 * file must be whole and the pages to repeat few; after each run the store must tell the truth. Ends at the first
 * campaign with a problem.
 */
export async function killAtRandom(options: KillsOptions): Promise<KillsReport> {
  const random = new SeededRandom(options.seed);
  const report: KillsReport = {
    kills: 0,
    early: 0,
    refused: 0,
    runs: 0,
    givenUp: 0,
    pages: 0,
    repeated: 0,
    mostRepeated: 0,
    allowed: 2 * CONCURRENCY,
    problems: [],
  };
  for (let campaign = 0; report.kills < options.kills; campaign++) {
    const crm = [
      ...CRM,
      ...PACE,
      ...(options.faults ? FAULTS : []),
      "--seed",
      String(options.seed + campaign),
    ];
    const server = options.server && serverStore(options.server.address());
    const world = await World.open({ crm, concurrency: CONCURRENCY, bin: options.bin, server });
    try {
      await new Campaign(world, random, report, options).work();
    } finally {
      await world.close();
    }
    if (report.problems.length > 0) break;
  }
  return report;
}

class Campaign {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #report: KillsReport;
  readonly #options: KillsOptions;
  /** Pages answered whole and not stored, so far. */
  #wasted = 0;
  #isGivenUp = false;
  #startMs = 400;

  constructor(world: World, random: SeededRandom, report: KillsReport, options: KillsOptions) {
    this.#world = world;
    this.#random = random;
    this.#report = report;
    this.#options = options;
  }

  async work(): Promise<void> {
    const expected: Expected[] = [];
    const { chapters = () => TWO_RUNS } = this.#options;
    for (const chapter of chapters(this.#random)) {
      expected.push(await chapter.prepare(this.#world, expected.at(-1)));
      await this.#untilDone(chapter);
      this.#report.runs++;
      this.#tell(problemsOfRuns(this.#world.database, expected));
      if (this.#report.problems.length > 0) return;
    }
    this.#report.pages += sum((await this.#world.stats()).pages);
  }

  async #untilDone(chapter: Chapter): Promise<void> {
    const before = readProgress(this.#world.database);
    const { runs } = before;
    const killsAtMost = Math.min(
      this.#options.kills,
      this.#report.kills + (chapter.mostKills ?? Number.POSITIVE_INFINITY),
    );
    await this.#countRepeated(before, chapter, false);
    const status = chapter.code === 0 ? "complete" : "partial";
    this.#isGivenUp = false;
    for (let session = 1; ; session++) {
      const verb = this.#verbOf(chapter, runs);
      const isLast = this.#report.kills >= killsAtMost;
      const end = isLast ? await this.#world.collect({ verb }) : await this.#killedSession(chapter, verb);
      const progress = readProgress(this.#world.database);
      if (end !== null && this.#options.faults && isRefused(end)) {
        this.#report.refused++;
        continue;
      }
      if (end !== null && end.code !== chapter.code)
        this.#tell([`a session ended with ${end.code}: ${end.stderr}`]);
      await this.#countRepeated(progress, chapter, end === null);
      if (progress.integrity !== "ok") this.#tell([`after a kill: ${progress.integrity}`]);
      this.#options.onProgress?.(this.#report);
      if (progress.runs > runs && progress.status === status) return;
      if (end !== null || session > 200) {
        this.#tell([`run ${progress.runs} is ${progress.status} after session ${session}`]);
        return;
      }
    }
  }

  /** Once in a chapter that allows it, a run that a kill left unfinished is not continued. */
  #verbOf({ verb, mayBeGivenUp }: Chapter, runsBefore: number): readonly string[] {
    const { runs } = readProgress(this.#world.database);
    const isToBe = mayBeGivenUp === true && !this.#isGivenUp && runs > runsBefore;
    if (!isToBe || !this.#random.chance(GIVEN_UP_SHARE)) return verb;
    this.#isGivenUp = true;
    this.#report.givenUp++;
    return [...verb, "--fresh"];
  }

  /** One session that is killed at a random moment; null then, else how it ended before that. */
  async #killedSession(chapter: Chapter, verb: readonly string[]) {
    const { requests } = await this.#world.stats();
    const begun = performance.now();
    const { child, ended } = this.#world.start({ verb });
    const isEarly = this.#random.chance(EARLY_SHARE);
    const [share, delayMs] = [this.#random.float(), this.#random.float() * LATER_MS];
    if (isEarly) await Promise.race([delay(share * this.#startMs), ended]);
    else {
      const asked = requests + 1 + Math.floor(share * chapter.requests);
      await Promise.race([this.#world.until((stats) => stats.requests >= asked, child), ended]);
      this.#startMs = Math.min(3000, this.#startMs * 0.7 + (performance.now() - begun) * 0.3);
      await Promise.race([delay(delayMs), ended]);
    }
    const end = await this.#kill(child, ended);
    if (end !== null) return end;
    this.#report.kills++;
    if (isEarly) this.#report.early++;
    return null;
  }

  /** Null where that ended the session, else how it ended before. */
  async #kill(child: ChildProcess, ended: Promise<SessionEnd>): Promise<SessionEnd | null> {
    const { server, victim = "collector" } = this.#options;
    if (server === undefined || victim === "collector") {
      child.kill("SIGKILL");
      const end = await ended;
      return end.signal === "SIGKILL" ? null : end;
    }
    server.kill();
    const end = await ended;
    server.start();
    // What a person is told: that the database is gone, and that the command may be run again.
    const isTold = end.code === 1 && end.stdout.includes('"STORE_FAILED"');
    return isTold ? null : end;
  }

  /** Every page answered whole is stored or will be asked for again. */
  async #countRepeated(progress: Progress, chapter: Chapter, isKilled: boolean): Promise<void> {
    await this.#world.until(({ concurrent }) => concurrent === 0);
    const { pages } = await this.#world.stats();
    // Whether what answers 404 is still listed is looked up on its client's list, which is not stored for that.
    const isLookedUp = chapter.code === 3;
    const asked = Object.entries(pages).filter(([page]) => !isLookedUp || !page.startsWith("projects/"));
    const stored = progress.pages - (isLookedUp ? progress.projectPages : 0);
    const wasted = sum(Object.fromEntries(asked)) - stored;
    const repeated = wasted - this.#wasted;
    this.#wasted = wasted;
    if (!isKilled) return;
    this.#report.repeated += repeated;
    this.#report.mostRepeated = Math.max(this.#report.mostRepeated, repeated);
    if (repeated > this.#report.allowed) this.#tell([`${repeated} pages to repeat after one kill`]);
    if (repeated < 0) this.#tell([`${-repeated} pages stored that were never answered`]);
  }

  #tell(problems: readonly string[]): void {
    this.#report.problems.push(...problems.map((problem) => `kill ${this.#report.kills}: ${problem}`));
  }
}

/** A web page or an error instead of the first answer ends a session before it has begun anything; the next goes on. */
function isRefused({ code, stdout }: SessionEnd): boolean {
  if (code !== 1 && code !== 2) return false;
  const { run, error } = JSON.parse(stdout) as { run?: number; error?: { code: string } };
  return run === undefined && ["CRM_NOT_A_CRM", "CRM_UNREACHABLE"].includes(error?.code ?? "");
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
