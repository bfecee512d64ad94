import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { DataOptions } from "../../src/sim/generate.ts";
import { generateDataset } from "../../src/sim/generate.ts";
import { startSim } from "../../src/sim/sim.ts";
import { openSim, readRecords } from "./helpers.ts";

function digest(options: DataOptions): string {
  const hash = createHash("sha256");
  const { clients } = generateDataset(options);
  for (const { id, name, country, updatedAt, projects } of clients) {
    hash.update(JSON.stringify([id, name, country, updatedAt]));
    for (const project of projects)
      hash.update(JSON.stringify([project.name, project.updatedAt])).update(project.content.bytes);
  }
  return hash.digest("hex");
}

describe("data", () => {
  test("of the same seed are the same bytes, of another seed others", () => {
    const options = { clients: 25, maxRecords: 700 };
    expect(digest({ ...options, seed: 5 })).toBe(digest({ ...options, seed: 5 }));
    expect(digest({ ...options, seed: 6 })).not.toBe(digest({ ...options, seed: 5 }));
  });

  test("have the default sizes: 2,411 clients, 4,000 projects, about 1,000,000 records, heavy-tailed", () => {
    const dataset = generateDataset({ seed: 1 });
    const sizes = [...dataset.projects()].map((project) => project.content.size);
    const { clients, projects, records } = dataset.counts();
    expect([clients, projects]).toEqual([2411, 4000]);
    expect(records).toBeGreaterThan(900_000);
    expect(records).toBeLessThan(1_100_000);
    const large = sizes.filter((size) => size >= 2000);
    expect(large.length).toBe(80);
    expect(Math.max(...large)).toBeLessThanOrEqual(20_000);
    expect(Math.max(...large)).toBeGreaterThan(15_000);
    expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(100);
    const perClient = dataset.clients.map((client) => client.projects.length);
    expect(Math.max(...perClient)).toBe(300);
    expect(perClient.filter((count) => count === 0).length).toBeGreaterThan(200);
  });

  test("come mostly from RU, some from clients without a country, and from every other region", () => {
    const { clients } = generateDataset({ seed: 1, clients: 1000, records: 1000 });
    const share = (country: string | null) =>
      clients.filter((client) => client.country === country).length / 1000;
    expect(share("RU")).toBeCloseTo(0.62, 2);
    expect(share(null)).toBeCloseTo(0.08, 2);
    for (const country of ["KZ", "UA", "BY", "UZ", "US", "DE", "GB"])
      expect(share(country)).toBeGreaterThan(0.01);
  });

  test("share numbers between projects and repeat them within one", () => {
    const { content } = generateDataset({ seed: 1, clients: 1, projects: 1, records: 3000 }).clients[0]!
      .projects[0]!;
    expect(new Set(content.numbers).size).toBeLessThan(content.numbers.length);
    const dataset = generateDataset({ seed: 1, clients: 200 });
    const projects = [...dataset.projects()].map((project) => new Set(project.content.numbers));
    const pairs = projects.reduce((sum, numbers) => sum + numbers.size, 0);
    const numbers = new Set(projects.flatMap((set) => [...set])).size;
    expect(numbers / pairs).toBeGreaterThan(0.8);
    expect(numbers / pairs).toBeLessThan(0.97);
  });

  test("shrink by options", () => {
    const dataset = generateDataset({ clients: 30, projects: 40, records: 5000, maxRecords: 600 });
    const sizes = [...dataset.projects()].map((project) => project.content.size);
    expect(dataset.counts()).toMatchObject({ clients: 30, projects: 40 });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(600);
    expect(generateDataset({ clients: 0 }).counts()).toEqual({ clients: 0, projects: 0, records: 0 });
    expect(generateDataset({ clients: 1, projects: 3 }).counts().projects).toBe(3);
  });

  test("hold only the classes asked for", async () => {
    const sim = await openSim({ classes: ["e164", "idd"], records: 400 });
    const kinds = sim
      .truth()
      .perProject.flatMap(({ project }) => sim.records(project).map((record) => record.kind));
    expect(new Set(kinds)).toEqual(new Set(["e164", "idd"]));
    expect(sim.data().classes).toEqual(["e164", "idd"]);
  });

  test("of an unknown class, option or value are refused with all that is wrong", async () => {
    await expect(startSim({ clients: 1, classes: ["e614"] })).rejects.toMatchObject({ code: "USAGE" });
    await expect(startSim({ clients: 1, latencyMs: -1, faults: 2 })).rejects.toThrow(/latencyMs.*faults/s);
  });
});

describe("truth", () => {
  test("is the set of numbers and pairs of what the API serves, with the rejects counted", async () => {
    const sim = await openSim({ clients: 8, records: 900 });
    const truth = sim.truth();
    const pairs: [number, string][] = [];
    let rejected = 0;
    for (const { project } of truth.perProject) {
      const served = await readRecords(sim, project, 500);
      const records = sim.records(project);
      expect(served.map((record) => record.id)).toEqual(records.map((record) => record.id));
      expect(served.map((record) => record.phone)).toEqual(records.map((record) => JSON.parse(record.phone)));
      rejected += records.filter((record) => record.numbers.length === 0).length;
      const numbers = new Set(records.flatMap((record) => record.numbers.map(({ e164 }) => e164)));
      pairs.push(...[...numbers].sort().map((e164): [number, string] => [project, e164]));
    }
    expect(truth.pairs).toEqual(pairs);
    expect(truth.numbers).toEqual([...new Set(pairs.map(([, e164]) => e164))].sort());
    expect(truth.rejected).toBe(rejected);
    expect(truth.records).toBe(sim.data().records);
  });

  test("tells dead clients and projects apart, and can leave them out", async () => {
    const sim = await openSim({ clients: 20, records: 900, deadProjects: 0.1 });
    const client = sim
      .truth()
      .perProject.find(({ project }) => !sim.truth().deadProjects.includes(project))!.client;
    sim.configure({ deadClients: [client] });
    const all = sim.truth();
    const reachable = sim.truth({ reachable: true });
    expect(all.deadClients).toEqual([client]);
    expect(all.deadProjects.length).toBeGreaterThan(2);
    const dead = new Set(all.deadProjects);
    expect(reachable.pairs).toEqual(all.pairs.filter(([project]) => !dead.has(project)));
    expect(reachable.projects).toBe(all.projects - dead.size);
    expect(new Set(reachable.numbers)).toEqual(new Set(reachable.pairs.map(([, e164]) => e164)));
  });
});
