import { Secret } from "../base/secret.ts";
import { maskUrl } from "./checks.ts";
import type { Origin } from "./layers.ts";
import { settings } from "./schema.ts";
import type { Config, LoadedConfig, SourceConfig } from "./types.ts";

/** A setting as `config show` tells it. */
export interface ShownSetting {
  readonly path: string;
  readonly value: string | number | readonly string[] | null;
  readonly origin: Origin;
  /** `MAIN_CRM_TOKEN (.env)`, where a file's value was filled in. */
  readonly variable?: string;
}

/** What `config show` tells. */
export interface ShownConfig {
  readonly file: string | null;
  readonly settings: readonly ShownSetting[];
}

/** Every setting in force with its origin, fit to be shown: tokens as `***`, passwords in URLs masked. */
export function maskedConfig(loaded: LoadedConfig): ShownConfig {
  const shown = pathsOf(loaded.config).map((path): ShownSetting => {
    const name = path.join(".");
    const variable = loaded.variables.get(name);
    const origin = loaded.origin.get(name) ?? "default";
    return {
      path: name,
      value: valueAt(loaded.config, path),
      origin,
      ...(variable !== undefined && { variable }),
    };
  });
  return { file: loaded.file, settings: shown };
}

function valueAt(config: Config, path: readonly string[]): ShownSetting["value"] {
  const [first, second = "", third, fourth] = path;
  if (first === "store") return maskUrl(config.store);
  if (first === "ranges" || first === "tokenFolder") return config[first];
  if (first === "tombstoneKeyFile" || first === "secretKeyFile") return config[first];
  if (first === "serve") return shownValue(Object.entries(config.serve), second);
  if (first === "backupRecipients") return config.backupRecipients;
  if (first === "exports") return shownValue(Object.entries(config.exports[second] ?? {}), third);
  if (first === "log") return second === "level" ? config.log.level : config.log.format;
  const source = config.sources.find(({ name }) => name === second);
  const [map, wanted] =
    third === "auth" || third === "retention" ? [source?.[third], fourth] : [source, third];
  return shownValue(Object.entries(map ?? {}), wanted);
}

function shownValue(map: readonly (readonly [string, unknown])[], wanted = ""): ShownSetting["value"] {
  const value = map.find(([key]) => key === wanted)?.[1];
  if (wanted === "tokenUrl") return maskUrl(String(value));
  if (wanted === "proxy" && value instanceof Secret) return maskUrl(value.reveal());
  if (value instanceof Secret) return value.toString();
  if (Array.isArray(value)) return value.map(shownItem);
  return typeof value === "number" ? value : value === null || value === undefined ? null : String(value);
}

/** Of token and auth a source has one; of auth only what belongs to its kind. */
function hasPlaceFor([, , key, inner]: readonly string[], { auth }: SourceConfig): boolean {
  if (key === "token") return auth === null;
  if (key !== "auth") return true;
  return auth !== null && (inner !== "refreshToken" || auth.refreshToken !== null);
}

/** An item of a list; a map as a file would hold it. */
export function shownItem(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return `{${Object.entries(item)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ")}}`;
}

/** Paths of all settings of a config, as they are named to users. */
export function pathsOf(config: Config): string[][] {
  const forms = settings().map(({ path }) => path.split("."));
  const presets = Object.entries(config.exports).flatMap(([name, preset]) =>
    Object.keys(preset).map((key) => ["exports", name, key]),
  );
  const paths = forms.flatMap((path) =>
    path[0] === "sources"
      ? config.sources
          .filter((source) => hasPlaceFor(path, source))
          .map(({ name }) => ["sources", name, ...path.slice(2)])
      : [path],
  );
  return [...paths, ...presets];
}
