import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { StoppedError } from "../../src/base/abort.ts";
import type { RunProgress } from "../../src/collect/collect.ts";
import { HELD_NOW } from "../../src/store/store.ts";
import { trialOf } from "../faults/crm.ts";
import { type Fault, fakeCrm, listOf, type Routes, recordsOf } from "../helpers/fake-crm.ts";
import { tempDir } from "../helpers/temp.ts";
import { setUpHere } from "./here.ts";
import { SMALL, truePairs } from "./setup.ts";
import { stopAfter, truthSuite } from "./truth.suite.ts";

function count(database: string, sql: string): number {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    return (db.prepare(sql).get() as { n: number }).n;
  } finally {
    db.close();
  }
}

truthSuite("SQLite", {
  seeds: [
    [1, "default"],
    [2, "all"],
    [3, "all"],
  ],
  seedsWithFaults: [1, 2, 3],
});

describe("a whole run", () => {
  test("asks for every page once, for the account, and at the end how many clients there are", async () => {
    const bench = await setUpHere();
    const { run } = await bench.collect();
    const stats = bench.sim.stats();
    const twice = Object.entries(stats.pages).filter(([, times]) => times !== 1);
    expect(twice).toEqual([["clients/1/200", 2]]);
    expect(run.totals.requests).toBe(Object.keys(stats.pages).length + 1);
    expect(stats.requests).toBe(run.totals.requests + 1);
  });

  test("has no more requests in flight than its concurrency", async () => {
    const bench = await setUpHere({ ...SMALL, latencyMs: 5 });
    await bench.collect({}, { concurrency: 3 });
    expect(bench.sim.stats().maxConcurrent).toBe(3);
  });
});

describe("a second run", () => {
  test("over an unchanged CRM writes no membership row", async () => {
    const bench = await setUpHere();
    await bench.collect();
    const before = count(bench.database, "SELECT count(*) AS n FROM membership");
    const { run } = await bench.collect();
    expect(run.totals).toMatchObject({ new: 0, gone: 0 });
    expect(count(bench.database, "SELECT count(*) AS n FROM membership")).toBe(before);
    expect(
      count(bench.database, "SELECT count(*) AS n FROM membership WHERE from_run > 1 OR to_run IS NOT NULL"),
    ).toBe(0);
    expect(count(bench.database, "SELECT count(*) AS n FROM units WHERE run = 2 AND changed = 1")).toBe(0);
  });
});

describe("what cannot be read", () => {
  test("of a first run leaves the rest equal to the truth", async () => {
    const bench = await setUpHere();
    const dead = [...new Set(bench.sim.truth().pairs.map(([project]) => project))].slice(0, 2);
    bench.sim.configure({ deadProjects: dead, deadStatus: 410 });
    const { run } = await bench.collect();
    expect(run.status).toBe("partial");
    expect(await bench.pairs()).toEqual(truePairs(bench.sim, dead));
  });

  test("of a whole client keeps that client's projects", async () => {
    const bench = await setUpHere();
    await bench.collect();
    const held = await bench.pairs();
    const [client = 0] = bench.sim
      .truth()
      .perProject.filter((project) => project.numbers > 0)
      .map((project) => project.client);
    bench.sim.configure({ deadClients: [client], deadStatus: 404 });
    const { run } = await bench.collect({ full: true });
    expect(run).toMatchObject({ status: "partial", totals: { quarantined: 1, gone: 0 } });
    expect(await bench.pairs()).toEqual(held);
  });
});

describe("a run that ends early", () => {
  test("is not continued when fresh is asked for, nor when the scope is another", async () => {
    const { bench, first } = await stopAfter(20);
    const pilot = await bench.collect({ scope: { clients: [], exclude: [], limit: 2 } });
    expect(pilot.run.run).toBeGreaterThan(first.run.run);
    expect(await bench.read((reader) => reader.findRun(first.run.run)?.status)).toBe("abandoned");
  });

  test("by an expired token fails with 2 and goes on once the token is right", async () => {
    const bench = await setUpHere();
    bench.sim.configure({ tokenExpiresAfter: 20 });
    const first = await bench.collect();
    expect(first.error).toMatchObject({ code: "CRM_UNAUTHORIZED", exitCode: 2 });
    expect(first.run).toMatchObject({ status: "failed", error: "CRM_UNAUTHORIZED" });
    bench.sim.configure({ tokenExpiresAfter: null });
    const second = await bench.collect();
    expect(second.run).toMatchObject({ run: first.run.run, status: "complete" });
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });
});

