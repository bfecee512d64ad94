import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { DatamasterError } from "../base/errors.ts";
import { findVariable, PASSPHRASE_VARIABLE } from "../config/config.ts";
import { told } from "../messages/messages.ts";
import type { BackupLock, Keys, Sealing } from "../store/store.ts";
import { askSecret, canAsk } from "./ask.ts";
import type { Cli } from "./cli.ts";

/** How a backup is to be encrypted. */
export interface Keyring {
  readonly sealing: Sealing | null;
}

const SHORTEST = 10;

/** The passphrase for a new backup: of the environment or .env, else asked for twice. */
export async function newPassphrase(cli: Cli): Promise<string> {
  const found = await findVariable(PASSPHRASE_VARIABLE, cli.cwd);
  const { ask } = cli.words.backups;
  const given = found?.value ?? (await asked(cli, ask.newPassphrase));
  if (given.length < SHORTEST)
    throw new DatamasterError("USAGE", told("passphraseShort", { least: SHORTEST }));
  if (found === undefined && (await asked(cli, ask.again)) !== given)
    throw new DatamasterError("USAGE", told("passphrasesDiffer"));
  return given;
}

/** What opens a backup that is locked in this way. Rejects USAGE where it is not given and nobody can be asked. */
export async function keysFor(
  cli: Cli,
  lock: Exclude<BackupLock, "none">,
  identity: string | undefined,
): Promise<Keys> {
  if (lock === "identity") {
    if (identity === undefined) throw new DatamasterError("USAGE", told("backupNeedsIdentity"));
    return { identities: await identitiesOf(cli, identity) };
  }
  const found = await findVariable(PASSPHRASE_VARIABLE, cli.cwd);
  return { passphrase: found?.value ?? (await asked(cli, cli.words.backups.ask.passphrase)) };
}

async function asked(cli: Cli, message: string): Promise<string> {
  if (!canAsk(cli))
    throw new DatamasterError("USAGE", told("passphraseNeeded", { variable: PASSPHRASE_VARIABLE }));
  return await askSecret(cli, message);
}

/** The secret keys of a file as age-keygen writes it: a line each, comments after #. */
async function identitiesOf(cli: Cli, file: string): Promise<string[]> {
  const text = await readFile(resolve(cli.cwd, file), "utf8").catch((cause) => {
    throw new DatamasterError("USAGE", told("identityUnreadable", { file }), { cause });
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const identities = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (identities.length === 0) throw new DatamasterError("USAGE", told("wrongIdentity"));
  return identities;
}
