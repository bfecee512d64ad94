import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { FaultPlan } from "../../src/sim/faults.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { get, getList, largestProject, openSim, readRecords } from "./helpers.ts";

const SPEC = parse(readFileSync(new URL("../../docs/crm-api.yaml", import.meta.url), "utf8"));
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/me$/, "/me"],
  [/^\/clients$/, "/clients"],
  [/^\/clients\/[^/]+\/projects$/, "/clients/{client_id}/projects"],
  [/^\/projects\/[^/]+\/phones$/, "/projects/{project_id}/phones"],
];

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(SPEC, "crm");

function pointer(...parts: readonly string[]): string {
  return `crm#/${parts.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
}

function validator(...parts: readonly string[]): ValidateFunction {
  return ajv.compile({ $ref: pointer(...parts) });
}

/** Asks and holds status, headers, content type and body against docs/crm-api.yaml; the answer's parsed body. */
async function checked(
  sim: Sim,
  path: string,
  status: number,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await get(sim, path, headers);
  const text = await answer.text();
  expect(answer.status, `${path}: ${text.slice(0, 200)}`).toBe(status);
  const template = PATHS.find(([pattern]) => pattern.test(path.split("?")[0]!))?.[1];
  if (template === undefined) return undefined;
  const responses = SPEC.paths[template].get.responses;
  const key = [String(status), `${Math.floor(status / 100)}XX`].find((name) => name in responses)!;
  const described = responses[key].$ref?.split("/").at(-1) as string | undefined;
  const response = described === undefined ? responses[key] : SPEC.components.responses[described];
  const at =
    described === undefined
      ? ["paths", template, "get", "responses", key]
      : ["components", "responses", described];
  for (const [name, header] of Object.entries<{ $ref: string }>(response.headers ?? {})) {
    const value = answer.headers.get(name);
    if (name === "ETag") expect(value, `ETag of ${path}`).toMatch(/^"[^"]+"$/);
    const { type } = SPEC.components.headers[header.$ref.split("/").at(-1)!].schema;
    if (value !== null && type === "integer") expect(value).toMatch(/^\d+$/);
  }
  if (response.content === undefined) {
    expect(text).toBe("");
    return undefined;
  }
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  expect(Object.keys(response.content)).toContain(type);
  const validate = validator(...at, "content", type, "schema");
  const body: unknown = JSON.parse(text);
  expect(validate(body), `${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  if (status >= 400) expect(body).toMatchObject({ status, type: "about:blank" });
  return body;
}

describe("every answer is one of docs/crm-api.yaml", () => {
  test("by a check that sees a missing field, a wrong type and a wrong date", () => {
    const client = { id: 1, name: "One", country: null, updated_at: "2025-01-01T00:00:00Z" };
    const validate = validator("components", "schemas", "Client");
    expect(validate(client)).toBe(true);
    for (const wrong of [{ id: "1" }, { name: undefined }, { country: 7 }, { updated_at: "yesterday" }]) {
      expect(validate({ ...client, ...wrong })).toBe(false);
    }
  });

  test("all lists, page by page, in large and in small pages", async () => {
    const sim = await openSim({ clients: 30, maxRecords: 1300 });
    await checked(sim, "/me", 200);
    for (const [perPage, limit] of [
      [200, 500],
      [7, 499],
    ] as const) {
      let page = 1;
      const clients: number[] = [];
      for (let pages = 1; page <= pages; page++) {
        const body = await getList(sim, `/clients?page=${page}&per_page=${perPage}`);
        await checked(sim, `/clients?page=${page}&per_page=${perPage}`, 200);
        pages = body.meta!.total_pages;
        clients.push(...body.data.map((client) => client.id));
      }
      expect(clients.length).toBe(30);
      for (const client of clients)
        await checked(sim, `/clients/${client}/projects?per_page=${perPage}`, 200);
      for (const { project } of sim.truth().perProject)
        await checked(sim, `/projects/${project}/phones?limit=${limit}`, 200);
    }
    const { project } = largestProject(sim);
    const { next_cursor } = await getList(sim, `/projects/${project}/phones?limit=500`);
    await checked(sim, `/projects/${project}/phones?limit=500&cursor=${next_cursor}`, 200);
    await checked(sim, "/clients", 200);
    await checked(sim, "/clients?page=99", 200);
  });

  test("304 for the ETag it gave, also weak and in a list, and not for another", async () => {
    const sim = await openSim();
    const { project, client } = largestProject(sim);
    for (const path of ["/clients", `/clients/${client}/projects`, `/projects/${project}/phones?limit=500`]) {
      const tag = (await get(sim, path)).headers.get("etag")!;
      for (const given of [tag, `W/${tag}`, `"x", ${tag}`, "*"])
        await checked(sim, path, 304, { "if-none-match": given });
      await checked(sim, path, 200, { "if-none-match": '"x"' });
    }
    const bytes = sim.stats().bytes;
    expect((await get(sim, "/clients", { "if-none-match": "*" })).headers.get("etag")).not.toBeNull();
    expect(sim.stats().bytes).toBe(bytes);
  });

  test.each([
    "/clients?page=0",
    "/clients?page=-1",
    "/clients?page=x",
    "/clients?page=1.5",
    "/clients?per_page=0",
    "/clients?per_page=201",
    "/clients?per_page=",
    "/clients?updated_since=yesterday",
    "/clients?updated_since=2025-02-31T99:00:00Z",
    "/clients?updated_since=2025-01-01",
    "/clients/abc/projects",
    "/clients/1001/projects?page=0",
    "/projects/abc/phones",
    "/projects/PROJECT/phones?limit=0",
    "/projects/PROJECT/phones?limit=501",
    "/projects/PROJECT/phones?limit=ten",
    "/projects/PROJECT/phones?cursor=",
    "/projects/PROJECT/phones?cursor=bm90IGEgY3Vyc29y",
    "/projects/PROJECT/phones?updated_since=1",
  ])("400 for the malformed parameter of %s", async (path) => {
    const sim = await openSim();
    await checked(sim, path.replace("PROJECT", String(largestProject(sim).project)), 400);
  });

  test("400 for another project's cursor, 410 for an expired one", async () => {
    const sim = await openSim({ records: 4000 });
    const { project } = largestProject(sim);
    const other = sim.truth().perProject.find((one) => one.project !== project)!.project;
    const { next_cursor } = await getList(sim, `/projects/${project}/phones?limit=5`);
    await checked(sim, `/projects/${other}/phones?cursor=${next_cursor}`, 400);
    sim.expireCursors();
    await checked(sim, `/projects/${project}/phones?limit=5&cursor=${next_cursor}`, 410);
    expect((await readRecords(sim, project, 500)).length).toBe(largestProject(sim).records);
  });

  test("401, 403, 404, 405, 429 and the dead as problems", async () => {
    const sim = await openSim();
    const { project, client } = largestProject(sim);
    for (const authorization of ["Bearer wrong", "Basic c2lt", ""])
      await checked(sim, "/clients", 401, { authorization });
    await checked(sim, "/clients/999999/projects", 404);
    await checked(sim, "/projects/999999/phones", 404);
    expect((await get(sim, "/nothing")).status).toBe(404);
    const posted = await fetch(`${sim.url}/clients`, {
      method: "POST",
      headers: { authorization: `Bearer ${sim.token}` },
    });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET"]);
    sim.configure({ deadProjects: [project], deadClients: [client], deadStatus: 404 });
    await checked(sim, `/projects/${project}/phones`, 404);
    await checked(sim, `/clients/${client}/projects`, 404);
    sim.configure({ deadStatus: 503 });
    await checked(sim, `/projects/${project}/phones`, 503);
    sim.configure({ forbidden: true });
    await checked(sim, "/me", 403);
    sim.configure({ forbidden: false, rateLimit: { limit: 1, windowMs: 60_000, tell: true } });
    expect(await checked(sim, "/me", 200)).toEqual({ account: "acme", rate_limit_per_second: 1 / 60 });
    for (const retryAfter of ["seconds", "date", "none"] as const) {
      sim.configure({ rateLimit: { limit: 1, windowMs: 60_000, retryAfter } });
      await checked(sim, "/clients", 200);
      await checked(sim, "/clients", 429);
    }
  });

  test("faults that are whole problems", async () => {
    const sim = await openSim({
      faults: { "500": 0.25, "502": 0.25, "503": 0.25, "504": 0.25 },
      maxConsecutiveFaults: 50,
    });
    const seen = new Set<number>();
    for (let page = 1; page <= 40; page++) {
      const { status } = await get(sim, `/clients?page=${page}`);
      seen.add(status);
      await checked(sim, `/projects/${page}/phones`, peek(sim, `/projects/${page}/phones`));
    }
    expect(seen).toEqual(new Set([500, 502, 503, 504]));
  });
});

/** The status that the next request of this path will have: the fault plan depends on the path and the try alone. */
function peek(sim: Sim, path: string): number {
  return Number(new FaultPlan(sim.data().seed, sim.config()).decide(new URL(sim.url).pathname + path));
}

describe("lists", () => {
  test("are cut alike by every page size, in the order of ids", async () => {
    const sim = await openSim({ clients: 30, maxRecords: 1700 });
    const { project, records } = largestProject(sim);
    expect(records).toBeGreaterThan(1000);
    const whole = await readRecords(sim, project, 500);
    expect(whole.length).toBe(records);
    expect(whole.map((record) => record.id)).toEqual(whole.map((record) => record.id).sort((a, b) => a - b));
    for (const limit of [7, 100, 333, 499]) {
      expect(await readRecords(sim, project, limit)).toEqual(whole);
    }
  });

  test("with updated_since hold what was updated then or later, and nothing else", async () => {
    const sim = await openSim({ clients: 30, maxRecords: 900 });
    const { project } = largestProject(sim);
    const whole = await readRecords(sim, project, 500);
    const since = whole[3]!.updated_at;
    const wanted = whole.filter((record) => record.updated_at >= since);
    expect(wanted.length).toBeLessThan(whole.length);
    const first = await getList(sim, `/projects/${project}/phones?limit=500&updated_since=${since}`);
    expect(first.data).toEqual(wanted.slice(0, 500));
    const clients = (await getList(sim, "/clients?per_page=200")).data;
    const moment = clients[5]!.updated_at;
    const body = await getList(sim, `/clients?per_page=200&updated_since=${moment}`);
    expect(body.data).toEqual(clients.filter((client) => client.updated_at >= moment));
    expect(body.meta!.total).toBe(body.data.length);
  });

  test("move updated_at upwards: a project's is not before its records', a client's not before its projects'", async () => {
    const sim = await openSim({ clients: 20, maxRecords: 400 });
    for (const client of (await getList(sim, "/clients?per_page=200")).data) {
      for (const project of (await getList(sim, `/clients/${client.id}/projects?per_page=200`)).data) {
        expect(client.updated_at >= project.updated_at).toBe(true);
        for (const record of await readRecords(sim, project.id, 500)) {
          expect(project.updated_at >= record.updated_at).toBe(true);
        }
      }
    }
  });
});
