import type { NumberType } from "../src/model/number.ts";
import { WHOLE_SOURCE } from "../src/model/run.ts";
import { openSqliteWriter } from "../src/store/sqlite/sqlite.ts";
import type { NumberKind, PagePlace, PhoneFacts, RunWriter } from "../src/store/store.ts";

/** Numbers of one project. */
export const PAGE = 1_000;
/** Projects to a transaction. */
const COMMIT = 50;
/** How many projects a client has. */
const PROJECTS = 4;
const KINDS: readonly (readonly [prefix: bigint, kind: NumberKind])[] = [
  [79_160_000_000n, kind("RU", "MOBILE")],
  [74_950_000_000n, kind("RU", "FIXED_LINE")],
  [77_010_000_000n, kind("KZ", "MOBILE")],
  [49_151_000_000_000n, kind("DE", "MOBILE")],
];
const WHOLE: PagePlace = { cursor: null, etag: null, next: null, total: null };

function kind(region: string, type: NumberType): NumberKind {
  return { region, type };
}

/**
 * Makes a database of `numbers` different numbers through the writer's port, a thousand a project, two runs seen; in the
 * second one this share of each project's numbers is other than in the first.
 */
export async function makeStore(file: string, numbers: number, changed = 0): Promise<void> {
  const writer = await openSqliteWriter(file);
  const projects = Math.ceil(numbers / PAGE);
  for (const share of [0, changed]) await writeRun(writer, projects, share);
  await writer.close();
}

async function writeRun(writer: RunWriter, projects: number, changed: number): Promise<void> {
  const run = await listProjects(writer, projects);
  await savePhones(writer, run, (project) => pageOf(project, changed));
  await endRun(writer, run);
}

/** Begins a run and stores its lists: what is due then is a page of phones for each project. */
export async function listProjects(writer: RunWriter, projects: number): Promise<number> {
  const source = { name: "bench", connector: "datamaster", baseUrl: "http://crm.test" };
  const start = { source, scope: WHOLE_SOURCE, reader: "bench", otherRegions: [], incremental: null };
  const { run } = await writer.transaction(() => writer.startRun(start));
  const clients = range(Math.ceil(projects / PROJECTS));
  for (const unit of await writer.nextUnits(run, "clients", 0, 1)) {
    const listed = clients.map((id) => ({
      id: String(id),
      name: `Client, ${id}`,
      country: "RU",
      updatedAt: null,
    }));
    await writer.transaction(() => writer.saveClients(unit, WHOLE, listed));
  }
  await writer.transaction(async () => {
    for (const unit of await writer.nextUnits(run, "projects", 0, projects)) {
      const first = Number(unit.crmId) * PROJECTS;
      const listed = range(PROJECTS).map((at) => ({
        id: String(first + at),
        name: `Project "${first + at}"`,
        updatedAt: null,
      }));
      await writer.saveProjects(unit, WHOLE, listed);
    }
  });
  return run;
}

/** Stores what is due, {@link COMMIT} projects to a transaction, as a run does. */
export async function savePhones(
  writer: RunWriter,
  run: number,
  phones: (project: number) => PhoneFacts,
): Promise<void> {
  for (let after = 0; ; ) {
    const units = await writer.nextUnits(run, "phones", after, COMMIT);
    const last = units.at(-1);
    if (last === undefined) return;
    after = last.id;
    await writer.transaction(async () => {
      for (const unit of units) await writer.savePhones(unit, WHOLE, phones(Number(unit.crmId)));
    });
  }
}

export async function endRun(writer: RunWriter, run: number): Promise<void> {
  const counters = { requests: 1, retries: 0, throttled: 0, seconds: 1 };
  await writer.transaction(() => writer.finishRun(run, { status: "complete", error: null, counters }));
}

/** A thousand numbers of a project. */
export function pageOf(project: number, changed: number): PhoneFacts {
  const digits = new BigUint64Array(PAGE);
  const kindAt = new Uint16Array(PAGE);
  for (let at = 0; at < PAGE; at++) {
    const place = at % KINDS.length;
    // 7919 spreads the numbers of a project over the range, as people's are.
    const other = at < PAGE * changed ? 10_000_000n : 0n;
    digits[at] = (KINDS[place]?.[0] ?? 0n) + other + BigInt(((project * PAGE + at) * 7_919) % 9_999_991);
    kindAt[at] = place;
  }
  const kinds = KINDS.map(([, kind]) => kind);
  return { records: PAGE, numbers: { digits, kindAt, kinds }, texts: null, rejected: [], repaired: {} };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}
