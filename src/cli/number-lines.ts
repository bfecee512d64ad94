import { createInterface } from "node:readline";
import { DatamasterError } from "../base/errors.ts";
import { isCountry } from "../config/config.ts";
import { told } from "../messages/messages.ts";
import type { Cli } from "./cli.ts";
import type { Context } from "./context.ts";

/** The one number that a verb is given: as its argument, on stdin, or typed by a person. Rejects USAGE where there is none. */
export async function numberGiven(cli: Cli, given: string | undefined): Promise<string> {
  return given === undefined || given === "-" ? await firstLine(cli) : given;
}

/** The countries in which numbers without a calling code are read: the one that was named, else those of all sources. */
export async function regionsToRead(
  { sources, ports }: Pick<Context, "sources" | "ports">,
  named: string | undefined,
): Promise<readonly string[]> {
  if (named !== undefined) return [regionOf(named)];
  const { madeRegions } = await import("../app/sources/sources.ts");
  const ofFile = sources.flatMap(({ region }) => region ?? []);
  return [...new Set([...ofFile, ...(await madeRegions(ports))])];
}

/** The country that `--region` names. Throws USAGE where there is none of that code. */
export function regionOf(code: string): string {
  if (isCountry(code)) return code.toUpperCase();
  throw new DatamasterError("USAGE", told("noCountry", { country: code }));
}

/** What others on the machine see in a list of processes should be no number: it is asked for, or read from stdin. */
export async function firstLine(cli: Cli): Promise<string> {
  for await (const line of linesOf(cli)) if (line.trim() !== "") return line;
  cli.signal.throwIfAborted();
  throw new DatamasterError("USAGE", told("noNumberGiven"));
}

/** The numbers that a verb is given: as arguments, as the list on stdin, or the one that a person types. */
export async function numberLines(cli: Cli, given: readonly string[]): Promise<readonly string[]> {
  if (given.length > 0 && !(given.length === 1 && given[0] === "-")) return given;
  if (cli.stdin.isTTY === true) return [await firstLine(cli)];
  const lines: string[] = [];
  for await (const line of linesOf(cli)) lines.push(line);
  cli.signal.throwIfAborted();
  return lines;
}

async function* linesOf(cli: Cli): AsyncGenerator<string> {
  if (cli.stdin.isTTY === true) cli.stderr.write(cli.words.numbers.ask);
  const lines = createInterface({ input: cli.stdin, terminal: false, signal: cli.signal });
  try {
    yield* lines;
  } finally {
    lines.close();
  }
}
