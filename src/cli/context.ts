import type { Command } from "commander";
import type { AppPorts, ConfiguredSources } from "../app/app.ts";
import { plainSettings, schedulesOf, toSourceOptions } from "../app/sources/source-options.ts";
import { createLogger, type LogFormat, type Logger, type LogLevel } from "../base/log.ts";
import { compose } from "../compose.ts";
import { type ConfigFlags, type LoadedConfig, loadConfig, type SourceConfig } from "../config/config.ts";
import { type Messages, say } from "../messages/messages.ts";
import type { Cli } from "./cli.ts";
import { Screen } from "./screen.ts";

/** Flags that every verb takes, before or after its name. */
export interface GlobalFlags {
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  readonly logLevel?: string;
  readonly logFormat?: string;
  readonly quiet?: boolean;
  readonly lang?: string;
}

/** Flags that describe or override a source. */
export interface SourceFlags {
  readonly connector?: string;
  readonly baseUrl?: string;
  readonly region?: string;
  readonly concurrency?: string;
  readonly rps?: string;
  readonly skipSuppressed?: boolean;
}

/** What a verb over sources and the store works with. */
export interface Context {
  readonly cli: Cli;
  readonly flags: GlobalFlags & SourceFlags;
  readonly loaded: LoadedConfig;
  readonly sources: readonly SourceConfig[];
  readonly screen: Screen;
  readonly ports: AppPorts;
  readonly format: LogFormat;
  /** True where only errors may be told. */
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Adds the flags of a source, for verbs that talk to a CRM. */
export function addSourceFlags(command: Command, { help: { sourceFlags } }: Messages): Command {
  return command
    .optionsGroup(sourceFlags.title)
    .option("--connector <name>", sourceFlags.connector)
    .option("--base-url <url>", sourceFlags.baseUrl)
    .option("--region <code>", sourceFlags.region)
    .option("--concurrency <n>", sourceFlags.concurrency)
    .option("--rps <n|auto>", sourceFlags.rps)
    .option("--skip-suppressed", sourceFlags.skipSuppressed);
}

/** Loads the config and puts the app together. Rejects CONFIG_INVALID with all problems at once. */
export async function openContext(
  cli: Cli,
  command: Command,
  tokens: "required" | "optional",
): Promise<Context> {
  const given = command.optsWithGlobals<GlobalFlags & SourceFlags>();
  const flags: ConfigFlags = tokens === "required" ? given : withoutSource(given);
  const loaded = await loadConfig(flags, cli.cwd, undefined, { tokens });
  return contextOf(cli, given, loaded);
}

/** The same from flags alone, where no config file and no variable has a say: `store` where no --db is given. */
export async function openContextOfFlags(
  cli: Cli,
  command: Command,
  folder: string,
  store: string,
): Promise<Context> {
  const given = command.optsWithGlobals<GlobalFlags>();
  const { db = store, logLevel, logFormat } = given;
  return contextOf(cli, given, await loadConfig({ db, logLevel, logFormat }, folder, {}));
}

/** Of verbs that send nothing, `--region` filters rows and is no source's. */
function withoutSource({ config, db, logLevel, logFormat }: ConfigFlags): ConfigFlags {
  return { config, db, logLevel, logFormat };
}

async function contextOf(cli: Cli, flags: GlobalFlags & SourceFlags, loaded: LoadedConfig): Promise<Context> {
  const screen = await Screen.open(cli.stderr);
  const { log: logging, sources } = loaded.config;
  const quiet = flags.quiet === true;
  const level: LogLevel = quiet && flags.logLevel === undefined ? "error" : logging.level;
  const log = createLogger({
    level,
    format: logging.format,
    stream: screen.logStream,
    color: screen.hasColors,
  });
  for (const warning of loaded.warnings) {
    // The one log that speaks to the person who typed the command; for machines it is English as all of them.
    log.warn(logging.format === "pretty" ? say(cli.words, warning).text : warning.text);
  }
  return {
    cli,
    flags,
    loaded,
    sources,
    screen,
    ports: portsOf(loaded, configuredIn(loaded), log),
    format: logging.format,
    quiet,
    json: flags.json === true,
  };
}

/** The same with other sources than the config file's. */
export function withSources(context: Context, configured: ConfiguredSources): Context {
  return { ...context, ports: portsOf(context.loaded, configured, context.ports.log) };
}

function portsOf(loaded: LoadedConfig, configured: ConfiguredSources, log: Logger): AppPorts {
  const { store, ranges, tokenFolder, tombstoneKeyFile, secretKeyFile } = loaded.config;
  const files = { store, ranges, tokenFolder, tombstoneKeyFile, secretKeyFile };
  return compose({ ...files, secretKey: loaded.secretKey?.reveal() ?? null, configured, log });
}

function configuredIn({ file, config }: LoadedConfig): ConfiguredSources {
  const sources = config.sources.flatMap((source) =>
    source.named
      ? [
          {
            options: toSourceOptions(source),
            settings: plainSettings(source),
            schedules: schedulesOf(source),
          },
        ]
      : [],
  );
  return { file, sources, networks: config.serve.allowPrivateAddresses };
}
