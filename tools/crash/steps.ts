import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Truth } from "../../src/sim/sim.ts";
import { problemsOf, readProgress, resultHash } from "./content.ts";
import { countCalls, counting, FILE_CALLS, type FileCall, injecting } from "./strace.ts";
import { World } from "./world.ts";

export interface StepsOptions {
  /** Kill at every `every`-th step, from `from` on. */
  readonly every: number;
  readonly from?: number;
  /** So many sessions side by side. */
  readonly workers: number;
  readonly bin?: string;
  readonly onProgress?: (report: StepsReport) => void;
}

export interface StepsReport {
  /** Calls that changed files in the counted run. */
  steps: number;
  readonly byCall: ReadonlyMap<FileCall, number>;
  /** Pages of that run. */
  pages: number;
  /** Steps chosen. */
  chosen: number;
  killed: number;
  /** Runs that needed fewer such calls than the counted one, and so ended before the step. */
  unreached: number;
  readonly problems: string[];
}

interface Step {
  readonly call: FileCall;
  readonly at: number;
}

/** Many short lists and some long ones: 200 pages in few records, so that steps are few enough to try them all. */
const CRM = [
  "--seed",
  "7",
  "--clients",
  "60",
  "--projects",
  "140",
  "--records",
  "2200",
  "--max-records",
  "1300",
];
const CONCURRENCY = 100;

/**
 * Numbers every call by which a run changes its files, then for each: a run that is killed as it makes this call, and
 * one collect that ends it. The result must be the truth and have the hash of the run that nobody disturbed.
 */
export async function killAtSteps(options: StepsOptions): Promise<StepsReport> {
  const world = await World.open({ crm: CRM, concurrency: CONCURRENCY, bin: options.bin });
  try {
    const truth = await world.truth();
    const log = join(world.folder, "calls");
    const whole = await world.collect({ wrapper: counting(log) });
    const byCall = countCalls(readFileSync(log, "utf8"));
    const all = stepsOf(byCall);
    const chosen = all.filter(
      (_, index) => (index + options.every - (options.from ?? 0)) % options.every === 0,
    );
    const report: StepsReport = {
      steps: all.length,
      byCall,
      pages: readProgress(world.database).pages,
      chosen: chosen.length,
      killed: 0,
      unreached: 0,
      problems: [
        ...(whole.code === 0 ? [] : [`the counted run ended with ${whole.code}: ${whole.stderr}`]),
        ...problemsOf(world.database, [truth]),
      ],
    };
    const wanted = resultHash(world.database);
    const left = chosen.values();
    const work = async (): Promise<void> => {
      for (const step of left) {
        await tryStep(world, step, truth, wanted, report);
        options.onProgress?.(report);
      }
    };
    await Promise.all(Array.from({ length: options.workers }, work));
    return report;
  } finally {
    await world.close();
  }
}

function stepsOf(byCall: ReadonlyMap<FileCall, number>): Step[] {
  return FILE_CALLS.flatMap((call) =>
    Array.from({ length: byCall.get(call) ?? 0 }, (_, index) => ({ call, at: index + 1 })),
  );
}

async function tryStep(
  world: World,
  step: Step,
  truth: Truth,
  wanted: string,
  report: StepsReport,
): Promise<void> {
  const database = join(world.folder, `${step.call}-${step.at}.db`);
  const wrapper = injecting(step.call, "signal=KILL", String(step.at));
  const tell = (what: string): void => void report.problems.push(`${step.call} ${step.at}: ${what}`);
  const first = await world.collect({ database, wrapper });
  if (first.signal === "SIGKILL") report.killed++;
  else if (first.code === 0) report.unreached++;
  else tell(`the killed run ended with ${first.code}: ${first.stderr}`);
  // A kill behind the last commit leaves a run that is complete already.
  if (readProgress(database).status !== "complete") {
    const second = await world.collect({ database });
    if (second.code !== 0) tell(`the run after the kill ended with ${second.code}: ${second.stderr}`);
  }
  for (const problem of problemsOf(database, [truth])) tell(problem);
  if (resultHash(database) !== wanted) tell("another result than that of the undisturbed run");
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${database}${end}`, { force: true });
}
