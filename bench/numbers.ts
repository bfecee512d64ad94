import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AppPorts } from "../src/app/app.ts";
import { findNumber } from "../src/app/numbers/find-number.ts";
import { listNumbers } from "../src/app/numbers/list-numbers.ts";
import {
  ALL_HELD,
  NUMBER_SORTS,
  type NumberOrder,
  type NumberQuery,
} from "../src/app/numbers/number-query.ts";
import { createLogger } from "../src/base/log.ts";
import { compose } from "../src/compose.ts";
import { makeStore, PAGE } from "./export-store.ts";

const NUMBERS = 1_000_000;
const TRIES = 12;
const WRITER = fileURLToPath(new URL("numbers-writer.ts", import.meta.url));

const FILTERS: Readonly<Record<string, Partial<NumberQuery>>> = {
  all: {},
  "one country": { regions: ["KZ"] },
  "one type": { types: ["FIXED_LINE"] },
  "one operator": { operators: ["Beeline"] },
  "one client": { clients: ["7"] },
  "one project": { projects: ["29"] },
  gone: { state: "gone" },
  "new since a run": { newSince: 1 },
  "in two projects": { minProjects: 2 },
  "looks made up": { placeholder: true },
  "on the do-not-call list": { suppressed: true },
  "first seen since": { firstFrom: "2020-01-01T00:00:00.000Z" },
  "last seen since": { lastFrom: "2020-01-01T00:00:00.000Z" },
  "a part of the digits": { part: "1234567" },
  "country, client and new": { regions: ["RU"], clients: ["7", "8", "9"], newSince: 1 },
};

/** The first page of a million numbers by each filter and order, asked for anew each time, alone and beside a run that writes. */
export async function numberLists(): Promise<void> {
  console.log(
    `\nnumbers: first pages of ${NUMBERS.toLocaleString("en")} numbers, ${TRIES} times by each of ${NUMBER_SORTS.length} orders; machine's load ${loadavg()[0]?.toFixed(1)}`,
  );
  const folder = mkdtempSync(join(tmpdir(), "datamaster-bench-"));
  try {
    const database = join(folder, "bench.db");
    await makeStore(database, NUMBERS, 0.05);
    const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
    const ports = compose({ store: `sqlite:${database}`, log, tombstoneKeyFile: join(folder, "key") });
    const before = cpuMs();
    await page(ports, {}, { by: "first", descending: true });
    console.log(
      `  read into memory: ${(cpuMs() - before).toFixed(0)} ms CPU, once; ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB in this process`,
    );
    await page(ports, { operators: ["x"], placeholder: true }, { by: "number", descending: false });
    await measure(ports, "alone");
    const writer = spawn(process.execPath, [WRITER, database, String(NUMBERS / PAGE)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout as NonNullable<ChildProcess["stdout"]>, "data");
    await measure(ports, "beside a run");
    writer.kill();
    await once(writer, "exit");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

async function measure(ports: AppPorts, way: string): Promise<void> {
  console.log(
    `  ${way.padEnd(28)} ${"p50".padStart(7)} ${"p95".padStart(7)} ms, CPU p50 ${"p95".padStart(4)} ms`,
  );
  const all: { wall: number[]; cpu: number[] } = { wall: [], cpu: [] };
  for (const [name, filter] of Object.entries(FILTERS)) {
    const found = await tries(ports, filter);
    all.wall.push(...found.wall);
    all.cpu.push(...found.cpu);
    show(name, found);
  }
  show("all of them", all);
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let at = 0; at < TRIES * 4; at++) {
    await timed(
      () => findNumber(ports, `8 916 ${String(1_000_000 + at * 7_919).slice(0, 3)}-${10 + at}-45`, []),
      wall,
      cpu,
    );
  }
  show("search by a whole number", { wall, cpu });
}

let asked = 0;

async function tries(ports: AppPorts, filter: Partial<NumberQuery>): Promise<Measured> {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let at = 0; at < TRIES; at++) {
    for (const by of NUMBER_SORTS) {
      // Another query each time, so that nothing is remembered.
      asked++;
      const lastTo = new Date(Date.UTC(2100, 0, 1) + asked).toISOString();
      const fresh = filter.lastFrom === undefined ? { firstTo: lastTo } : { lastTo };
      await timed(() => page(ports, { ...fresh, ...filter }, { by, descending: at % 2 === 0 }), wall, cpu);
    }
  }
  return { wall, cpu };
}

async function page(ports: AppPorts, filter: Partial<NumberQuery>, order: NumberOrder): Promise<void> {
  const query = { ...ALL_HELD, ...filter };
  await listNumbers(ports, { query, order, after: null, size: 100, language: "en" });
}

async function timed(work: () => Promise<unknown>, wall: number[], cpu: number[]): Promise<void> {
  const [began, before] = [performance.now(), cpuMs()];
  await work();
  wall.push(performance.now() - began);
  cpu.push(cpuMs() - before);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function show(name: string, { wall, cpu }: Measured): void {
  const at = (times: readonly number[], share: number): string =>
    (
      times.toSorted((one, other) => one - other)[
        Math.min(times.length - 1, Math.floor(times.length * share))
      ] ?? 0
    )
      .toFixed(0)
      .padStart(7);
  console.log(
    `  ${name.padEnd(28)} ${at(wall, 0.5)} ${at(wall, 0.95)}         ${at(cpu, 0.5)} ${at(cpu, 0.95)}`,
  );
}
