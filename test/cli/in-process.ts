import { Readable, Writable } from "node:stream";
import { strongerExit } from "../../src/cli/cli.ts";
import { runCli } from "../../src/cli/program.ts";
import { english } from "../../src/messages/messages.ts";

/** How a verb ended that was run in this process, which is quicker than a process of its own. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `datamaster ...args` in this process, with `input` as its stdin; no variable of the environment has a say. */
export async function ran(
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Ran> {
  const texts = { stdout: "", stderr: "" };
  let code = 0;
  const gather = (name: keyof typeof texts): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  await runCli(args, {
    ...{ stdout: gather("stdout"), stderr: gather("stderr"), stdin: Readable.from([Buffer.from(input)]) },
    ...{ words: english, cwd, invocation: "datamaster", signal: new AbortController().signal },
    exit: (asked) => {
      code = strongerExit(asked, code);
    },
  });
  return { code, ...texts };
}
