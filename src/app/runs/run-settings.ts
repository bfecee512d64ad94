import { createHash } from "node:crypto";
import type { RunOrigin } from "../../model/run-page.ts";

/** One setting that a run began with, and what it was in the run before it where that was something else. */
export interface ComparedSetting {
  readonly name: string;
  readonly value: string;
  readonly before: string | null;
}

/** Settings side by side with those of the run before; values as JSON, which is YAML too. */
export function comparedSettings(origin: RunOrigin | null, before: RunOrigin | null): ComparedSetting[] {
  return Object.entries(origin?.settings ?? {}).map(([name, value]) => {
    const text = textOf(value);
    const old =
      before === null || !Object.hasOwn(before.settings, name) ? text : textOf(before.settings[name]);
    return { name, value: text, before: old === text ? null : old };
  });
}

/** Names settings: equal ones have equal names. */
export function fingerprintOf({ settings }: RunOrigin): string {
  const sorted = Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
}

/** How one signs in is told by other keys of the file. */
const NOT_IN_FILE: ReadonlySet<string> = new Set(["signIn"]);

/** A source's settings as they stand in datamaster.yaml, without its token. */
export function settingsYaml(source: string, { settings }: RunOrigin): string {
  const lines = Object.entries(settings)
    .filter(
      ([name, value]) => !NOT_IN_FILE.has(name) && !["null", "[]", "{}"].includes(JSON.stringify(value)),
    )
    .map(([name, value]) => `    ${name}: ${textOf(value)}`);
  return [`sources:`, `  ${textOf(source)}:`, ...lines, ""].join("\n");
}

function textOf(value: unknown): string {
  return typeof value === "string" && /^[a-z][\w./:-]*$/i.test(value) ? value : JSON.stringify(value);
}
