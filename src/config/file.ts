import { readFile, stat } from "node:fs/promises";
import { parseEnv } from "node:util";
import { isMap, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
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

/** Reads YAML 1.2; syntax errors become problems with line and column, and what could be read is kept. */
export function parseConfigFile(text: string, shown: string, problems: ConfigProblem[]): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const error of document.errors) {
    problems.push({
      path: shown,
      from: shown,
      problem: told("yamlSyntax", { why: syntaxMessage(error) }),
      ...placeAt(error.pos[0]),
    });
  }
  const empty: ConfigFile = { tree: {}, placeOf: () => undefined };
  if (document.errors.length > 0) return empty;
  const tree = toTree(document, shown, problems);
  return tree === null ? empty : { tree, placeOf: (path) => placeIn(document.contents, path, placeAt) };
}

function toTree(
  document: ReturnType<typeof parseDocument>,
  shown: string,
  problems: ConfigProblem[],
): Tree | null {
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return {};
  try {
    const value: unknown = document.toJS();
    if (isTree(value)) return value;
    problems.push({
      path: shown,
      problem: told("noMap"),
      allowed: told("allowedLines"),
    });
  } catch (error) {
    problems.push({ path: shown, problem: told("fileUnreadable", { why: messageOf(error) }) });
  }
  return null;
}

/** A map and nothing else. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The library quotes the file in some messages, and a token may be what it quotes: only the words before are kept. */
function syntaxMessage(error: YAMLError): string {
  return error.message.split(/[:"\n]/, 1)[0]?.trim() || error.code;
}

function placeIn(
  contents: unknown,
  path: readonly string[],
  placeAt: (offset: number) => Place,
): Place | undefined {
  let node = contents;
  let place: Place | undefined;
  for (const key of path) {
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (!pair || !isScalar(pair.key)) break;
    if (pair.key.range) place = placeAt(pair.key.range[0]);
    node = pair.value;
  }
  return place;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
