import { parseAst } from "vitest/node";

/** One node of an ESTree; children lie in its other fields. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** What a visitor learns about a node besides the node itself. */
export interface Place {
  readonly parent: SyntaxNode | undefined;
  /** The field of `parent` that holds the node. */
  readonly field: string;
  /** True for code that runs when the module is loaded: outside every function, or in a static part of a class. */
  readonly atLoad: boolean;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The syntax tree of one TypeScript module, with JSX where `lang` is "tsx". Throws a SyntaxError-like error where it is none. */
export function parse(text: string, lang: "ts" | "tsx" = "ts"): SyntaxNode {
  const tree: unknown = parseAst(text, { lang, astType: "ts" });
  if (!isNode(tree)) throw new TypeError("the parser gave no syntax tree");
  return tree;
}

/** The children of a field as nodes: one, several or none. */
export function nodesOf(value: unknown): SyntaxNode[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** Calls `visit` for every node in the order of the text. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode, place: Place) => void): void {
  const step = (node: SyntaxNode, place: Place): void => {
    visit(node, place);
    for (const [field, value] of Object.entries(node)) {
      for (const child of nodesOf(value)) {
        step(child, { parent: node, field, atLoad: place.atLoad && runsAtLoad(node, field) });
      }
    }
  };
  step(root, { parent: undefined, field: "", atLoad: true });
}

function runsAtLoad(node: SyntaxNode, field: string): boolean {
  if (FUNCTIONS.has(node.type)) return false;
  const isMember = node.type === "PropertyDefinition" || node.type === "AccessorProperty";
  return !(isMember && field === "value" && node.static !== true);
}

/** The name of an identifier, else undefined. */
export function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === "Identifier" && typeof value.name === "string"
    ? value.name
    : undefined;
}

/** The text of a string literal or of a template without holes, else undefined. */
export function textOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === "Literal") return typeof value.value === "string" ? value.value : undefined;
  if (value.type !== "TemplateLiteral" || nodesOf(value.expressions).length > 0) return undefined;
  const [only] = nodesOf(value.quasis);
  return only === undefined ? undefined : templateText(only);
}

/** The cooked text of one piece of a template. */
export function templateText(element: SyntaxNode): string {
  const value = element.value;
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : "";
}

/** The property that a member expression names, whether `a.b` or `a["b"]`. */
export function propertyOf(member: SyntaxNode): string | undefined {
  return member.computed === true ? textOf(member.property) : nameOf(member.property);
}

/** The line (from 1) that an offset lies on. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
