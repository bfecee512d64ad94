import { constants, setPriority } from "node:os";
import { StoppedError } from "../base/abort.ts";
import type { Messages } from "../messages/messages.ts";
import { type Cli, strongerExit } from "./cli.ts";
import { invocationOf } from "./shell.ts";

/** The exit code of a process that a second signal ended. */
const FORCED = 130;

/** The {@link Cli} of this process: its streams, its signals, its exit code. Installs handlers; made once, by main.ts. */
export function createProcessCli(words: Messages): Cli {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(FORCED);
    stop.abort(new StoppedError());
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const exit = (code: number): void => {
    process.exitCode = strongerExit(code, Number(process.exitCode ?? 0));
  };
  // `| head` closes the pipe when it has enough: that is no failure, and nobody is left to tell.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  process.stderr.on("error", () => {});
  const { stdout, stderr, stdin, argv } = process;
  const cwd = process.cwd();
  return {
    stdout,
    stderr,
    stdin,
    words,
    cwd,
    invocation: invocationOf(argv, cwd),
    signal: stop.signal,
    exit,
  };
}

/** Lets every process of usual priority have the processor first; alone on the machine this costs nothing. */
export function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed everywhere, and nothing depends on it.
  }
}
