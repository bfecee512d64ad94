import { type CompletedFlag, type CompletedVerb, valueFlags } from "./completion-tree.ts";
import { quote } from "./shell.ts";

type Tree = readonly CompletedVerb[];

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that completes `datamaster` in a shell; names of sources are asked of the program at that moment. */
export function completionScript(shell: Shell, tree: Tree): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](tree);
}

/** Names of flags with a value of this kind, for a `case`. */
function namesOf(tree: Tree, kind: CompletedFlag["value"]): string[] {
  return valueFlags(tree)
    .filter(({ value }) => value === kind)
    .map(({ name }) => name);
}

/** One `case` branch for every flag whose value is one of some words. */
function wordBranches(tree: Tree, body: (words: readonly string[]) => string): string[] {
  return valueFlags(tree).flatMap(({ name, value }) =>
    typeof value === "object" && value !== null ? [`    ${name}) ${body(value)} ;;`] : [],
  );
}

function branch(names: readonly string[], body: string): string[] {
  return names.length === 0 ? [] : [`    ${names.join("|")}) ${body} ;;`];
}

/** The loop that walks the words before the cursor to the verb they name; bash and zsh differ in where words begin. */
function walk(tree: Tree, words: string, first: string, end: string): string[] {
  const others = valueFlags(tree).map(({ name }) => name);
  const ways = tree.flatMap((verb) =>
    verb.ways.length === 0 ? [] : [`      ${verb.ways.join("|")}) at=${verb.at} ;;`],
  );
  return [
    `  for ((i = ${first}; i < ${end}; i++)); do`,
    `    word="\${${words}[i]}"`,
    `    case "$word" in`,
    `      --config) config=(--config "\${${words}[i+1]}"); i=$((i + 1)); continue ;;`,
    `      ${others.filter((name) => name !== "--config").join("|")}) i=$((i + 1)); continue ;;`,
    "      -*) continue ;;",
    "    esac",
    `    case "$at/$word" in`,
    ...ways,
    "    esac",
    "  done",
  ];
}

/** The verbs whose argument is a file, for a `case`. */
function fileVerbs(tree: Tree): string[] {
  return tree.filter((verb) => verb.takesFiles).map(({ at }) => at);
}

const BASH_FILES = 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return';

function bashScript(tree: Tree): string {
  const [root] = tree;
  const sources = tree.filter((verb) => verb.takesSources).map(({ at }) => at);
  const list = (words: readonly string[]): string => `"${words.join(" ")}"`;
  const places = tree.map(({ at, verbs, words, flags }) => {
    const all = at === "" ? flags : [...flags, ...(root?.flags ?? [])];
    const names = [...new Set(all.map(({ name }) => name))];
    return `    ${at === "" ? '""' : at}) words=${list([...verbs.map(({ name }) => name), ...words])}; flags=${list(names)} ;;`;
  });
  const ask = `words="$words $(datamaster completion sources "\${config[@]}" 2>/dev/null)"`;
  return [
    "# Completes datamaster in bash. Put into ~/.bashrc: source <(datamaster completion bash)",
    "_datamaster() {",
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" words="" flags="" word i`,
    "  local config=()",
    ...walk(tree, "COMP_WORDS", "1", "COMP_CWORD"),
    '  case "$prev" in',
    ...wordBranches(tree, (words) => `COMPREPLY=($(compgen -W ${list(words)} -- "$cur")); return`),
    ...branch(namesOf(tree, "source"), `${ask}; COMPREPLY=($(compgen -W "$words" -- "$cur")); return`),
    ...branch(namesOf(tree, "file"), BASH_FILES),
    ...branch(namesOf(tree, "text"), "COMPREPLY=(); return"),
    "  esac",
    '  case "$at" in',
    ...places,
    "  esac",
    '  if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$cur")); return; fi',
    '  case "$at" in',
    ...branch(sources, ask),
    ...branch(fileVerbs(tree), BASH_FILES),
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    "complete -F _datamaster datamaster",
    "",
  ].join("\n");
}

