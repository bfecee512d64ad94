import { Readable, Writable } from "node:stream";
import { strongerExit } from "../../src/cli/cli.ts";
import { languageFlag, runCli } from "../../src/cli/program.ts";
import { invocationOf } from "../../src/cli/shell.ts";
import { chooseLanguage } from "../../src/config/config.ts";
import { loadMessages } from "../../src/messages/messages.ts";
import { BIN, bareEnv, type Finished, type RunOptions } from "./run.ts";
import { tempDir } from "./temp.ts";

export interface RunHereOptions extends Pick<RunOptions, "cwd" | "env" | "later"> {
  /** All of stdin; default: empty. */
  readonly input?: string | Uint8Array;
}

/** They share a folder and an environment, so one goes after the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * As `run` of `run.ts`, in this process: a tenth of the time, and all that tests of a verb need. What they need a process of its own
 * for: signals, a terminal, what is said where nothing was foreseen.
 */
export function runHere(args: readonly string[], options: RunHereOptions = {}): Promise<Finished> {
  const done = last.then(() => runInTurn(args, options));
  last = done.catch(() => {});
  return done;
}

/** The same in a folder, with all of stdin. */
export function ran(
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Finished> {
  return runHere(args, { cwd, input });
}

async function runInTurn(
  args: readonly string[],
  { later, cwd = tempDir(later), env, input = "" }: RunHereOptions,
): Promise<Finished> {
  const [stdout, stderr] = [new Gathered(), new Gathered()];
  const before = { env: process.env, cwd: process.cwd() };
  let code = 0;
  process.env = bareEnv(env);
  process.chdir(cwd);
  try {
    await runCli(args, {
      stdout,
      stderr,
      stdin: Readable.from([Buffer.from(input)]),
      cwd,
      words: await loadMessages(chooseLanguage(languageFlag(args))),
      invocation: invocationOf([process.execPath, BIN], cwd),
      signal: new AbortController().signal,
      exit: (asked) => {
        code = strongerExit(asked, code);
      },
    });
  } finally {
    process.env = before.env;
    process.chdir(before.cwd);
  }
  return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
}

class Gathered extends Writable {
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    done();
  }
}
