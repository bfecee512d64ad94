import { type Stats, statfsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { messageOf } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { DoctorTarget, Finding } from "./doctor.ts";

/** A run needs some room whatever the size of the database. */
const LEAST_FREE = 200 * 1024 * 1024;
/** Too little even to begin. */
const NOTHING_FREE = 16 * 1024 * 1024;

/** What others than the owner may not do: to secrets and numbers read, to the rest write. */
export const OTHERS_READ = 0o077;
const OTHERS_WRITE = 0o022;

/** Who can read and write the files, and whether the disk has room. `storeFiles`: the database first. */
export function* examineFiles(target: DoctorTarget, storeFiles: readonly string[]): Generator<Finding> {
  if (target.configFile !== null) yield* modeOf("config file", target.configFile, OTHERS_WRITE, "644");
  yield* modeOf(".env", target.dotenvFile, OTHERS_READ, "600");
  for (const file of storeFiles) yield* modeOf("database", file, OTHERS_READ, "600");
  const [database] = storeFiles;
  if (database === undefined) return;
  const folder = dirname(resolve(database));
  yield* folderOf(folder);
  yield diskOf(folder, storeFiles);
}

/** Who besides the owner may do what is forbidden; nothing where there is no such file. */
export function* modeOf(check: string, file: string, forbidden: number, mode: string): Generator<Finding> {
  const found = statOf(file);
  if (found === undefined) return;
  const shown = basename(file);
  if (process.platform === "win32") return;
  const octal = (found.mode & 0o777).toString(8).padStart(3, "0");
  if ((found.mode & forbidden) === 0) {
    yield { check, state: "ok", detail: told("modeGood", { file: shown, mode: octal }) };
    return;
  }
  const key = (forbidden & 0o044) !== 0 ? "modeReadable" : "modeWritable";
  yield {
    check,
    state: "warn",
    detail: told(key, { file: shown, mode: octal, fix: `chmod ${mode} ${file}` }),
  };
}

function* folderOf(folder: string): Generator<Finding> {
  const check = "folder";
  const found = statOf(folder);
  if (found === undefined) {
    yield { check, state: "fail", detail: told("folderMissing", { folder }), exit: 2 };
    return;
  }
  // In a folder with the sticky bit nobody can exchange another's files.
  const isOpen = (found.mode & 0o002) !== 0 && (found.mode & 0o1000) === 0;
  yield isOpen && process.platform !== "win32"
    ? { check, state: "warn", detail: told("folderOpen", { folder }) }
    : { check, state: "ok", detail: told("folderGood", { folder }) };
}

function diskOf(folder: string, files: readonly string[]): Finding {
  const check = "disk";
  const size = files.reduce((sum, file) => sum + (statOf(file)?.size ?? 0), 0);
  let free: number;
  try {
    const { bavail, bsize } = statfsSync(folder);
    free = bavail * bsize;
  } catch (error) {
    return { check, state: "ok", detail: told("diskUnknown", { why: messageOf(error) }) };
  }
  const figures = { freeMb: free / 1e6, sizeMb: size / 1e6 };
  if (free < NOTHING_FREE) return { check, state: "fail", detail: told("diskLow", figures), exit: 1 };
  return free < Math.max(LEAST_FREE, 2 * size)
    ? { check, state: "warn", detail: told("diskLow", figures) }
    : { check, state: "ok", detail: told("diskGood", figures) };
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // A part of its path is no folder, or may not be entered: what that means is told where it is opened.
    return undefined;
  }
}
