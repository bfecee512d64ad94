import { Argument, type Command } from "commander";
import { loadConfig } from "../../config/config.ts";
import type { Cli } from "../cli.ts";
import type { GlobalFlags } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";

const SOURCES = "sources";

/** `completion SHELL`: the script that completes this command line; `completion sources`: names, for that script. */
export function addCompletion(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.completion;
  const command = program
    .command("completion")
    .summary(texts.summary)
    .description(texts.about({ sources: SOURCES }))
    .addArgument(new Argument("<shell>", texts.shell).choices(["bash", "zsh", "fish", SOURCES]))
    .action(async (shell: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<GlobalFlags>();
      if (shell === SOURCES) return await printSources(cli, flags);
      const script = await scriptFor(cli, shell);
      if (flags.json === true) return printJson(cli, { shell, script });
      cli.stdout.write(script);
    });
  addExamples(command, [
    ["source <(datamaster completion bash)", texts.examples.bash],
    ["source <(datamaster completion zsh)", texts.examples.zsh],
    ["datamaster completion fish > ~/.config/fish/completions/datamaster.fish", texts.examples.fish],
  ]);
}

async function scriptFor(cli: Cli, name: string): Promise<string> {
  // The command line at hand holds only the verbs that are on it.
  const { buildProgram } = await import("../program.ts");
  const { completionTree } = await import("../completion-tree.ts");
  const { completionScript, SHELLS } = await import("../completion-scripts.ts");
  const shell = SHELLS.find((one) => one === name) ?? "bash";
  return completionScript(shell, completionTree(await buildProgram(cli)));
}

/** Nothing where the config cannot be read: while somebody types a command is no time to tell. */
async function printSources(cli: Cli, flags: GlobalFlags): Promise<void> {
  const names = await loadConfig({ config: flags.config }, cli.cwd, undefined, { tokens: "optional" }).then(
    ({ config }) => config.sources.map(({ name }) => name),
    () => [],
  );
  if (flags.json === true) return printJson(cli, { sources: names });
  cli.stdout.write(names.map((name) => `${name}\n`).join(""));
}
