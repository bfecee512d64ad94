import { delimiter, join } from "node:path";
import { type Command, type Ended, runCommand } from "./command.ts";
import { addCounts, type Counts, countsLine, NO_COUNTS } from "./counts.ts";
import type { Stage } from "./stages.ts";

/** What verify is asked to do. */
export interface VerifyOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** An empty folder for logs and reports. */
  readonly work: string;
  readonly stages: readonly Stage[];
  /** Only this stage and those it needs. */
  readonly only?: string | undefined;
  /** Stop at the first stage that fails. */
  readonly isBail: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** How one stage ended; `counts` holds at least one failure when `problem` is set. */
interface Outcome {
  readonly problem: string | null;
  readonly counts: Counts;
  readonly output: string;
}

const SHOWN_LINES = 300;

/** A stage that was begun, or why it was not. */
interface Begun {
  readonly stage: Stage;
  readonly ended: Promise<Timed> | { readonly notRun: string };
}

/** How it ended, and what that took; in milliseconds. */
interface Timed {
  readonly outcome: Outcome;
  readonly ms: number;
}

/**
 * Runs the stages in their order, those that go together at once; prints the time of each, the output of those that fail, and
 * last the sum of the runners' counts. Every failed stage counts as at least one failure. Returns whether all of it passed.
 */
export async function verify(options: VerifyOptions): Promise<boolean> {
  const { print, signal } = options;
  const stages = chosen(options.stages, options.only);
  const failed = new Set<string>();
  let counts = NO_COUNTS;
  const width = Math.max(...stages.map((stage) => stage.name.length));
  for (const together of groupsOf(stages)) {
    if (signal.aborted) break;
    const before = new Set(failed);
    for (const { stage, ended } of together.map((stage) => begin(stage, before, options))) {
      print(`${stage.name.padEnd(width)}  `);
      const result = await ended;
      if ("notRun" in result) {
        print(`not run: ${result.notRun} failed\n`);
        failed.add(stage.name);
        continue;
      }
      const { outcome, ms } = result;
      print(`${resultLine(outcome, ms, stage)}\n`);
      if (outcome.problem !== null) failed.add(stage.name);
      if (outcome.problem !== null || stage.isShown) print(shorten(outcome.output));
      counts = addCounts(counts, outcome.counts);
    }
  }
  if (failed.size > 0) print(`\nFailed: ${[...failed].join(", ")}. Whole logs: ${options.work}\n`);
  print(`${countsLine(counts)}\n`);
  return failed.size === 0;
}

/** Neighbours that run at the same time: none of them needs another. */
function groupsOf(stages: readonly Stage[]): Stage[][] {
  const groups: Stage[][] = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    const isNeeded = last?.some(({ name }) => stage.needs?.includes(name));
    if (last !== undefined && stage.isBesideLast && isNeeded === false) last.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/** Starts a stage where none of those that it needs is among the failed ones. */
function begin(stage: Stage, failed: ReadonlySet<string>, options: VerifyOptions): Begun {
  const missing = stage.needs?.find((name) => failed.has(name));
  if (missing !== undefined || (options.isBail && failed.size > 0)) {
    return { stage, ended: { notRun: missing ?? [...failed][0] ?? "" } };
  }
  const started = performance.now();
  const ended = runStage(stage, options).then((outcome) => ({ outcome, ms: performance.now() - started }));
  return { stage, ended };
}

/** The stages to run: all, or the one asked for behind those whose results it reads. */
function chosen(stages: readonly Stage[], only: string | undefined): readonly Stage[] {
  if (only === undefined) return stages;
  const stage = stages.find((one) => one.name === only);
  return stages.filter((one) => one === stage || stage?.needs?.includes(one.name));
}

async function runStage(stage: Stage, options: VerifyOptions): Promise<Outcome> {
  const ended = await runCommand(commandOf(stage, options), options.signal);
  if (stage.report === undefined) {
    return { ...ended, counts: ended.problem === null ? NO_COUNTS : { ...NO_COUNTS, failed: 1 } };
  }
  return reported(ended, stage.report);
}

/** Compares what a runner reported with how it ended: neither alone is believed. */
function reported(ended: Ended, report: NonNullable<Stage["report"]>): Outcome {
  let counts: Counts;
  try {
    counts = report.read(report.file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = `${ended.problem ?? "ended with 0"} and left no report (${why})`;
    return { problem, counts: { ...NO_COUNTS, failed: 1 }, output: ended.output };
  }
  const { passed, failed } = counts;
  let problem = ended.problem;
  if (failed > 0) problem = `${failed} failed`;
  else if (problem === null && passed === 0) problem = "ran no test";
  // A crash outside of any test still is a failure.
  if (problem !== null && failed === 0) counts = { ...counts, failed: 1 };
  return { problem, counts, output: ended.output };
}

function commandOf(stage: Stage, { root, work, env }: VerifyOptions): Command {
  const bin = join(root, "node_modules", ".bin");
  const clean = { ...env };
  delete clean.FORCE_COLOR;
  return {
    file: join(bin, stage.program),
    args: stage.args,
    cwd: root,
    env: { ...clean, NO_COLOR: "1", PATH: `${bin}${delimiter}${env.PATH ?? ""}`, ...stage.env },
    logFile: join(work, `${stage.name}.log`),
    limitMs: stage.limitMinutes * 60_000,
  };
}

function resultLine({ problem, counts }: Outcome, ms: number, stage: Stage): string {
  const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(8);
  if (problem !== null) return `${seconds}  FAILED: ${problem}`;
  return `${seconds}  ok${stage.report === undefined ? "" : `, ${countsLine(counts)}`}`;
}

/** The last lines of a long output; the whole of it lies in the log file. */
function shorten(output: string): string {
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(-SHOWN_LINES).map((line) => `    ${line}\n`);
  const more = lines.length - shown.length;
  return `${more > 0 ? `    ... ${more} lines before\n` : ""}${shown.join("")}`;
}
