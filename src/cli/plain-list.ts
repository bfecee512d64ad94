import type { Command } from "commander";
import type { AppPorts } from "../app/app.ts";
import type { Cli } from "./cli.ts";
import { openContext } from "./context.ts";
import { addExamples, type Example } from "./help.ts";
import { printJson } from "./report.ts";

/** A verb that lists all there is of something. */
export interface PlainList<Found> {
  readonly texts: { readonly summary: string; readonly about: string };
  readonly examples: readonly Example[];
  readonly read: (ports: AppPorts) => Promise<Found> | Found;
  /** What `--json` prints. */
  readonly document: (found: Found) => object;
  /** What people read; of nothing the one line that says so. */
  readonly lines: (found: Found) => readonly string[] | Promise<readonly string[]>;
}

/** Adds `list` to a group: no flags but the common ones. */
export function addPlainList<Found>(group: Command, cli: Cli, list: PlainList<Found>): void {
  const command = group
    .command("list")
    .summary(list.texts.summary)
    .description(list.texts.about)
    .action(async (_flags: unknown, self: Command) => {
      const { ports, json } = await openContext(cli, self, "optional");
      const found = await list.read(ports);
      if (json) return printJson(cli, list.document(found));
      cli.stdout.write(`${(await list.lines(found)).join("\n")}\n`);
    });
  addExamples(command, list.examples);
}
