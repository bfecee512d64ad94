import type { ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { StoppedError } from "../../src/base/abort.ts";
import { type Trial, trialOf } from "../faults/crm.ts";
import { type Fault, fakeCrm, healing, listOf, type Routes } from "../helpers/fake-crm.ts";
import { run, start } from "../helpers/run.ts";
import { tempDir } from "../helpers/temp.ts";

const PAGES = 13;
const CONCURRENCY = 4;
/** The server keeps its pages smaller than they are asked for. */
const SIZE = 2;

const idsOf = (clients: number): number[] => Array.from({ length: clients }, (_, i) => i + 1);
const pageKey = (page: number): string => `/clients?page=${page}`;

/** A page of clients that hold nothing. */
function clientsPage(clients: number, page: number): unknown {
  const data = idsOf(clients)
    .slice((page - 1) * SIZE, page * SIZE)
    .map((id) => ({ id, name: `Client ${id}` }));
  const meta = { page, per_page: 200, total: clients, total_pages: Math.ceil(clients / SIZE) };
  return { data, meta };
}

function routesOf(clients: number): Routes {
  const routes: Routes = { "/me": { account: "fake", rate_limit_per_second: null } };
  for (let page = 1; page <= Math.ceil(clients / SIZE); page++)
    routes[pageKey(page)] = clientsPage(clients, page);
  for (const id of idsOf(clients)) routes[`/clients/${id}/projects`] = listOf([]);
  return routes;
}

async function setUp(clients = PAGES * SIZE): Promise<Trial & { readonly database: string }> {
  const crm = await fakeCrm(routesOf(clients));
  const database = `${tempDir()}/datamaster.db`;
  return { ...trialOf(crm, database, "crm"), database };
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** The pages of the list of clients, in the order they were asked for. */
const pagesAsked = ({ crm }: Trial): number[] =>
  crm.asked
    .filter((path) => path.startsWith("/clients?"))
    .map((path) => Number(new URLSearchParams(path.slice(9)).get("page")));

/** Clients in the order in which they were stored. */
function storedClients(database: string): number[] {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    return db
      .prepare("SELECT crm_id AS id FROM clients ORDER BY clients.id")
      .all()
      .map(({ id }) => Number(id));
  } finally {
    db.close();
  }
}

/** Holds the answers of some pages until `release`, which answers the last of them first. */
function hold({ crm }: Trial, pages: readonly number[], arrived: (count: number) => void) {
  const held: (() => void)[] = [];
  for (const page of pages) {
    const sound = crm.routes[pageKey(page)];
    const fault: Fault = (response) => {
      held.push(() => send(response, sound));
      arrived(held.length);
    };
    crm.routes[pageKey(page)] = fault;
  }
  return {
    release: () => {
      for (const go of held.splice(0).reverse()) go();
    },
  };
}

describe("a list whose first page tells how many there are", () => {
  test("is fetched many pages at a time, each once, and stored in its order", async () => {
    const trial = await setUp();
    const others = idsOf(PAGES).slice(1);
    // A run begins with four requests in flight: nothing is answered before as many are asked for, and then the last first.
    const held = hold(trial, others, (count) => {
      if (count === 4) held.release();
    });
    const { run } = await trial.collect({}, { concurrency: 30 });
    expect(run).toMatchObject({ status: "complete", totals: { clients: PAGES * SIZE, retries: 0 } });
    // Its first page is asked for once more at the end, to count the clients.
    expect(run.totals.requests).toBe(PAGES + PAGES * SIZE + 1);
    expect(pagesAsked(trial).sort((a, b) => a - b)).toEqual([1, ...idsOf(PAGES)]);
    expect(storedClients(trial.database)).toEqual(idsOf(PAGES * SIZE));
  });

  test("never takes more than half of the places, while what comes first is read in the others", async () => {
    const trial = await setUp();
    const held = hold(trial, [2], () => {});
    // Client 2 is read beside a list that stands still: no page of it can be stored.
    trial.crm.routes["/clients/2/projects"] = ((response) => {
      send(response, listOf([]));
      setImmediate(held.release);
    }) satisfies Fault;
    let askedMeanwhile = 0;
    const release = held.release;
    held.release = () => {
      askedMeanwhile ||= pagesAsked(trial).length;
      release();
    };
    const { run } = await trial.collect({}, { concurrency: 3 });
    expect(run.status).toBe("complete");
    expect(askedMeanwhile).toBeLessThanOrEqual(1 + 1 + 3);
    expect(storedClients(trial.database)).toEqual(idsOf(PAGES * SIZE));
  });

  test("is read page after page by a pilot, which may have all it wants at any of them", async () => {
    const trial = await setUp();
    await trial.collect({ scope: { clients: [], exclude: [], limit: 3 } });
    expect(pagesAsked(trial)).toEqual([1, 2]);
  });

  test.each([
    ["shrinks", 10],
    ["grows", 30],
  ])("and that %s while it is fetched is read again", async (_, clientsThen) => {
    const trial = await setUp(20);
    const later = routesOf(clientsThen);
    // From the fifth page on the CRM is another.
    trial.crm.routes[pageKey(5)] = ((response) => {
      Object.assign(trial.crm.routes, later);
      for (const key of Object.keys(trial.crm.routes)) {
        if (!(key in later) && key.startsWith("/clients?"))
          trial.crm.routes[key] = clientsPage(clientsThen, 99);
      }
      send(response, clientsPage(clientsThen, 5));
    }) satisfies Fault;
    const { run, error } = await trial.collect();
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(storedClients(trial.database)).toEqual(expect.arrayContaining(idsOf(clientsThen)));
  });

  test("has a page that fails at first: its failures are told and tried again when it is its turn", async () => {
    const trial = await setUp();
    const sound = trial.crm.routes[pageKey(7)];
    trial.crm.routes[pageKey(7)] = healing(2, (response) => send(response, {}, 500), sound);
    const { run } = await trial.collect();
    expect(run).toMatchObject({ status: "complete", totals: { retries: 2, clients: PAGES * SIZE } });
    expect(pagesAsked(trial).filter((page) => page === 7).length).toBe(3);
    expect(storedClients(trial.database)).toEqual(idsOf(PAGES * SIZE));
  });

  test("is told to slow down in many of its pages at once: each is throttled once and none failed", async () => {
    const trial = await setUp();
    for (const page of [3, 4, 8]) {
      const refuse: Fault = (response) => response.writeHead(429, { "retry-after": "0" }).end();
      trial.crm.routes[pageKey(page)] = healing(1, refuse, trial.crm.routes[pageKey(page)]);
    }
    const { run } = await trial.collect();
    expect(run).toMatchObject({ status: "complete", totals: { throttled: 3, retries: 0, quarantined: 0 } });
    expect(storedClients(trial.database)).toEqual(idsOf(PAGES * SIZE));
  });

  test("has a page that is not there: the run fails there, and goes on at that page", async () => {
    const trial = await setUp();
    const sound = trial.crm.routes[pageKey(6)];
    trial.crm.routes[pageKey(6)] = { status: 404, body: {} };
    const first = await trial.collect();
    expect(first.error).toMatchObject({ code: "CRM_NOT_FOUND" });
    expect(storedClients(trial.database)).toEqual(idsOf(5 * SIZE));
    trial.crm.routes[pageKey(6)] = sound;
    const before = pagesAsked(trial).length;
    expect((await trial.collect()).run).toMatchObject({ run: first.run.run, status: "complete" });
    expect(
      pagesAsked(trial)
        .slice(before)
        .sort((a, b) => a - b),
    ).toEqual([1, ...idsOf(PAGES).slice(5)]);
  });

  test("and that is killed in the middle repeats no more than what was in flight", async () => {
    const trial = await setUp();
    const { [pageKey(5)]: sound } = trial.crm.routes;
    const cwd = tempDir();
    const flags = ["--base-url", trial.crm.url, "--region", "RU", "--concurrency", String(CONCURRENCY)];
    const options = { cwd, env: { DATAMASTER_TOKEN: trial.crm.token } };
    const killed = start(["collect", ...flags], options);
    hold(trial, [5], () => killed.kill("SIGKILL"));
    await killed.finished;
    const before = new Set(trial.crm.asked);
    trial.crm.routes[pageKey(5)] = sound;
    expect(await run(["collect", "--json", ...flags], options)).toMatchObject({ code: 0 });
    const again = trial.crm.asked.filter((path) => path !== "/me").length - new Set(trial.crm.asked).size + 1;
    expect(before).toContain("/clients?page=5&per_page=200");
    expect(again).toBeLessThanOrEqual(2 * CONCURRENCY);
    expect(storedClients(`${cwd}/datamaster.db`)).toEqual(idsOf(PAGES * SIZE));
  });

  test("and that is stopped in the middle drops what was fetched ahead, and goes on where it was stored", async () => {
    const trial = await setUp();
    const stop = new AbortController();
    const { [pageKey(5)]: sound } = trial.crm.routes;
    hold(trial, [5], () => stop.abort(new StoppedError()));
    const first = await trial.collect({}, {}, stop.signal);
    expect(first).toMatchObject({ error: null, run: { status: "stopped" } });
    trial.crm.routes[pageKey(5)] = sound;
    expect((await trial.collect()).run).toMatchObject({ run: first.run.run, status: "complete" });
    expect(storedClients(trial.database)).toEqual(idsOf(PAGES * SIZE));
  });
});
