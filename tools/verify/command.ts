import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/** One command of a stage. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Stdout and stderr go here, in the order they were written. */
  readonly logFile: string;
  /** The command and all it started are killed after this. */
  readonly limitMs: number;
}

/** How a command ended; `problem` says in a few words why it is no success. */
export interface Ended {
  readonly output: string;
  readonly problem: string | null;
}

/** Runs a command in a process group of its own, which is gone when this resolves. It never rejects. */
export async function runCommand(command: Command, signal: AbortSignal): Promise<Ended> {
  const log = openSync(command.logFile, "w");
  let problem: string | null;
  try {
    problem = await problemOf(command, log, signal);
  } finally {
    closeSync(log);
  }
  return { output: readFileSync(command.logFile, "utf8"), problem };
}

function problemOf(command: Command, log: number, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killGroup(child);
    }, command.limitMs);
    const onAbort = (): void => killGroup(child);
    signal.addEventListener("abort", onAbort, { once: true });
    const done = (problem: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      killGroup(child);
      resolve(isLate ? `took longer than ${command.limitMs / 60_000} minutes` : problem);
    };
    child.once("error", (error) => done(`could not start: ${error.message}`));
    child.once("exit", (code, by) => done(code === 0 ? null : `ended with ${code ?? by}`));
  });
}

/** Kills what is left of a command and of the processes it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
