import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a file in its place whole or not at all, and durably: written beside it, synced, renamed, the folder synced.
 * `mode` is the file's, `folderMode` that of folders it has to make. Throws as the file system does, leaving no part.
 */
export function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  { mode, folderMode }: { readonly mode: number; readonly folderMode: number },
): void {
  const folder = dirname(path);
  const part = `${path}.${process.pid}.part`;
  makeFolder(folder, folderMode);
  try {
    synced(part, "w", mode, (file) => writeFileSync(file, content));
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  // Windows syncs no folders.
  if (process.platform !== "win32") synced(folder, "r");
}

/** Makes a folder and those above it where they are missing. Node's own `recursive` never ends below /proc. */
export function makeFolder(path: string, mode: number): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process was as quick.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function synced(path: string, flags: string, mode?: number, work?: (file: number) => void): void {
  const file = openSync(path, flags, mode);
  try {
    work?.(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
