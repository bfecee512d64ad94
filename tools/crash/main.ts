import { rmSync } from "node:fs";
import { arch, platform } from "node:os";
import { parseArgs } from "node:util";
import { historyOf } from "./chapters.ts";
import { type KillsOptions, type KillsReport, killAtRandom } from "./kills.ts";
import { startPostgres } from "./postgres-server.ts";
import { cutPower } from "./power-cuts.ts";
import { anySeed } from "./random.ts";
import { killAtSteps } from "./steps.ts";

const USAGE = `Proofs that what was collected survives. Each ends with a table, and with 1 when a promise is broken.

  npm run test:crash -- [--kills 500] [--faults] [--histories] [--seed N]
                         [--db postgres] [--victim server]
                                                                SIGKILL at random moments
  npm run test:steps -- [--every 1] [--from 0] [--workers 2]    SIGKILL at every call that writes a file (needs strace)
  npm run test:power -- [--cuts 1000] [--resumes 20] [--seed N] power cuts at random points (needs strace)
`;

const OPTIONS = {
  kills: { type: "string", default: "500" },
  faults: { type: "boolean", default: false },
  histories: { type: "boolean", default: false },
  /** postgres: in a PostgreSQL server that is started for it; victim: the collector or that server. */
  db: { type: "string", default: "sqlite" },
  victim: { type: "string", default: "collector" },
  seed: { type: "string" },
  every: { type: "string", default: "1" },
  from: { type: "string", default: "0" },
  workers: { type: "string", default: "2" },
  cuts: { type: "string", default: "1000" },
  resumes: { type: "string", default: "20" },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Flags = ReturnType<typeof readFlags>["values"];

function readFlags() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

/** A proof: rows for the table, and what is wrong. */
interface Outcome {
  readonly rows: readonly (readonly [string, string | number])[];
  readonly problems: readonly string[];
}

const PROOFS: Record<string, (flags: Flags, seed: number) => Promise<Outcome>> = {
  kills: proveKills,
  steps: proveSteps,
  power: provePower,
};

async function proveKills(flags: Flags, seed: number): Promise<Outcome> {
  const onProgress = (now: KillsReport): void =>
    tellProgress(
      `${now.kills} of ${flags.kills} kills, ${now.runs} runs done, ${now.problems.length} problems`,
    );
  const { faults, histories } = flags;
  const chapters = histories ? { chapters: historyOf } : {};
  const options = { kills: count(flags.kills), seed, faults, ...chapters, onProgress };
  const report = flags.db === "postgres" ? await onServer(options, flags) : await killAtRandom(options);
  return {
    rows: [
      ["kills", report.kills],
      ["before the first page", report.early],
      ["sessions refused at the first answer", report.refused],
      ["runs brought to their end", report.runs],
      ["killed runs given up for new ones", report.givenUp],
      ["pages answered", report.pages],
      ["pages to repeat, in all", report.repeated],
      ["pages to repeat, a kill", (report.repeated / report.kills).toFixed(2)],
      ["pages to repeat, at most", `${report.mostRepeated} of ${report.allowed} allowed`],
    ],
    problems: report.problems,
  };
}

async function onServer(options: KillsOptions, { victim }: Flags): Promise<KillsReport> {
  const server = startPostgres({ durable: true });
  try {
    return await killAtRandom({ ...options, server, victim: victim === "server" ? "server" : "collector" });
  } finally {
    server.stop();
    rmSync(server.folder, { recursive: true, force: true });
  }
}

async function proveSteps(flags: Flags): Promise<Outcome> {
  const report = await killAtSteps({
    every: count(flags.every),
    from: count(flags.from),
    workers: count(flags.workers),
    onProgress: (now) =>
      tellProgress(`${now.killed + now.unreached} of ${now.chosen} steps, ${now.problems.length} problems`),
  });
  return {
    rows: [
      ["pages of the run", report.pages],
      ["steps", report.steps],
      ...[...report.byCall].map(([call, times]) => [`  ${call}`, times] as const),
      ["tried", report.chosen],
      ["killed there", report.killed],
      ["not reached: the run was done before", report.unreached],
    ],
    problems: report.problems,
  };
}

async function provePower(flags: Flags, seed: number): Promise<Outcome> {
  const report = await cutPower({
    cuts: count(flags.cuts),
    seed,
    resumes: count(flags.resumes),
    onProgress: (now) => tellProgress(`${now.cuts} of ${flags.cuts} cuts, ${now.problems.length} problems`),
  });
  return {
    rows: [
      ["pages of the run", report.pages],
      ["operations recorded", report.operations],
      ["syncs", report.syncs],
      ["checkpoints during the run", report.checkpoints],
      ["states made by commits", report.states],
      ["cuts", report.cuts],
      ["holding a commit not yet acknowledged", report.ahead],
      ["corrupt", report.corrupt],
      ["acknowledged commits lost", report.lost],
      ["collected to the end afterwards", report.resumed],
    ],
    problems: report.problems,
  };
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`"${text}" is not a whole number.`);
  return Number(text);
}

function printTable(rows: readonly (readonly [string, string | number])[]): void {
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) console.log(`${label.padEnd(width)}  ${value}`);
}

let told = Number.NEGATIVE_INFINITY;

/** One line that writes over itself on a terminal, a line every 10 s elsewhere. */
function tellProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
  else if (performance.now() - told > 10_000) {
    told = performance.now();
    process.stderr.write(`${text}\n`);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = readFlags();
  const prove = PROOFS[positionals[0] ?? ""];
  if (values.help || prove === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const seed = values.seed === undefined ? anySeed() : count(values.seed);
  console.log(`seed ${seed}`);
  const begun = performance.now();
  const { rows, problems } = await prove(values, seed);
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[2K");
  const machine = `${platform()} ${arch()}, Node.js ${process.version}, SQLite ${process.versions.sqlite}`;
  const time = `${((performance.now() - begun) / 1000).toFixed(0)} s`;
  printTable([...rows, ["broken promises", problems.length], ["time", time], ["machine", machine]]);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
