import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { WHOLE_SOURCE } from "../../src/model/run.ts";
import { HELD_NOW } from "../../src/store/store.ts";
import { here, simFor } from "./here.ts";
import { type Bench, SMALL, truePairs } from "./setup.ts";

/** Stamps of the past: long enough ago to be trusted, later than all that the simulator begins with. */
const day = (number: number): string => new Date(Date.UTC(2025, 6, number)).toISOString();
const small = async (): Promise<Bench> => here(await simFor(SMALL));
const big = async (): Promise<Bench> => here(await simFor({ clients: 300, records: 6_000, seed: 2 }));

/** How often each route was asked by `work`. */
async function asked(bench: Bench, work: () => Promise<unknown>): Promise<Record<string, number>> {
  bench.sim.resetStats();
  await work();
  const { me: _, other: __, ...routes } = bench.sim.stats().routes;
  return routes;
}

function rows(bench: Bench, sql: string): unknown[] {
  const db = new DatabaseSync(bench.database, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

async function modes(bench: Bench, runs: number, options = {}): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < runs; i++) found.push((await bench.collect({}, options)).run.mode);
  return found;
}

describe("an incremental run", () => {
  test("over an unchanged CRM asks for two pages, and confirms everything by a few rows", async () => {
    const bench = await big();
    const first = await bench.collect();
    const count = "SELECT (SELECT count(*) FROM units) + (SELECT count(*) FROM runs) AS n";
    const before = rows(bench, count)[0] as { n: number };
    let second = first;
    const routes = await asked(bench, async () => {
      second = await bench.collect();
    });
    expect(routes).toEqual({ clients: 2, projects: 0, phones: 0 });
    const { clients, projects, numbers, pairs, rejected } = first.run.totals;
    expect(second.run).toMatchObject({
      mode: "incremental",
      status: "complete",
      totals: { clients, projects, numbers, pairs, rejected, records: 0, new: 0, gone: 0 },
    });
    expect((rows(bench, count)[0] as { n: number }).n - before.n).toBe(3);
    const touched = `SELECT (SELECT count(*) FROM clients WHERE listed_run = 2)
      + (SELECT count(*) FROM projects WHERE listed_run = 2 OR confirmed_run = 2) AS n`;
    expect((rows(bench, touched)[0] as { n: number }).n).toBeLessThan(3);
    const seen = await bench.read((reader) => [...reader.iterateNumbers(HELD_NOW)]);
    expect(new Set(seen.map(({ lastSeen }) => lastSeen))).toEqual(new Set([second.run.startedAt]));
    const then = await bench.read((reader) => [...reader.iteratePairs({ ...HELD_NOW, run: 1 })]);
    expect(new Set(then.map(({ lastSeen }) => lastSeen))).toEqual(new Set([first.run.startedAt]));
  });

  test("after a hundredth of the projects changed takes less than 3% of a full run's requests", async () => {
    const bench = here(await simFor({ clients: 900, records: 6_000, seed: 2 }));
    const full = await bench.collect();
    bench.sim.change({ projects: 0.01, at: day(1) });
    const { run } = await bench.collect();
    expect(run).toMatchObject({ mode: "incremental", status: "complete" });
    expect(run.totals.requests / full.run.totals.requests).toBeLessThanOrEqual(0.03);
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("reads a client's list and of that list what changed", async () => {
    const bench = await small();
    await bench.collect();
    const project = bench.sim.truth().perProject.find((one) => one.records <= 500)?.project ?? 0;
    bench.sim.change({ projects: [project], add: 1, at: day(1) });
    const routes = await asked(bench, () => bench.collect());
    expect(routes).toEqual({ clients: 2, projects: 1, phones: 1 });
    expect(await asked(bench, () => bench.collect())).toEqual({ clients: 2, projects: 0, phones: 0 });
  });

  test("finds a deleted client whose number is made up for by a new one", async () => {
    const bench = await small();
    await bench.collect();
    const { deletedClients } = bench.sim.change({ deleteClients: 1, addClients: 1, at: day(1) });
    const { run } = await bench.collect();
    expect(run).toMatchObject({ mode: "incremental", totals: { clients: 12 } });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
    const gone = rows(bench, "SELECT crm_id FROM clients WHERE gone_run = 2");
    expect(gone).toEqual(deletedClients.map((id) => ({ crm_id: String(id) })));
  });

  test("finds what was changed before the last run and showed after it, within the overlap", async () => {
    // Those of the last clients: of the first 200 a page is looked at in any run.
    const bench = await big();
    await bench.collect();
    const last = bench.sim.truth().perProject.toSorted((a, b) => b.client - a.client);
    const [one, other] = [last[0], last.find(({ client }) => client !== last[0]?.client)];
    bench.sim.change({ projects: [one?.project ?? 0], add: 1, at: day(1) });
    await bench.collect();
    const earlier = new Date(Date.parse(day(1)) - 5 * 60_000).toISOString();
    bench.sim.change({ projects: [other?.project ?? 0], add: 1, at: earlier });
    expect((await bench.collect({}, { overlap: 4 })).run.totals.new).toBe(0);
    expect((await bench.collect()).run.mode).toBe("incremental");
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("finds a new client whose stamp is of long ago", async () => {
    const bench = await small();
    await bench.collect();
    bench.sim.change({ addClients: 1, at: "2024-01-01T00:00:00Z" });
    expect((await bench.collect()).run.mode).toBe("incremental");
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("reads again what has too young a stamp, or one of the future, and nothing for long", async () => {
    const bench = await small();
    await bench.collect();
    const [one, other] = bench.sim.truth().perProject.filter(({ records }) => records <= 500);
    bench.sim.change({ projects: [one?.project ?? 0], add: 1 });
    bench.sim.change({
      projects: [other?.project ?? 0],
      add: 1,
      at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    for (let i = 0; i < 2; i++) {
      const routes = await asked(bench, () => bench.collect());
      expect(routes).toMatchObject({ phones: 2 });
    }
    bench.sim.change({ projects: [other?.project ?? 0], add: 1, at: day(1) });
    await bench.collect();
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("reads what an earlier run could not, until it can", async () => {
    const bench = await small();
    const [dead = 0] = bench.sim.truth().pairs.map(([project]) => project);
    bench.sim.configure({ deadProjects: [dead], deadStatus: 404 });
    for (const mode of ["full", "incremental"]) {
      const { run } = await bench.collect();
      expect(run).toMatchObject({ mode, status: "partial", totals: { quarantined: 1 } });
    }
    bench.sim.configure({ deadProjects: [] });
    const { run } = await bench.collect();
    expect(run).toMatchObject({ mode: "incremental", status: "complete", totals: { quarantined: 0 } });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test("does not confirm what it could not read", async () => {
    const bench = await small();
    const first = await bench.collect();
    const [dead = 0] = bench.sim.truth().pairs.map(([project]) => project);
    bench.sim.change({ projects: [dead], edit: 1, at: day(1) });
    bench.sim.configure({ deadProjects: [dead], deadStatus: 404 });
    const second = await bench.collect();
    const seen = await bench.read((reader) => [...reader.iteratePairs(HELD_NOW)]);
    for (const { projectId, lastSeen } of seen)
      expect(lastSeen).toBe((projectId === String(dead) ? first : second).run.startedAt);
  });

  test("asks every client for its projects where a client's stamp does not move with them", async () => {
    const sim = await simFor(SMALL);
    const bench = here(sim, (ports) => ({
      ...ports,
      findConnector: async (name) => ({
        ...(await ports.findConnector(name)),
        incremental: { stampsMoveUp: false },
      }),
    }));
    await bench.collect();
    sim.change({ projects: 0.2, deleteProjects: 1, addProjects: 1, moveProjects: 1, flat: true, at: day(1) });
    const routes = await asked(bench, () => bench.collect());
    expect(routes).toMatchObject({ clients: 1, projects: 12 });
    expect(routes.phones).toBeLessThan(sim.truth().projects);
    expect(await bench.pairs()).toEqual(truePairs(sim));
  });
});

describe("a run is full", () => {
  test("by itself every so many runs, and every time where it is to be", async () => {
    const bench = await small();
    expect(await modes(bench, 5, { fullEvery: 3 })).toEqual([
      "full",
      "incremental",
      "incremental",
      "full",
      "incremental",
    ]);
    expect(await modes(bench, 1, { fullEvery: 1 })).toEqual(["full"]);
    expect((await bench.collect({ full: true })).run.mode).toBe("full");
  });

  test("after a pilot, and where numbers are to be read in another way", async () => {
    const bench = await small();
    const pilot = { scope: { ...WHOLE_SOURCE, limit: 3 } };
    expect((await bench.collect(pilot)).run.mode).toBe("full");
    expect(await modes(bench, 2)).toEqual(["full", "incremental"]);
    expect((await bench.collect(pilot)).run.mode).toBe("full");
    expect(await modes(bench, 1)).toEqual(["incremental"]);
    expect(await modes(bench, 2, { region: "KZ" })).toEqual(["full", "incremental"]);
    expect(await modes(bench, 1, { keep: ["label"] })).toEqual(["full"]);
  });

  test("where another CRM stands at the source's place", async () => {
    const bench = await small();
    await bench.collect();
    const other = await simFor({ ...SMALL, seed: 9 });
    const away = { baseUrl: other.url, token: other.token };
    expect(await modes(bench, 2, away)).toEqual(["full", "incremental"]);
    expect(await bench.pairs()).toEqual(truePairs(other));
  });

  test("where the last one did not learn of all clients", async () => {
    const bench = await small();
    await bench.collect();
    const stop = new AbortController();
    bench.sim.configure({ holdPhones: 0 });
    const stopping = bench.collect({ full: true }, { stop: stop.signal, watch: () => stop.abort() });
    expect((await stopping).run).toMatchObject({ mode: "full", status: "stopped" });
    bench.sim.configure({ holdPhones: null });
    expect((await bench.collect()).run).toMatchObject({ run: 2, mode: "full", status: "complete" });
    expect((await bench.collect()).run).toMatchObject({ run: 3, mode: "incremental" });
  });
});

test("a project deleted before a run that read its client's list and was given up is found by the next one", async () => {
  const bench = await small();
  await bench.collect();
  const { perProject } = bench.sim.truth();
  // Of one client, a project that goes, and one that changed and so keeps the run from its end.
  const gone = perProject.find(({ client, project }) =>
    perProject.some((one) => one.client === client && one.project !== project),
  );
  const changed = perProject.find(
    ({ client, project }) => client === gone?.client && project !== gone.project,
  );
  bench.sim.change({
    deleteProjects: [gone?.project ?? 0],
    projects: [changed?.project ?? 0],
    add: 1,
    at: day(1),
  });
  bench.sim.configure({ holdPhones: 0 });
  const before = bench.sim.stats().routes.phones;
  const stop = new AbortController();
  const stopping = bench.collect({}, { stop: stop.signal });
  await expect.poll(() => bench.sim.stats().routes.phones, { timeout: 30_000 }).toBeGreaterThan(before);
  stop.abort();
  await stopping;
  bench.sim.configure({ holdPhones: null });
  expect((await bench.collect({ begin: "fresh" })).run).toMatchObject({ run: 3, mode: "incremental" });
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});

test("what an abandoned run found changed and did not read is read by the next", async () => {
  const bench = await small();
  await bench.collect();
  bench.sim.change({ projects: 0.5, at: day(1) });
  bench.sim.configure({ holdPhones: 0 });
  const stop = new AbortController();
  const before = bench.sim.stats().routes.phones;
  const stopping = bench.collect({}, { stop: stop.signal, concurrency: 2 });
  await expect.poll(() => bench.sim.stats().routes.phones, { timeout: 60_000 }).toBeGreaterThan(before);
  stop.abort();
  expect((await stopping).run).toMatchObject({ run: 2, mode: "incremental", status: "stopped" });
  bench.sim.configure({ holdPhones: null });
  expect((await bench.collect({ begin: "fresh" })).run).toMatchObject({ run: 3, mode: "incremental" });
  expect(await bench.pairs()).toEqual(truePairs(bench.sim));
});

describe("kept pages", () => {
  const KEPT = { keepPages: true } as const;
  const answers = (bench: Bench): Readonly<Record<string, number>> => bench.sim.stats().answers;

  test("have a full run over an unchanged CRM read no record, and confirm all of it", async () => {
    const bench = await small();
    const first = await bench.collect({}, KEPT);
    bench.sim.resetStats();
    const { run } = await bench.collect({ full: true }, KEPT);
    const { clients, projects, numbers, pairs, rejected } = first.run.totals;
    expect(run).toMatchObject({
      mode: "full",
      status: "complete",
      totals: { clients, projects, numbers, pairs, rejected, records: 0, new: 0, gone: 0, retries: 0 },
    });
    expect(answers(bench)["304"]).toBe(bench.sim.stats().routes.phones);
    const seen = await bench.read((reader) => [...reader.iterateNumbers(HELD_NOW)]);
    expect(new Set(seen.map(({ lastSeen }) => lastSeen))).toEqual(new Set([run.startedAt]));
  });

  test("are not asked for where the source does not keep them", async () => {
    const bench = await small();
    await bench.collect();
    await bench.collect({ full: true }, KEPT);
    expect(answers(bench)["304"]).toBeUndefined();
    await bench.collect({ full: true });
    expect(answers(bench)["304"]).toBeUndefined();
  });

  test("of a project of which any page changed have it read whole", async () => {
    const bench = await small();
    await bench.collect({}, KEPT);
    const many = bench.sim.truth().perProject.filter(({ records }) => records > 500);
    expect(many.length).toBeGreaterThan(0);
    const [first] = many;
    for (let round = 1; round <= 3; round++) {
      // What is added stands at the end: the pages before the last are as they were.
      bench.sim.change({
        projects: [first?.project ?? 0],
        add: 3,
        remove: round === 3 ? 1 : 0,
        edit: 0,
        at: day(round),
      });
      const now = bench.sim.truth().perProject.find(({ project }) => project === first?.project);
      const { run } = await bench.collect({ full: round !== 2 }, KEPT);
      expect(run.totals.records).toBe(now?.records);
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
    }
    expect((await bench.collect({ full: true }, KEPT)).run.totals.records).toBe(0);
  });

  test("count for nothing where numbers are read in another way", async () => {
    const bench = await small();
    const { totals } = (await bench.collect({}, KEPT)).run;
    const again = await bench.collect({}, { ...KEPT, region: "KZ" });
    expect(again.run.totals.records).toBe(totals.records);
    const client = bench.sim.truth().perProject[0]?.client ?? 0;
    bench.sim.change({ countries: [client], at: day(1) });
    const { run } = await bench.collect({}, { ...KEPT, region: "KZ", otherRegions: [] });
    expect(run.totals.records).toBe(totals.records);
    bench.sim.change({ countries: [client], at: day(2) });
    const moved = await bench.collect({}, { ...KEPT, region: "KZ", otherRegions: [] });
    const own = bench.sim.truth().perProject.filter((one) => one.client === client);
    expect(moved.run.totals.records).toBe(own.reduce((sum, { records }) => sum + records, 0));
  });

  test("of a run that was stopped on the way are asked for by the next session", async () => {
    const bench = await small();
    await bench.collect({}, KEPT);
    bench.sim.change({ projects: 0.3, add: 2, at: day(1) });
    bench.sim.configure({ holdPhones: 5 });
    const stop = new AbortController();
    const before = bench.sim.stats().routes.phones;
    const stopping = bench.collect({ full: true }, { ...KEPT, stop: stop.signal, concurrency: 2 });
    await expect.poll(() => bench.sim.stats().routes.phones, { timeout: 60_000 }).toBeGreaterThan(before + 5);
    stop.abort();
    expect((await stopping).run.status).toBe("stopped");
    bench.sim.configure({ holdPhones: null });
    expect((await bench.collect({}, KEPT)).run).toMatchObject({ run: 2, status: "complete" });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });
});
