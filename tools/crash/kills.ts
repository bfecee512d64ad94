import { setTimeout as delay } from "node:timers/promises";
import type { Truth } from "../../src/sim/sim.ts";
import { type Progress, problemsOf, readProgress } from "./content.ts";
import { SeededRandom } from "./random.ts";
import { type CrmStats, type SessionEnd, World } from "./world.ts";

export interface KillsOptions {
  /** At least so many; the run that is under way is brought to its end. */
  readonly kills: number;
  readonly seed: number;
  /** Let the CRM spoil 5% of its answers. */
  readonly faults: boolean;
  readonly bin?: string;
  readonly onProgress?: (report: KillsReport) => void;
}

export interface KillsReport {
  kills: number;
  /** Of these, before the first page was asked for. */
  early: number;
  /** Sessions whose first answer the CRM spoiled, so that they began nothing. */
  refused: number;
  /** Runs brought to their end, half of them over a changed CRM. */
  runs: number;
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
const CHANGE = {
  projects: 0.3,
  add: 6,
  remove: 6,
  edit: 3,
  deleteProjects: 2,
  addProjects: 2,
  deleteClients: 1,
};
/** Most kills fall after the first to so-many-th request of a session, and up to so much later: the same on any machine. */
const MOST_REQUESTS = 30;
const LATER_MS = 40;
/** The others fall at any time since the start. */
const EARLY_SHARE = 0.1;

/**
 * Collects from a CRM and kills the collector (SIGKILL, its process alone) at random moments until the run is done;
 * then the same over a changed CRM; then anew with another CRM, until there were enough kills. After each kill the
 * file must be whole and the pages to repeat few; after each run the store must tell the truth. Ends at the first
 * campaign with a problem.
 */
export async function killAtRandom(options: KillsOptions): Promise<KillsReport> {
  const random = new SeededRandom(options.seed);
  const report: KillsReport = {
    ...{ kills: 0, early: 0, refused: 0, runs: 0, pages: 0, repeated: 0, mostRepeated: 0 },
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
    const world = await World.open({ crm, concurrency: CONCURRENCY, bin: options.bin });
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
  #startMs = 400;

  constructor(world: World, random: SeededRandom, report: KillsReport, options: KillsOptions) {
    this.#world = world;
    this.#random = random;
    this.#report = report;
    this.#options = options;
  }

  async work(): Promise<void> {
    const truths: Truth[] = [];
    for (const isChanged of [false, true]) {
      if (isChanged) await this.#world.crm.control("change", CHANGE);
      truths.push(await this.#world.truth());
      await this.#untilComplete(truths.length);
      this.#report.runs++;
      this.#tell(problemsOf(this.#world.database, truths));
    }
    this.#report.pages += sum((await this.#world.stats()).pages);
  }

  async #untilComplete(run: number): Promise<void> {
    for (let session = 1; ; session++) {
      const isLast = this.#report.kills >= this.#options.kills;
      const end = isLast ? await this.#world.collect() : await this.#killedSession();
      const progress = readProgress(this.#world.database);
      if (end !== null && this.#options.faults && isRefused(end)) {
        this.#report.refused++;
        continue;
      }
      if (end !== null && end.code !== 0) this.#tell([`a session ended with ${end.code}: ${end.stderr}`]);
      if (end === null) await this.#countRepeated(progress);
      if (progress.integrity !== "ok") this.#tell([`after a kill: ${progress.integrity}`]);
      this.#options.onProgress?.(this.#report);
      if (progress.runs === run && progress.status === "complete") return;
      if (end !== null || session > 200) {
        this.#tell([`run ${run} is ${progress.status} after session ${session}`]);
        return;
      }
    }
  }

  /** One collect that is killed at a random moment; null then, else how it ended before that. */
  async #killedSession() {
    const { requests } = await this.#world.stats();
    const begun = performance.now();
    const { child, ended } = this.#world.start();
    const isEarly = this.#random.chance(EARLY_SHARE);
    const [share, delayMs] = [this.#random.float(), this.#random.float() * LATER_MS];
    if (isEarly) await Promise.race([delay(share * this.#startMs), ended]);
    else {
      const asked = requests + 1 + Math.floor(share * MOST_REQUESTS);
      await Promise.race([this.#world.until((stats) => stats.requests >= asked, child), ended]);
      this.#startMs = Math.min(3000, this.#startMs * 0.7 + (performance.now() - begun) * 0.3);
      await Promise.race([delay(delayMs), ended]);
    }
    child.kill("SIGKILL");
    const end = await ended;
    if (end.signal !== "SIGKILL") return end;
    this.#report.kills++;
    if (isEarly) this.#report.early++;
    return null;
  }

  /** Every page answered whole is stored or will be asked for again. */
  async #countRepeated({ pages }: Progress): Promise<void> {
    const stats: CrmStats = await this.#world.until(({ concurrent }) => concurrent === 0);
    const wasted = sum(stats.pages) - pages;
    const repeated = wasted - this.#wasted;
    this.#wasted = wasted;
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
