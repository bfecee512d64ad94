import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLogger } from "../../src/base/log.ts";
import { routes } from "../../src/contract/contract.ts";
import { simFor } from "../collect/here.ts";
import { tempDir } from "../helpers/temp.ts";
import { startService } from "./service.ts";

describe("the service", () => {
  it("answers a route to whoever may, and tells nobody anything", async () => {
    const { ask } = await startService();
    const answer = await ask("viewer", "/api/v1/system");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ version: "0.0.0", timeZone: expect.any(String) });
    const nobody = await ask(null, "/api/v1/system");
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
    expect(nobody.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await nobody.json()).toMatchObject({ status: 401, code: "NOT_SIGNED_IN", title: "Unauthorized" });
  });

  it("tells errors in the language that is asked for", async () => {
    const { ask } = await startService();
    const answer = await ask(null, "/api/v1/nothing", { headers: { "accept-language": "ru-RU,en;q=0.8" } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "NOT_FOUND", detail: "По этому адресу ничего нет." });
  });

  it("names the methods of an address that has no such one", async () => {
    const { ask } = await startService();
    const answer = await ask("admin", "/api/v1/system", { method: "PUT" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET");
  });

  it("refuses what a route does not take, by field", async () => {
    const { ask } = await startService();
    const answer = await ask("admin", "/api/v1/system?verbose=1");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "INPUT_INVALID",
      fields: [{ field: "query", message: 'Unrecognized key: "verbose"' }],
    });
  });
});

describe("what is told of the service itself", () => {
  it("is its health with the clocks of the CRMs, in the asker's language, to those who may", async () => {
    const sim = await simFor({ clients: 1, seed: 1 });
    const settings = { region: "RU", otherRegions: "auto", rps: "auto", concurrency: 1, keep: [] } as const;
    const options = { ...settings, name: "main-crm", connector: "datamaster", baseUrl: sim.url, token: "t" };
    const dead = { ...options, name: "other", baseUrl: "http://127.0.0.1:9/api/v1" };
    const sources = [options, dead].map((one) => ({ options: one, settings: {} }));
    const { ask } = await startService(
      {},
      { composed: { configured: { file: null, sources, networks: [] } } },
    );
    const answer = await ask("auditor", "/api/v1/system/health", { headers: { "accept-language": "ru" } });
    expect(answer.status).toBe(200);
    const { checks } = (await answer.json()) as { checks: { check: string; name: string; state: string }[] };
    expect(checks).toContainEqual(
      expect.objectContaining({ check: "integrity", name: "целостность", state: "ok" }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ check: "backup", state: "warn" }));
    expect(checks.filter(({ check }) => check === "clock")).toMatchObject([
      {
        state: "ok",
        detail: expect.stringMatching(/^main-crm: расхождение с 127.* не больше \d+ с$/),
      },
      { state: "warn", detail: expect.stringMatching(/^other: .*ECONNREFUSED/) },
    ]);
    expect(checks.filter(({ state }) => state === "fail")).toEqual([]);
  });

  it("is to anybody no more than whether it lives and takes work", async () => {
    const { ask } = await startService();
    expect(await (await ask(null, "/health/live")).json()).toEqual({ status: "live" });
    expect(await (await ask(null, "/health/ready")).json()).toEqual({ status: "ready" });
  });

  it("is its API as OpenAPI 3.1, of which every schema is one, and as a page that runs nothing", async () => {
    const { ask } = await startService();
    const document = (await (await ask(null, "/openapi.json")).json()) as OpenApi;
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const schema of schemasIn(document)) expect(ajv.validateSchema(schema)).toBe(true);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)];
    for (const [, path = ""] of references) {
      const [kind = "", name = ""] = path.split("/");
      expect(document.components[kind]?.[name], path).toBeDefined();
    }
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const { parameters = [] } of Object.values(methods)) {
        const named = parameters.filter((one) => one.in === "path").map(({ name }) => name);
        expect(named.sort(), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      }
    }
    const page = await ask(null, "/docs");
    const html = await page.text();
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "");
    expect(html).toContain(`<style nonce="${nonce?.[1]}">`);
    expect(html).not.toMatch(/<script|style="|https?:\/\/(?!127)/);
    for (const { operationId } of operations) expect(html).toContain(`id="${operationId}"`);
  });
});

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** Every JSON Schema of the document. */
function schemasIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "schema" ? [inner as object] : schemasIn(inner),
  );
}

