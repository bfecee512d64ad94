import { existsSync } from "node:fs";
import type { Command } from "commander";
import { backUp, listBackups } from "../../app/upkeep/back-up.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { KnownBackup } from "../../store/store.ts";
import { type Keyring, newPassphrase } from "../backup-keys.ts";
import type { Cli } from "../cli.ts";
import { type Context, openContext } from "../context.ts";
import { addExamples, listed } from "../help.ts";
import { outputFailed } from "../output.ts";
import { printJson } from "../report.ts";
import { StepView } from "../step-view.ts";
import { type Column, table } from "../table.ts";
import { columnsOf, oneLine } from "../text.ts";

interface BackupFlags {
  readonly encrypt?: boolean;
  readonly recipient?: readonly string[];
  readonly force?: boolean;
  readonly list?: boolean;
}

/** `backup FILE`: a checked copy of the database, encrypted on demand; `backup --list`: the copies that were made. */
export function addBackup(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.backup;
  const command = program
    .command("backup")
    .argument("[file]", texts.file)
    .summary(texts.summary)
    .description(texts.about)
    .option("--encrypt", texts.encrypt)
    .option("--recipient <age1...>", texts.recipient, listed)
    .option("--force", texts.force)
    .option("--list", texts.list)
    .action(async (file: string | undefined, flags: BackupFlags, self: Command) => {
      const context = await openContext(cli, self, "optional");
      if (flags.list === true) return await tellBackups(context);
      if (file === undefined) throw new DatamasterError("USAGE", told("backupNoFile"));
      await make(context, file, flags);
    });
  addExamples(command, [
    ["datamaster backup /backups/numbers.db", texts.examples.plain],
    ["datamaster backup numbers.db.gz.age --recipient age1...", texts.examples.recipient],
    ["datamaster backup --encrypt numbers.db.age", texts.examples.passphrase],
    ["datamaster backup --list", texts.examples.list],
  ]);
}

async function make(context: Context, file: string, flags: BackupFlags): Promise<void> {
  const { cli, ports, json, quiet, screen, format } = context;
  const sealing = await sealingOf(context, file, flags);
  const view = new StepView(context);
  const made = await backUp(ports, {
    file,
    sealing,
    replace: flags.force === true,
    signal: cli.signal,
    onProgress: (progress) => view.tell(progress),
  })
    .catch((error) => {
      throw error instanceof DatamasterError || cli.signal.aborted ? error : outputFailed(file, error);
    })
    .finally(() => view.end());
  if (json) return printJson(cli, { ...made, file });
  if (quiet) return;
  if (format === "json") return ports.log.info({ ...made, file }, "backup written");
  const { backups: words } = cli.words;
  screen.tell(words.written({ file, bytes: made.bytes, encrypted: made.encrypted }));
  screen.line(words.digest({ sha256: made.sha256 ?? "" }));
}

/** Encrypted where it is asked for: by a flag, or by a name that ends in .age. */
async function sealingOf(context: Context, file: string, flags: BackupFlags): Promise<Keyring["sealing"]> {
  const { encrypt, recipient = [] } = flags;
  if (encrypt !== true && recipient.length === 0 && !/\.age$/i.test(file)) return null;
  const recipients = recipient.length > 0 ? recipient : context.loaded.config.backupRecipients;
  return recipients.length > 0 ? { recipients } : { passphrase: await newPassphrase(context.cli) };
}

async function tellBackups({ cli, ports, json }: Context): Promise<void> {
  const found = (await listBackups(ports)).map((one) => ({ ...one, there: existsSync(one.path) }));
  if (json) return printJson(cli, { backups: found });
  const { backups: words } = cli.words;
  const lines = found.length === 0 ? [words.none] : table(found, columns(cli), columnsOf(cli.stdout));
  cli.stdout.write(`${lines.join("\n")}\n`);
}

function columns({ words }: Cli): Column<KnownBackup & { readonly there: boolean }>[] {
  const { heads, kinds, missing, size } = words.backups;
  return [
    { head: heads.at, cell: ({ at }) => words.moment(at) },
    { head: heads.kind, cell: ({ kind }) => kinds[kind], dropAt: 1 },
    { head: heads.size, right: true, cell: ({ there, bytes }) => (there ? size({ bytes }) : missing) },
    { head: heads.file, cell: ({ path }) => oneLine(path) },
  ];
}
