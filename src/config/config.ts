import { bareConfig } from "./bare.ts";
import type { MadeSourceRead } from "./made.ts";
import type { Setting } from "./schema.ts";
import type { ShownConfig } from "./show.ts";
import type { ConfigFlags, LoadedConfig } from "./types.ts";

export { isBaseUrl, isCountry, isSourceName, isToken, NO_TOKEN, trimBaseUrl } from "./checks.ts";
export { DEFAULT_FILE } from "./defaults.ts";
export { chooseLanguage } from "./language.ts";
export { readHours, readLimit } from "./limits.ts";
export type { MadeSourceRead } from "./made.ts";
export type { ConfigProblem } from "./problems.ts";
export { type ConfigSchedule, readSchedule } from "./schedules.ts";
export type { Setting } from "./schema.ts";
export type { ShownSetting } from "./show.ts";
export type { ConfigFlags, DeliveryConfig, LoadedConfig, SourceAuth, SourceConfig } from "./types.ts";
export { PASSPHRASE_VARIABLE } from "./variables.ts";
export { draftFile, findVariable, type SourceDraft, tokenVariable, withVariable } from "./write.ts";

export interface LoadOptions {
  /** For commands that send no request: a token whose variable is not set is no problem; it is then "-". */
  readonly tokens?: "required" | "optional";
}

/**
 * Reads the config: flags > environment > .env > file > defaults. Throws CONFIG_INVALID with all problems at once.
 * A file named by `flags.config` must exist; ./datamaster.yaml need not. The real environment is never changed.
 */
export async function loadConfig(
  flags: ConfigFlags,
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  options: LoadOptions = {},
): Promise<LoadedConfig> {
  const bare = await bareConfig(flags, cwd, env);
  if (bare !== null) return bare;
  const { loadLayers } = await import("./load.ts");
  return await loadLayers(flags, cwd, env, options);
}

/** Checks a source that was not made in the file, by the file's schema. */
export async function readMadeSource(
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<MadeSourceRead> {
  return (await import("./made.ts")).readMade(name, given);
}

/** Every setting in force with its origin, fit to be shown: tokens as `***`, passwords in URLs masked. */
export async function maskedConfig(loaded: LoadedConfig): Promise<ShownConfig> {
  return (await import("./show.ts")).maskedConfig(loaded);
}

/** JSON Schema of the file, for `config schema` and YAML editors. */
export async function configJsonSchema(): Promise<Record<string, unknown>> {
  return (await import("./schema.ts")).jsonSchema();
}

/** Every setting with its variable, values and default, for reference pages. */
export async function configSettings(): Promise<readonly Setting[]> {
  return (await import("./schema.ts")).settings();
}
