import { told } from "../messages/messages.ts";
import { isTree, type Place, type Tree } from "./file.ts";
import type { ConfigProblem } from "./problems.ts";

/** Where a value comes from, strongest first. */
export type Origin = "flag" | "environment" | ".env" | "file" | "default";

/** What is known of a value beside the value. */
export interface Source {
  readonly origin: Origin;
  /** The flag, variable or file, as a user knows it. */
  readonly from: string;
  readonly place?: Place;
  /** `${NAME}` as the file has it, where the value was filled in from a variable. */
  readonly template?: string;
  /** Where that variable was found. */
  readonly variable?: string;
}

/** Settings of all layers laid over each other, with the source of each. */
export class Layers {
  readonly tree: Tree = {};
  readonly #sources = new Map<string, Source>();

  /** Sets a value over what weaker layers gave; the maps on the way are made where they are missing. */
  set(path: readonly string[], value: unknown, source: Source): void {
    let map = this.tree;
    for (const key of path.slice(0, -1)) {
      const next = Object.hasOwn(map, key) ? map[key] : undefined;
      // A wrong value in the place of a map stays, to be told as a problem of its own.
      if (next !== undefined && !isTree(next)) return;
      map = next ?? putOwn(map, key, {});
    }
    const key = path.at(-1);
    if (key === undefined) return;
    putOwn(map, key, value);
    this.#sources.set(path.join("."), source);
  }

  sourceOf(path: readonly string[]): Source | undefined {
    return this.#sources.get(path.join("."));
  }

  /** Names of the sources that the layers so far give. */
  sourceNames(): string[] {
    const { sources } = this.tree;
    return isTree(sources) ? Object.keys(sources) : [];
  }
}

function putOwn<T>(map: Tree, key: string, value: T): T {
  // Defined, not assigned: `__proto__` in a file is a key like any other.
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  return value;
}

/** A variable that is set and not empty. */
export interface Variable {
  readonly value: string;
  readonly origin: "environment" | ".env";
}

/** Looks a variable up in the environment, then in .env; an empty one counts as not set. */
export type Lookup = (name: string) => Variable | undefined;

export function lookupIn(
  env: Readonly<Record<string, string | undefined>>,
  dotenv: Readonly<Record<string, string>>,
): Lookup {
  return (name) => {
    const real = env[name];
    if (real !== undefined && real !== "") return { value: real, origin: "environment" };
    const local = Object.hasOwn(dotenv, name) ? dotenv[name] : undefined;
    return local === undefined || local === "" ? undefined : { value: local, origin: ".env" };
  };
}

/** A value with its variables filled in; with one missing it is still the template. */
export interface Filled {
  readonly value: string;
  readonly template?: string;
  readonly variable?: string;
}

const REFERENCE = /\$(\$\{[^}]*\}?|\{([^}]*)\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Fills in `${NAME}`; `$${NAME}` stands for the text `${NAME}`. Each missing variable is a problem at `path`. */
export function fillIn(
  text: string,
  lookup: Lookup,
  at: Omit<ConfigProblem, "problem">,
  problems: ConfigProblem[],
): Filled {
  if (!text.includes("${")) return { value: text };
  const used: string[] = [];
  let failed = false;
  const value = text.replace(REFERENCE, (match: string, escaped: string, name: string | undefined) => {
    if (name === undefined) return escaped;
    const variable = NAME.test(name) && match.endsWith("}") ? lookup(name) : undefined;
    if (variable) {
      used.push(`${name} (${variable.origin})`);
      return variable.value;
    }
    failed = true;
    const problem = NAME.test(name)
      ? told("variableNotSet", { name })
      : told("variableNameless", { text: match });
    problems.push({ ...at, problem });
    return match;
  });
  if (failed) return { value: text, template: text };
  return used.length === 0 ? { value } : { value, template: text, variable: used.join(", ") };
}
