import type { Command } from "commander";
import { printable } from "../../base/printable.ts";
import { configJsonSchema, maskedConfig, type ShownSetting } from "../../config/config.ts";
import type { Cli } from "../cli.ts";
import { openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { table } from "../table.ts";
import { columnsOf, createPaint } from "../text.ts";

/** `config show`, `config schema`. */
export function addConfig(program: Command, cli: Cli): void {
  const config = program
    .command("config")
    .summary("show the configuration, or what it may hold")
    .description("Shows the configuration in force, or the schema of datamaster.yaml.");
  addShow(config, cli);
  addSchema(config, cli);
  addExamples(config, [
    ["datamaster config show", "what is in force, and where each value comes from"],
    ["datamaster config schema", "JSON Schema of datamaster.yaml, for editors"],
  ]);
}

function addShow(config: Command, cli: Cli): void {
  const command = config
    .command("show")
    .summary("what is in force, and where each value comes from")
    .description("Shows every setting in force and where it comes from. Secrets are masked.")
    .action(async (_flags: unknown, self: Command) => {
      const { loaded, json } = await openContext(cli, self, "optional");
      const shown = maskedConfig(loaded);
      if (json) return printJson(cli, shown);
      cli.stdout.write(
        `File: ${printable(shown.file ?? "none")}\n\n${settingLines(cli, shown.settings).join("\n")}\n`,
      );
    });
  addExamples(command, [
    ["datamaster config show", "of ./datamaster.yaml, .env and the environment"],
    ["datamaster config show --config other.yaml --json", "of another file, for programs"],
  ]);
}

function settingLines(cli: Cli, settings: readonly ShownSetting[]): string[] {
  const paint = createPaint(cli.stdout);
  const columns = [
    { head: "SETTING", cell: ({ path }: ShownSetting) => printable(path), shrinkTo: 20 },
    { head: "VALUE", cell: ({ value }: ShownSetting) => valueText(value), shrinkTo: 20 },
    {
      head: "FROM",
      cell: ({ origin, variable }: ShownSetting) =>
        variable === undefined ? origin : `${origin}: ${variable}`,
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
  const command = config
    .command("schema")
    .summary("JSON Schema of datamaster.yaml")
    .description("Prints the JSON Schema of datamaster.yaml, for editors and checks.")
    .action((_flags: unknown, self: Command) => {
      if (self.optsWithGlobals().json === true) return printJson(cli, configJsonSchema());
      cli.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });
  addExamples(command, [
    ["datamaster config schema > datamaster.schema.json", "keep it beside the config file"],
    [
      "# yaml-language-server: $schema=datamaster.schema.json",
      "as the file's first line: editors then check it",
    ],
  ]);
}
