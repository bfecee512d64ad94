import { describe, expect, test } from "vitest";
import type { Sim } from "../../src/sim/sim.ts";
import { control, get, getList, largestProject, openSim, readRecords } from "./helpers.ts";

const json = async (answer: Promise<Response>): Promise<Record<string, unknown>> =>
  JSON.parse(await (await answer).text());

describe("the counts", () => {
  test("tell requests by answer and route, pages, bytes and the present second", async () => {
    const sim = await openSim({ clients: 6 });
    const { project, client } = largestProject(sim);
    await (await get(sim, "/me")).text();
    const page = await (await get(sim, "/clients?per_page=200")).text();
    await (await get(sim, "/clients?per_page=200")).text();
    await (await get(sim, `/clients/${client}/projects?page=2&per_page=7`)).text();
    await (await get(sim, `/projects/${project}/phones?limit=500`)).text();
    await (await get(sim, "/projects/1/phones")).text();
    await (await get(sim, "/nowhere")).text();
    const stats = sim.stats();
    expect(stats).toMatchObject({
      requests: 7,
      accepted: 7,
      answers: { "200": 5, "404": 2 },
      routes: { me: 1, clients: 2, projects: 1, phones: 2, other: 1 },
      pages: { "clients/1/200": 2, [`projects/${client}/2/7`]: 1, [`phones/${project}/0/500`]: 1 },
    });
    expect(Object.keys(stats.pages).length).toBe(3);
    expect(stats.bytes).toBeGreaterThan(Buffer.byteLength(page) * 2);
    expect(stats.perSecond.reduce((sum, [, count]) => sum + count, 0)).toBe(7);
    expect(await json(control(sim, "stats"))).toMatchObject({ requests: 7, pages: stats.pages });
    expect(await json(control(sim, "stats?pages=0"))).not.toHaveProperty("pages");
    await control(sim, "reset-stats", {});
    expect(sim.stats()).toMatchObject({
      requests: 0,
      answers: {},
      pages: {},
      perSecond: [],
      maxInAnySecond: 0,
      bytes: 0,
    });
  });

  test("do not take a broken answer for a served page", async () => {
    const sim = await openSim({ faults: { cut: 1 } });
    await get(sim, "/clients")
      .then((answer) => answer.text())
      .catch(() => undefined);
    expect(sim.stats()).toMatchObject({ answers: { cut: 1 }, pages: {}, bytes: 0 });
  });

  test("return to no request in flight", async () => {
    const sim = await openSim();
    await Promise.all(Array.from({ length: 20 }, () => get(sim, "/clients").then((answer) => answer.text())));
    while (sim.stats().concurrent > 0) await new Promise(setImmediate);
    expect(sim.stats().maxConcurrent).toBeGreaterThan(0);
  });
});

