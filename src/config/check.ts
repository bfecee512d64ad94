import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import { isSecretKey, isSourceName, maskUrl } from "./checks.ts";
import { isTree } from "./file.ts";
import { suggestionFor } from "./gather.ts";
import type { Layers } from "./layers.ts";
import { type ConfigProblem, nearestKey, showValue } from "./problems.ts";
import { innerSettings } from "./retention.ts";
import { allowedAt, configSchema, type ParsedConfig } from "./schema.ts";
import { shownItem } from "./show.ts";

/** The checked settings, or null with every fault added to `problems`; a path that has a problem gets no second one. */
export function check(layers: Layers, problems: ConfigProblem[]): ParsedConfig | null {
  for (const name of layers.sourceNames()) {
    if (isSourceName(name)) continue;
    problems.push({
      ...placeOf(layers, ["sources", name]),
      problem: told("nameUnusable"),
      allowed: told("allowedName"),
    });
  }
  const named = new Set(problems.map(({ path }) => path));
  const result = configSchema.safeParse(layers.tree);
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys")
      problems.push(...issue.keys.map((key) => unknownKey(layers, path, key)));
    else if (!named.has(path.join("."))) problems.push(wrongValue(layers, path));
    named.add(path.join("."));
  }
  problems.push(...unclearAccess(layers, named), ...unknownNames(layers, named));
  return problems.length === 0 && result.success ? result.data : null;
}

/** A source has a token, or a way to get some. */
function unclearAccess(layers: Layers, named: ReadonlySet<string>): ConfigProblem[] {
  return layers.sourceNames().flatMap((name): ConfigProblem[] => {
    const { sources } = layers.tree;
    const source = isTree(sources) ? sources[name] : undefined;
    if (!isTree(source) || named.has(`sources.${name}`)) return [];
    const [token, auth] = [
      ["sources", name, "token"],
      ["sources", name, "auth"],
    ] as const;
    if (source.token === undefined && source.auth === undefined) {
      return [{ ...placeOf(layers, token), problem: told("isMissing"), allowed: told("allowedAccess") }];
    }
    if (source.token === undefined || source.auth === undefined) return [];
    return [{ ...placeOf(layers, auth), problem: told("tokenBesideAuth") }];
  });
}

/** A delivery hands on an export that there is, after sources that there are; its name may stand in a file's. */
function unknownNames(layers: Layers, named: ReadonlySet<string>): ConfigProblem[] {
  const { deliveries, exports } = layers.tree;
  if (!isTree(deliveries)) return [];
  const presets = isTree(exports) ? Object.keys(exports) : [];
  return Object.entries(deliveries).flatMap(([name, delivery]): ConfigProblem[] => {
    const at = ["deliveries", name];
    if (!isSourceName(name))
      return [{ ...placeOf(layers, at), problem: told("nameUnusable"), allowed: told("allowedName") }];
    if (!isTree(delivery)) return [];
    const wrong = (key: string, problem: Told): ConfigProblem[] =>
      named.has(`deliveries.${name}.${key}`) ? [] : [{ ...placeOf(layers, [...at, key]), problem }];
    const { preset, after = [] } = delivery;
    const unknown = [after].flat().find((source) => !layers.sourceNames().includes(String(source)));
    return [
      ...(presets.includes(String(preset))
        ? []
        : wrong("preset", told("noSuchExport", { name: String(preset), known: presets.join(", ") }))),
      ...(unknown === undefined
        ? []
        : wrong(
            "after",
            told("noSuchSource", { name: String(unknown), known: layers.sourceNames().join(", ") }),
          )),
    ];
  });
}

function unknownKey(layers: Layers, parent: readonly string[], key: string): ConfigProblem {
  const meant = nearestKey(parent, key);
  // Its value is not shown: it may be a token behind a mistyped key.
  return {
    ...placeOf(layers, [...parent, key]),
    problem: told("unknownKey", { meant: meant ?? "" }),
  };
}

function wrongValue(layers: Layers, path: readonly string[]): ConfigProblem {
  // A wrong item of a list is told at the list.
  const setting = path.slice(0, depthOf(path));
  const value = setting.reduce<unknown>(
    (node, key) => (node as Record<string, unknown> | undefined)?.[key],
    layers.tree,
  );
  const suggestion = suggestionFor(setting, value);
  const allowed = suggestion ?? allowedAt(setting) ?? told("allowedMap");
  if (value === undefined) return { ...placeOf(layers, setting), problem: told("isMissing"), allowed };
  return {
    ...placeOf(layers, setting),
    value: shownAt(layers, setting, itemOf(value, path[setting.length])),
    problem: told("isNotRight"),
    allowed,
  };
}

/** How long the path of a setting is: of a token 3, of what a delivery goes to 4. */
function depthOf([first = "", , third]: readonly string[]): number {
  if (!["sources", "exports", "deliveries"].includes(first)) return 2;
  return (first === "sources" && innerSettings(third) !== null) || (first === "deliveries" && third === "to")
    ? 4
    : 3;
}

/** The wrong item of a list, where it is known which; a map as its file holds it. */
function itemOf(value: unknown, index: string | undefined): unknown {
  if (!Array.isArray(value)) return value;
  const item: unknown = value.length === 1 ? value[0] : index === undefined ? value : value[Number(index)];
  return typeof item === "object" && item !== null && item !== value ? shownItem(item) : item;
}

/** A value as messages may show it: never a token, a password or what a variable was filled in with. */
function shownAt(layers: Layers, path: readonly string[], value: unknown): string | Told {
  const key = path.at(-1);
  if (isSecretKey(path)) return "***";
  const template = layers.sourceOf(path)?.template;
  if (template !== undefined) return showValue(template);
  if (allowedAt(path) === null && typeof value === "string") return told("aText");
  return showValue(
    typeof value === "string" && (key === "baseUrl" || key === "tokenUrl" || key === "store")
      ? maskUrl(value)
      : value,
  );
}

function placeOf(layers: Layers, path: readonly string[]): Omit<ConfigProblem, "problem"> {
  for (let length = path.length; length > 0; length--) {
    const source = layers.sourceOf(path.slice(0, length)) ?? firstUnder(layers, path.slice(0, length));
    if (source) return { path: path.join("."), from: source.from, ...source.place };
  }
  return { path: path.join(".") };
}

/** For a map, which has no source of its own: that of something in it. */
function firstUnder(layers: Layers, path: readonly string[]): ReturnType<Layers["sourceOf"]> {
  const node = path.reduce<unknown>(
    (map, key) => (map as Record<string, unknown> | undefined)?.[key],
    layers.tree,
  );
  if (typeof node !== "object" || node === null) return undefined;
  const source = Object.keys(node)
    .map((key) => layers.sourceOf([...path, key]))
    .find((found) => found !== undefined);
  return source && { origin: source.origin, from: source.from };
}
