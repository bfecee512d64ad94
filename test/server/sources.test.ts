import { describe, expect, it, onTestFinished } from "vitest";
import type { Role } from "../../src/contract/contract.ts";
import { type SimOptions, startSim } from "../../src/sim/sim.ts";
import { startService, type TestService } from "./service.ts";

const CANARY = "canary-token-9d31";
const NETWORKS = { configured: { file: "datamaster.yaml", sources: [], networks: ["127.0.0.0/8"] } };
const settings = { connector: "datamaster", baseUrl: "https://crm.example.com/api/v1", region: "RU" };
const shop = { name: "shop", settings, secrets: { token: CANARY } };

interface Asked {
  readonly status: number;
  readonly body: Answer;
}

/** What of the answers these tests look at. */
interface Answer {
  readonly id: string;
  readonly items: readonly unknown[];
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  readonly settings: { readonly rps: unknown };
  readonly state: string;
  readonly steps: readonly { readonly step: string; readonly state: string }[];
  readonly records: readonly { readonly numbers: unknown }[];
  readonly yaml: string;
}

describe("sources over HTTP", () => {
  it("are made, shown, changed and deleted, and nobody hears their secrets", async () => {
    const service = await startService();
    const heard: string[] = [];
    const { events } = service;
    events.listen(({ name, data }) => heard.push(`${name} ${JSON.stringify(data)}`));
    const ask = asking(service);
    expect((await ask("admin", "POST", "/sources", shop)).status).toBe(201);
    const list = await ask("viewer", "GET", "/sources");
    expect(list.body.items).toMatchObject([{ name: "shop", origin: "made", numbers: 0, runs: [] }]);
    const shown = await ask("viewer", "GET", "/sources/shop");
    expect(shown.body).toMatchObject({
      settings: { region: "RU" },
      secrets: ["token"],
      secretsBy: "admin@example.com",
      held: { clients: 0, projects: 0, numbers: 0, runs: 0 },
    });
    const changed = { settings: { ...settings, rps: 3 } };
    expect((await ask("admin", "PUT", "/sources/shop", changed)).status).toBe(200);
    expect((await ask("viewer", "GET", "/sources/shop")).body.settings.rps).toBe(3);
    const gone = await ask("admin", "DELETE", "/sources/shop?numbers=true");
    expect(gone.body).toEqual({ deleted: null });
    expect((await ask("viewer", "GET", "/sources/shop")).status).toBe(404);
    expect(heard).toHaveLength(3);
    const all = JSON.stringify([list, shown, heard]) + service.logged();
    expect(all).not.toContain(CANARY);
  });

  it("tell what is wrong field by field, in the asker's language", async () => {
    const ask = asking(await startService());
    const wrong = { ...shop, settings: { ...settings, region: "ZZ", hours: ["never"] } };
    const english = await ask("admin", "POST", "/sources", wrong);
    expect(english).toMatchObject({ status: 422, body: { code: "SOURCE_INVALID" } });
    expect(english.body.fields.map(({ field }) => field)).toEqual(["region", "hours"]);
    const russian = await ask("admin", "POST", "/sources", wrong, "ru");
    expect(russian.body.fields[0]?.message).toContain("двухбуквенный");
    expect((await ask("admin", "POST", "/sources", { ...shop, more: 1 })).status).toBe(400);
    expect(
      (await ask("admin", "POST", "/sources", { ...shop, settings: { ...settings, ca: "/x" } })).status,
    ).toBe(400);
    await ask("admin", "POST", "/sources", shop);
    expect((await ask("admin", "POST", "/sources", shop)).status).toBe(409);
  });

  it.each(["viewer", "operator", "exporter", "auditor"] as const)(
    "are not changed by the role %s",
    async (role) => {
      const ask = asking(await startService());
      for (const [method, path] of [
        ["POST", "/sources"],
        ["PUT", "/sources/shop"],
        ["DELETE", "/sources/shop"],
        ["POST", "/source-checks"],
        ["POST", "/source-samples"],
        ["GET", "/source-drafts"],
      ] as const)
        expect([path, (await ask(role, method, path, method === "GET" ? undefined : shop)).status]).toEqual([
          path,
          403,
        ]);
    },
  );
});

