import type { Command } from "commander";
import { rekeySources } from "../../app/sources/rekey-sources.ts";
import { type SourceDetails, showSource } from "../../app/sources/show-source.ts";
import type { KnownSource } from "../../app/sources/source-list.ts";
import { addSource, changeSource, listSources, madeSource, removeSource } from "../../app/sources/sources.ts";
import { DatamasterError } from "../../base/errors.ts";
import { printable } from "../../base/printable.ts";
import { isSourceName } from "../../config/config.ts";
import { told } from "../../messages/messages.ts";
import { askYes, canAsk } from "../ask.ts";
import type { Cli } from "../cli.ts";
import { addSourceFlags, type Context, openContext, type SourceFlags } from "../context.ts";
import { type GivenSource, givenSource } from "../given-source.ts";
import { addExamples, addGroup } from "../help.ts";
import { addPlainList } from "../plain-list.ts";
import { printJson } from "../report.ts";
import { flagSettings } from "../sources.ts";
import { table } from "../table.ts";
import { columnsOf } from "../text.ts";

interface ChangeFlags extends SourceFlags {
  readonly from?: string;
  readonly tokenStdin?: boolean;
  readonly askToken?: boolean;
}

interface RemoveFlags {
  readonly deleteNumbers?: boolean;
  readonly yes?: boolean;
}

/** `sources list`, `show`, `add`, `edit`, `remove`, `rekey`: sources that lie in the store, beside those of the config file. */
export function addSources(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.sources;
  const group = addGroup(program, "sources", texts, [
    ["datamaster sources list", texts.examples.list],
    ["datamaster sources add shop --base-url https://crm.example.com/api/v1", texts.examples.add],
    ["datamaster collect shop", texts.examples.collect],
  ]);
  addList(group, cli);
  addShow(group, cli);
  addAdd(group, cli);
  addEdit(group, cli);
  addRemove(group, cli);
  addRekey(group, cli);
}

function addList(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesList;
  addPlainList(group, cli, {
    texts,
    examples: [["datamaster sources list --json", texts.examples.json]],
    read: listSources,
    document: (sources) => ({ sources }),
    lines: (sources) => listLines(cli, sources),
  });
}

function listLines({ words, stdout }: Cli, sources: readonly KnownSource[]): string[] {
  const { heads, origins, none } = words.sourcesMade;
  if (sources.length === 0) return [none];
  return table(
    sources,
    [
      { head: heads.name, cell: ({ name }) => printable(name) },
      { head: heads.origin, cell: ({ origin }) => origins[origin] },
      { head: heads.connector, cell: ({ connector }) => connector },
      { head: heads.baseUrl, cell: ({ baseUrl }) => printable(baseUrl), shrinkTo: 20 },
    ],
    columnsOf(stdout),
  );
}

function addShow(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesShow;
  const command = group
    .command("show")
    .argument("<name>", texts.name)
    .summary(texts.summary)
    .description(texts.about)
    .action(async (name: string, _flags: unknown, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const details = await showSource(ports, name);
      if (json) return printJson(cli, details);
      cli.stdout.write(`${showLines(cli, details).join("\n")}\n`);
    });
  addExamples(command, [["datamaster sources show shop > shop.yaml", texts.examples.yaml]]);
}

/** YAML with comments, so that what is printed can be put into a file. */
function showLines(
  { words }: Cli,
  { yaml, held, createdBy, createdAt, secretsBy, secretsAt }: SourceDetails,
) {
  const { facts, held: holds } = words.sourcesMade;
  const notes = [
    holds(held),
    ...(createdAt === null ? [] : [facts.made({ who: printable(createdBy ?? ""), at: createdAt })]),
    ...(secretsAt === null ? [] : [facts.secrets({ who: printable(secretsBy ?? ""), at: secretsAt })]),
  ];
  return [...notes.map((note) => `# ${note}`), yaml.trimEnd()];
}

