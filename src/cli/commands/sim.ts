import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  FIELD_CLASSES,
  QUICK_FAULTS,
  REGIONS,
  type Region,
  type SimOptions,
  SLOW_FAULTS,
  startSim,
  TLS_KINDS,
  type TlsKind,
} from "../../sim/sim.ts";
import type { Cli } from "../cli.ts";
import { addExamples, type Example } from "../help.ts";
import { counted, wrap } from "../text.ts";

interface SimFlags {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly account?: string;
  readonly tls?: TlsKind;
  readonly seed: number;
  readonly clients?: number;
  readonly projects?: number;
  readonly records?: number;
  readonly maxRecords?: number;
  readonly classes: readonly string[];
  readonly region: Region;
  readonly truth?: string;
  readonly latency: number;
  readonly jitter: number;
  readonly rateLimit?: number;
  readonly rateWindow: number;
  readonly rateKind: "sliding" | "fixed" | "bucket";
  readonly rateBurst?: number;
  readonly retryAfter: "seconds" | "date" | "none";
  readonly rateHeaders: boolean;
  readonly tellLimit?: boolean;
  readonly faults: NonNullable<SimOptions["faults"]>;
  readonly maxConsecutiveFaults: number;
  readonly dripMs: number;
  readonly deadProjects?: number | number[];
  readonly deadClients?: number | number[];
  readonly deadStatus: NonNullable<SimOptions["deadStatus"]>;
  readonly tokenExpiresAfter?: number;
  readonly untilStdinEnds?: boolean;
  readonly json?: boolean;
}

const DEAD_STATUSES = [403, 404, 410, 500, 503] as const;

const EXAMPLES: readonly Example[] = [
  ["datamaster sim", "2,411 clients, about 1,000,000 records, on port 4010"],
  ["datamaster sim --clients 50 --port 0 --json", "a small one on a free port, told as JSON"],
  ["datamaster sim --truth truth.json", "also writes what a collector should find"],
  ["datamaster sim --rate-limit 50 --faults 0.05", "50 requests in any second, 5% of them spoiled"],
  ["datamaster sim --faults cut=0.02,html=0.01", "chosen faults"],
  ["datamaster sim --dead-projects 0.01", "1% of the projects never answer"],
];

const MORE =
  "With --json it prints {url, token, clients, projects, records} as soon as it listens. Everything about its " +
  "behaviour can be changed while it runs, by POST to /__control/config: see docs/sim.md.";

/** The verb `sim`: serves the bundled CRM until the process is asked to stop. */
export function addSim(program: Command, cli: Cli): void {
  const command = program
    .command("sim")
    .summary("run the bundled CRM")
    .description(
      "Runs the bundled CRM: a made-up company's clients, projects and phone records, with faults on demand.",
    )
    .addHelpText("after", `\n${[...classNames(), ...wrap(MORE, 78)].join("\n")}`);
  addExamples(command, EXAMPLES);
  addServerOptions(command);
  addDataOptions(command);
  addBehaviourOptions(command);
  command.action(async () => runSim(command.optsWithGlobals<SimFlags>(), cli));
}

function classNames(): string[] {
  const names = (common: boolean): string =>
    FIELD_CLASSES.filter((field) => field.weight > 0 === common)
      .map((field) => field.name)
      .join(", ");
  const lines = [`Classes by default: ${names(true)}.`, `Others: ${names(false)}.`];
  return lines.flatMap((line) => wrap(line, 78, 2));
}

function addServerOptions(command: Command): void {
  command
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes any free one", whole, 4010)
    .option("--token <token>", "the bearer token it asks for", "sim-token")
    .option("--account <name>", "what /me calls the account")
    .addOption(
      new Option("--tls <kind>", "serve HTTPS with a certificate that is wrong in this way").choices(
        TLS_KINDS,
      ),
    )
    .option(
      "--until-stdin-ends",
      "stop also when standard input ends, as it does when the parent process dies",
    );
}

function addDataOptions(command: Command): void {
  command
    .option("--seed <number>", "the same seed gives the same data", whole, 1)
    .option("--clients <number>", "how many clients (default: 2411)", whole)
    .option("--projects <number>", "how many projects (default: 1.66 for each client)", whole)
    .option("--records <number>", "about how many phone records (default: about 250 a project)", whole)
    .option("--max-records <number>", "no project has more records than this", whole)
    .option("--classes <names>", "classes of dirty phone fields: default, all, or names", list, ["default"])
    .addOption(
      new Option("--region <code>", "region of clients without a country").choices(REGIONS).default("RU"),
    )
    .option("--truth <file>", "write what a collector should find, as JSON");
}

