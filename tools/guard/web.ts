import { posix } from "node:path";
import { type ImportOf, type Source, type Violation, violation } from "./source.ts";

/** Where the dashboard reaches out of web/: it sees types of the contract, nothing else of the repository. */
export function webViolations(source: Source): Violation[] {
  return source.imports.flatMap((one) => {
    if (!one.specifier.startsWith(".")) return [];
    const target = posix.join(posix.dirname(source.file), one.specifier);
    if (target.startsWith("web/")) return [];
    const isContract = target.startsWith("src/contract/");
    if (isContract && isTypeOnly(one)) return [];
    const problem = isContract
      ? `takes types only of "${one.specifier}": schemas stay out of the bundle`
      : `"${one.specifier}" leaves web/: the dashboard sees src/contract alone`;
    return [violation(source, one.node, problem)];
  });
}

function isTypeOnly({ node }: ImportOf): boolean {
  return node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type";
}
