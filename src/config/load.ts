import { basename, resolve } from "node:path";
import { Secret } from "../base/secret.ts";
import type { Told } from "../base/told.ts";
import { told } from "../messages/messages.ts";
import { check } from "./check.ts";
import { NO_TOKEN, trimBaseUrl } from "./checks.ts";
import { DEFAULT_FILE } from "./defaults.ts";
import { secretsOf, toDeliveries, withoutSecrets } from "./delivery-secrets.ts";
import { type ConfigFile, parseDotenv, readableByOthers, readText } from "./file.ts";
import { addFile, addFlags, addVariables, coerce } from "./gather.ts";
import { Layers, lookupIn, type Origin } from "./layers.ts";
import { type ConfigProblem, configError, showValue } from "./problems.ts";
import { NO_PROXY_AT_ALL, proxyFor } from "./proxy.ts";
import type { ParsedConfig } from "./schema.ts";
import { pathsOf } from "./show.ts";
import type { Config, ConfigFlags, LoadedConfig, SourceAuth, SourceConfig } from "./types.ts";
import { SECRET_KEY_VARIABLE } from "./variables.ts";

interface LoadOptions {
  readonly tokens?: "required" | "optional";
}

/** Reads all layers of the config and checks them; as `loadConfig` of the doorway promises. */
export async function loadLayers(
  flags: ConfigFlags,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  options: LoadOptions,
): Promise<LoadedConfig> {
  const problems: ConfigProblem[] = [];
  const warnings: Told[] = [];
  const dotenv = await readDotenv(cwd, problems, warnings);
  const { file, path, shown } = await readFileLayer(flags, cwd, problems);
  // What else is wrong cannot be told while the file itself cannot be read.
  if (problems.length > 0) throw configError(problems);
  const lookup = lookupIn(env, dotenv);
  const layers = new Layers();
  if (file) addFile(layers, file, shown, lookup, options.tokens === "optional", problems);
  addVariables(layers, dotenv, ".env", problems);
  addVariables(layers, env, "environment", problems);
  const named = layers.sourceNames();
  addFlags(layers, flags, lookup, problems);
  coerce(layers.tree);
  const parsed = check(layers, problems);
  if (parsed === null) throw configError(problems);
  warnings.push(...literalTokens(layers, parsed));
  const config = toConfig(parsed, new Set(named), (name) => lookup(name)?.value);
  const environment = withoutSecrets(env, config);
  const key = lookup(SECRET_KEY_VARIABLE)?.value;
  const secretKey = key === undefined ? null : new Secret(key);
  return { config, file: path, ...notesOf(layers, config), environment, secretKey, warnings };
}

async function readDotenv(
  cwd: string,
  problems: ConfigProblem[],
  warnings: Told[],
): Promise<Record<string, string>> {
  const path = resolve(cwd, ".env");
  const text = await readText(path, ".env", problems);
  if (text === null) return {};
  if (await readableByOthers(path)) warnings.push(told("dotenvOpen"));
  return parseDotenv(text);
}

interface FileLayer {
  readonly file: ConfigFile | null;
  readonly path: string | null;
  readonly shown: string;
}

async function readFileLayer(flags: ConfigFlags, cwd: string, problems: ConfigProblem[]): Promise<FileLayer> {
  const path = resolve(cwd, flags.config ?? DEFAULT_FILE);
  const shown = flags.config ?? basename(path);
  const before = problems.length;
  const text = await readText(path, shown, problems);
  if (text !== null) {
    // Loaded where there is a file to read: most of the time that `status` needs is its start.
    const { parseConfigFile } = await import("./yaml.ts");
    return { file: parseConfigFile(text, shown, problems), path, shown };
  }
  if (flags.config !== undefined && problems.length === before) {
    problems.push({ path: "--config", value: showValue(flags.config), problem: told("fileMissing") });
  }
  return { file: null, path: null, shown };
}

