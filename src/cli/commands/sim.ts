import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Messages } from "../../messages/messages.ts";
import {
  FIELD_CLASSES,
  HEADER_FORMS,
  OAUTH_CLIENT,
  QUICK_FAULTS,
  REGIONS,
  type Region,
  type SimOptions,
  SLOW_FAULTS,
  startSim,
  TLS_KINDS,
  type TlsKind,
  TOKEN_PATH,
} from "../../sim/sim.ts";
import type { Cli } from "../cli.ts";
import { addExamples, type Example } from "../help.ts";
import { inWords } from "../sim-troubles.ts";
import { wrap } from "../text.ts";

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
  readonly rateHeaderForm: (typeof HEADER_FORMS)[number];
  readonly tellLimit?: boolean;
  readonly quota?: number;
  readonly quotaStatus: NonNullable<NonNullable<SimOptions["quota"]>["status"]>;
  readonly faults: NonNullable<SimOptions["faults"]>;
  readonly maxConsecutiveFaults: number;
  readonly dripMs: number;
  readonly deadProjects?: number | number[];
  readonly deadClients?: number | number[];
  readonly deadStatus: NonNullable<SimOptions["deadStatus"]>;
  readonly tokenExpiresAfter?: number;
  readonly phoneTotals?: boolean;
  readonly oauth?: boolean;
  readonly tokenTtl?: number;
  readonly holdPhones?: number;
  readonly untilStdinEnds?: boolean;
  readonly json?: boolean;
}

type Texts = Messages["sim"];

const DEAD_STATUSES = [403, 404, 410, 500, 503] as const;
const QUOTA_STATUSES = [403, 429, 503] as const;

function examplesIn({ examples }: Texts): readonly Example[] {
  return [
    ["datamaster sim", examples.whole],
    ["datamaster sim --clients 50 --port 0 --json", examples.small],
    ["datamaster sim --truth truth.json", examples.truth],
    ["datamaster sim --rate-limit 50 --faults 0.05", examples.limit],
    ["datamaster sim --faults cut=0.02,html=0.01", examples.faults],
    ["datamaster sim --dead-projects 0.01", examples.dead],
  ];
}

/** The verb `sim`: serves the bundled CRM until the process is asked to stop. */
export function addSim(program: Command, cli: Cli): void {
  const texts = cli.words.sim;
  const command = program
    .command("sim")
    .summary(texts.summary)
    .description(texts.about)
    .addHelpText("after", `\n${[...classNames(texts), ...wrap(texts.more, 78)].join("\n")}`);
  addExamples(command, examplesIn(texts));
  addServerOptions(command, texts);
  addDataOptions(command, texts);
  addBehaviourOptions(command, texts);
  command.action(async () => {
    await runSim(command.optsWithGlobals<SimFlags>(), cli).catch((error: unknown) => {
      throw inWords(error);
    });
  });
}

function classNames(texts: Texts): string[] {
  const names = (common: boolean): string =>
    FIELD_CLASSES.filter((field) => field.weight > 0 === common)
      .map((field) => field.name)
      .join(", ");
  const lines = [texts.classesByDefault({ names: names(true) }), texts.otherClasses({ names: names(false) })];
  return lines.flatMap((line) => wrap(line, 78, 2));
}

function addServerOptions(command: Command, texts: Texts): void {
  command
    .option("--host <address>", texts.host, "127.0.0.1")
    .option("--port <number>", texts.port, whole, 4010)
    .option("--token <token>", texts.token, "sim-token")
    .option("--account <name>", texts.account)
    .addOption(new Option("--tls <kind>", texts.tls).choices(TLS_KINDS))
    .option("--until-stdin-ends", texts.untilStdinEnds);
}

function addDataOptions(command: Command, texts: Texts): void {
  command
    .option("--seed <number>", texts.seed, whole, 1)
    .option("--clients <number>", texts.clients, whole)
    .option("--projects <number>", texts.projects, whole)
    .option("--records <number>", texts.records, whole)
    .option("--max-records <number>", texts.maxRecords, whole)
    .option("--classes <names>", texts.classes, list, ["default"])
    .addOption(new Option("--region <code>", texts.region).choices(REGIONS).default("RU"))
    .option("--truth <file>", texts.truth);
}

