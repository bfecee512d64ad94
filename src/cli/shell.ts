import { basename, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Nothing in it means anything to a shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** One word for a POSIX shell, quoted where it must be. */
export function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Flags with values as words: `{db: "x", force: true}` -> `--db x --force`. Undefined and false are left out. */
export function flagWords(flags: Readonly<Record<string, string | boolean | undefined>>): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [flag] : [flag, quote(value)];
  });
}

/**
 * How to call this program again from the same folder: through npx where that found it or finds it (a checkout),
 * by its name where it is on the PATH, else by the full paths of Node.js and the script.
 */
export function invocationOf(argv: readonly string[], cwd: string): string {
  const [node = "node", script = ""] = argv;
  if (basename(script) === "datamaster") {
    return script.includes(`${sep}node_modules${sep}`) ? "npx datamaster" : "datamaster";
  }
  const packageRoot = fileURLToPath(new URL("../..", import.meta.url));
  const within = relative(packageRoot, cwd);
  const isCheckout =
    !packageRoot.includes(`${sep}node_modules${sep}`) && !within.startsWith("..") && !within.startsWith(sep);
  return isCheckout ? "npx datamaster" : `${quote(node)} ${quote(script)}`;
}
