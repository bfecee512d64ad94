import { told } from "../messages/messages.ts";
import { canonicalCountry, isSecretKey, NO_TOKEN } from "./checks.ts";
import { type ConfigFile, isTree, type Tree } from "./file.ts";
import { isLanguage, LANGUAGE_VARIABLE } from "./language.ts";
import { fillIn, type Layers, type Lookup, type Source } from "./layers.ts";
import { type ConfigProblem, nearest, showValue } from "./problems.ts";
import { innerSettings } from "./retention.ts";
import { keysAt, settings, sourceSchema } from "./schema.ts";
import type { ConfigFlags } from "./types.ts";
import {
  PASSPHRASE_VARIABLE,
  SECRET_KEY_VARIABLE,
  TOKEN_VARIABLE,
  VARIABLE_PREFIX,
  variablePart,
} from "./variables.ts";

/** Variables that are secrets of one verb, and no settings. */
const NO_SETTINGS: ReadonlySet<string> = new Set([TOKEN_VARIABLE, PASSPHRASE_VARIABLE, SECRET_KEY_VARIABLE]);
/** Kubernetes sets these for a service that is called datamaster. */
const SERVICE_LINK =
  /^DATAMASTER_(?:SERVICE_(?:HOST|PORT(?:_.*)?)|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/** Lays a file's values down, variables filled in. `optionalTokens`: a token whose variable is missing stays empty. */
export function addFile(
  layers: Layers,
  file: ConfigFile,
  from: string,
  lookup: Lookup,
  optionalTokens: boolean,
  problems: ConfigProblem[],
): void {
  const set = (path: readonly string[], value: unknown): void => {
    const place = file.placeOf(path);
    const source: Source = { origin: "file", from, ...(place && { place }) };
    const missing: ConfigProblem[] = [];
    const filled =
      typeof value === "string"
        ? fillIn(value, lookup, { path: path.join("."), from, ...place }, missing)
        : { value };
    const optional =
      missing.length > 0 && optionalTokens && (isSecretKey(path) || path.at(-1) === "clientId");
    if (!optional) problems.push(...missing);
    const { value: found, ...notes } = optional ? { value: NO_TOKEN } : filled;
    layers.set(path, found, { ...source, ...notes });
  };
  const walk = (tree: Tree, parent: readonly string[]): void => {
    for (const [key, value] of Object.entries(tree)) {
      const path = [...parent, key];
      if (isTree(value) && Object.keys(value).length > 0) walk(value, path);
      // A key with nothing behind it is a setting left open.
      else if (value !== null) set(path, value);
    }
  };
  walk(file.tree, []);
}

/** Lays one layer of `DATAMASTER_` variables over the rest; `__` parts levels. */
export function addVariables(
  layers: Layers,
  variables: Readonly<Record<string, string | undefined>>,
  origin: "environment" | ".env",
  problems: ConfigProblem[],
): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith(VARIABLE_PREFIX) || NO_SETTINGS.has(name) || SERVICE_LINK.test(name) || !value)
      continue;
    if (name === LANGUAGE_VARIABLE) {
      if (!isLanguage(value)) problems.push(wrongLanguage(value, origin));
      continue;
    }
    const path = pathOf(name, layers.sourceNames());
    if (path) layers.set(path, value, { origin, from: name });
    else problems.push(unknownVariable(name, origin));
  }
}

function wrongLanguage(value: string, from: string): ConfigProblem {
  return {
    path: LANGUAGE_VARIABLE,
    value: showValue(value),
    from,
    problem: told("isNotRight"),
    allowed: told("allowed", { setting: "lang" }),
  };
}

function unknownVariable(name: string, origin: string): ConfigProblem {
  const known = [TOKEN_VARIABLE, LANGUAGE_VARIABLE, ...settings().map(({ variable }) => variable)];
  const meant = nearest(name, known);
  return {
    path: name,
    from: origin === ".env" ? ".env" : "environment",
    problem: told("variableUnknown", { meant: meant ?? "" }),
  };
}

function pathOf(name: string, sourceNames: readonly string[]): string[] | null {
  const parts = name.slice(VARIABLE_PREFIX.length).split("__");
  const [first, second, third, fourth] = parts;
  if (parts.length <= 4 && first === "SOURCES" && second && third) {
    const map = fourth === undefined ? undefined : third.toLowerCase();
    const inner = innerSettings(map)?.map(([key]) => key);
    const keys = inner ?? keysAt(["sources", ""]);
    const key = keys.find((candidate) => variablePart(candidate) === (inner ? fourth : third));
    if (key === undefined || (fourth !== undefined && !inner)) return null;
    const source = sourceNames.find((candidate) => variablePart(candidate) === second);
    const name = source ?? second.toLowerCase().replaceAll("_", "-");
    return ["sources", name, ...(inner && map ? [map] : []), key];
  }
  const leaf = settings().find(({ variable, path }) => variable === name && !path.startsWith("sources."));
  return leaf ? leaf.path.split(".") : null;
}

