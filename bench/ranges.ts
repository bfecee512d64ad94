import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnricher, importRegister } from "../src/enrich/enrich.ts";
import { SeededRandom } from "../tools/crash/random.ts";
import { generateRegister } from "../tools/ranges/generate.ts";

/*
 * Look-ups a second on one core, by CPU time, medians of the rounds, beside what reading a number's digits alone takes:
 * a made-up Russian register of the real one's size, and the tables that come with the program.
 */
const NUMBERS = 300_000;
const ROUNDS = 5;

/** Prints import, opening and look-ups. */
export async function numberRanges(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "datamaster-ranges-"));
  try {
    const { paths } = generateRegister(join(folder, "files"), 433_000, 1);
    const ranges = join(folder, "ranges");
    const imported = timed(() => importRegister(ranges, paths, { skipBad: false }));
    console.log(`\nimport of ${imported.result.ranges.toLocaleString("en")} ranges: ${imported.ms} ms`);
    const opened = timed(() => createEnricher({ ranges, language: "ru" }));
    console.log(`opening the register: ${opened.ms} ms`);
    const bare = createEnricher({ ranges: null, language: "ru" });
    const world = numbers(7, ["79", "7495", "77", "8613", "1", "49", "4479", "5511", "9198"]);
    for (const [name, ask] of [
      ["operators", bare.operatorOf],
      ["places", bare.placeOf],
      ["time zones", bare.timeZonesOf],
    ] as const) {
      console.log(`opening ${name}: ${timed(() => ask(79161234567n)).ms} ms`);
    }
    const russian = numbers(8, ["79", "74", "73", "78"]);
    const digits = rateOf(world, (number) => String(number).length);
    report("digits alone (the baseline)", digits, digits);
    report("register: allocated", rateOf(russian, opened.result.isAllocated), digits);
    report("register: operator", rateOf(russian, opened.result.operatorOf), digits);
    report("tables: operator", rateOf(world, bare.operatorOf), digits);
    report("tables: place", rateOf(world, bare.placeOf), digits);
    report("tables: time zones", rateOf(world, bare.timeZonesOf), digits);
    report("lookup, tables alone", rateOf(world, bare.lookup), digits);
    report("lookup, register and tables", rateOf(russian, opened.result.lookup), digits);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Numbers of eleven or twelve digits with these beginnings, in no order. */
function numbers(seed: number, beginnings: readonly string[]): bigint[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: NUMBERS }, () => {
    const beginning = beginnings[random.below(beginnings.length)] ?? "";
    const rest = 11 - beginning.length;
    return BigInt(beginning + String(random.below(10 ** rest)).padStart(rest, "0"));
  });
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: Math.round((user + system) / 1000) };
}

function rateOf(asked: readonly bigint[], ask: (number: bigint) => unknown): number {
  const rates: number[] = [];
  let found = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const number of asked) if (ask(number) !== null) found++;
    const { user, system } = process.cpuUsage(before);
    // The first round warms up.
    if (round > 0) rates.push((asked.length / (user + system)) * 1e6);
  }
  if (found === 0) throw new Error("nothing was found");
  return rates.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}

function report(name: string, rate: number, baseline: number): void {
  const ratio = (rate / baseline).toFixed(2);
  console.log(`  ${name.padEnd(28)} ${Math.round(rate).toLocaleString("en").padStart(11)} /s   ${ratio}x`);
}
