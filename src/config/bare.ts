import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { isStore } from "./checks.ts";
import { DEFAULT_FILE, DEFAULTS, LOG_FORMATS, LOG_LEVELS } from "./defaults.ts";
import { withoutSecrets } from "./delivery-secrets.ts";
import { isLanguage, LANGUAGE_VARIABLE } from "./language.ts";
import type { Origin } from "./layers.ts";
import type { ConfigFlags, LoadedConfig } from "./types.ts";
import { TOKEN_VARIABLE, VARIABLE_PREFIX } from "./variables.ts";

/**
 * The config where nothing but `--db` and the flags of the log has a say, as the schema would give it: loading that takes
 * longer than most commands. Null where there is a file, a variable, another flag or anything wrong.
 */
export async function bareConfig(
  flags: ConfigFlags,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<LoadedConfig | null> {
  const { db, logLevel, logFormat, ...others } = flags;
  if (Object.values(others).some((flag) => flag !== undefined)) return null;
  if (Object.entries(env).some(([name, value]) => hasSay(name, value))) return null;
  if (!(await isAbsent(resolve(cwd, DEFAULT_FILE))) || !(await isAbsent(resolve(cwd, ".env")))) return null;
  const store = db ?? DEFAULTS.store;
  const level = LOG_LEVELS.find((one) => one === (logLevel ?? DEFAULTS.log.level));
  const format = LOG_FORMATS.find((one) => one === (logFormat ?? DEFAULTS.log.format));
  if (!isStore(store) || level === undefined || format === undefined) return null;
  const { log: _, serve, ...settings } = DEFAULTS;
  const originOf = (flag?: string): Origin => (flag === undefined ? "default" : "flag");
  const bare = {
    ...settings,
    store,
    backupRecipients: [],
    serve: { ...serve, allowPrivateAddresses: [] },
    sources: [],
    exports: {},
    deliveries: [],
    log: { level, format },
  };
  return {
    config: bare,
    file: null,
    origin: new Map<string, Origin>([
      ...Object.keys(settings).map((name): [string, Origin] => [name, "default"]),
      ["backupRecipients", "default"],
      ...[...Object.keys(serve), "tlsCert", "tlsKey"].map((name): [string, Origin] => [
        `serve.${name}`,
        "default",
      ]),
      ["serve.allowPrivateAddresses", "default"],
      ["store", originOf(db)],
      ["log.level", originOf(logLevel)],
      ["log.format", originOf(logFormat)],
    ]),
    variables: new Map(),
    environment: withoutSecrets(env, bare),
    secretKey: null,
    warnings: [],
  };
}

function hasSay(name: string, value: string | undefined): boolean {
  if (!name.startsWith(VARIABLE_PREFIX) || !value || name === TOKEN_VARIABLE) return false;
  return name !== LANGUAGE_VARIABLE || !isLanguage(value);
}

/** False also where it cannot be told. */
async function isAbsent(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}