describe("the wizard's way over HTTP", () => {
  it("goes from a draft over its test, sample and plan to a source", async () => {
    const { ask, sim } = await withSim();
    const begun = await ask("admin", "POST", "/source-drafts", {
      name: "",
      settings: { connector: "datamaster" },
      step: "crm",
      secrets: {},
    });
    const { id } = begun.body;
    const filled = { connector: "datamaster", baseUrl: sim.url, region: "RU" };
    const saved = await ask("admin", "PUT", `/source-drafts/${id}`, {
      name: "shop",
      settings: filled,
      step: "test",
      secrets: { token: sim.token },
    });
    expect(saved.body).toMatchObject({ secrets: ["token"], step: "test" });
    expect(saved.body.yaml).toContain("SHOP_TOKEN");
    const steps = await checked(ask, { draft: id });
    expect(steps).toEqual(["address ok", "certificate skipped", "token ok", "firstPage ok", "phoneField ok"]);
    const sample = await ask("admin", "POST", "/source-samples", { of: { draft: id } });
    expect(sample.status).toBe(201);
    const asked = sim.stats().requests;
    const path = `/source-samples/${sample.body.id}/read`;
    const read = await ask("admin", "POST", path, { region: "RU", otherRegions: "auto" });
    expect(read.body.records).toHaveLength(20);
    const numbers = JSON.stringify(read.body.records.map((one) => one.numbers));
    expect(numbers).toMatch(/\*\*/);
    expect(numbers).not.toMatch(/\+\d{11}/);
    const other = await ask("admin", "POST", path, { region: "KZ", otherRegions: [], reveal: true });
    expect(other.body.records).toHaveLength(20);
    expect(JSON.stringify(other.body)).not.toBe(JSON.stringify(read.body));
    expect(sim.stats().requests).toBe(asked);
    const plan = await ask("admin", "POST", "/source-plans", { draft: id });
    expect(plan.body).toMatchObject({ clients: 12 });
    expect((await ask("admin", "POST", `/source-drafts/${id}/finish`)).body).toEqual({ name: "shop" });
    expect((await ask("admin", "GET", "/source-drafts")).body.items).toEqual([]);
    expect(await checked(ask, { source: "shop" })).toContain("token ok");
  });

  it("names the step that fails, and why", async () => {
    const { ask, sim } = await withSim();
    const with_ = (token: string, baseUrl: string) => ({
      name: "x",
      step: "test",
      secrets: { token },
      settings: { connector: "datamaster", baseUrl },
    });
    const refused = await ask("admin", "POST", "/source-drafts", with_("wrong", sim.url));
    expect(await checked(ask, { draft: refused.body.id })).toEqual([
      ...["address ok", "certificate skipped", "token failed", "firstPage skipped", "phoneField skipped"],
    ]);
    const away = await ask("admin", "POST", "/source-drafts", with_("x", "http://127.0.0.1:1/api"));
    expect((await checked(ask, { draft: away.body.id }))[0]).toBe("address failed");
  });

  it("reaches no private address that nobody allowed", async () => {
    const sim = await startSim(SMALL);
    onTestFinished(() => sim.close());
    const ask = asking(await startService());
    const source = {
      ...shop,
      settings: { ...settings, baseUrl: sim.url },
      secrets: { token: sim.token },
    };
    await ask("admin", "POST", "/sources", source);
    expect((await checked(ask, { source: "shop" }))[0]).toBe("address failed");
    const sample = await ask("admin", "POST", "/source-samples", { of: { source: "shop" } });
    expect(sample.body).toMatchObject({ status: 422, code: "ADDRESS_REFUSED" });
    expect(sim.stats().requests).toBe(0);
  });

  it("shows a test and a sample to nobody else", async () => {
    const { ask, sim } = await withSim();
    const source = {
      ...shop,
      settings: { ...settings, baseUrl: sim.url },
      secrets: { token: sim.token },
    };
    await ask("admin", "POST", "/sources", source);
    const sample = await ask("admin", "POST", "/source-samples", { of: { source: "shop" } });
    const read = { region: null, otherRegions: "auto" };
    const path = `/source-samples/${sample.body.id}/read`;
    expect((await ask("admin", "POST", path, read, "en", "bearer")).status).toBe(404);
    expect((await ask("admin", "POST", path, read)).status).toBe(200);
  });
});

const SMALL: SimOptions = { clients: 12, seed: 5 };

type Ask = ReturnType<typeof asking>;

async function withSim() {
  const sim = await startSim(SMALL);
  onTestFinished(() => sim.close());
  return { sim, ask: asking(await startService({}, { composed: NETWORKS })) };
}

/** Starts a test of a source and gives its steps once it ended. */
async function checked(ask: Ask, of: object): Promise<string[]> {
  const { body } = await ask("admin", "POST", "/source-checks", of);
  const trial = async () => (await ask("admin", "GET", `/source-checks/${body.id}`)).body;
  await expect.poll(async () => (await trial()).state).not.toBe("working");
  return (await trial()).steps.map(({ step, state }) => `${step} ${state}`);
}

function asking({ ask }: TestService) {
  return async (
    role: Role,
    method: string,
    path: string,
    body?: unknown,
    language = "en",
    by: "cookie" | "bearer" = "cookie",
  ): Promise<Asked> => {
    const headers: Record<string, string> = { "accept-language": language };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (by === "bearer") Object.assign(headers, { cookie: "-=-", authorization: `Bearer ${role}` });
    const response = await ask(role, `/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
}
