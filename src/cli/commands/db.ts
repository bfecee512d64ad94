import type { Command } from "commander";
import { copyStore } from "../../app/upkeep/copy-store.ts";
import { monotonicMs } from "../../base/clock.ts";
import { compose } from "../../compose.ts";
import type { CopiedStore, CopyStep } from "../../store/store.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, addGroup } from "../help.ts";
import { printJson } from "../report.ts";

interface CopyFlags {
  readonly from?: string;
  readonly to: string;
}

/** `db copy`: from one engine to the other. */
export function addDb(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.db;
  const line = "datamaster db copy --to postgres://user@server/base";
  addCopy(addGroup(program, "db", texts, [[line, texts.examples.copy]]), cli);
}

function addCopy(group: Command, cli: Cli): void {
  const texts = cli.words.verbs.dbCopy;
  const command = group
    .command("copy")
    .summary(texts.summary)
    .description(texts.about)
    .option("--from <url>", texts.from)
    .requiredOption("--to <url>", texts.to)
    .action(async (flags: CopyFlags, self: Command) => {
      await copy(await openContext(cli, self, "optional"), flags);
    });
  addExamples(command, [
    [
      "datamaster db copy --from sqlite:datamaster.db --to postgres://user@server/base",
      texts.examples.server,
    ],
    ["datamaster db copy --from postgres://user@server/base --to sqlite:back.db", texts.examples.back],
    ["datamaster db copy --to sqlite:copy.db", texts.examples.file],
  ]);
}

async function copy(context: Context, { from, to }: CopyFlags): Promise<void> {
  const { cli, ports, screen, json, quiet } = context;
  const { log } = ports;
  const source = from === undefined ? ports : compose({ store: from, log });
  const target = compose({ store: to, log });
  const started = monotonicMs();
  const copied = await shown(context, (onStep) => copyStore(source, target, onStep, cli.signal));
  const seconds = (monotonicMs() - started) / 1000;
  if (json) return printJson(cli, { ...copied, seconds });
  if (quiet) return;
  const { copying } = cli.words;
  screen.line(copying.done({ ...copied, time: seconds }));
  screen.line(copying.hash(copied));
  screen.line(copying.next);
}

async function shown(
  { cli, screen, quiet, format }: Context,
  work: (onStep: (step: CopyStep) => void) => Promise<CopiedStore>,
): Promise<CopiedStore> {
  let now: CopyStep | null = null;
  if (!quiet && format === "pretty") screen.show(() => (now === null ? "" : cli.words.copying.step(now)));
  try {
    return await work((step) => {
      now = step;
    });
  } finally {
    screen.hide();
  }
}
