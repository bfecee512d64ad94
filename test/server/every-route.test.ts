import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { MAY, ROLES, type Role, type RouteShape, routes } from "../../src/contract/contract.ts";
import { type Schema, sampleOf, spoiled } from "./samples.ts";
import { CSRF, startService, type TestService } from "./service.ts";

const all = Object.entries(routes as Readonly<Record<string, RouteShape>>).filter(
  // A stream does not end by itself; live.test.ts asks it.
  ([, { answer }]) => answer !== "events",
);
/** Of a problem of the guard: its hint names the permission. */
const denied = (may: string) => ({ code: "NOT_ALLOWED", hint: expect.stringContaining(may) });

let service: TestService;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  service = await startService({ requestsPerSecond: 100_000 }, { later: (end) => ends.push(end) });
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

interface Sent {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  /** Instead of a body: as it is. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
}

const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;

function sampleFor(route: RouteShape): Sent {
  const { params, query, body } = route;
  return {
    ...(params && { params: sampleOf(schemaOf(params)) }),
    ...(query && { query: sampleOf(schemaOf(query), true) }),
    ...(body && { body: sampleOf(schemaOf(body)) }),
  };
}

async function send(as: Record<string, string>, route: RouteShape, sent: Sent): Promise<Response> {
  const params = (sent.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(text(params[name])));
  const query = new URLSearchParams(
    Object.entries((sent.query ?? {}) as object).map(([name, value]): [string, string] => [
      name,
      text(value),
    ]),
  );
  const body = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  const type = route.takes === "file" ? "text/csv" : "application/json";
  return await fetch(`${service.server.address}${path}${query.size > 0 ? `?${query}` : ""}`, {
    method: route.method,
    headers: { ...as, ...(body !== undefined && { "content-type": type }), ...sent.headers },
    ...(body !== undefined && { body }),
  });
}

function text(value: unknown): string {
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  return plain.toWellFormed().slice(0, 2_000) || "-";
}

const person = (role: Role): Record<string, string> => ({
  cookie: `datamaster=${role}`,
  "x-datamaster-csrf": CSRF,
});
const token = (role: Role): Record<string, string> => ({ authorization: `Bearer ${role}` });

describe.each(all)("%s", (name, route) => {
  it("asks nobody in but where it is for anyone", async () => {
    const answer = await send({}, route, sampleFor(route));
    const problem =
      answer.status === 204
        ? {}
        : await answer
            .clone()
            .json()
            .catch(() => ({}));
    if (route.may === "anyone") expect(problem).not.toMatchObject(denied(""));
    else {
      expect(answer.status, name).toBe(401);
      expect(problem).toMatchObject({ code: "NOT_SIGNED_IN", status: 401 });
    }
    await answer.body?.cancel();
  });

  it.each(ROLES)("is for a person and a token of %s as the table says", async (role) => {
    const { may } = route;
    const isAllowed = may === "anyone" || may === "signed-in" || MAY[role].includes(may);
    for (const as of [person(role), token(role)]) {
      const answer = await send(as, route, sampleFor(route));
      const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
      const problem = isProblem ? await answer.json() : {};
      if (isAllowed) expect(problem).not.toMatchObject(denied(may));
      else expect(problem).toMatchObject({ ...denied(may), status: 403 });
      expect(answer.status, JSON.stringify(problem)).not.toBe(500);
      if (!isProblem) await answer.body?.cancel();
    }
  });

  it("answers nothing that may be kept, framed or run", async () => {
    const answer = await send(person("viewer"), route, sampleFor(route));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-request-id": expect.stringMatching(/^[\w-]{12}$/),
    });
    expect(answer.headers.has("server") || answer.headers.has("x-powered-by")).toBe(false);
    await answer.body?.cancel();
  });

  it("refuses what it does not know, and breaks at nothing", async () => {
    const whole = sampleFor(route);
    const as = person("admin");
    for (const part of ["params", "query", "body"] as const) {
      const schema = route[part];
      if (schema === undefined) continue;
      for (const [what, value] of spoiled(schemaOf(schema)))
        await expectNoFault(as, { ...whole, [part]: value }, what);
    }
    const strange = await send(as, route, { ...whole, query: { ...(whole.query ?? {}), strange: 1 } });
    expect(strange.status).toBe(400);
    if (route.takes === "file" || route.method === "GET") return;
    const extra = typeof whole.body === "object" ? { ...whole.body, strange: 1 } : { strange: 1 };
    expect((await send(as, route, { ...whole, body: extra })).status).toBe(400);
    for (const raw of ['{"__proto__": {"admin": true}}', '{"a":', "[]", "nothing", `${"[".repeat(5_000)}`]) {
      expect((await send(as, route, { ...whole, raw })).status, raw.slice(0, 40)).toBe(400);
    }
    const typed = await send(as, route, { ...whole, raw: "a=1", headers: { "content-type": "text/plain" } });
    expect(typed.status).toBe(415);
  });

  async function expectNoFault(as: Record<string, string>, sent: Sent, what: string): Promise<void> {
    const answer = await send(as, route, sent);
    const told = await answer.text();
    expect(answer.status, `${what}: ${told}`).not.toBe(500);
    if (answer.status >= 400) {
      expect(JSON.parse(told)).toMatchObject({ code: expect.any(String), status: answer.status });
    }
  }
});

it.each(all.filter(([, { method }]) => method !== "GET"))(
  "%s takes nothing from another site's page",
  async (_, route) => {
    const { "x-datamaster-csrf": _csrf, ...cookie } = person("admin");
    const own = service.server.address;
    for (const headers of [
      { ...person("admin"), origin: "https://evil.example" },
      { ...person("admin"), origin: "null" },
      { ...person("admin"), origin: own.replace("127.0.0.1", "localhost") },
      { ...person("admin"), "sec-fetch-site": "cross-site" },
      { ...person("admin"), "sec-fetch-site": "same-site" },
      cookie,
      { ...cookie, "x-datamaster-csrf": "guessed" },
    ]) {
      const answer = await send(headers, route, sampleFor(route));
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "FOREIGN_ORIGIN" });
    }
  },
);
