import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ROOT } from "./root.ts";
import { type Later, tempDir } from "./temp.ts";

export const BIN = join(ROOT, "bin", "datamaster.js");
const DEFAULT_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/** What a command takes over from this process; the rest, DATAMASTER_ above all, would make tests depend on a machine. */
const KEPT_ENV = ["PATH", "HOME", "TMPDIR", "LANG", "SystemRoot", "NODE_V8_COVERAGE"];

export interface RunOptions {
  /** Default: an empty folder of its own, so that no config, .env or database is found by chance. */
  readonly cwd?: string;
  /** Added to a bare environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to stdin, which is then closed. Default: stdin is empty; null leaves it open. */
  readonly input?: string | null;
  /** After this many milliseconds the command is killed and the test fails. */
  readonly timeoutMs?: number;
  /** When to end what still runs; default: after the test. */
  readonly later?: Later;
  /** Instead of bin/datamaster.js: another script for this Node.js. */
  readonly script?: string;
}

/** How a command ended. */
export interface Finished {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly pid: number;
  /** What it has printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  readonly child: ChildProcess;
  /** Resolves when it has ended, with whatever code; rejects after the time limit. */
  readonly finished: Promise<Finished>;
  /** Resolves when its output so far matches; rejects when it ends without. */
  waitFor(pattern: RegExp, from?: "stdout" | "stderr"): Promise<RegExpMatchArray>;
  kill(signal?: NodeJS.Signals): void;
  /** Ends it in order (SIGTERM), by force after 10 s, which then rejects. */
  stop(): Promise<Finished>;
}

/** Runs `datamaster ...args` to its end, in a process of its own. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return start(args, options).finished;
}

/** Starts `datamaster ...args` in a process of its own; it is ended after the test if it still runs. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  const later = options.later ?? onTestFinished;
  const cwd = options.cwd ?? tempDir(later);
  const child = spawn(process.execPath, [options.script ?? BIN, ...args], { cwd, env: bareEnv(options.env) });
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start ${process.execPath}`);
  // A command may end before it has read its input.
  child.stdin.on("error", () => {});
  if (options.input !== null) child.stdin.end(options.input ?? "");
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  const what = `datamaster ${args.join(" ")}`;
  const finished = finish(child, output, what, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  // Whoever waits for it gets the error; when nobody does, `stop` below still ends the process.
  finished.catch(() => {});
  const running: Running = {
    pid,
    child,
    finished,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    waitFor: (pattern, from = "stdout") => waitFor(child, () => output[from], pattern, finished, what),
    kill: (signal = "SIGTERM") => void child.kill(signal),
    stop: () => stop(child, finished, what),
  };
  later(async () => {
    if (child.exitCode === null && child.signalCode === null) await running.stop();
  });
  return running;
}

/** The environment of a command: a few of this process, and what is added. */
export function bareEnv(added: RunOptions["env"]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of KEPT_ENV) if (process.env[name] !== undefined) env[name] = process.env[name];
  return { ...env, ...added };
}

function finish(child: ChildProcess, output: Output, what: string, limitMs: number): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, limitMs);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (isLate) reject(new Error(`${what} did not end within ${limitMs} ms${tail(output)}`));
      else resolve({ code, signal, ...output });
    });
  });
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function tail(output: Output): string {
  return `\nstdout: ${output.stdout.slice(-2000)}\nstderr: ${output.stderr.slice(-2000)}`;
}

function waitFor(
  child: ChildProcess,
  text: () => string,
  pattern: RegExp,
  finished: Promise<Finished>,
  what: string,
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = text().match(pattern);
      if (match === null) return;
      child.stdout?.off("data", look);
      child.stderr?.off("data", look);
      resolve(match);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    finished.then((end) => {
      look();
      reject(new Error(`${what} ended with ${end.code ?? end.signal} before ${pattern}${tail(end)}`));
    }, reject);
    look();
  });
}

async function stop(child: ChildProcess, finished: Promise<Finished>, what: string): Promise<Finished> {
  child.kill("SIGTERM");
  let forced = false;
  const timer = setTimeout(() => {
    forced = true;
    child.kill("SIGKILL");
  }, STOP_GRACE_MS);
  const end = await finished.finally(() => clearTimeout(timer));
  if (forced) throw new Error(`${what} did not end within ${STOP_GRACE_MS} ms of SIGTERM${tail(end)}`);
  return end;
}
