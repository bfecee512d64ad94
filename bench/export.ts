import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger } from "../src/base/log.ts";
import { compose } from "../src/compose.ts";
import { HELD_NOW } from "../src/store/store.ts";
import { makeStore } from "./export-store.ts";
import { type Ended, measure } from "./sim-process.ts";

const BIN = fileURLToPath(new URL("../bin/datamaster.js", import.meta.url));
const BASELINE = fileURLToPath(new URL("export-baseline.ts", import.meta.url));
const NUMBERS = 1_000_000;
const FORMATS = ["csv", "jsonl", "xlsx", "parquet", "csv.gz"];

/**
 * A million numbers in each format: wall and CPU time less what the program takes to export nothing, the CPU time as a ratio
 * to the baseline, and peak memory over that of an export of nothing.
 */
export async function exportFormats(): Promise<void> {
  console.log(`\nexport: ${NUMBERS.toLocaleString("en")} numbers from SQLite to a file, in a process each`);
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  try {
    const database = join(folder, "bench.db");
    await makeStore(database, NUMBERS);
    const exported = (...args: string[]) =>
      measure([BIN, "export", "--db", `sqlite:${database}`, "--force", ...args]);
    const idle = await exported("--client", "none", "--out", join(folder, "none.csv"));
    const baseline = await measure([BASELINE, database, join(folder, "baseline.txt")]);
    show("baseline: sorted digits", baseline, idle, baseline.cpuSeconds, 0);
    for (const format of FORMATS) {
      const file = join(folder, `numbers.${format}`);
      const ended = await exported("--out", file);
      show(format, ended, idle, baseline.cpuSeconds, statSync(file).size);
    }
    const pairs = async (name: string): Promise<void> => {
      const file = join(folder, "pairs.csv");
      const ended = await exported("--of", "pairs", "--out", file);
      show(name, ended, idle, baseline.cpuSeconds, statSync(file).size);
    };
    await pairs("pairs as csv");
    await suppressHalf(database, join(folder, "key"));
    const file = join(folder, "numbers.csv");
    const ended = await exported("--out", file);
    show("csv, a million suppressed", ended, idle, baseline.cpuSeconds, statSync(file).size);
    await pairs("pairs, a million suppressed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A million numbers that must not be called: half of those that are held, and as many that nobody has. */
async function suppressHalf(database: string, tombstoneKeyFile: string): Promise<void> {
  const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
  const ports = compose({ store: `sqlite:${database}`, log, tombstoneKeyFile });
  const reader = await ports.openReader();
  const numbers = new BigUint64Array(NUMBERS);
  let at = 0;
  for (const { number } of reader.iterateNumbers(HELD_NOW)) {
    if (at === NUMBERS) break;
    numbers[at++] = number;
    numbers[at++] = number + 500_000_000_000_000n;
  }
  reader.close();
  const admin = await ports.openAdmin("bench");
  admin.suppressions.add(numbers.sort(), "bench");
  admin.close();
}

function show(name: string, ended: Ended, idle: Ended, baseline: number, bytes: number): void {
  const isBaseline = bytes === 0;
  const seconds = ended.seconds - (isBaseline ? 0 : idle.seconds);
  const cpu = ended.cpuSeconds - (isBaseline ? 0 : idle.cpuSeconds);
  const memory = Math.round(ended.peakMegabytes - idle.peakMegabytes);
  console.log(
    `  ${name.padEnd(24)} ${seconds.toFixed(1).padStart(5)} s, ${cpu.toFixed(1).padStart(5)} s CPU, ` +
      `ratio ${(cpu / baseline).toFixed(2).padStart(5)}, ${isBaseline ? "" : `${memory} MB over idle, ${Math.round(bytes / 1e6)} MB file`}`,
  );
}
