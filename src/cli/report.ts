import { CommanderError } from "commander";
import { StoppedError } from "../base/abort.ts";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { maskNumbers } from "../base/mask.ts";
import { printable } from "../base/printable.ts";
import { say, told } from "../messages/messages.ts";
import type { Cli } from "./cli.ts";
import { columnsOf, createPaint, wrap } from "./text.ts";
import { usageError } from "./usage.ts";

/** An error as `--json` tells it. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** When it can be gone on with, ISO UTC: of a spent quota, of hours that are over, of a CRM that asks to wait. */
  readonly until?: string;
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
  const { text, hint = error.hint } = say(cli.words, error.told ?? error.message);
  const head = `${cli.words.report.error} ${printable(text)}`;
  cli.stderr.write(isStop ? `${text}\n` : `${paint("red", fitted(cli, head, 0))}\n`);
  if (hint !== undefined) cli.stderr.write(`${fitted(cli, printable(hint), 2)}\n`);
}

/** On a terminal no word is broken in two. Indented lines of a hint are commands to be copied: they stay whole. */
function fitted(cli: Cli, text: string, indent: number): string {
  const room = cli.stderr.isTTY === true ? columnsOf(cli.stderr) - indent : Infinity;
  return text
    .split("\n")
    .flatMap((line) => {
      const lead = line.length - line.trimStart().length;
      if (lead > 0 && indent > 0) return [line];
      return wrap(line.trimStart(), room - lead, lead).map((part) => " ".repeat(lead) + part);
    })
    .map((line) => " ".repeat(indent) + line)
    .join("\n");
}

/** Prints the one document that --json promises. */
export function printJson(cli: Cli, value: unknown): void {
  cli.stdout.write(`${jsonText(value)}\n`);
}

/** JSON in which nothing acts on a terminal. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(ACTING, escaped);
}

/** What JSON leaves as it is and a terminal acts on: C1 controls, marks that turn the direction of text. */
const ACTING = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export function errorDocument(error: DatamasterError): ErrorDocument {
  const { code, message, hint, data } = error;
  const until = typeof data.until === "string" ? { until: data.until } : {};
  return { code, message, ...(hint !== undefined && { hint }), ...until };
}

/** Any thrown thing as an error of ours; INTERNAL for what nobody foresaw. */
export function toKnown(cli: Cli, thrown: unknown, verb?: string): DatamasterError {
  if (thrown instanceof DatamasterError) return thrown;
  if (thrown instanceof CommanderError) return usageError(thrown, verb);
  if (thrown instanceof StoppedError || (cli.signal.aborted && isAbort(thrown))) {
    return new DatamasterError("STOPPED", told("stoppedBefore"));
  }
  const why = maskNumbers(messageOf(thrown));
  return new DatamasterError("INTERNAL", told("internal", { why }), { cause: thrown });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "AbortError" || thrown instanceof StoppedError);
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  const own = maskNumbers(printable(thrown.stack ?? ""));
  return thrown.cause === undefined ? own : `${own}\ncaused by: ${stackOf(thrown.cause)}`;
}
