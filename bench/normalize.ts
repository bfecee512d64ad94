import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mixedCorpus } from "./phone.ts";
import { measure } from "./sim-process.ts";

const BIN = fileURLToPath(new URL("../bin/datamaster.js", import.meta.url));
const FOLDER = fileURLToPath(new URL("../.datamaster", import.meta.url));
const LINES = 5_000_000;

/** `normalize` over a file of the simulator's default mix, on one thread and on every core: lines a second of wall time, peak memory. */
export async function normalizing(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, "bench-values.txt");
  writeLines(file);
  const megabytes = Math.round(statSync(file).size / 1e6);
  console.log(`\nnormalize: ${LINES.toLocaleString("en")} lines, ${megabytes} MB, answers to nowhere`);
  try {
    for (const jobs of new Set([1, availableParallelism()])) {
      const input = openSync(file, "r");
      const words = [BIN, "normalize", "--region", "RU", "--jobs", String(jobs)];
      const { seconds, peakMegabytes } = await measure(words, {}, input);
      closeSync(input);
      const rate = Math.round(LINES / seconds).toLocaleString("en");
      console.log(
        `  ${jobs} jobs: ${seconds.toFixed(1)} s, ${rate} lines/s, peak ${Math.round(peakMegabytes)} MB`,
      );
    }
  } finally {
    rmSync(file);
  }
}

function writeLines(file: string): void {
  const values = mixedCorpus().map(({ text }) => text.replaceAll(/[\r\n]/g, " "));
  const out = openSync(file, "w");
  for (let written = 0; written < LINES; written += values.length) {
    writeSync(out, `${values.slice(0, LINES - written).join("\n")}\n`);
  }
  closeSync(out);
}
