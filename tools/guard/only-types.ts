import { nodesOf, parse, type SyntaxNode } from "./syntax.ts";

/** Whether a TypeScript module holds nothing but types: Node erases all of it. */
export function holdsOnlyTypes(text: string): boolean {
  return nodesOf(parse(text).body).every(isErased);
}

function isErased(statement: SyntaxNode): boolean {
  if (statement.type === "TSInterfaceDeclaration" || statement.type === "TSTypeAliasDeclaration") return true;
  if (statement.type === "ImportDeclaration") return statement.importKind === "type";
  if (statement.type === "ExportAllDeclaration") return statement.exportKind === "type";
  return statement.type === "ExportNamedDeclaration" && statement.exportKind === "type";
}
