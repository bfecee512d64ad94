import { readFile, stat } from "node:fs/promises";
import { parseEnv } from "node:util";
import { messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { ConfigProblem } from "./problems.ts";

/** A map of settings as a file or the other layers give it, not yet checked. */
export type Tree = { [key: string]: unknown };

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ConfigFile {
  readonly tree: Tree;
  /** Where a key stands in the file, or its nearest parent that is there. */
  placeOf(path: readonly string[]): Place | undefined;
}

/** Text of a file, or null where there is none; other failures become a problem. */
export async function readText(
  path: string,
  shown: string,
  problems: ConfigProblem[],
): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    problems.push({
      path: shown,
      problem: told("fileUnreadable", { why: codeOf(error) ?? messageOf(error) }),
    });
    return null;
  }
}

/** True where the file's mode lets others than its owner read it; never on Windows, whose modes tell nothing. */
export async function readableByOthers(path: string): Promise<boolean> {
  if (process.platform === "win32") return false;
  const { mode } = await stat(path);
  return (mode & 0o044) !== 0;
}

/** Variables of a .env file, in the syntax of Node's own `--env-file`. */
export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text)))
    if (value !== undefined) variables[name] = value;
  return variables;
}

/** A map and nothing else. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
