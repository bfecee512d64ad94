import type { SourceOptions } from "../app/app.ts";
import { toSourceOptions } from "../app/sources/source-options.ts";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import type { Run } from "../model/run.ts";
import type { Context, SourceFlags } from "./context.ts";

/** A source that was asked for. */
export interface ChosenSource {
  readonly name: string;
  /** False where flags alone describe it. */
  readonly named: boolean;
  readonly options: SourceOptions;
}

/**
 * The sources that are named, of the config file or made; with `all` every one; without either the only one. Rejects USAGE with
 * the known names, SECRET_KEY.
 */
export async function chooseSources(
  context: Context,
  names: readonly string[],
  all: boolean,
): Promise<readonly ChosenSource[]> {
  const { sources } = context;
  const ofFile = sources.map((source): ChosenSource => ({ ...source, options: toSourceOptions(source) }));
  const isKnown = (name: string): boolean => sources.some((one) => one.name === name);
  const hasFlags = sources.some(({ named }) => !named);
  const made = hasFlags || (names.length > 0 && names.every(isKnown)) ? [] : await madeNames(context);
  const known = [...sources.map(({ name }) => name), ...made];
  if (known.length === 0) throw noSources();
  if (all && names.length > 0) {
    throw new DatamasterError("USAGE", told("allAndNames", { known: known.join(", ") }));
  }
  if (!all && names.length === 0 && known.length > 1) {
    throw new DatamasterError(
      "USAGE",
      told("severalSources", { count: known.length, known: known.join(", ") }),
    );
  }
  const asked = names.length === 0 ? known : [...new Set(names)];
  return await Promise.all(
    asked.map(async (name) => {
      const source = ofFile.find((one) => one.name === name);
      if (source !== undefined) return source;
      if (!made.includes(name))
        throw new DatamasterError("USAGE", told("noSource", { name, known: known.join(", ") }));
      return { name, named: true, options: await madeOptions(context, name) };
    }),
  );
}

/** Names of made sources; none where the store cannot be read, which whoever uses it tells better. */
async function madeNames({ ports }: Context): Promise<string[]> {
  const { listSources } = await import("../app/sources/sources.ts");
  try {
    return (await listSources(ports)).flatMap(({ name, origin }) => (origin === "made" ? [name] : []));
  } catch (error) {
    if (error instanceof DatamasterError && error.code.startsWith("STORE_")) return [];
    throw error;
  }
}

/** A made source with the flags of the command laid over it. */
async function madeOptions({ ports, flags }: Context, name: string): Promise<SourceOptions> {
  const { findSource } = await import("../app/sources/sources.ts");
  return await findSource(ports, name, flagSettings(flags));
}

/** What flags say of a source, as its settings. */
export function flagSettings(flags: SourceFlags): Readonly<Record<string, unknown>> {
  const { connector, baseUrl, region, concurrency, rps, skipSuppressed } = flags;
  const number = (text: string) => (/^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text);
  return {
    ...(connector !== undefined && { connector }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(region !== undefined && { region }),
    ...(concurrency !== undefined && { concurrency: number(concurrency) }),
    ...(rps !== undefined && { rps: number(rps) }),
    ...(skipSuppressed !== undefined && { skipSuppressed }),
  };
}

/** Nothing says where to collect from. */
function noSources(): DatamasterError {
  return new DatamasterError("CONFIG_INVALID", told("noSources"));
}

/** The source that the run belongs to, of the config or made; one without a name is known by its connector and address. */
export async function findSourceOfRun(context: Context, run: Run): Promise<SourceOptions | undefined> {
  const { sources } = context;
  const named = sources.find((source) => source.named && source.name === run.source);
  if (named !== undefined) return toSourceOptions(named);
  const flagged = sources.find(
    (source) => !source.named && run.source.startsWith(`${source.connector}:${source.baseUrl}#`),
  );
  if (flagged !== undefined) return { ...toSourceOptions(flagged), name: run.source };
  return (await madeNames(context)).includes(run.source) ? await madeOptions(context, run.source) : undefined;
}

/** The same; rejects USAGE where there is none. */
export async function sourceOfRun(context: Context, run: Run): Promise<SourceOptions> {
  const found = await findSourceOfRun(context, run);
  if (found !== undefined) return found;
  const { run: number, source } = run;
  const key = source === "demo" ? "demoSourceGone" : "sourceNotConfigured";
  throw new DatamasterError("USAGE", told(key, { run: number, source }));
}
