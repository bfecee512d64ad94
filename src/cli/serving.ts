import { spawn } from "node:child_process";
import { once } from "node:events";
import packageJson from "../../package.json" with { type: "json" };
import { filePresets } from "../app/exports/export-presets.ts";
import { DatamasterError } from "../base/errors.ts";
import { told } from "../messages/messages.ts";
import { ensureDashboard, type Service, startService, type TlsFiles } from "../server/server.ts";
import type { Context } from "./context.ts";
import { deliveryPlans } from "./delivery-plans.ts";
import { groundOf } from "./ground.ts";
import { printError, toKnown } from "./report.ts";

/** What the command line says of serving; the rest is the config's. */
export interface ServeFlags {
  readonly port?: number;
  readonly host?: string;
  readonly open?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustProxy?: boolean;
  readonly apiOnly?: boolean;
}

const MINUTE_MS = 60_000;

/** Where the service is, as `--json` tells it; `setup` makes the first admin and is null where there is one. */
export interface ServedDocument {
  readonly address: string;
  readonly setup: string | null;
}

/** Serves the store of a context until a signal ends it; `onServing` is called once it listens. Rejects as the service does. */
export async function serveUntilSignal(
  context: Context,
  flags: ServeFlags,
  onServing: (document: ServedDocument) => void,
): Promise<void> {
  const { cli, quiet } = context;
  const { serving } = cli.words;
  const say = (line: string): void => {
    if (!quiet) context.screen.write(`${line}\n`);
  };
  if (flags.apiOnly !== true && !(await ensureDashboard(() => say(serving.building)))) {
    say(serving.noDashboard);
  }
  const service = await start(context, flags, say);
  tell(context, flags, service, say);
  onServing({ address: service.address, setup: service.setup?.link ?? null });
  if (flags.open === true) openBrowser(service.setup?.link ?? service.address);
  if (!cli.signal.aborted) await once(cli.signal, "abort");
  say(serving.ending);
  await service.close();
  say(serving.ended);
  cli.exit(0);
}

async function start(context: Context, flags: ServeFlags, say: (line: string) => void): Promise<Service> {
  const { cli, ports, loaded } = context;
  const { serve: set } = loaded.config;
  const place = { host: flags.host ?? set.host, port: flags.port ?? set.port };
  return await startService({
    ports,
    version: packageJson.version,
    place,
    tls: tlsOf({ cert: flags.tlsCert ?? set.tlsCert, key: flags.tlsKey ?? set.tlsKey }),
    requestsPerSecond: set.requestsPerSecond,
    trustsProxy: flags.trustProxy ?? set.trustProxy,
    ground: groundOf(context),
    exporting: { presets: filePresets(loaded.config.exports), keepHours: set.keepExports },
    collecting: { plans: deliveryPlans(context), continueRuns: set.continueRuns },
    withDashboard: flags.apiOnly !== true,
    onOpened: (address) => say(cli.words.serving.opened({ address })),
    onOpenFailed: (error) => printError(cli, toKnown(cli, error)),
  });
}

/** Says where it is served and how to begin. */
function tell(context: Context, flags: ServeFlags, service: Service, say: (line: string) => void): void {
  const { serving } = context.cli.words;
  const { address, setup, isHeldBack } = service;
  const { host, tlsCert, trustProxy } = { ...context.loaded.config.serve, ...definedOf(flags) };
  say(serving.listening({ address }));
  if (isHeldBack) say(serving.heldBack({ host }));
  if (setup !== null) {
    const minutes = Math.round((Date.parse(setup.expiresAt) - Date.now()) / MINUTE_MS);
    say(serving.setup({ link: setup.link, minutes }));
  }
  if (tlsCert === undefined && !trustProxy && !/^(127\.|localhost$|::1$)/.test(host)) say(serving.plain);
  say(serving.howToEnd);
}

function definedOf(flags: object): ServeFlags {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

function tlsOf({ cert, key }: Partial<Record<keyof TlsFiles, string | undefined>>): TlsFiles | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw new DatamasterError("USAGE", told("serveTlsHalf"));
  return { cert, key };
}

/** Where there is no browser, nothing happens: the address is on the screen. */
function openBrowser(address: string): void {
  const [program, args] =
    process.platform === "darwin"
      ? ["open", [address]]
      : process.platform === "win32"
        ? ["explorer", [address]]
        : ["xdg-open", [address]];
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
