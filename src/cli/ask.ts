import * as clack from "@clack/prompts";
import { StoppedError } from "../base/abort.ts";
import type { Cli } from "./cli.ts";

/** Whether there is somebody to ask. */
export function canAsk({ stdin, stderr }: Cli): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks for a yes at the terminal, on stderr; no is where the cursor stands. Ctrl-C rejects StoppedError. */
export async function askYes(cli: Cli, message: string): Promise<boolean> {
  const { yes: active, no: inactive } = cli.words.init;
  return answered(await clack.confirm({ ...common(cli), message, initialValue: false, active, inactive }));
}

/** Asks for something that is not to be seen. */
export async function askSecret(cli: Cli, message: string): Promise<string> {
  return answered(await clack.password({ ...common(cli), message })) ?? "";
}

function common({ stdin, stderr, signal }: Cli): clack.CommonOptions {
  return { input: stdin as NodeJS.ReadStream, output: stderr, signal };
}

export function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new StoppedError();
  return answer as Exclude<T, symbol>;
}
