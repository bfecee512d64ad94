import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type BenchSim, collectWords, measure, startBenchSim } from "./sim-process.ts";

const BIN = fileURLToPath(new URL("../bin/datamaster.js", import.meta.url));
/** An export and a status so often, as a dashboard or an impatient person would. */
const EVERY_MS = 3_000;
const ROUNDS = 3;

/**
 * How much an export and a status every few seconds slow a run: medians of runs with and without, in turns. The CRM
 * answers in 20 ms, so that the machine has the idle time that a CRM over a network leaves it.
 */
export async function readersBeside(): Promise<void> {
  console.log("\nreaders: an export to nowhere and a status every 3 s beside a run, against the run alone");
  const sim = await startBenchSim(["--latency", "20", "--clients", "2411", "--records", "300000"]);
  const seconds: Record<"alone" | "beside", number[]> = { alone: [], beside: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ["alone", "beside"] as const)
      seconds[way].push(await collectOnce(sim, way === "beside"));
  }
  await sim.stop();
  const [alone, beside] = [median(seconds.alone), median(seconds.beside)];
  const ratio = (beside / alone).toFixed(3);
  console.log(
    `  ${"run".padEnd(30)} ${alone.toFixed(1)} s alone, ${beside.toFixed(1)} s with readers, ratio ${ratio}`,
  );
}

async function collectOnce(sim: BenchSim, readers: boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  const database = join(folder, "bench.db");
  const done = new AbortController();
  try {
    const reading = readers ? readAllTheTime(database, done.signal) : Promise.resolve();
    const words = collectWords(sim, database, ["--concurrency", "20"]);
    const ended = await measure(words, { DATAMASTER_TOKEN: sim.token });
    done.abort();
    await reading;
    return (JSON.parse(ended.stdout) as { seconds: number }).seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAllTheTime(database: string, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    await delay(EVERY_MS, undefined, { signal: done }).catch(() => {});
    if (done.aborted) return;
    for (const verb of ["status", "export"]) {
      const child = spawn(process.execPath, [BIN, verb, "--db", `sqlite:${database}`], { stdio: "ignore" });
      await once(child, "exit");
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
