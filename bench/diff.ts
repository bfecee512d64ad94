import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteReader } from "../src/store/sqlite/sqlite.ts";
import { makeStore } from "./export-store.ts";

const NUMBERS = 1_000_000;
const CHANGED = 0.01;
const TIMES = 5;

/** What changed between two runs: CPU time of the totals and of all rows, beside that of looking once at all that is held. */
export async function versionDiff(): Promise<void> {
  console.log(
    `\ndiff: two runs over ${NUMBERS.toLocaleString("en")} numbers, ${100 * CHANGED}% of each project changed`,
  );
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  try {
    const database = join(folder, "bench.db");
    await makeStore(database, NUMBERS, CHANGED);
    const reader = openSqliteReader(database);
    const held = { sources: [], run: 2, newSince: null, includeGone: false, regions: [], types: [] };
    const all = { ...held, clients: [], projects: [], minProjects: 1 };
    show(
      "baseline: count what is held",
      cpuOf(() => reader.countNumbers(all)),
    );
    const totals = reader.diffRuns(1, 2).totals;
    show(
      "totals, clients, regions",
      cpuOf(() => reader.diffRuns(1, 2)),
    );
    show(
      "with every changed pair",
      cpuOf(() => [...reader.diffRuns(1, 2).rows()].length),
    );
    console.log(`  ${JSON.stringify(totals)}`);
    reader.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle of some tries, in milliseconds. */
function cpuOf(work: () => unknown): number {
  const times = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return times.sort((one, other) => one - other)[Math.floor(TIMES / 2)] ?? 0;
}

function show(name: string, milliseconds: number): void {
  console.log(`  ${name.padEnd(30)} ${milliseconds.toFixed(0).padStart(6)} ms CPU`);
}
