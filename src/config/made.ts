import { told } from "../messages/messages.ts";
import { check } from "./check.ts";
import { isTree, type Tree } from "./file.ts";
import { Layers } from "./layers.ts";
import { toSource } from "./load.ts";
import type { ConfigProblem } from "./problems.ts";
import type { SourceConfig } from "./types.ts";

/** Settings of a source in the file that one made elsewhere has not: they name files and ways of this machine. */
const OF_FILES: readonly string[] = ["ca", "proxy", "schedules"];

/** A source that was not made in the file: its settings, checked as those of the file are, or all that is wrong with them. */
export type MadeSourceRead =
  | { readonly source: SourceConfig }
  /** `path`: within the source, like `auth.tokenUrl`; `name` for the source's name. */
  | { readonly problems: readonly ConfigProblem[] };

/** Checks the settings of one source, secrets among them, by the schema of the file. Nothing of the environment counts. */
export function readMade(name: string, given: Readonly<Record<string, unknown>>): MadeSourceRead {
  const layers = new Layers();
  const problems: ConfigProblem[] = [];
  layers.set(["sources", name], {}, { origin: "default", from: "" });
  const walk = (tree: Readonly<Record<string, unknown>>, parent: readonly string[]): void => {
    for (const [key, value] of Object.entries(tree)) {
      const path = [...parent, key];
      if (parent.length === 2 && OF_FILES.includes(key)) {
        problems.push({ path: path.join("."), problem: told("onlyInFile") });
      } else if (isTree(value) && Object.keys(value).length > 0) walk(value, path);
      else if (value !== null && value !== undefined) {
        layers.set(path, value, { origin: "default", from: "" });
      }
    }
  };
  walk(given as Tree, ["sources", name]);
  const parsed = check(layers, problems);
  const source = parsed?.sources[name];
  if (source !== undefined) return { source: toSource(name, source, true, () => undefined) };
  const prefix = `sources.${name}`;
  return {
    problems: problems.map(({ path, from: _, ...problem }) => ({
      ...problem,
      path: path === prefix ? "name" : path.slice(prefix.length + 1),
    })),
  };
}