describe("the config", () => {
  test("is shown and merged key by key", async () => {
    const sim = await openSim({ latencyMs: 1 });
    expect(await json(control(sim, "config", { faults: { html: 0.5 }, deadStatus: 404 }))).toMatchObject({
      latencyMs: 1,
      faults: { html: 0.5 },
      deadStatus: 404,
    });
    expect(await json(control(sim, "config"))).toEqual(sim.config());
  });

  test.each([
    [{ latency: 5 }, "latency"],
    [{ latencyMs: -5 }, "latencyMs"],
    [{ faults: 1.5 }, "faults"],
    [{ faults: { hml: 0.5 } }, "faults"],
    [{ rateLimit: { kind: "sliding" } }, "perSecond or limit"],
    [{ rateLimit: { perSecond: 0.5 } }, "widen windowMs"],
    [{ deadStatus: 200 }, "deadStatus"],
    [{ tokenExpiresAt: "soon" }, "tokenExpiresAt"],
    [[], "config"],
  ])("%j is refused with a 400 that names %s, and changes nothing", async (body, word) => {
    const sim = await openSim({ clients: 1 });
    const before = sim.config();
    const answer = await control(sim, "config", body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(word);
    expect(sim.config()).toEqual(before);
  });

  test("answers 400 to what is no JSON, 404 to an unknown control, 405 to another method", async () => {
    const sim = await openSim({ clients: 1 });
    const url = new URL("/__control/config", sim.url);
    expect((await fetch(url, { method: "POST", body: "{" })).status).toBe(400);
    expect((await fetch(url, { method: "PUT", body: "{}" })).status).toBe(405);
    expect((await control(sim, "nothing")).status).toBe(404);
    expect((await control(sim, "records?project=1")).status).toBe(400);
  });
});

describe("a hold on pages of phones", () => {
  test("answers so many, and the others once it may; what nobody waits for any more does not count", async () => {
    const sim = await openSim({ clients: 6, holdPhones: 1 });
    const { project } = largestProject(sim);
    const answered: string[] = [];
    const ask = async (name: string, signal?: AbortSignal): Promise<void> => {
      const asked = sim.stats().routes.phones;
      const url = `${sim.url}/projects/${project}/phones?limit=5`;
      const headers = { authorization: `Bearer ${sim.token}` };
      void fetch(url, { headers, ...(signal && { signal }) }).then(
        () => answered.push(name),
        () => answered.push(`${name} gave up`),
      );
      await expect.poll(() => sim.stats().routes.phones).toBe(asked + 1);
    };
    const givingUp = new AbortController();
    await ask("first");
    await expect.poll(() => answered).toEqual(["first"]);
    await ask("second", givingUp.signal);
    await ask("third");
    await ask("fourth");
    expect((await get(sim, "/me")).status).toBe(200);
    givingUp.abort();
    await expect.poll(() => answered).toEqual(["first", "second gave up"]);
    await expect.poll(() => sim.stats().concurrent).toBe(2);
    sim.configure({ holdPhones: 1 });
    await expect.poll(() => answered).toEqual(["first", "second gave up", "third"]);
    sim.configure({ latencyMs: 0 });
    expect(answered).not.toContain("fourth");
    sim.configure({ holdPhones: null });
    await expect.poll(() => answered).toHaveLength(4);
  });
});

describe("the token", () => {
  test("expires after so many requests, until another is set", async () => {
    const sim = await openSim({ clients: 1, tokenExpiresAfter: 3 });
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await get(sim, "/me")).status);
    expect(statuses).toEqual([200, 200, 200, 401, 401]);
    expect(await json(control(sim, "token", { token: "second" }))).toEqual({ token: "second" });
    expect(sim.token).toBe("second");
    expect((await get(sim, "/me")).status).toBe(200);
    expect((await get(sim, "/me", { authorization: "Bearer sim-token" })).status).toBe(401);
    expect((await control(sim, "token", { token: "" })).status).toBe(400);
  });

  test("expires at a moment", async () => {
    const sim = await openSim({ clients: 1, tokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await get(sim, "/me")).status).toBe(200);
    sim.configure({ tokenExpiresAt: new Date(Date.now() - 1).toISOString() });
    const refused = await get(sim, "/me");
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="sim"']);
  });
});

