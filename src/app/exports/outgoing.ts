import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { isWorking, thisProcess } from "../../base/owner.ts";
import { SteadyFile } from "../../base/steady-file.ts";
import { makeFolder } from "../../base/whole-file.ts";
import type { ParcelFile } from "../../deliver/deliver.ts";
import type { Chunk } from "../../export/export.ts";
import type { AppPorts } from "../app.ts";
import { type ExportFile, type ExportPart, type ExportRequest, exportHeld } from "./export-held.ts";
import { type Hashed, writeHashed } from "./write-hashed.ts";

const NEVER = new Date(0).toISOString();

/** Makes a folder for the files of one delivery, on their way; those that killed processes left are taken away. */
export function makeOutgoing(root: string): string {
  const all = resolve(root);
  makeFolder(all, 0o700);
  for (const name of readdirSync(all))
    if (isLeft(name)) rmSync(join(all, name), { recursive: true, force: true });
  const { host, pid, started } = thisProcess();
  const own = join(all, [encodeURIComponent(host), pid, started ?? 0, randomUUID()].join("~"));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return own;
}

/** Of other machines nothing can be told. */
function isLeft(name: string): boolean {
  const [host = "", pid = "", started = ""] = name.split("~");
  if (host !== encodeURIComponent(hostname()) || !/^\d+$/.test(pid)) return false;
  return !isWorking(
    { host: hostname(), pid: Number(pid), started: Number(started) || null },
    NEVER,
    Date.now(),
  );
}

interface Packing {
  readonly folder: string;
  readonly nameOf: (part: ExportPart) => string;
  readonly signal: AbortSignal;
  readonly onRow: () => void;
}

/** Writes an export's files into the folder, readable by this user alone. */
export async function pack(ports: AppPorts, request: ExportRequest, packing: Packing): Promise<ParcelFile[]> {
  return await packed((onRow) => exportHeld(ports, { ...request, onRow }), packing);
}

/** The same of any files, whose rows are told as they come. */
export async function packed(
  made: (onRow: () => void) => AsyncIterable<ExportFile>,
  { folder, nameOf, signal, onRow }: Packing,
): Promise<ParcelFile[]> {
  const files: ParcelFile[] = [];
  let rows = 0;
  const exported = made(() => {
    rows++;
    onRow();
  });
  for await (const { part, chunks } of exported) {
    const before = rows;
    const name = nameOf(part);
    const path = join(folder, name);
    const written = await writeAll(path, chunks, signal);
    files.push({ name, path, bytes: written.bytes, sha256: written.sha256, rows: rows - before });
  }
  return files;
}

async function writeAll(path: string, chunks: AsyncIterable<Chunk>, signal: AbortSignal): Promise<Hashed> {
  const file = await open(path, "wx", 0o600);
  const steady = new SteadyFile(file);
  try {
    const written = await writeHashed(chunks, (bytes) => steady.write(bytes), signal);
    await steady.sync();
    return written;
  } finally {
    await file.close();
  }
}