function addAdd(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesAdd;
  const command = group
    .command("add")
    .argument("<name>", texts.name)
    .summary(texts.summary)
    .description(texts.about)
    .option("--from <file>", texts.from)
    .option("--token-stdin", texts.tokenStdin)
    .action(async (name: string, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      if (!isSourceName(name)) throw new DatamasterError("USAGE", told("sourceNameWrong", { name }));
      const flags = self.optsWithGlobals<ChangeFlags>();
      const given = await givenSource(context, name, flags, true);
      const settings = { connector: "datamaster", ...given.settings, ...flagSettings(flags) };
      await addSource(context.ports, { name, settings, secrets: given.secrets });
      tell(context, "added", name);
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster sources add shop --base-url https://crm.example.com/api/v1 --region RU", texts.examples.ask],
    ["datamaster sources add shop --from shop.yaml --token-stdin < token", texts.examples.file],
  ]);
}

function addEdit(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesEdit;
  const command = group
    .command("edit")
    .argument("<name>", texts.name)
    .summary(texts.summary)
    .description(texts.about)
    .option("--from <file>", cli.words.verbs.sourcesAdd.from)
    .option("--token-stdin", cli.words.verbs.sourcesAdd.tokenStdin)
    .option("--ask-token", texts.askToken)
    .action(async (name: string, _flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const flags = self.optsWithGlobals<ChangeFlags>();
      const made = await madeSource(context.ports, name);
      const given: GivenSource = await givenSource(context, name, flags, flags.askToken === true);
      const kept = flags.from === undefined ? made.settings : given.settings;
      const settings = { connector: "datamaster", ...kept, ...flagSettings(flags) };
      await changeSource(context.ports, { name, settings, secrets: given.secrets });
      tell(context, "changed", name);
    });
  addExamples(addSourceFlags(command, cli.words), [
    ["datamaster sources edit shop --rps 5", texts.examples.rate],
    ["datamaster sources edit shop --ask-token", texts.examples.token],
  ]);
}

function addRemove(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesRemove;
  const command = group
    .command("remove")
    .argument("<name>", texts.name)
    .summary(texts.summary)
    .description(texts.about)
    .option("--delete-numbers", texts.deleteNumbers)
    .option("--yes", texts.yes)
    .action(async (name: string, { deleteNumbers = false, yes = false }: RemoveFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const { held } = await showSource(context.ports, name);
      const { sourcesMade: words } = cli.words;
      if (deleteNumbers && !yes) {
        if (!canAsk(cli)) throw new DatamasterError("USAGE", told("sourceUnconfirmed", { name }));
        context.screen.line(words.held(held));
        if (!(await askYes(cli, words.sure({ name })))) return;
      }
      const gone = await removeSource(context.ports, name, deleteNumbers);
      if (context.json) return printJson(cli, { source: name, deleted: gone });
      tell(context, "removed", name);
      if (gone === null && held.numbers > 0) context.screen.tell(words.stay(held));
    });
  addExamples(command, [
    ["datamaster sources remove shop", texts.examples.keep],
    ["datamaster sources remove shop --delete-numbers", texts.examples.all],
  ]);
}

function addRekey(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.sourcesRekey;
  const command = group
    .command("rekey")
    .summary(texts.summary)
    .description(texts.about)
    .action(async (_flags: unknown, self: Command) => {
      const context = await openContext(cli, self, "optional");
      const done = await rekeySources(context.ports);
      if (context.json) return printJson(cli, done);
      context.screen.tell(cli.words.sourcesMade.rekeyed(done));
    });
  addExamples(command, [["datamaster sources rekey", texts.examples.now]]);
}

function tell({ cli, json, screen }: Context, act: "added" | "changed" | "removed", name: string): void {
  if (json) printJson(cli, { source: name });
  else screen.tell(cli.words.sourcesMade[act]({ name: printable(name) }));
}
