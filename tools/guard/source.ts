import { lineAt, nameOf, nodesOf, parse, type SyntaxNode, textOf, walk } from "./syntax.ts";

/** One breach of a rule. */
export interface Violation {
  /** Path from the repository root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  /** What is wrong and what holds instead. */
  readonly message: string;
}

/** One module that a file names: statically, by `import()`, by `export from` or by a type import. */
export interface ImportOf {
  readonly specifier: string;
  readonly node: SyntaxNode;
  /** Local names that it binds, to the names they have there (`default`, `*` for the whole). */
  readonly names: ReadonlyMap<string, string>;
}

/** A parsed source file, as the rules read it. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly tree: SyntaxNode;
  readonly imports: readonly ImportOf[];
}

/** Reads a source file; throws with the file's name where it does not parse. */
export function readSource(file: string, text: string): Source {
  let tree: SyntaxNode;
  try {
    tree = parse(text, file.endsWith(".tsx") ? "tsx" : "ts");
  } catch (error) {
    throw new Error(`${file} does not parse`, { cause: error });
  }
  return { file, text, tree, imports: importsOf(tree) };
}

/** A violation at a node of a source. */
export function violation(source: Source, node: SyntaxNode, message: string): Violation {
  return { file: source.file, line: lineAt(source.text, node.start), message };
}

const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function importsOf(tree: SyntaxNode): ImportOf[] {
  const found: ImportOf[] = [];
  walk(tree, (node) => {
    if (!IMPORTING.has(node.type)) return;
    const specifier = textOf(node.source);
    if (specifier !== undefined) found.push({ specifier, node, names: namesOf(node) });
  });
  return found;
}

function namesOf(node: SyntaxNode): Map<string, string> {
  const names = new Map<string, string>();
  for (const specifier of node.type === "ImportDeclaration" ? nodesOf(node.specifiers) : []) {
    const local = nameOf(specifier.local);
    if (local === undefined) continue;
    if (specifier.type === "ImportSpecifier") names.set(local, nameOf(specifier.imported) ?? "");
    else names.set(local, specifier.type === "ImportDefaultSpecifier" ? "default" : "*");
  }
  return names;
}
