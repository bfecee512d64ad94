import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Writable } from "node:stream";
import { makeSummary, readSummary, readTrends } from "../src/app/insight/insight.ts";
import { listRejected, readQuality } from "../src/app/insight/quality.ts";
import { createLogger } from "../src/base/log.ts";
import { compose } from "../src/compose.ts";
import { noteRejectCounts } from "../src/store/sql/read/insight.ts";
import { SqliteSql } from "../src/store/sqlite/sql.ts";
import { openSqliteWriter } from "../src/store/sqlite/sqlite.ts";
import { endRun, listProjects, PAGE, pageOf, savePhones } from "./export-store.ts";

const NUMBERS = 1_000_000;
/** Of a hundred records that give no number. */
const REJECTED = 4;
const TIMES = 20;
const REASONS = ["no-digits", "too-short", "not-valid", "document", "email", "price"] as const;

/** The pages of data quality and analytics over a million numbers: what their answers take, and what they cost a run. */
export async function analytics(): Promise<void> {
  console.log(`\nanalytics: ${NUMBERS.toLocaleString("en")} numbers, ${REJECTED}% of records without one`);
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  try {
    const file = join(folder, "bench.db");
    const before = cpu();
    await makeStore(file);
    const run = cpu() - before;
    const log = createLogger({ level: "silent", format: "json", stream: new Writable(), color: false });
    const ports = compose({ store: `sqlite:${file}`, log });
    const counting = await spent(() => makeSummary(ports, null));
    console.log(
      `  counted once a run (outside of it): ${counting.ms.toFixed(0)} ms, ${counting.cpu.toFixed(0)} ms CPU`,
    );
    await told("summary, kept", () => readSummary(ports, null));
    await told("trends of all runs", () => readTrends(ports, null, null));
    await told("quality", () => readQuality(ports, null));
    const all = { source: null, reason: null, client: null };
    await told("a page of rejected records", () => listRejected(ports, all, null, 100));
    const rare = { ...all, reason: "price" as const };
    await told("the same, of one reason", () => listRejected(ports, rare, null, 100));
    const sql = new SqliteSql(new DatabaseSync(file), file);
    const noted = await spent(async () => noteRejectCounts(sql, 1, 1));
    sql.close();
    console.log(
      `  kept at the end of a run: ${noted.cpu.toFixed(0)} ms CPU, ${((100 * noted.cpu) / run).toFixed(2)}% of a store's own for that run (${run.toFixed(0)} ms)`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeStore(file: string): Promise<void> {
  const writer = await openSqliteWriter(file);
  const run = await listProjects(writer, NUMBERS / PAGE);
  const each = (PAGE * REJECTED) / 100;
  await savePhones(writer, run, (project) => {
    const facts = pageOf(project, 0);
    const rejected = Array.from({ length: each }, (_, at) => {
      const reason = REASONS[(project + at) % REASONS.length] ?? "not-valid";
      return { record: `${project}-${at}`, raw: `ask Irina ${project * at}`, reason };
    });
    return { ...facts, records: facts.records + each, rejected };
  });
  await endRun(writer, run);
  await writer.close();
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function spent(work: () => Promise<unknown>): Promise<{ ms: number; cpu: number }> {
  const [before, start] = [cpu(), performance.now()];
  await work();
  return { ms: performance.now() - start, cpu: cpu() - before };
}

async function told(name: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < TIMES; round++) times.push((await spent(work)).ms);
  times.sort((one, other) => one - other);
  const at = (share: number): string => (times[Math.floor(share * (TIMES - 1))] ?? 0).toFixed(0);
  console.log(`  ${name.padEnd(30)} p50 ${at(0.5).padStart(5)} ms   p95 ${at(0.95).padStart(5)} ms`);
}
