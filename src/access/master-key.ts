import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, statSync } from "node:fs";
import { DatamasterError, messageOf } from "../base/errors.ts";
import { type MasterKey, masterKeyOf } from "../base/master-key.ts";
import { writeWholeFile } from "../base/whole-file.ts";
import { told } from "../messages/messages.ts";

/** Where the master key is: in a variable, else in a file. */
export interface KeyPlace {
  readonly file: string;
  /** What DATAMASTER_SECRET_KEY holds; null where it is not set. */
  readonly given: string | null;
}

const MODES = { mode: 0o600, folderMode: 0o700 };
const OF_OTHERS = 0o077;

/**
 * The master key; null where there is none. Throws SECRET_KEY where it is no 64 hexadecimal digits, others than its
 * owner may read its file, or the file cannot be read.
 */
export function readMasterKey({ file, given }: KeyPlace): MasterKey | null {
  if (given !== null) {
    const key = masterKeyOf(given);
    if (key === null) throw new DatamasterError("SECRET_KEY", told("secretKeyWrong"));
    return key;
  }
  const text = readKeyFile(file);
  if (text === null) return null;
  const key = masterKeyOf(text);
  if (key === null) throw new DatamasterError("SECRET_KEY", told("secretFileWrong", { file }));
  return key;
}

/** The master key, which is made with its file (mode 600) where there is none. Throws as {@link readMasterKey} does. */
export function makeMasterKey(place: KeyPlace): MasterKey {
  const there = readMasterKey(place);
  if (there !== null) return there;
  const text = randomBytes(32).toString("hex");
  try {
    writeWholeFile(place.file, `${text}\n`, MODES);
  } catch (error) {
    throw unusable(place.file, error);
  }
  // Another process may have been as quick: what lies there now counts for both.
  const made = readMasterKey(place);
  if (made === null) throw unusable(place.file, new Error("ENOENT"));
  return made;
}

/**
 * A new key beside the present one, and what puts it in its place; one that an interrupted change left is taken up. Throws
 * SECRET_KEY where there is no key to change, USAGE where it is a variable's.
 */
export function changeMasterKey(place: KeyPlace): {
  readonly before: MasterKey;
  readonly after: MasterKey;
  finish(): void;
} {
  const { file, given } = place;
  if (given !== null) throw new DatamasterError("USAGE", told("secretKeyOfVariable"));
  const before = readMasterKey(place);
  if (before === null) throw new DatamasterError("SECRET_KEY", told("secretKeyMissing", { file }));
  const next = `${file}.next`;
  const after = makeMasterKey({ file: next, given: null });
  const finish = (): void => {
    try {
      renameSync(next, file);
    } catch (error) {
      throw unusable(next, error);
    }
  };
  return { before, after, finish };
}

function readKeyFile(file: string): string | null {
  try {
    // Modes of Windows tell nothing.
    const isOpen = process.platform !== "win32" && (statSync(file).mode & OF_OTHERS) !== 0;
    if (isOpen) throw new DatamasterError("SECRET_KEY", told("secretFileOpen", { file }));
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof DatamasterError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): DatamasterError {
  return new DatamasterError("SECRET_KEY", told("secretFileUnusable", { file, why: messageOf(cause) }), {
    cause,
  });
}