function addBehaviourOptions(command: Command): void {
  command
    .option("--latency <ms>", "milliseconds before each answer", decimal, 0)
    .option("--jitter <ms>", "up to so many milliseconds more, at random", decimal, 0)
    .option("--rate-limit <number>", "requests allowed in one window", whole)
    .option("--rate-window <ms>", "length of the window", whole, 1000)
    .addOption(
      new Option("--rate-kind <kind>", "how the limit counts")
        .choices(["sliding", "fixed", "bucket"])
        .default("sliding"),
    )
    .option("--rate-burst <number>", "what a bucket holds when it is full", whole)
    .addOption(
      new Option("--retry-after <form>", "how a 429 says when")
        .choices(["seconds", "date", "none"])
        .default("seconds"),
    )
    .option("--no-rate-headers", "leave out the X-RateLimit headers")
    .option("--tell-limit", "let /me tell the limit")
    .option(
      "--faults <shares>",
      `share of requests to spoil, or kind=share,...: ${[...QUICK_FAULTS, ...SLOW_FAULTS].join(", ")}`,
      faultShares,
      0,
    )
    .option("--max-consecutive-faults <number>", "one request fails so often in a row at most", whole, 3)
    .option("--drip-ms <ms>", "how long the fault drip takes", whole, 2000)
    .option("--dead-projects <share|ids>", "projects that never answer: a share, or ids", shareOrIds)
    .option("--dead-clients <share|ids>", "clients whose projects never answer: a share, or ids", shareOrIds)
    .option("--dead-status <status>", `what the dead answer: ${DEAD_STATUSES.join(", ")}`, deadStatus, 500)
    .option("--token-expires-after <requests>", "the token is refused after so many requests", whole);
}

async function runSim(flags: SimFlags, cli: Cli): Promise<void> {
  const sim = await startSim(optionsOf(flags));
  try {
    const { clients, projects, records } = sim.data();
    if (flags.truth !== undefined) await sim.writeTruth(resolve(cli.cwd, flags.truth));
    const sizes = [counted(clients, "client"), counted(projects, "project"), counted(records, "record")];
    cli.stderr.write(`CRM simulator listening on ${sim.url} (${sizes.join(", ")}), token ${sim.token}\n`);
    if (flags.json) {
      cli.stdout.write(`${JSON.stringify({ url: sim.url, token: sim.token, clients, projects, records })}\n`);
    }
    await untilStopped(flags, cli);
  } finally {
    await sim.close();
  }
}

/** Resolves when the process is asked to stop and, with --until-stdin-ends, when stdin ends or breaks. */
function untilStopped(flags: SimFlags, cli: Cli): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => resolve();
    if (cli.signal.aborted) stop();
    cli.signal.addEventListener("abort", stop, { once: true });
    if (!flags.untilStdinEnds) return;
    for (const event of ["end", "close", "error"]) cli.stdin.once(event, stop);
    cli.stdin.resume();
  });
}

function optionsOf(flags: SimFlags): SimOptions {
  const { host, port, token, account, tls, seed, clients, projects, records, maxRecords, classes, region } =
    flags;
  return {
    ...{ host, port, token, account, tls, seed, clients, projects, records, maxRecords, classes, region },
    latencyMs: flags.latency,
    jitterMs: flags.jitter,
    rateLimit: rateLimitOf(flags),
    faults: flags.faults,
    maxConsecutiveFaults: flags.maxConsecutiveFaults,
    dripMs: flags.dripMs,
    deadProjects: flags.deadProjects ?? [],
    deadClients: flags.deadClients ?? [],
    deadStatus: flags.deadStatus,
    tokenExpiresAfter: flags.tokenExpiresAfter ?? null,
  };
}

function rateLimitOf(flags: SimFlags): SimOptions["rateLimit"] {
  if (flags.rateLimit === undefined) return null;
  return {
    limit: flags.rateLimit,
    windowMs: flags.rateWindow,
    kind: flags.rateKind,
    burst: flags.rateBurst,
    retryAfter: flags.retryAfter,
    headers: flags.rateHeaders,
    tell: flags.tellLimit ?? false,
  };
}

function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function decimal(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number.");
}

function list(text: string): readonly string[] {
  return text.split(",").map((part) => part.trim());
}

/** `0.01` is a share; `5,` and `5,7` are ids; a single id needs the comma, unless it cannot be a share. */
function shareOrIds(text: string): number | number[] {
  const value = Number(text);
  if (/^[\d.]+$/.test(text) && value <= 1) return value;
  const parts = list(text).filter((part) => part !== "");
  return parts.map(whole);
}

function faultShares(text: string): SimFlags["faults"] {
  if (/^[\d.]+$/.test(text)) return decimal(text);
  return Object.fromEntries(
    list(text).map((part) => {
      const [kind = "", share = ""] = part.split("=");
      return [kind, decimal(share)];
    }),
  );
}

function deadStatus(text: string): SimFlags["deadStatus"] {
  const status = DEAD_STATUSES.find((one) => String(one) === text);
  if (status === undefined) throw new InvalidArgumentError(`Allowed: ${DEAD_STATUSES.join(", ")}.`);
  return status;
}
