import type { CommanderError } from "commander";
import { DatamasterError } from "../base/errors.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";

type Found = Readonly<Record<string, string>>;
interface Line {
  readonly meant: string;
  readonly verb: string;
}

/** Commander's sentences, and those of the readers of values, as texts of the table. */
const SENTENCES: readonly (readonly [RegExp, (found: Found, line: Line) => Told])[] = [
  [/^unknown option '(?<flag>.*)'$/, ({ flag = "" }, line) => told("unknownOption", { flag, ...line })],
  [/^unknown command '(?<word>.*)'$/, ({ word = "" }, line) => told("unknownVerb", { word, ...line })],
  [
    /^missing required argument '(?<name>.*)'$/,
    ({ name = "" }, line) => told("missingArgument", { name, ...line }),
  ],
  [
    /^option '(?<option>.*)' argument missing$/,
    ({ option = "" }, line) => told("missingValue", { option, ...line }),
  ],
  [
    /^too many arguments.*\. Expected (?<expected>\d+) arguments? but got (?<got>\d+)\.$/,
    ({ expected, got }, line) =>
      told("tooManyArguments", { expected: Number(expected), got: Number(got), ...line }),
  ],
  [
    /^option '(?<option>.*)' argument '(?<value>.*)' is invalid\. (?<why>.*)$/s,
    ({ option = "", value = "", why = "" }, line) =>
      told("wrongValue", { option, value, why: reasonOf(why), ...line }),
  ],
  [
    /^command-argument value '(?<value>.*)' is invalid for argument '(?<name>.*)'\. (?<why>.*)$/s,
    ({ value = "", name = "", why = "" }, line) =>
      told("wrongArgument", { value, name, why: reasonOf(why), ...line }),
  ],
];

const REASONS: readonly (readonly [RegExp, (found: Found) => Told])[] = [
  [
    /^It must be a whole number from (?<least>\d+) on\.$/,
    ({ least }) => told("wholeNumberFrom", { least: Number(least) }),
  ],
  [/^It must be a whole number\.$/, () => told("wholeNumber")],
  [/^It must be a number\.$/, () => told("anyNumber")],
  [/^Allowed(?: choices are|:) (?<values>.*)\.$/, ({ values = "" }) => told("choices", { values })],
];

/** A wrong command line as commander tells it (`error: unknown option '--clent'\n(Did you mean --client?)`), as USAGE. */
export function usageError(error: CommanderError, verb = ""): DatamasterError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const meant = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(rest.join(" "))?.[1] ?? "";
  const line = { meant, verb };
  const text = read(SENTENCES, first, (make, found) => make(found, line)) ?? other(first, line);
  return new DatamasterError("USAGE", text, { cause: error });
}

function other(sentence: string, line: Line): Told {
  const message = `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}${sentence.endsWith(".") ? "" : "."}`;
  return told("otherUsage", { message, ...line });
}

function reasonOf(sentence: string): Told | string {
  return read(REASONS, sentence, (make, found) => make(found)) ?? sentence;
}

function read<Make>(
  patterns: readonly (readonly [RegExp, Make])[],
  text: string,
  use: (make: Make, found: Found) => Told,
): Told | undefined {
  for (const [pattern, make] of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return use(make, found.groups ?? {});
  }
  return undefined;
}
