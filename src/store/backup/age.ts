import { Decrypter, Encrypter } from "age-encryption";
import { DatamasterError, messageOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { BackupLock, Keys, Sealing } from "../backups.ts";
import { Passphrase } from "./passphrase.ts";

/** How every file of the format begins (https://age-encryption.org/v1). */
export const AGE_MAGIC = "age-encryption.org/v1\n";

type Bytes = AsyncIterable<Uint8Array>;

/** Encrypts a stream, piece by piece. Rejects USAGE for a recipient that is none. */
export async function encrypt(bytes: Bytes, sealing: Sealing): Promise<Bytes> {
  const encrypter = new Encrypter();
  if ("passphrase" in sealing) encrypter.addRecipient(new Passphrase(sealing.passphrase));
  else for (const recipient of sealing.recipients) addRecipient(encrypter, recipient);
  return await encrypter.encrypt(ReadableStream.from(bytes));
}

/** Throws USAGE where one of them is no recipient that can be encrypted for. */
export function refuseWrongRecipients(recipients: readonly string[]): void {
  for (const recipient of recipients) addRecipient(new Encrypter(), recipient);
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    throw new DatamasterError("USAGE", told("wrongRecipient", { recipient, why: messageOf(error) }));
  }
}

/** Decrypts a stream, piece by piece. Rejects BACKUP_INVALID where the keys do not open it. */
export async function decrypt(bytes: Bytes, keys: Keys, file: string): Promise<Bytes> {
  const decrypter = new Decrypter();
  if ("passphrase" in keys) decrypter.addIdentity(new Passphrase(keys.passphrase));
  else for (const identity of keys.identities) addIdentity(decrypter, identity);
  try {
    return await decrypter.decrypt(ReadableStream.from(bytes));
  } catch (error) {
    if (error instanceof DatamasterError) throw error;
    throw new DatamasterError("BACKUP_INVALID", told("backupNotOpened", { file }), { cause: error });
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch (error) {
    // What was given is a secret, and is not told again.
    throw new DatamasterError("USAGE", told("wrongIdentity"), { cause: error });
  }
}

/** What opens a file of which this is the beginning. */
export function lockOfHead(head: Uint8Array): BackupLock {
  const text = Buffer.from(head).toString("latin1");
  if (!text.startsWith(AGE_MAGIC)) return "none";
  return text.startsWith("-> scrypt ", AGE_MAGIC.length) ? "passphrase" : "identity";
}
