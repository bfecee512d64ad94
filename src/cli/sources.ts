import type { SourceOptions } from "../app/app.ts";
import { DatamasterError } from "../base/errors.ts";
import type { SourceConfig } from "../config/config.ts";
import { told } from "../messages/messages.ts";
import type { Run } from "../model/run.ts";
import { type Context, toSourceOptions } from "./context.ts";

/** The sources that are named; with `all` every one; without either the only one. Throws USAGE with the known names. */
export function chooseSources(
  { sources }: Context,
  names: readonly string[],
  all: boolean,
): readonly SourceConfig[] {
  if (sources.length === 0) throw noSources();
  const known = sources.map(({ name }) => name).join(", ");
  if (all && names.length > 0) {
    throw new DatamasterError("USAGE", told("allAndNames", { known }));
  }
  if (all || (names.length === 0 && sources.length === 1)) return sources;
  if (names.length === 0) {
    throw new DatamasterError("USAGE", told("severalSources", { count: sources.length, known }));
  }
  return [...new Set(names)].map((name) => {
    const source = sources.find((one) => one.name === name);
    if (source === undefined) throw new DatamasterError("USAGE", told("noSource", { name, known }));
    return source;
  });
}

/** Nothing says where to collect from. */
function noSources(): DatamasterError {
  return new DatamasterError("CONFIG_INVALID", told("noSources"));
}

/** The configured source that the run belongs to; one without a name is known by its connector and address. */
export function findSourceOfRun({ sources }: Context, run: Run): SourceOptions | undefined {
  const named = sources.find((source) => source.named && source.name === run.source);
  if (named !== undefined) return toSourceOptions(named);
  const flagged = sources.find(
    (source) => !source.named && run.source.startsWith(`${source.connector}:${source.baseUrl}#`),
  );
  return flagged === undefined ? undefined : { ...toSourceOptions(flagged), name: run.source };
}

/** The same; throws USAGE where there is none. */
export function sourceOfRun(context: Context, run: Run): SourceOptions {
  const found = findSourceOfRun(context, run);
  if (found !== undefined) return found;
  const { run: number, source } = run;
  const key = source === "demo" ? "demoSourceGone" : "sourceNotConfigured";
  throw new DatamasterError("USAGE", told(key, { run: number, source }));
}
