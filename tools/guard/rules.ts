import { posix } from "node:path";
import { ladderViolations, roomOf } from "./ladder.ts";
import { readSource, type Source, type Violation, violation } from "./source.ts";
import { nameOf, propertyOf, type SyntaxNode, templateText, walk } from "./syntax.ts";
import { webViolations } from "./web.ts";

/** The longest file that house style allows, in lines. */
const MAX_LINES = 400;

const SQL = /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b/;

/** Statements that do something when a module is loaded. */
const ACTS = new Set([
  "ExpressionStatement",
  "IfStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "WhileStatement",
  "DoWhileStatement",
  "TryStatement",
  "SwitchStatement",
  "ThrowStatement",
  "BlockStatement",
]);

/** Modules and globals whose functions touch the world: even a constant may not be made with them on load. */
const WORLDLY_MODULES =
  /^(node:(fs|fs\/promises|child_process|worker_threads|http|https|http2|net|tls|dgram|dns|sqlite)|undici|pg|ioredis)$/;
const WORLDLY_GLOBALS = new Set([
  "setTimeout",
  "setInterval",
  "setImmediate",
  "fetch",
  "WebSocket",
  "Worker",
]);

/** All breaches of the rules in one file; `file` is its path from the repository root, with forward slashes. */
export function violationsOf(file: string, text: string): Violation[] {
  const found = lengthViolations(file, text);
  if (file.startsWith("web/src/")) return [...found, ...webViolations(readSource(file, text))];
  if (!file.startsWith("src/")) return found;
  const source = readSource(file, text);
  if (posix.basename(file) === "index.ts") {
    found.push(violation(source, source.tree, "no index.ts: a room's doorway bears the room's name"));
  }
  return [...found, ...ladderViolations(source), ...roomViolations(source), ...loadViolations(source)];
}

function lengthViolations(file: string, text: string): Violation[] {
  const lines = text.replace(/\n$/, "").split("\n").length;
  return lines > MAX_LINES
    ? [{ file, line: lines, message: `has ${lines} lines; files over ${MAX_LINES} are split` }]
    : [];
}

/** `process.env` outside config, `console` outside cli, SQL outside store. */
function roomViolations(source: Source): Violation[] {
  const room = roomOf(source.file);
  const found: Violation[] = [];
  const report = (node: SyntaxNode, message: string): number => found.push(violation(source, node, message));
  walk(source.tree, (node, { parent, field }) => {
    if (room !== "config" && readsEnvironment(node)) report(node, "only config reads the environment");
    if (room !== "cli" && namesConsole(node, parent, field)) report(node, "only cli writes to the console");
    if (room !== "store" && holdsSql(node)) report(node, "SQL lies in store only");
    if (spreadsLiteral(node, parent)) report(node, "a literal's fields stand by themselves, not spread");
  });
  for (const one of source.imports) {
    const names = [...one.names.values()];
    const isProcess = /^(node:)?process$/.test(one.specifier);
    if (room !== "config" && isProcess && names.includes("env")) {
      report(one.node, "only config reads the environment");
    }
    if (room !== "cli" && /^(node:)?console$/.test(one.specifier)) {
      report(one.node, "only cli writes to the console");
    }
  }
  return found;
}

function readsEnvironment(node: SyntaxNode): boolean {
  if (node.type === "MemberExpression")
    return rootName(node.object) === "process" && propertyOf(node) === "env";
  if (node.type !== "VariableDeclarator" || nameOf(node.init) !== "process") return false;
  let taken = false;
  walk(node, (inner) => {
    if (inner.type === "Property" && nameOf(inner.key) === "env") taken = true;
  });
  return taken;
}

/** `process` for both `process` and `globalThis.process`. */
function rootName(value: unknown): string | undefined {
  const name = nameOf(value);
  if (name !== undefined || typeof value !== "object" || value === null) return name;
  const node = value as SyntaxNode;
  const isGlobal = node.type === "MemberExpression" && nameOf(node.object) === "globalThis";
  return isGlobal ? propertyOf(node) : undefined;
}

function namesConsole(node: SyntaxNode, parent: SyntaxNode | undefined, field: string): boolean {
  if (node.type === "MemberExpression") {
    return nameOf(node.object) === "globalThis" && propertyOf(node) === "console";
  }
  if (nameOf(node) !== "console") return false;
  const isKey = field === "property" || field === "key" || field === "typeName";
  return !(isKey && parent?.computed !== true);
}

function holdsSql(node: SyntaxNode): boolean {
  if (node.type === "TemplateElement") return SQL.test(templateText(node));
  return node.type === "Literal" && typeof node.value === "string" && SQL.test(node.value);
}

/** `{ ...{ a, b } }` */
function spreadsLiteral(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (node.type !== "SpreadElement" || parent?.type !== "ObjectExpression") return false;
  return (node.argument as SyntaxNode).type === "ObjectExpression";
}

/** Work at import time in a file that is no entry (`main.ts`). */
function loadViolations(source: Source): Violation[] {
  if (posix.basename(source.file) === "main.ts") return [];
  const found: Violation[] = [];
  const worldly = worldlyNames(source);
  walk(source.tree, (node, { parent, atLoad }) => {
    if (!atLoad) return;
    const acts = ACTS.has(node.type) && (parent?.type === "Program" || parent?.type === "StaticBlock");
    if (acts || node.type === "AwaitExpression" || callsOut(node, worldly)) {
      found.push(violation(source, node, "does work when it is loaded; only main.ts files may"));
    }
  });
  return found;
}

function worldlyNames(source: Source): Set<string> {
  const outward = source.imports.filter((one) => WORLDLY_MODULES.test(one.specifier));
  return new Set([...WORLDLY_GLOBALS, ...outward.flatMap((one) => [...one.names.keys()])]);
}

function callsOut(node: SyntaxNode, worldly: ReadonlySet<string>): boolean {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
  let callee = node.callee as SyntaxNode;
  while (callee.type === "MemberExpression") callee = callee.object as SyntaxNode;
  const name = nameOf(callee);
  return name !== undefined && worldly.has(name);
}
