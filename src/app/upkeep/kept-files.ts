import { createReadStream, createWriteStream, rmSync, type Stats, statSync } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { someDigits } from "../../base/digits.ts";
import { exportedText } from "../../export/export.ts";
import type { KeptFile, Sought, StoreAdmin } from "../../store/store.ts";
import type { AppPorts } from "../app.ts";

/** A file that was made from what the store holds, and whether the numbers that are sought are in it. */
export interface FoundFile extends KeptFile {
  /** `holds` one of them; `closed`: nobody can look into it without its key, or it cannot be read. */
  readonly state: "holds" | "closed";
}

export interface FoundFiles {
  readonly found: readonly FoundFile[];
  /** Files that are no more where they were written. */
  readonly missing: readonly string[];
}

const SQLITE = "SQLite format 3\0";
const GZIP = "\x1f\x8b";
/** What parts the texts of an export from each other: quotes, commas and brackets of its format, ends of lines. */
const BETWEEN_TEXTS = /[",;\t<>{}[\]|\r\n]+/;
/** No text of an export is longer, as a rule: more than this is not carried on to the next piece. */
const LONGEST_TEXT = 10_000;

/** Looks into all files that exports wrote and all copies of the store that were made. */
export async function filesWith(ports: AppPorts, admin: StoreAdmin, sought: Sought): Promise<FoundFiles> {
  const found: FoundFile[] = [];
  const missing: string[] = [];
  for (const file of await knownFiles(ports, admin)) {
    const stats = statOf(file.path);
    if (stats === undefined) missing.push(file.path);
    else if (stats.isFile()) {
      const holds = await holdsNumber(ports, file.path, sought).catch(() => null);
      if (holds !== false) found.push({ ...file, state: holds ? "holds" : "closed" });
    }
  }
  return { found, missing };
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Those of the store's lists, what deliveries have on their way or left there when they were killed, and what else lies beside an SQLite file under its name: copies from before there were lists. */
async function knownFiles(ports: AppPorts, admin: StoreAdmin): Promise<KeptFile[]> {
  const exported = admin.erasure.files();
  const known = new Map(exported.map((file) => [file.path, file]));
  // What a killed export left of a newer file in its place.
  for (const file of exported) {
    const part = `${file.path}.part`;
    if (file.kind === "export" && statOf(part) !== undefined) known.set(part, { ...file, path: part });
  }
  for (const file of await outgoingFiles(ports.outgoing)) known.set(file.path, file);
  const own = await ports.storeFiles();
  const [database] = own;
  if (database === undefined) return [...known.values()];
  const path = resolve(database);
  const isOwn = new Set(own.map((file) => basename(file)));
  for (const name of await readdir(dirname(path))) {
    const file = join(dirname(path), name);
    if (!name.startsWith(`${basename(path)}.`) || isOwn.has(name) || known.has(file)) continue;
    known.set(file, { path: file, kind: "backup", at: statOf(file)?.mtime.toISOString() ?? "" });
  }
  return [...known.values()];
}

async function outgoingFiles(root: string): Promise<KeptFile[]> {
  if (!statOf(root)?.isDirectory()) return [];
  const entries = await readdir(resolve(root), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? [{ path, kind: "export", at: statOf(path)?.mtime.toISOString() ?? "" }] : [];
  });
}

/** Null where nobody can tell. */
async function holdsNumber(ports: AppPorts, path: string, sought: Sought): Promise<boolean | null> {
  const head = await headOf(path);
  if (head.startsWith(SQLITE)) return await copyHolds(ports, path, sought);
  if (head.startsWith("age-encryption.org/")) return null;
  if (head.startsWith(GZIP) && (await isPackedCopy(path))) return await packedCopyHolds(ports, path, sought);
  return await textHolds(exportedText(path), sought);
}

async function headOf(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function copyHolds(ports: AppPorts, path: string, sought: Sought): Promise<boolean> {
  const copy = await ports.openCopy(path);
  try {
    return copy.holds(sought);
  } finally {
    copy.close();
  }
}

async function isPackedCopy(path: string): Promise<boolean> {
  for await (const piece of exportedText(path)) return piece.startsWith(SQLITE);
  return false;
}

/** SQLite reads no stream: the copy is unpacked beside itself, for its owner alone, and taken away again. */
async function packedCopyHolds(ports: AppPorts, path: string, sought: Sought): Promise<boolean> {
  const aside = `${path}.looked-into`;
  try {
    const to = createWriteStream(aside, { mode: 0o600 });
    await pipeline(createReadStream(path), createGunzip(), to);
    return await copyHolds(ports, aside, sought);
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(aside + end, { force: true });
  }
}

async function textHolds(pieces: AsyncIterable<string>, { numbers }: Sought): Promise<boolean> {
  const all = new Set(numbers.map(({ digits }) => digits));
  const lengths = [...new Set([...all].map(({ length }) => length))];
  const holds = (text: string): boolean => someDigits(text, (digits) => all.has(digits), lengths);
  let rest = "";
  for await (const piece of pieces) {
    const texts = (rest + piece).split(BETWEEN_TEXTS);
    rest = texts.pop()?.slice(-LONGEST_TEXT) ?? "";
    if (texts.some(holds)) return true;
  }
  return holds(rest);
}
