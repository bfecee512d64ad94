import type { Command } from "commander";
import { restoreBackup } from "../../app/upkeep/restore-backup.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { PreparedRestore, StoreFacts } from "../../store/store.ts";
import { askYes, canAsk } from "../ask.ts";
import { keysFor } from "../backup-keys.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples } from "../help.ts";
import { printJson } from "../report.ts";
import { StepView } from "../step-view.ts";
import { oneLine } from "../text.ts";

interface RestoreFlags {
  readonly identity?: string;
  readonly yes?: boolean;
}

/** `restore FILE`: puts a backup in the database's place, and keeps what was there. */
export function addRestore(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.restore;
  const command = program
    .command("restore")
    .argument("<file>", texts.file)
    .summary(texts.summary)
    .description(texts.about)
    .option("--identity <file>", texts.identity)
    .option("--yes", texts.yes)
    .action(async (file: string, flags: RestoreFlags, self: Command) => {
      await restore(await openContext(cli, self, "optional"), file, flags);
    });
  addExamples(command, [
    ["datamaster restore /backups/numbers.db", texts.examples.ask],
    ["datamaster restore numbers.db.gz.age --identity key.txt --yes", texts.examples.identity],
  ]);
}

async function restore(context: Context, file: string, flags: RestoreFlags): Promise<void> {
  const { cli, ports, json, quiet, screen } = context;
  const { backups: words } = cli.words;
  if (flags.yes !== true && !canAsk(cli)) throw new DatamasterError("USAGE", told("yesNeeded"));
  const view = new StepView(context);
  const done = await restoreBackup(ports, {
    file,
    signal: cli.signal,
    onProgress: (progress) => view.tell(progress),
    keysFor: (lock) => keysFor(cli, lock, flags.identity),
    agree: async (found) => {
      view.end();
      if (!quiet && !json) for (const line of foundLines(context, file, found)) screen.tell(line);
      return flags.yes === true || (await askYes(cli, words.ask.replace));
    },
  }).finally(() => view.end());
  if (json) return printJson(cli, done === null ? { restored: false } : { restored: true, file, ...done });
  if (quiet) return;
  if (done === null) return screen.tell(words.nothingChanged);
  screen.tell(words.restored({ file }));
  if (done.kept !== null) screen.tell(words.kept({ file: done.kept }));
  if (done.wasDamaged) screen.tell(words.lostWithIt);
}

function foundLines(
  { cli, ports }: Context,
  file: string,
  { backup, current }: Pick<PreparedRestore, "backup" | "current">,
): string[] {
  const { backups: words } = cli.words;
  const facts = (store: StoreFacts): string =>
    words.facts({
      runs: store.runs,
      bytes: store.bytes,
      sources: oneLine(store.sources.join(", ")),
      run: store.newest?.run ?? null,
      at: store.newest?.startedAt ?? "",
    });
  const held =
    current === null ? words.noDatabase : current === "damaged" ? words.damagedDatabase : facts(current);
  return [
    words.backupHolds({ file, facts: facts(backup) }),
    words.replaces({ store: ports.store, facts: held }),
  ];
}
