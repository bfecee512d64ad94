import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchSim, collectWords, type Ended, measure, startBenchSim } from "./sim-process.ts";

const BASELINE = fileURLToPath(new URL("./baseline.ts", import.meta.url));

interface Totals {
  readonly records: number;
  readonly numbers: number;
  readonly requests: number;
  readonly throttled: number;
  readonly seconds: number;
}

export interface BenchOptions {
  /** How long each part of a scenario in real time goes on, roughly. */
  readonly minutes: number;
  /** The store to measure in place of a new SQLite file. */
  readonly db?: string | undefined;
}

interface SimStats {
  readonly requests: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly perSecond: readonly (readonly [number, number])[];
  readonly maxInAnySecond: number;
}

async function withSim(
  args: readonly string[],
  work: (sim: BenchSim, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  const sim = await startBenchSim(args);
  try {
    await work(sim, folder);
  } finally {
    await sim.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function collectOnce(
  sim: BenchSim,
  folder: string,
  args: readonly string[] = [],
): Promise<Ended & { totals: Totals }> {
  const ended = await measure(collectWords(sim, join(folder, "bench.db"), args), {
    DATAMASTER_TOKEN: sim.token,
  });
  return { ...ended, totals: JSON.parse(ended.stdout) as Totals };
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function line(name: string, figures: string): void {
  console.log(`  ${name.padEnd(30)} ${figures}`);
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** The default simulator at zero latency, against fetching and parsing the same pages with nothing else. */
export async function fullRun(): Promise<void> {
  title("full: the default simulator, zero latency, concurrency 100");
  await withSim([], async (sim, folder) => {
    const baseline = await measure([BASELINE, sim.url, sim.token]);
    const first = await collectOnce(sim, folder);
    const second = await collectOnce(sim, folder);
    line(
      "baseline (fetch + JSON.parse)",
      `${baseline.seconds.toFixed(1)} s, CPU ${baseline.cpuSeconds.toFixed(1)} s, ${whole(baseline.peakMegabytes)} MB`,
    );
    for (const [name, run] of [
      ["first run", first],
      ["second run, nothing changed", second],
    ] as const) {
      const { records, requests } = run.totals;
      const ratio = (run.seconds / baseline.seconds).toFixed(2);
      const rate = whole(records / run.seconds);
      line(
        name,
        `${run.seconds.toFixed(1)} s = ${ratio} x baseline, CPU ${run.cpuSeconds.toFixed(1)} s, ${rate} records/s, ${whole(requests)} requests, peak ${whole(run.peakMegabytes)} MB`,
      );
    }
  });
}

/** A hundredth of the projects changed since the last run: at most 3% of a full run's requests. */
export async function incrementalRun(): Promise<void> {
  title("incremental: the default simulator, 1% of the projects changed since");
  await withSim([], async (sim, folder) => {
    const full = await collectOnce(sim, folder);
    await sim.control("change", { projects: 0.01, at: "2025-08-01T00:00:00Z" });
    const changed = await collectOnce(sim, folder);
    const unchanged = await collectOnce(sim, folder);
    line("full run", `${whole(full.totals.requests)} requests, CPU ${full.cpuSeconds.toFixed(1)} s`);
    for (const [name, run] of [
      ["1% changed", changed],
      ["nothing changed", unchanged],
    ] as const) {
      const share = ((run.totals.requests / full.totals.requests) * 100).toFixed(2);
      line(
        name,
        `${whole(run.totals.requests)} requests = ${share}%, CPU ${run.cpuSeconds.toFixed(1)} s = ${(run.cpuSeconds / full.cpuSeconds).toFixed(2)} x, ${whole(run.totals.records)} records`,
      );
    }
  });
}

/** Memory must not grow with the CRM: the default number of clients and three times as many. */
export async function memoryWithSize(): Promise<void> {
  title("memory: peak with 1 and with 3 times the clients");
  const peaks: number[] = [];
  for (const clients of [2_411, 3 * 2_411]) {
    await withSim(["--clients", String(clients)], async (sim, folder) => {
      const run = await collectOnce(sim, folder);
      peaks.push(run.peakMegabytes);
      line(
        `${whole(clients)} clients`,
        `peak ${whole(run.peakMegabytes)} MB, ${whole(run.totals.records)} records, ${run.seconds.toFixed(1)} s`,
      );
    });
  }
  line("ratio", ((peaks[1] ?? 0) / (peaks[0] ?? 1)).toFixed(2));
}

/**
 * 100 ms a request, concurrency 100 and 500: at most 10 requests a second for each are possible. Projects are small, so
 * that the requests are what is measured and not the reading of a million records.
 */
export async function latencyBound(): Promise<void> {
  for (const [concurrency, clients] of [
    [100, 6_000],
    [500, 20_000],
  ] as const) {
    const possible = concurrency * 10;
    title(`latency: 100 ms a request, concurrency ${concurrency} (${whole(possible)} requests/s possible)`);
    const crm = ["--latency", "100", "--clients", String(clients), "--records", "200000"];
    await withSim(crm, async (sim, folder) => {
      const run = await collectOnce(sim, folder, ["--concurrency", String(concurrency)]);
      const stats = await sim.control<SimStats>("stats");
      // The first two seconds list clients, the last three read the tail of the largest projects.
      const steady = stats.perSecond.slice(2, -4).map(([, requests]) => requests);
      const mean = steady.reduce((sum, requests) => sum + requests, 0) / Math.max(1, steady.length);
      line(
        "steady part",
        `${whole(mean)} requests/s over ${steady.length} s = ${(mean / possible).toFixed(3)} of what is possible`,
      );
      const each = ((run.cpuSeconds * 1000) / run.totals.requests).toFixed(2);
      line(
        "whole run",
        `${run.seconds.toFixed(1)} s, ${whole(run.totals.requests)} requests, CPU of both threads ${each} ms a request`,
      );
    });
  }
}

/** So many clients keep 50 requests a second busy for a minute. */
const CLIENTS_A_MINUTE = 530;

/** `--rps 50` against a simulator that allows 50 a second and refuses the rest, in three ways of counting. */
export async function pacedRun({ minutes }: BenchOptions): Promise<void> {
  title(`paced: --rps 50, the simulator allows 50 a second, about ${minutes} min each`);
  const clients = String(Math.ceil(CLIENTS_A_MINUTE * minutes));
  for (const kind of ["fixed", "sliding", "bucket"]) {
    const limit = ["--clients", clients, "--rate-limit", "50", "--rate-kind", kind];
    await withSim(limit, async (sim, folder) => {
      const run = await collectOnce(sim, folder, ["--rps", "50"]);
      const { answers, maxInAnySecond } = await sim.control<SimStats>("stats");
      const { requests, seconds } = run.totals;
      const share = ((requests / (seconds * 50)) * 100).toFixed(1);
      const refused = answers["429"] ?? 0;
      line(
        kind,
        `${share}% used: ${whole(requests)} requests in ${seconds.toFixed(1)} s; refused ${refused}; most in any second ${maxInAnySecond}`,
      );
    });
  }
}

/** A limit that nobody tells, in real time: 50 a second over any 10 s, 100 ms a request. */
export async function unknownLimit(): Promise<void> {
  title("unknown: the simulator allows 500 requests in any 10 s and does not tell, 100 ms a request");
  const limit = ["--rate-limit", "500", "--rate-window", "10000", "--rate-kind", "sliding"];
  await withSim(["--latency", "100", "--clients", "2411", ...limit], async (sim, folder) => {
    const run = await collectOnce(sim, folder);
    const stats = await sim.control<SimStats>("stats");
    const { requests, seconds, throttled } = run.totals;
    // The first minute finds the limit; at the end the largest projects are read page after page, a few at a time.
    const steady = stats.perSecond.slice(60, Math.floor(stats.perSecond.length * 0.75));
    const sent = steady.reduce((sum, [, count]) => sum + count, 0);
    line(
      "steady part",
      `${((sent / (steady.length * 50)) * 100).toFixed(1)}% of 50/s asked for over ${steady.length} s`,
    );
    line("whole run", `${whole(requests)} requests in ${seconds.toFixed(0)} s`);
    line(
      "refused (429)",
      `${whole(throttled)} = ${((throttled / requests) * 100).toFixed(2)}%, finding it included`,
    );
  });
}
