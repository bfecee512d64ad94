import { isMap, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import { messageOf } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { type ConfigFile, isTree, type Place, type Tree } from "./file.ts";
import type { ConfigProblem } from "./problems.ts";

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