describe("a change", () => {
  const at = "2030-01-01T00:00:00.000Z";
  const servedIds = async (sim: Sim): Promise<number[]> => {
    const ids: number[] = [];
    for (const client of (await getList(sim, "/clients?per_page=200")).data) {
      const body = await getList(sim, `/clients/${client.id}/projects?per_page=200`);
      ids.push(...body.data.map((project) => project.id));
    }
    return ids.sort((a, b) => a - b);
  };

  test("adds, removes and edits records, and moves every updated_at above them", async () => {
    const sim = await openSim({ clients: 10, records: 3000 });
    const { project, client } = largestProject(sim);
    const before = await readRecords(sim, project, 500);
    const others = sim.truth().pairs.filter(([id]) => id !== project);
    const result = sim.change({ projects: [project], add: 3, remove: 5, edit: 2, at });
    expect(result).toMatchObject({
      projects: [project],
      recordsAdded: 3,
      recordsRemoved: 5,
      recordsEdited: 2,
      at,
    });
    const after = await readRecords(sim, project, 500);
    expect(after.length).toBe(before.length - 2);
    const changed = after.filter((record) => record.updated_at === "2030-01-01T00:00:00Z");
    expect(changed.length).toBe(5);
    const old = new Set(before.map((record) => record.id));
    expect(changed.filter((record) => old.has(record.id)).length).toBe(2);
    const kept = after.filter((record) => !changed.includes(record));
    expect(before).toEqual(expect.arrayContaining(kept));
    expect(sim.truth().pairs.filter(([id]) => id !== project)).toEqual(others);
    const since = await getList(sim, `/projects/${project}/phones?limit=500&updated_since=${at}`);
    expect(since.data).toEqual(changed);
    expect((await getList(sim, `/clients?updated_since=${at}`)).data.map(({ id }) => id)).toEqual([client]);
    expect(
      (await getList(sim, `/clients/${client}/projects?updated_since=${at}`)).data.map(({ id }) => id),
    ).toEqual([project]);
  });

  test("deletes projects and clients: gone from the lists and the truth, 404 by id", async () => {
    const sim = await openSim({ clients: 20, records: 2000 });
    const before = sim.truth();
    const { deletedClients, deletedProjects } = sim.change({ deleteClients: 2, deleteProjects: 3, at });
    expect([deletedClients.length, deletedProjects.length]).toEqual([2, 3]);
    const gone = new Set([
      ...deletedProjects,
      ...before.perProject
        .filter(({ client }) => deletedClients.includes(client))
        .map(({ project }) => project),
    ]);
    expect(sim.truth().pairs).toEqual(before.pairs.filter(([project]) => !gone.has(project)));
    expect(await servedIds(sim)).toEqual(
      before.perProject.map(({ project }) => project).filter((id) => !gone.has(id)),
    );
    for (const id of gone) expect((await get(sim, `/projects/${id}/phones`)).status).toBe(404);
    for (const id of deletedClients) expect((await get(sim, `/clients/${id}/projects`)).status).toBe(404);
  });

  test("adds projects and clients", async () => {
    const sim = await openSim({ clients: 5, records: 500 });
    const before = sim.data();
    const result = sim.change({ addProjects: 2, addClients: 1, recordsPerProject: 7, at });
    expect(result.addedProjects.length).toBe(3);
    expect(sim.data()).toMatchObject({
      clients: 6,
      projects: before.projects + 3,
      records: before.records + 21,
    });
    expect(await servedIds(sim)).toEqual(expect.arrayContaining([...result.addedProjects]));
  });

  test("of a share touches that share, with 2 records more, 2 less and 1 edited in each", async () => {
    const sim = await openSim({ clients: 60, projects: 100, records: 5000 });
    const result = await json(control(sim, "change", { projects: 0.05 }));
    expect(result).toMatchObject({ recordsAdded: 10, deletedProjects: [], addedClients: [] });
    expect((result as { projects: number[] }).projects.length).toBe(5);
  });

  test("is the same for the same seed, and refused whole when a part is wrong", async () => {
    const run = async (): Promise<unknown> => {
      const sim = await openSim({ clients: 20, records: 1000, seed: 4 });
      sim.change({ projects: 0.2, at });
      sim.change({ deleteProjects: 1, addClients: 2, at });
      return sim.truth();
    };
    expect(await run()).toEqual(await run());
    const sim = await openSim({ clients: 3 });
    const before = sim.truth();
    expect((await control(sim, "change", { addClients: 1, removeAll: true })).status).toBe(400);
    expect(sim.truth()).toEqual(before);
  });

  test("moves the ETag of the pages it touches and of no other", async () => {
    const sim = await openSim({ clients: 10, records: 3000 });
    const { project } = largestProject(sim);
    const other = sim.truth().perProject.find((one) => one.project !== project)!.project;
    const tags = () =>
      Promise.all(
        [project, other].map(async (id) =>
          (await get(sim, `/projects/${id}/phones?limit=500`)).headers.get("etag"),
        ),
      );
    const before = await tags();
    sim.change({ projects: [project], edit: 400, at });
    const after = await tags();
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });
});

describe("the truth over HTTP", () => {
  test("is the same document as in the process, whole and without the dead", async () => {
    const sim = await openSim({ clients: 10, records: 800, deadProjects: 0.2 });
    expect(await json(control(sim, "truth"))).toEqual(sim.truth());
    expect(await json(control(sim, "truth?reachable=1"))).toEqual(sim.truth({ reachable: true }));
    expect(await json(control(sim, "data"))).toEqual(sim.data());
    const { project } = largestProject(sim);
    expect(await json(control(sim, `records?project=${project}`))).toEqual(sim.records(project));
  });
});