describe("requests", () => {
  it("are answered again with the same Idempotency-Key, and refused where another one has it", async () => {
    const { KeptAnswers } = await import("../../src/server/idempotency.ts");
    const { desk } = await startService();
    const log = createLogger({ level: "silent", format: "json", stream: process.stderr, color: false });
    const answers = new KeptAnswers(desk, log);
    let done = 0;
    const ask = (key: string, asked: unknown, who = "anna") =>
      answers.once({ who, route: "startRun", key, asked }, async () => {
        done += 1;
        if (asked === "fails") throw new Error("it fails");
        return { status: 202, body: `{"run":${done}}` };
      });
    expect(await ask("key-00001", "a")).toEqual({ status: 202, body: '{"run":1}' });
    expect(await ask("key-00001", "a")).toEqual({ status: 202, body: '{"run":1}' });
    await expect(ask("key-00001", "b")).rejects.toMatchObject({ code: "KEY_REUSED", httpStatus: 422 });
    expect(await ask("key-00001", "b", "boris")).toEqual({ status: 202, body: '{"run":2}' });
    await expect(ask("key-00002", "fails")).rejects.toThrow("it fails");
    await expect(ask("key-00002", "fails")).rejects.toThrow("it fails");
    const [first, second] = [ask("key-00003", "a"), ask("key-00003", "a")];
    await expect(second).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await first).status).toBe(202);
    await expect(ask("short", "a")).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("with an Idempotency-Key start nothing twice, also where the service was started again between them", async () => {
    const folder = tempDir();
    const ground = { store: `sqlite:${join(folder, "kept.db")}` };
    const terms = { source: null, kind: "retention", cron: "0 3 * * *", zone: "UTC" };
    const body = JSON.stringify({ ...terms, overlap: "skip", missed: "once", jitter: 0, isOn: true });
    const headers = { "content-type": "application/json", "idempotency-key": "made-once" };
    const before = await startService({}, ground);
    const first = await before.ask("admin", "/api/v1/schedules", { method: "POST", headers, body });
    expect(first.status).toBe(201);
    await before.server.close();
    const after = await startService({}, ground);
    const again = await after.ask("admin", "/api/v1/schedules", { method: "POST", headers, body });
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    const listed = await after.ask("admin", "/api/v1/schedules");
    expect(((await listed.json()) as { items: unknown[] }).items).toHaveLength(1);
  });

  it("are bounded for each person and token by itself, and told when to come again", async () => {
    const { ask } = await startService({ requestsPerSecond: 1 });
    const ten = await Promise.all(Array.from({ length: 10 }, () => ask("viewer", "/api/v1/system")));
    expect(ten.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask("viewer", "/api/v1/system")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]?.headers.get("retry-after")).toBe("1");
    expect(await refused[0]?.json()).toMatchObject({ code: "TOO_MANY", status: 429 });
    expect((await ask("operator", "/api/v1/system")).status).toBe(200);
    const token = { headers: { authorization: "Bearer viewer", cookie: "" } };
    expect((await ask(null, "/api/v1/system", token)).status).toBe(200);
  });

  it("over plain HTTP are from this machine alone, and a proxy is believed only where that is set", async () => {
    const wary = await startService();
    const proxied = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "http" };
    const refused = await wary.ask("admin", "/api/v1/system", { headers: proxied });
    expect(await refused.json()).toMatchObject({ status: 403, code: "PLAIN_HTTP" });
    const trusting = await startService({ trustsProxy: true });
    const plain = await trusting.ask("admin", "/api/v1/system", { headers: proxied });
    expect(await plain.json()).toMatchObject({ code: "PLAIN_HTTP" });
    const headers = { ...proxied, "x-forwarded-proto": "https", cookie: "__Host-datamaster=admin" };
    const secure = await trusting.ask("admin", "/api/v1/system", { headers });
    expect(secure.status).toBe(200);
    expect(secure.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    const forged = { ...headers, cookie: "datamaster=admin" };
    expect((await trusting.ask("admin", "/api/v1/system", { headers: forged })).status).toBe(401);
  });

  it("that fail inside tell no more than where to look, and the log tells the rest", async () => {
    const service = await startService({
      authenticate: async () => {
        throw new Error("the secret inside");
      },
    });
    const answer = await service.ask("admin", "/api/v1/system");
    const problem = (await answer.json()) as { requestId: string; code: string };
    expect(answer.status).toBe(500);
    expect(problem.code).toBe("INTERNAL");
    expect(JSON.stringify(problem)).not.toContain("secret");
    expect(service.logged()).toContain("the secret inside");
    expect(service.logged()).toContain(problem.requestId);
  });

  it("that are no HTTP get a short answer", async () => {
    const { server } = await startService();
    const socket = connect(server.place);
    onTestFinished(() => void socket.destroy());
    socket.write("nonsense\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });

  it("end with the service: streams are ended, nothing new is let in", async () => {
    const service = await startService();
    const page = await service.ask("viewer", "/api/v1/events");
    const closing = service.server.close();
    // The streams end when it has begun to.
    await page.text();
    await closing;
    await expect(service.ask("viewer", "/api/v1/system")).rejects.toThrow();
  });
});
