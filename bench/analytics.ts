import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Writable } from "node:stream";
import type { Admitted } from "../src/access/access.ts";
import type { AppPorts } from "../src/app/app.ts";
import { makeSummary, readSummary, readTrends } from "../src/app/insight/insight.ts";
import { listRejected, readQuality } from "../src/app/insight/quality.ts";
import type { PolicyOfConfig } from "../src/app/people/policy.ts";
import { createLogger } from "../src/base/log.ts";
import { compose } from "../src/compose.ts";
import { MAY } from "../src/contract/contract.ts";
import { startServer } from "../src/server/listen.ts";
import { openParts } from "../src/server/open-parts.ts";
import { noteRejectCounts } from "../src/store/sql/read/insight.ts";
import { SqliteSql } from "../src/store/sqlite/sql.ts";
import { openSqliteWriter } from "../src/store/sqlite/sqlite.ts";
import { endRun, listProjects, PAGE, pageOf, savePhones } from "./export-store.ts";

const NUMBERS = 1_000_000;
/** Of a hundred records that give no number. */
const REJECTED = 4;
const TIMES = 20;
const REASONS = ["no-digits", "too-short", "not-valid", "document", "email", "price"] as const;

const ADMIN: Admitted = {
  who: {
    id: "bench",
    name: "bench",
    actor: "bench@example.com",
    role: "admin",
    permissions: MAY.admin,
    kind: "token",
  },
  session: null,
  language: null,
  needsSecondFactor: false,
  note: null,
};

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
    const ports = compose({
      store: `sqlite:${file}`,
      log,
      exported: join(folder, "exports"),
      secretKeyFile: join(folder, "secret.key"),
    });
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
    await overHttp(ports);
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

/** The same as pages ask for it: the route with its check of the answer, and JSON. */
async function overHttp(ports: AppPorts): Promise<void> {
  const ground: PolicyOfConfig = { rules: { idleMinutes: 30, needsSecondFactor: false }, fixed: [] };
  const collecting = { plans: [], continueRuns: false };
  const facts = { version: "0", ground, adminCame: () => {} };
  const open = await openParts({ ports, ...facts, collecting, exporting: { presets: [], keepHours: 24 } });
  const server = await startServer({
    parts: open.parts,
    authenticate: async () => ADMIN,
    place: { host: "127.0.0.1", port: 0 },
    tls: null,
    trustsProxy: false,
    requestsPerSecond: 100_000,
    pages: null,
  });
  const ask = async (path: string): Promise<void> => {
    const answer = await fetch(`${server.address}/api/v1/${path}`);
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    await answer.arrayBuffer();
  };
  try {
    const paths = ["analytics/summary", "analytics/runs", "quality", "quality/rejected"];
    for (const path of paths) await told(`GET ${path}`, () => ask(path));
    await told("the page of analytics", () => Promise.all([ask("analytics/summary"), ask("analytics/runs")]));
  } finally {
    await server.close(open.settle);
    await open.close();
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