function zshScript(tree: Tree): string {
  const [root] = tree;
  const described = (all: readonly { name: string; about: string }[]): string =>
    `(${all.map(({ name, about }) => singly(about === "" ? name : `${name}:${about}`)).join(" ")})`;
  const sources = tree.filter((verb) => verb.takesSources).map(({ at }) => at);
  const places = tree.map(({ at, verbs, words, flags }) => {
    const all = at === "" ? flags : [...flags, ...(root?.flags ?? [])];
    const named = [...new Map(all.map((flag) => [flag.name, flag])).values()];
    const choices = [...verbs, ...words.map((name) => ({ name, about: "" }))];
    return `    ${at === "" ? '""' : at}) verbs=${described(choices)}; flags=${described(named)} ;;`;
  });
  const ask = `names=(\${(f)"$(datamaster completion sources "\${config[@]}" 2>/dev/null)"})`;
  return [
    "#compdef datamaster",
    "# Completes datamaster in zsh. Put into ~/.zshrc: source <(datamaster completion zsh)",
    "_datamaster() {",
    `  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" at="" word`,
    "  local -i i",
    "  local -a config names verbs flags",
    ...walk(tree, "words", "2", "CURRENT"),
    '  case "$prev" in',
    ...wordBranches(tree, (words) => `compadd -- ${words.map(quote).join(" ")}; return`),
    ...branch(namesOf(tree, "source"), `${ask}; compadd -- $names; return`),
    ...branch(namesOf(tree, "file"), "_files; return"),
    ...branch(namesOf(tree, "text"), "return"),
    "  esac",
    '  case "$at" in',
    ...places,
    "  esac",
    "  if [[ \"$cur\" == -* ]]; then _describe -o 'flag' flags; return; fi",
    '  case "$at" in',
    ...branch(sources, ask),
    ...branch(fileVerbs(tree), "_files; return"),
    "  esac",
    "  (( $#names )) && compadd -- $names",
    "  (( $#verbs )) && _describe 'verb' verbs",
    "  return 0",
    "}",
    "# Called by zsh itself where the file lies on the fpath; sourced, it has to say what it is for.",
    `if [[ "\${funcstack[1]}" == _datamaster ]]; then _datamaster "$@"; else compdef _datamaster datamaster; fi`,
    "",
  ].join("\n");
}

function fishScript(tree: Tree): string {
  const takers = valueFlags(tree).map(({ name }) => name);
  const ways = tree.flatMap(({ at, ways: to }) =>
    to.length === 0 ? [] : [`            case ${to.join(" ")}`, `                set at ${at}`],
  );
  return [
    "# Completes datamaster in fish. Put it into ~/.config/fish/completions/datamaster.fish",
    "function __datamaster_is",
    '    set -l at ""',
    "    set -l skip 0",
    "    for word in (commandline -opc)[2..-1]",
    "        if test $skip = 1",
    "            set skip 0",
    "            continue",
    "        end",
    '        switch "$word"',
    `            case ${takers.join(" ")}`,
    "                set skip 1",
    "                continue",
    "            case '-*'",
    "                continue",
    "        end",
    '        switch "$at/$word"',
    ...ways,
    "        end",
    "    end",
    '    test "$at" = "$argv[1]"',
    "end",
    "complete -c datamaster -f",
    ...tree.flatMap(fishLines),
    "",
  ].join("\n");
}

const FISH_SOURCES = "'(datamaster completion sources 2>/dev/null)'";

function fishLines({ at, verbs, words, flags, takesSources, takesFiles }: CompletedVerb): string[] {
  const here = `complete -c datamaster -n '__datamaster_is "${at}"'`;
  const about = (text: string): string => (text === "" ? "" : ` -d ${singly(text, "\\'")}`);
  return [
    ...verbs.map((verb) => `${here} -a ${verb.name}${about(verb.about)}`),
    ...words.map((word) => `${here} -a ${word}`),
    ...(takesSources ? [`${here} -a ${FISH_SOURCES}`] : []),
    ...(takesFiles ? [`${here} -F`] : []),
    ...flags.map((flag) => {
      // The program's own flags hold everywhere.
      const start = at === "" ? "complete -c datamaster" : here;
      return `${start} -l ${flag.name.replace(/^-+/, "")}${fishValue(flag)}${about(flag.about)}`;
    }),
  ];
}

function fishValue({ value }: CompletedFlag): string {
  if (value === null) return "";
  if (value === "file") return " -r -F";
  if (value === "source") return ` -x -a ${FISH_SOURCES}`;
  return value === "text" ? " -x" : ` -x -a ${singly(value.join(" "))}`;
}

/** In single quotes; a shell's own way of writing one within them. */
function singly(text: string, escaped = `'\\''`): string {
  const safe = escaped === "\\'" ? text.replaceAll("\\", "\\\\") : text;
  return `'${safe.replaceAll("'", escaped)}'`;
}
