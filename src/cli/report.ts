import { CommanderError } from "commander";
import { StoppedError } from "../base/abort.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { maskNumbers } from "../base/mask.ts";
import { printable } from "../base/printable.ts";
import type { Cli } from "./cli.ts";
import { createPaint } from "./text.ts";

/** An error as `--json` tells it. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface ReportOptions {
  /** Print the one JSON document too. */
  readonly json: boolean;
  /** Tell where in the program it happened. */
  readonly stack: boolean;
  /** The verb that was meant, for usage errors. */
  readonly verb?: string;
}

/** Tells an error that ended a command: a line and a hint on stderr, with --json a document on stdout; sets the exit code. */
export function reportError(cli: Cli, thrown: unknown, options: ReportOptions): void {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return;
  if (thrown instanceof CommanderError && thrown.code === "commander.help") return;
  const error = toKnown(cli, thrown, options.verb);
  printError(cli, error);
  if (options.stack) cli.stderr.write(`${stackOf(thrown)}\n`);
  if (options.json) printJson(cli, { error: errorDocument(error) });
  cli.exit(error.exitCode);
}

/** The line and the hint alone. */
export function printError(cli: Cli, error: DatamasterError): void {
  const paint = createPaint(cli.stderr);
  const isStop = error.code === "STOPPED";
  cli.stderr.write(isStop ? `${error.message}\n` : `${paint("red", `error: ${printable(error.message)}`)}\n`);
  if (error.hint !== undefined) cli.stderr.write(`  ${printable(error.hint)}\n`);
}

/** Prints the one document that --json promises. */
export function printJson(cli: Cli, value: unknown): void {
  cli.stdout.write(`${JSON.stringify(value)}\n`);
}

export function errorDocument(error: DatamasterError): ErrorDocument {
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}

/** Any thrown thing as an error of ours; INTERNAL for what nobody foresaw. */
export function toKnown(cli: Cli, thrown: unknown, verb?: string): DatamasterError {
  if (thrown instanceof DatamasterError) return thrown;
  if (thrown instanceof CommanderError) return usageError(thrown, verb);
  if (thrown instanceof StoppedError || (cli.signal.aborted && isAbort(thrown))) {
    return new DatamasterError(
      "STOPPED",
      "Stopped; nothing was begun that could be continued. Run the same command again.",
    );
  }
  return new DatamasterError(
    "INTERNAL",
    `Something went wrong inside datamaster: ${maskNumbers(messageOf(thrown))}`,
    {
      hint: "Run it again with --log-level debug and report what it prints.",
      cause: thrown,
    },
  );
}

/** Commander's `error: unknown option '--clent'\n(Did you mean --client?)` as message and hint. */
function usageError(error: CommanderError, verb: string | undefined): DatamasterError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const meant = rest.join(" ").replace(/^\((.*)\)$/, "$1");
  const help = `See: datamaster ${verb === undefined ? "" : `${verb} `}--help`;
  const message = `${first.slice(0, 1).toUpperCase()}${first.slice(1)}${first.endsWith(".") ? "" : "."}`;
  return new DatamasterError("USAGE", message, {
    hint: meant === "" ? help : `${meant} ${help}`,
    cause: error,
  });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "AbortError" || thrown instanceof StoppedError);
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  const own = maskNumbers(printable(thrown.stack ?? ""));
  return thrown.cause === undefined ? own : `${own}\ncaused by: ${stackOf(thrown.cause)}`;
}
