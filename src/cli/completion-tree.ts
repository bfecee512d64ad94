import type { Command, Option } from "commander";
import { LOG_FORMATS, LOG_LEVELS } from "../base/log.ts";

/** A flag as a shell completes it. */
export interface CompletedFlag {
  /** With its dashes. */
  readonly name: string;
  readonly about: string;
  /** What its value may be: one of these words, a file, a source's name, any text; null where it takes none. */
  readonly value: CompletedValue | null;
}
export type CompletedValue = readonly string[] | "file" | "source" | "text";

/** A verb, or the program itself, as a shell completes it. */
export interface CompletedVerb {
  /** `/runs/list`; empty for the program. */
  readonly at: string;
  /** What leads to it: its place and, where it has an alias, the place by that name. */
  readonly ways: readonly string[];
  readonly verbs: readonly { readonly name: string; readonly about: string }[];
  /** Its own; those of the program hold everywhere. */
  readonly flags: readonly CompletedFlag[];
  /** Words that its argument may be. */
  readonly words: readonly string[];
  /** Its argument is a source of the config file. */
  readonly takesSources: boolean;
  /** Its argument is a file. */
  readonly takesFiles: boolean;
}

/** All verbs of the program, itself first. */
export function completionTree(program: Command): readonly CompletedVerb[] {
  const [root, ...verbs] = verbsUnder(program, "");
  if (root === undefined) return [];
  const help = { name: "help", about: "" };
  const words = root.verbs.map(({ name }) => name);
  const asked = {
    at: "/help",
    ways: ["/help"],
    verbs: [],
    flags: [],
    words,
    takesSources: false,
    takesFiles: false,
  };
  return [{ ...root, verbs: [...root.verbs, help] }, ...verbs, asked];
}

/** Every flag that takes a value, wherever it stands; where verbs differ in what it takes, all their words, or any text. */
export function valueFlags(tree: readonly CompletedVerb[]): readonly CompletedFlag[] {
  const byName = Map.groupBy(
    tree.flatMap((verb) => verb.flags).filter(({ value }) => value !== null),
    ({ name }) => name,
  );
  return [...byName.values()].flatMap(([flag, ...others]) => {
    if (flag === undefined) return [];
    const values = [flag, ...others].flatMap(({ value }) => (value === null ? [] : [value]));
    const isSame = values.every((value) => String(value) === String(flag.value));
    if (isSame) return [flag];
    const words = new Set(values.flatMap((value) => (typeof value === "string" ? [] : value)));
    const areWords = values.every((value) => typeof value !== "string");
    return [{ ...flag, value: areWords ? [...words] : ("text" as const) }];
  });
}

function verbsUnder(command: Command, parent: string): CompletedVerb[] {
  const at = command.parent === null ? "" : `${parent}/${command.name()}`;
  const names = command.parent === null ? [] : [command.name(), ...command.aliases()];
  const own: CompletedVerb = {
    at,
    ways: names.map((name) => `${parent}/${name}`),
    verbs: command.commands.map((child) => ({ name: child.name(), about: oneLine(child.summary()) })),
    flags: [...command.options.filter(({ hidden }) => !hidden).map(toFlag), HELP],
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    takesSources: takes(command, "source"),
    takesFiles: takes(command, "file"),
  };
  return [own, ...command.commands.flatMap((child) => verbsUnder(child, at))];
}

function takes(command: Command, what: string): boolean {
  return command.registeredArguments.some((argument) => argument.name() === what);
}

const HELP: CompletedFlag = { name: "--help", about: "", value: null };

function toFlag(option: Option): CompletedFlag {
  const takesValue = option.required || option.optional;
  const name = option.long ?? option.short ?? "";
  return { name, about: oneLine(option.description), value: takesValue ? completedValue(option) : null };
}

/** Flags whose words are checked elsewhere than on the command line. */
const KNOWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  "--log-level": LOG_LEVELS,
  "--log-format": LOG_FORMATS,
};

function completedValue(option: Option): CompletedValue {
  const words = option.argChoices ?? KNOWN_WORDS[option.long ?? ""];
  if (words !== undefined) return words;
  if (option.long === "--source") return "source";
  return /<(file|path|folder)>/.test(option.flags) ? "file" : "text";
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