describe("narrowed runs", () => {
  test("read only the clients asked for", async () => {
    const bench = await setUpHere();
    const ids = [...new Set(bench.sim.truth().perProject.map((project) => project.client))];
    const { run } = await bench.collect({ scope: { clients: [String(ids[0])], exclude: [], limit: null } });
    expect(run.totals.clients).toBe(1);
    const limited = await bench.collect({ scope: { clients: [], exclude: [String(ids[0])], limit: 3 } });
    expect(limited.run.totals).toMatchObject({ clients: 4, gone: 0 });
  });
});

describe("texts beside numbers", () => {
  test("are stored only when the source asks for them", async () => {
    const bench = await setUpHere();
    await bench.collect();
    const texts = () =>
      bench.read(
        (reader) =>
          [...reader.iteratePairs(HELD_NOW)].filter((row) => row.label !== null || row.contact !== null)
            .length,
      );
    expect(await texts()).toBe(0);
    const { run } = await bench.collect({}, { keep: ["label", "contact"] });
    expect(await texts()).toBeGreaterThan(0);
    expect(run.totals).toMatchObject({ new: 0, gone: 0 });
  });
});

describe("numbers of other countries", () => {
  test("are tried in those of the clients, which the run keeps when it goes on", async () => {
    const bench = await setUpHere({ clients: 30, seed: 3 });
    const stop = new AbortController();
    const first = await bench.collect(
      {},
      {
        stop: stop.signal,
        watch: (progress) => {
          const look = setInterval(() => {
            if (progress.snapshot().projects.done > 3) stop.abort(new StoppedError());
          }, 5);
          stop.signal.addEventListener("abort", () => clearInterval(look));
        },
      },
    );
    const kept = () =>
      count(bench.database, 'SELECT count(*) AS n FROM runs WHERE other_regions LIKE \'["RU","%\'');
    expect(first.run.status).toBe("stopped");
    expect(kept()).toBe(1);
    const again = await bench.collect({}, { otherRegions: [] });
    expect(again.run).toMatchObject({ run: first.run.run, status: "complete" });
    expect(kept()).toBe(1);
    expect(await bench.pairs()).toEqual(truePairs(bench.sim));
  });

  test.each([
    ["auto", "/clients/1/projects?"],
    [[], "/projects/11/phones?"],
  ] as const)(
    "wait for the whole list of clients, but not where the source names the countries (%j)",
    async (otherRegions, beside) => {
      const [one, two] = [1, 2].map((id) => ({ id, name: `Client ${id}` }));
      const meta = { total: 2, total_pages: 2 };
      const routes: Routes = {
        "/me": { account: "fake", rate_limit_per_second: null },
        "/clients?page=1": { data: [one], meta: { page: 1, ...meta } },
        "/clients/1/projects": listOf([{ id: 11, name: "Project" }]),
        "/clients/2/projects": listOf([]),
        "/projects/11/phones": recordsOf(["+79161234567"]),
      };
      const trial = trialOf(await fakeCrm(routes), join(tempDir(), "datamaster.db"), "crm");
      const asked = (path: string) => trial.crm.asked.some((one) => one.startsWith(path));
      let phonesBefore = false;
      // The list ends only once something else was read beside it.
      routes["/clients?page=2"] = ((response) => {
        const look = setInterval(() => {
          if (!asked(beside)) return;
          clearInterval(look);
          phonesBefore = asked("/projects/11/phones?");
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify({ data: [two], meta: { page: 2, ...meta } }));
        }, 5);
      }) satisfies Fault;
      const { run } = await trial.collect({}, { otherRegions });
      expect(run).toMatchObject({ status: "complete", totals: { numbers: 1 } });
      expect(phonesBefore).toBe(otherRegions !== "auto");
    },
  );
});

describe("rate limits", () => {
  test("that the CRM tells are kept without a single refusal", async () => {
    const bench = await setUpHere({ ...SMALL, rateLimit: { perSecond: 50, tell: true } });
    const { run } = await bench.collect({ scope: { clients: [], exclude: [], limit: 6 } });
    expect(run.totals.throttled).toBe(0);
    expect(bench.sim.stats().maxInAnySecond).toBeLessThanOrEqual(50);
  });

  test.each(["seconds", "date", "none"] as const)(
    "that are met by surprise are waited out (Retry-After: %s)",
    async (retryAfter) => {
      const bench = await setUpHere({
        clients: 8,
        seed: 5,
        rateLimit: { limit: 10, windowMs: 1000, retryAfter, headers: false },
      });
      let progress: RunProgress | undefined;
      const { run } = await bench.collect({}, { watch: (watched) => (progress = watched) });
      expect(run).toMatchObject({ status: "complete", totals: { retries: 0, quarantined: 0 } });
      expect(run.totals.throttled).toBeGreaterThan(0);
      expect(progress?.snapshot().limitFound).toBeLessThan(20);
      expect(await bench.pairs()).toEqual(truePairs(bench.sim));
    },
  );
});