function addBehaviourOptions(command: Command, texts: Texts): void {
  command
    .option("--latency <ms>", texts.latency, decimal, 0)
    .option("--jitter <ms>", texts.jitter, decimal, 0)
    .option("--rate-limit <number>", texts.rateLimit, whole)
    .option("--rate-window <ms>", texts.rateWindow, whole, 1000)
    .addOption(
      new Option("--rate-kind <kind>", texts.rateKind)
        .choices(["sliding", "fixed", "bucket"])
        .default("sliding"),
    )
    .option("--rate-burst <number>", texts.rateBurst, whole)
    .addOption(
      new Option("--retry-after <form>", texts.retryAfter)
        .choices(["seconds", "date", "none"])
        .default("seconds"),
    )
    .option("--no-rate-headers", texts.noRateHeaders)
    .addOption(
      new Option("--rate-header-form <form>", texts.rateHeaderForm).choices(HEADER_FORMS).default("epoch"),
    )
    .option("--tell-limit", texts.tellLimit)
    .option("--quota <requests>", texts.quota, whole)
    .addOption(
      new Option("--quota-status <status>", texts.quotaStatus)
        .argParser((text) => oneOf(QUOTA_STATUSES, text))
        .default(429),
    )
    .option(
      "--faults <shares>",
      texts.faults({ kinds: [...QUICK_FAULTS, ...SLOW_FAULTS].join(", ") }),
      faultShares,
      0,
    )
    .option("--max-consecutive-faults <number>", texts.maxConsecutiveFaults, whole, 3)
    .option("--drip-ms <ms>", texts.dripMs, whole, 2000)
    .option("--dead-projects <share|ids>", texts.deadProjects, shareOrIds)
    .option("--dead-clients <share|ids>", texts.deadClients, shareOrIds)
    .option(
      "--dead-status <status>",
      texts.deadStatus({ statuses: DEAD_STATUSES.join(", ") }),
      deadStatus,
      500,
    )
    .option("--token-expires-after <requests>", texts.tokenExpiresAfter, whole)
    .option("--phone-totals", texts.phoneTotals)
    .option("--oauth", texts.oauth({ ...OAUTH_CLIENT, path: TOKEN_PATH }))
    .option("--token-ttl <seconds>", texts.tokenTtl, decimal)
    .option("--hold-phones <pages>", texts.holdPhones, whole);
}

async function runSim(flags: SimFlags, cli: Cli): Promise<void> {
  const sim = await startSim(optionsOf(flags));
  try {
    const { clients, projects, records } = sim.data();
    if (flags.truth !== undefined) await sim.writeTruth(resolve(cli.cwd, flags.truth));
    const { url, token } = sim;
    const { oauth } = sim.config();
    const shown = oauth === null ? token : sim.tokenUrl;
    cli.stderr.write(`${cli.words.sim.listening({ url, clients, projects, records, token: shown })}\n`);
    if (flags.json) {
      const access = { token, ...(oauth !== null && { tokenUrl: sim.tokenUrl }) };
      cli.stdout.write(`${JSON.stringify({ url, ...access, clients, projects, records })}\n`);
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
    host,
    port,
    token,
    account,
    tls,
    seed,
    clients,
    projects,
    records,
    maxRecords,
    classes,
    region,
    latencyMs: flags.latency,
    jitterMs: flags.jitter,
    rateLimit: rateLimitOf(flags),
    quota: flags.quota === undefined ? null : { requests: flags.quota, status: flags.quotaStatus },
    faults: flags.faults,
    maxConsecutiveFaults: flags.maxConsecutiveFaults,
    dripMs: flags.dripMs,
    deadProjects: flags.deadProjects ?? [],
    deadClients: flags.deadClients ?? [],
    deadStatus: flags.deadStatus,
    tokenExpiresAfter: flags.tokenExpiresAfter ?? null,
    phoneTotals: flags.phoneTotals ?? false,
    oauth: flags.oauth || flags.tokenTtl !== undefined ? { ttl: flags.tokenTtl } : null,
    holdPhones: flags.holdPhones ?? null,
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
    headerForm: flags.rateHeaderForm,
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
  return oneOf(DEAD_STATUSES, text);
}

function oneOf<T extends number>(allowed: readonly T[], text: string): T {
  const found = allowed.find((one) => String(one) === text);
  if (found === undefined) throw new InvalidArgumentError(`Allowed: ${allowed.join(", ")}.`);
  return found;
}
