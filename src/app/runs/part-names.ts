import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ExportPart } from "../exports/export-held.ts";

/** What stays at the end of a part's name: `.csv`, `.jsonl.gz`. */
const ENDINGS = /(?:\.[A-Za-z][\w-]{0,11})?(?:\.gz)?$/i;
const MAX_NAME_BYTES = 120;

/**
 * Names the files of an export that is split: `numbers-001.csv`, or by client `numbers-17-Acme.csv`. Of what the CRM's ids and
 * names hold only letters, digits, `.`, `-` and `_` go into a file's name; two clients never get the same.
 */
export function partNames(file: string): (part: ExportPart) => string {
  const { start, ending } = partsOf(file);
  const given = new Set<string>();
  return (part) => {
    if (part === null) return file;
    if (part.kind === "rows") return `${start}-${String(part.index).padStart(3, "0")}${ending}`;
    const name = [part.id, part.name].map(safeName).filter(Boolean).join("-");
    for (let at = 1; ; at++) {
      const path = `${start}-${name}${at === 1 ? "" : `-${at}`}${ending}`;
      // File systems of Windows and macOS take both cases for one.
      const key = path.toLowerCase();
      if (given.has(key)) continue;
      given.add(key);
      return path;
    }
  };
}

/** Files beside those that were written, named as parts of the same file: of an earlier export with more of them, it may be. */
export function otherParts(file: string, written: readonly string[]): string[] {
  const { start, ending } = partsOf(file);
  const own = new Set(written);
  if (!existsSync(dirname(file))) return [];
  return readdirSync(dirname(file))
    .map((name) => join(dirname(file), name))
    .filter((path) => path.startsWith(`${start}-`) && path.endsWith(ending) && !own.has(path))
    .sort();
}

function partsOf(file: string): { readonly start: string; readonly ending: string } {
  const ending = ENDINGS.exec(basename(file))?.[0] ?? "";
  const name = basename(file);
  return { start: join(dirname(file), name.slice(0, name.length - ending.length)), ending };
}

function safeName(text: string): string {
  let name = text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "_")
    .replaceAll(/^[._-]+|[._-]+$/g, "");
  while (Buffer.byteLength(name) > MAX_NAME_BYTES / 2)
    name = name.slice(0, -1).toWellFormed().replaceAll("\ufffd", "");
  return name;
}
