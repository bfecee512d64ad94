import { dirname } from "node:path";

/** One thing that a recorded run did, in its order. */
export type Operation =
  | { readonly kind: "create" | "remove" | "sync"; readonly path: string }
  | { readonly kind: "sync-folder" }
  | { readonly kind: "write"; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly path: string; readonly size: number }
  /** A page that was asked for: so what led to it was acknowledged before. */
  | { readonly kind: "request"; readonly target: string };

/** `fsync(29</path>) = 0`, `pwrite64(29</path>, "\x00\x01", 2, 0) = 2`: name, arguments, result. */
const CALL = /^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)/;
const UNFINISHED = /^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)\)\s+= (-?\d+)/;

/** Reads the log of `recording` (strace.ts): what happened to the database's files, and which pages were asked for. */
export function readRecording(log: string, database: string): Operation[] {
  const operations: Operation[] = [];
  const files = new Set([database, `${database}-wal`, `${database}-journal`]);
  const begun = new Map<string, string>();
  for (const line of log.split("\n")) {
    const unfinished = UNFINISHED.exec(line);
    if (unfinished !== null) {
      begun.set(unfinished[1] ?? "", unfinished[3] ?? "");
      continue;
    }
    const resumed = RESUMED.exec(line);
    const call = resumed ?? CALL.exec(line);
    if (call === null || call[4]?.startsWith("-")) continue;
    const [, thread = "", name = "", rest = ""] = call;
    const args = resumed === null ? rest : (begun.get(thread) ?? "") + rest;
    const operation = operationOf(name, args, files, dirname(database));
    if (operation !== undefined) operations.push(operation);
  }
  return operations;
}

function operationOf(
  name: string,
  args: string,
  files: ReadonlySet<string>,
  folder: string,
): Operation | undefined {
  const [, target = ""] = /^(?:\d+|AT_FDCWD)<([^>]*)>/.exec(args) ?? [];
  const path = unhexed(target);
  if (name === "fsync" || name === "fdatasync") {
    if (path === folder) return { kind: "sync-folder" };
    return files.has(path) ? { kind: "sync", path } : undefined;
  }
  if (name === "unlink" || name === "openat") {
    const named = unhexed(/"([^"]*)"/.exec(args)?.[1] ?? "");
    if (!files.has(named)) return undefined;
    if (name === "unlink") return { kind: "remove", path: named };
    return args.includes("O_CREAT") ? { kind: "create", path: named } : undefined;
  }
  if (name === "pwrite64" && files.has(path)) return writeOf(path, args);
  if (name === "ftruncate" && files.has(path)) {
    return { kind: "truncate", path, size: Number(args.slice(args.lastIndexOf(",") + 1)) };
  }
  if (name === "rename" && args.split('"').some((part) => files.has(unhexed(part)))) {
    throw new Error("a rename of database files is more than this reader knows");
  }
  return name.startsWith("write") ? requestOf(path, args) : undefined;
}

function writeOf(path: string, args: string): Operation {
  const [, data = "", length = "", offset = ""] = /"([^"]*)", (\d+), (\d+)$/.exec(args) ?? [];
  const bytes = Buffer.from(data.replaceAll("\\x", ""), "hex");
  if (bytes.length !== Number(length)) throw new Error(`a write to ${path} was recorded in part only`);
  return { kind: "write", path, offset: Number(offset), bytes };
}

function requestOf(path: string, args: string): Operation | undefined {
  if (!/^(socket|TCP)/.test(path)) return undefined;
  const sent = unhexed(/"([^"]*)"/.exec(args)?.[1] ?? "");
  const target = /^GET (\S+) HTTP/.exec(sent)?.[1];
  return target === undefined ? undefined : { kind: "request", target };
}

function unhexed(text: string): string {
  return text.includes("\\x") ? Buffer.from(text.replaceAll("\\x", ""), "hex").toString() : text;
}