/** Lays the flags over all: those of a source over every source there is, else they make one of their own. */
export function addFlags(
  layers: Layers,
  flags: ConfigFlags,
  lookup: Lookup,
  problems: ConfigProblem[],
): void {
  const set = (path: readonly string[], value: unknown, flag: string): void => {
    if (value !== undefined) layers.set(path, value, { origin: "flag", from: flag });
  };
  set(["store"], flags.db, "--db");
  set(["log", "level"], flags.logLevel, "--log-level");
  set(["log", "format"], flags.logFormat, "--log-format");
  const given = layers.sourceNames();
  const names = given.length > 0 ? given : addFlagSource(layers, flags, lookup, problems);
  if (names.length > 1 && flags.baseUrl !== undefined) {
    problems.push({
      path: "--base-url",
      problem: told("baseUrlForSeveral", { count: names.length }),
    });
    return;
  }
  for (const name of names) {
    for (const key of Object.keys(sourceSchema.shape)) {
      const value = flagOf(flags, key);
      set(
        ["sources", name, key],
        value,
        `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      );
    }
  }
}

function flagOf(flags: ConfigFlags, key: string): unknown {
  const { connector, baseUrl, region, concurrency, rps, skipSuppressed } = flags;
  const values: Readonly<Record<string, unknown>> = {
    connector,
    baseUrl,
    region,
    concurrency,
    rps,
    skipSuppressed,
  };
  return values[key];
}

/** A source without a file: its address from --base-url, its token from DATAMASTER_TOKEN. */
function addFlagSource(
  layers: Layers,
  flags: ConfigFlags,
  lookup: Lookup,
  problems: ConfigProblem[],
): string[] {
  if (flags.baseUrl === undefined) {
    if (flags.connector !== undefined) problems.push({ path: "--base-url", problem: told("baseUrlMissing") });
    return [];
  }
  const name = nameFromUrl(flags.baseUrl);
  const token = lookup(TOKEN_VARIABLE);
  if (token)
    layers.set(["sources", name, "token"], token.value, { origin: token.origin, from: TOKEN_VARIABLE });
  else {
    layers.set(["sources", name, "token"], NO_TOKEN, { origin: "environment", from: TOKEN_VARIABLE });
    problems.push({
      path: TOKEN_VARIABLE,
      problem: told("tokenNotSet"),
    });
  }
  return [name];
}

function nameFromUrl(baseUrl: string): string {
  return (
    (URL.parse(baseUrl)?.host ?? "")
      .replace(/[^A-Za-z0-9.-]/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "")
      .slice(0, 64) || "crm"
  );
}

/** Numbers and lists that came as text (variables, flags, quoted in the file) as what they are; the rest as it is. */
export function coerce(tree: Tree): void {
  if (isTree(tree.serve)) coerceServe(tree.serve);
  if (!isTree(tree.sources)) return;
  for (const source of Object.values(tree.sources)) {
    if (!isTree(source)) continue;
    for (const key of ["rps", "concurrency", "fullEvery", "overlap"]) {
      const value = source[key];
      if (typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value.trim())) source[key] = Number(value);
    }
    for (const key of ["keepPages", "skipSuppressed"]) {
      if (source[key] === "true" || source[key] === "false") source[key] = source[key] === "true";
    }
    // Crons hold commas: a variable has one schedule.
    if (typeof source.schedules === "string") source.schedules = [source.schedules];
    for (const key of ["keep", "otherRegions", "limits", "hours"]) {
      const value = source[key];
      if (typeof value === "string" && value !== "auto") source[key] = listOf(value);
    }
  }
}

function coerceServe(serve: Tree): void {
  if (typeof serve.allowPrivateAddresses === "string")
    serve.allowPrivateAddresses = listOf(serve.allowPrivateAddresses);
  for (const key of ["port", "sessionIdle", "keepExports", "requestsPerSecond"]) {
    const value = serve[key];
    if (typeof value === "string" && /^\d+$/.test(value.trim())) serve[key] = Number(value);
  }
  for (const key of ["trustProxy", "continueRuns", "requireSecondFactor"]) {
    if (serve[key] === "true" || serve[key] === "false") serve[key] = serve[key] === "true";
  }
}

function listOf(text: string): string[] {
  return text.split(",").flatMap((item) => item.trim() || []);
}

/** A better value for a wrong one, where it is plain what was meant. */
export function suggestionFor(path: readonly string[], value: unknown): string | null {
  if (path.at(-1) !== "region" || typeof value !== "string") return null;
  const country = canonicalCountry(value);
  return country === null || country === value.toUpperCase() ? null : country;
}
