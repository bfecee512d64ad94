import type { Command } from "commander";
import { printable } from "../../base/printable.ts";
import { configJsonSchema, maskedConfig, type ShownSetting } from "../../config/config.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples, addGroup } from "../help.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, createPaint } from "../text.ts";

/** `config show`, `config schema`. */
export function addConfig(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.config;
  const config = addGroup(program, "config", texts, [
    ["datamaster config show", texts.examples.show],
    ["datamaster config schema", texts.examples.schema],
  ]);
  addShow(config, cli);
  addSchema(config, cli);
}

function addShow(config: Command, cli: Cli): void {
  const texts = cli.words.verbs.configShow;
  const command = config
    .command("show")
    .summary(texts.summary)
    .description(texts.about)
    .action(async (_flags: unknown, self: Command) => {
      const { loaded, json } = await openContext(cli, self, "optional");
      const shown = await maskedConfig(loaded);
      const { configShow } = cli.words;
      if (json) return printJson(cli, shown);
      cli.stdout.write(
        `${configShow.file({ file: printable(shown.file ?? configShow.none) })}\n\n${settingLines(cli, shown.settings).join("\n")}\n`,
      );
    });
  addExamples(command, [
    ["datamaster config show", texts.examples.here],
    ["datamaster config show --config other.yaml --json", texts.examples.other],
  ]);
}

function settingLines(cli: Cli, settings: readonly ShownSetting[]): string[] {
  const paint = createPaint(cli.stdout);
  const { heads, origins } = cli.words.configShow;
  const columns = [
    { head: heads.setting, cell: ({ path }: ShownSetting) => printable(path), shrinkTo: 20 },
    { head: heads.value, cell: ({ value }: ShownSetting) => valueText(value), shrinkTo: 20 },
    {
      head: heads.from,
      cell: ({ origin, variable }: ShownSetting) =>
        variable === undefined ? origins[origin] : `${origins[origin]}: ${variable}`,
      paint: (text: string) => paint("dim", text),
    },
  ];
  return table(settings, columns, cli.stdout.isTTY === true ? columnsOf(cli.stdout) : Infinity);
}

function valueText(value: ShownSetting["value"]): string {
  if (value === null) return "-";
  const text = typeof value === "object" ? value.join(", ") : String(value);
  return text === "" ? "-" : printable(text);
}

function addSchema(config: Command, cli: Cli): void {
  const texts = cli.words.verbs.configSchema;
  const command = config
    .command("schema")
    .summary(texts.summary)
    .description(texts.about)
    .action(async (_flags: unknown, self: Command) => {
      const schema = await configJsonSchema();
      if (self.optsWithGlobals().json === true) printJson(cli, schema);
      else cli.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
  addExamples(command, [
    ["datamaster config schema > datamaster.schema.json", texts.examples.file],
    ["# yaml-language-server: $schema=datamaster.schema.json", texts.examples.comment],
  ]);
}
