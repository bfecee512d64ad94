import { Command, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { LANGUAGES, type Messages } from "../messages/messages.ts";
import type { Cli } from "./cli.ts";
import { addExamples } from "./help.ts";
import { helpIn } from "./help-words.ts";
import { reportError } from "./report.ts";

type AddVerb = (program: Command, cli: Cli) => void;

/** In the order of a first day with the program; help lists them so. Each is loaded when it is on the line. */
const VERBS: Readonly<Record<string, () => Promise<AddVerb>>> = {
  demo: async () => (await import("./commands/demo.ts")).addDemo,
  init: async () => (await import("./commands/init.ts")).addInit,
  sources: async () => (await import("./commands/sources.ts")).addSources,
  check: async () => (await import("./commands/check.ts")).addCheck,
  collect: async () => (await import("./commands/collect.ts")).addCollect,
  resume: async () => (await import("./commands/resume.ts")).addResume,
  status: async () => (await import("./commands/status.ts")).addStatus,
  runs: async () => (await import("./commands/runs.ts")).addRuns,
  numbers: async () => (await import("./commands/numbers.ts")).addNumbers,
  failed: async () => (await import("./commands/failed.ts")).addFailed,
  export: async () => (await import("./commands/export.ts")).addExport,
  subject: async () => (await import("./commands/subject.ts")).addSubject,
  deliver: async () => (await import("./commands/deliver.ts")).addDeliver,
  deliveries: async () => (await import("./commands/deliveries.ts")).addDeliveries,
  suppress: async () => (await import("./commands/suppress.ts")).addSuppress,
  quality: async () => (await import("./commands/quality.ts")).addQuality,
  stats: async () => (await import("./commands/stats.ts")).addStats,
  schedules: async () => (await import("./commands/schedules.ts")).addSchedules,
  audit: async () => (await import("./commands/audit.ts")).addAudit,
  backup: async () => (await import("./commands/backup.ts")).addBackup,
  restore: async () => (await import("./commands/restore.ts")).addRestore,
  import: async () => (await import("./commands/import.ts")).addImport,
  db: async () => (await import("./commands/db.ts")).addDb,
  erase: async () => (await import("./commands/erase.ts")).addErase,
  serve: async () => (await import("./commands/serve.ts")).addServe,
  users: async () => (await import("./commands/users.ts")).addUsers,
  tokens: async () => (await import("./commands/tokens.ts")).addTokens,
  policy: async () => (await import("./commands/policy.ts")).addPolicy,
  ranges: async () => (await import("./commands/ranges.ts")).addRanges,
  normalize: async () => (await import("./commands/normalize.ts")).addNormalize,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  config: async () => (await import("./commands/config.ts")).addConfig,
  completion: async () => (await import("./commands/completion.ts")).addCompletion,
  sim: async () => (await import("./commands/sim.ts")).addSim,
};
/** Verbs that only read the store: on a machine where a run goes on, the run comes first. */
const READERS: ReadonlySet<string> = new Set(["status", "runs", "numbers", "export", "deliveries"]);
const ALIASES: Readonly<Record<string, string>> = { run: "collect" };

/** Parses the words after `datamaster`, runs the verb, and tells what went wrong. Never rejects. */
export async function runCli(argv: readonly string[], cli: Cli): Promise<void> {
  const [first, ...rest] = argv;
  // So that `help runs show` is about `runs show`, which commander's own help verb does not reach.
  const line = first === "help" && rest.length > 0 ? [...rest, "--help"] : argv;
  const words = line.includes("--") ? line.slice(0, line.indexOf("--")) : line;
  const program = await buildProgram(cli, verbsOn(words));
  try {
    await program.parseAsync(line, { from: "user" });
  } catch (error) {
    const verb = verbOf(program, words);
    const stack = /^(debug|trace)$/.test(String(program.opts().logLevel));
    reportError(cli, error, { json: words.includes("--json"), stack, ...(verb !== undefined && { verb }) });
  }
}

/** Whether the words after `datamaster` ask for nothing but what the store holds. */
export function onlyReads(argv: readonly string[]): boolean {
  return verbsOn(argv).every((verb) => READERS.has(verb));
}

/** The verbs that are named among the words; all of them for help and for a verb that does not exist. */
function verbsOn(words: readonly string[]): readonly string[] {
  if (words.includes("--version")) return [];
  const named = words.map((word) => ALIASES[word] ?? word).filter((word) => Object.hasOwn(VERBS, word));
  return named.length === 0 || words.includes("help") ? Object.keys(VERBS) : named;
}

/** The command line with these verbs (all of them by default), ready to parse; docs and tests read it too. */
export async function buildProgram(
  cli: Cli,
  verbs: readonly string[] = Object.keys(VERBS),
): Promise<Command> {
  const { help } = cli.words;
  const program = new Command("datamaster");
  program
    .description(help.program)
    .version(packageJson.version, "--version", help.version)
    .helpOption("--help", help.help)
    .helpCommand("help [verb]", help.help)
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp(helpIn(cli.words))
    // Errors are told by reportError alone; what is left for writeErr is help where a verb is missing.
    .configureOutput({
      writeOut: (text) => void cli.stdout.write(text),
      writeErr: (text) => void cli.stdout.write(text),
      getErrHelpWidth: () => cli.stdout.columns ?? 80,
      outputError: () => {},
    });
  addGlobalFlags(program, cli.words);
  for (const verb of new Set(verbs)) (await VERBS[verb]?.())?.(program, cli);
  addExamples(program, [
    ["datamaster demo", help.firstDay.demo],
    ["datamaster check", help.firstDay.check],
    ["datamaster collect", help.firstDay.collect],
    ["datamaster export --out numbers.csv", help.firstDay.export],
  ]);
  return program;
}

function addGlobalFlags(program: Command, { help: { flags } }: Messages): void {
  program
    .option("--config <file>", flags.config)
    .option("--db <url>", flags.db)
    .option("--json", flags.json)
    .option("--log-level <level>", flags.logLevel)
    .option("--log-format <format>", flags.logFormat)
    .option("--quiet", flags.quiet)
    .addOption(new Option("--lang <language>", flags.lang).choices(LANGUAGES));
}

/** What `--lang` says, wherever it stands; needed before anything is said, and so before the line is parsed. */
export function languageFlag(argv: readonly string[]): string | undefined {
  const words = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const at = words.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  return words[at] === "--lang" ? words[at + 1] : words[at]?.slice("--lang=".length);
}

/** The verb that a wrong line seems to mean: `collect`, `runs show`. */
function verbOf(program: Command, words: readonly string[]): string | undefined {
  const path: string[] = [];
  let command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) continue;
    path.push(next.name());
    command = next;
  }
  return path.length === 0 ? undefined : path.join(" ");
}
