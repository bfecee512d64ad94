import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Command, InvalidArgumentError } from "commander";
import packageJson from "../../../package.json" with { type: "json" };
import { filePresets } from "../../app/export-presets.ts";
import type { HouseGround } from "../../app/house-rules.ts";
import { DatamasterError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import { ensureDashboard, type Service, startService, type TlsFiles } from "../../server/server.ts";
import type { Cli } from "../cli.ts";
import { type Context, type GlobalFlags, openContext } from "../context.ts";
import { deliveryPlans } from "../delivery-plans.ts";
import { addExamples } from "../help.ts";
import { printError, printJson, toKnown } from "../report.ts";

interface ServeFlags extends GlobalFlags {
  readonly port?: number;
  readonly host?: string;
  readonly open?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustProxy?: boolean;
  readonly apiOnly?: boolean;
}

const MINUTE_MS = 60_000;

/** `serve`: the service and its dashboard, until a signal ends it. */
export function addServe(program: Command, cli: Cli): void {
  const texts = cli.words.verbs.serve;
  const command = program
    .command("serve")
    .summary(texts.summary)
    .description(texts.about)
    .option("--port <n>", texts.port, port)
    .option("--host <address>", texts.host)
    .option("--open", texts.open)
    .option("--tls-cert <file>", texts.tlsCert)
    .option("--tls-key <file>", texts.tlsKey)
    .option("--trust-proxy", texts.trustProxy)
    .option("--api-only", texts.apiOnly)
    .action(
      async (_flags: unknown, self: Command) => await serve(await openContext(cli, self, "optional"), self),
    );
  addExamples(command, [
    ["datamaster serve --open", texts.examples.here],
    ["datamaster serve --host 0.0.0.0 --port 8443 --tls-cert cert.pem --tls-key key.pem", texts.examples.tls],
    ["datamaster serve --trust-proxy", texts.examples.proxy],
  ]);
}

async function serve(context: Context, command: Command): Promise<void> {
  const { cli, quiet } = context;
  const { serving } = cli.words;
  const flags = command.optsWithGlobals<ServeFlags>();
  const say = (line: string): void => {
    if (!quiet) context.screen.write(`${line}\n`);
  };
  if (flags.apiOnly !== true && !(await ensureDashboard(() => say(serving.building)))) {
    say(serving.noDashboard);
  }
  const service = await start(context, flags, say);
  tell(context, service, say);
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
    trustsProxy: flags.trustProxy ?? set.trustProxy,
    ground: groundOf(context),
    exporting: { presets: filePresets(loaded.config.exports), keepHours: set.keepExports },
    collecting: { plans: deliveryPlans(context), continueRuns: set.continueRuns },
    withDashboard: flags.apiOnly !== true,
    onOpened: (address) => say(cli.words.serving.opened({ address })),
    onOpenFailed: (error) => printError(cli, toKnown(cli, error)),
  });
}

/** What the config says of what admins may set in the dashboard. */
function groundOf({ loaded: { config, origin } }: Context): HouseGround {
  const { sessionIdle, requireSecondFactor } = config.serve;
  const isSaid = (name: string): boolean => (origin.get(`serve.${name}`) ?? "default") !== "default";
  return {
    rules: { idleMinutes: sessionIdle, needsSecondFactor: requireSecondFactor },
    fixed: [
      ...(isSaid("sessionIdle") ? (["idleMinutes"] as const) : []),
      ...(isSaid("requireSecondFactor") ? (["needsSecondFactor"] as const) : []),
    ],
  };
}

/** Says where it is served and how to begin; with --json one document, for whoever started it. */
function tell(context: Context, service: Service, say: (line: string) => void): void {
  const { cli, flags } = context;
  const { serving } = cli.words;
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
  if (context.json) printJson(cli, { address, setup: setup?.link ?? null });
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

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