function literalTokens(layers: Layers, parsed: ParsedConfig): Told[] {
  const ofDeliveries = Object.entries(parsed.deliveries).flatMap(([name, { to }]) =>
    secretsOf(to).flatMap(([key, value]) => literalToken(layers, ["deliveries", name, "to", key], value)),
  );
  const ofSources = Object.entries(parsed.sources).flatMap(([name, { token, auth }]) => {
    const secrets = [
      ["token", token],
      ["auth.clientSecret", auth?.clientSecret],
      ["auth.refreshToken", auth?.kind === "refresh-token" ? auth.refreshToken : undefined],
    ] as const;
    return secrets.flatMap(([key, value]) =>
      literalToken(layers, ["sources", name, ...key.split(".")], value),
    );
  });
  return [...ofSources, ...ofDeliveries];
}

function literalToken(layers: Layers, path: readonly string[], value: unknown): Told[] {
  const source = layers.sourceOf(path);
  const isLiteral = source?.origin === "file" && source.template === undefined;
  return isLiteral && value !== NO_TOKEN
    ? [told("tokenInFile", { path: path.join("."), file: source.from })]
    : [];
}

function toConfig(
  parsed: ParsedConfig,
  named: ReadonlySet<string>,
  read: (name: string) => string | undefined,
): Config {
  const sources = Object.entries(parsed.sources).map(([name, source]) =>
    toSource(name, source, named.has(name), read),
  );
  const { store, ranges, tokenFolder, tombstoneKeyFile, secretKeyFile } = parsed;
  const { backupRecipients, exports, log, serve } = parsed;
  const files = { store, ranges, tokenFolder, tombstoneKeyFile, secretKeyFile };
  return {
    ...files,
    backupRecipients,
    serve,
    sources,
    exports,
    deliveries: toDeliveries(parsed.deliveries),
    log,
  };
}

/** A source's settings as the program takes them; `read` looks up variables of the environment. */
export function toSource(
  name: string,
  source: ParsedConfig["sources"][string],
  named: boolean,
  read: (name: string) => string | undefined,
): SourceConfig {
  return {
    name,
    named,
    connector: source.connector,
    baseUrl: trimBaseUrl(source.baseUrl),
    token: source.token === undefined ? null : new Secret(source.token),
    auth: source.auth === undefined ? null : authOf(source.auth, source.proxy, read),
    region: source.region?.toUpperCase() ?? null,
    otherRegions: regionsOf(source.otherRegions),
    rps: source.rps,
    limits: source.limits,
    hours: typeof source.hours === "string" ? [source.hours] : source.hours,
    schedules: source.schedules,
    concurrency: source.concurrency,
    keep: [...new Set(source.keep)],
    fullEvery: source.fullEvery,
    overlap: source.overlap,
    keepPages: source.keepPages,
    retention: {
      rejectedRaw: source.retention?.rejectedRaw ?? null,
      goneNumbers: source.retention?.goneNumbers ?? null,
    },
    skipSuppressed: source.skipSuppressed,
    proxy: proxyOf(source.proxy, source.baseUrl, read),
    ca: source.ca ?? null,
  };
}

function regionsOf(given: "auto" | readonly string[]): SourceConfig["otherRegions"] {
  return given === "auto" ? given : [...new Set(given.map((region) => region.toUpperCase()))];
}

function authOf(
  given: NonNullable<ParsedConfig["sources"][string]["auth"]>,
  proxy: string | undefined,
  read: (name: string) => string | undefined,
): SourceAuth {
  const { kind, tokenUrl, clientId, clientSecret, scope, audience, clientAuth } = given;
  return {
    kind,
    tokenUrl,
    clientId,
    clientAuth,
    clientSecret: clientSecret === undefined ? null : new Secret(clientSecret),
    refreshToken: given.kind === "refresh-token" ? new Secret(given.refreshToken) : null,
    scope: scope ?? null,
    audience: audience ?? null,
    proxy: proxyOf(proxy, tokenUrl, read),
  };
}

function proxyOf(
  given: string | undefined,
  url: string,
  read: (name: string) => string | undefined,
): Secret | null {
  const found = given ?? proxyFor(url, read);
  return found === null || found === NO_PROXY_AT_ALL ? null : new Secret(found);
}

function notesOf(layers: Layers, config: Config): Pick<LoadedConfig, "origin" | "variables"> {
  const origin = new Map<string, Origin>();
  const variables = new Map<string, string>();
  for (const path of pathsOf(config)) {
    const source = layers.sourceOf(path);
    origin.set(path.join("."), source?.origin ?? "default");
    if (source?.variable !== undefined) variables.set(path.join("."), source.variable);
  }
  return { origin, variables };
}
