import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openWriter } from "../src/compose.ts";
import type { PhoneFacts } from "../src/store/store.ts";
import type { BenchOptions } from "./collect.ts";
import { endRun, listProjects, PAGE, pageOf, savePhones } from "./export-store.ts";
import { collectWords, measure, startBenchSim } from "./sim-process.ts";

const PAIRS = 1_000_000;
const PROJECTS = PAIRS / PAGE;
const UNCHANGED_RUNS = 10;

/**
 * Pairs of project and number a second through the writer's port, in this one thread, commits included: new ones, and the
 * same ones confirmed. Beside it the same rows put into one table of node:sqlite. Then how large the default simulator's
 * database is after its first run and after ten more over unchanged data, of which the last reads all again.
 */
export async function storeSpeed({ db }: BenchOptions): Promise<void> {
  console.log(`\nstore: ${PAIRS.toLocaleString("en")} pairs in ${PROJECTS.toLocaleString("en")} projects`);
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  try {
    const pages = Array.from({ length: PROJECTS }, (_, project) => pageOf(project, 0));
    const baseline = await timed(async () => insertBare(join(folder, "bare.db"), pages));
    show("baseline: rows into one table", baseline, baseline);
    await throughPort(db ?? `sqlite:${join(folder, "bench.db")}`, pages, baseline);
    if (db === undefined) await sizes(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function timed(work: () => Promise<void>): Promise<Took> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begun) / 1_000, cpuSeconds: (user + system) / 1e6 };
}

async function throughPort(store: string, pages: readonly PhoneFacts[], baseline: Took): Promise<void> {
  const writer = await openWriter(store);
  try {
    for (const name of ["new", "unchanged, confirmed"]) {
      const run = await listProjects(writer, PROJECTS);
      const facts = (project: number): PhoneFacts => pages[project] ?? pageOf(project, 0);
      show(name, await timed(() => savePhones(writer, run, facts)), baseline);
      const end = await timed(() => endRun(writer, run));
      line("  its end", `${end.seconds.toFixed(2)} s, ${end.cpuSeconds.toFixed(2)} s CPU`);
    }
  } finally {
    await writer.close();
  }
}

/** The least that keeping pairs in SQLite takes: one statement for each, in as many transactions, synced as ours are. */
function insertBare(file: string, pages: readonly PhoneFacts[]): void {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec(
    "CREATE TABLE pairs (project INTEGER, number INTEGER, PRIMARY KEY (project, number)) WITHOUT ROWID",
  );
  const insert = db.prepare("INSERT INTO pairs VALUES (?, ?)");
  pages.forEach(({ numbers }, project) => {
    if (project % 50 === 0) db.exec("BEGIN");
    for (const number of numbers.digits.toSorted()) insert.run(project, number);
    if (project % 50 === 49) db.exec("COMMIT");
  });
  db.close();
}

async function sizes(folder: string): Promise<void> {
  const sim = await startBenchSim();
  try {
    const database = join(folder, "sim.db");
    const collected = async (): Promise<number> => {
      await measure(collectWords(sim, database), { DATAMASTER_TOKEN: sim.token });
      return statSync(database).size;
    };
    const first = await collected();
    let last = first;
    for (let run = 0; run < UNCHANGED_RUNS; run++) last = await collected();
    line("database of the simulator", `${megabytes(first)} MB after the first run`);
    const more = `${((last / first - 1) * 100).toFixed(1)}% more`;
    line(`  after ${UNCHANGED_RUNS} unchanged runs`, `${megabytes(last)} MB, ${more}`);
  } finally {
    await sim.stop();
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function show(name: string, took: Took, baseline: Took): void {
  const rate = (seconds: number): string => `${Math.round(PAIRS / seconds).toLocaleString("en")}`;
  const ratio = (took.cpuSeconds / baseline.cpuSeconds).toFixed(2);
  line(
    name,
    `${took.seconds.toFixed(2)} s, ${took.cpuSeconds.toFixed(2)} s CPU = ${ratio} x baseline, ${rate(took.seconds)} pairs/s, ${rate(took.cpuSeconds)} a second of CPU`,
  );
}

function line(name: string, figures: string): void {
  console.log(`  ${name.padEnd(36)} ${figures}`);
}
