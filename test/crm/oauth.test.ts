import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DatamasterError, ParkError, StopRunError } from "../../src/base/errors.ts";
import { oauthTokens } from "../../src/crm/auth/oauth.ts";
import { accessToken, RenewedTokens, type Tokens } from "../../src/crm/auth/tokens.ts";
import type { CrmClientPort, OAuthOptions } from "../../src/crm/crm.ts";
import { createCrmClient } from "../../src/crm/http/client.ts";
import type { KeptTokens, TokenKeeper } from "../../src/model/token.ts";
import { OAUTH_CLIENT, type Sim, type SimOptions, startSim } from "../../src/sim/sim.ts";
import { answer, fakeCrm } from "../helpers/fake-crm.ts";
import { oauthOf } from "../helpers/oauth.ts";

const { signal } = new AbortController();
const ME = { path: "/me" };

async function openSim(oauth: NonNullable<SimOptions["oauth"]> = {}): Promise<Sim> {
  const sim = await startSim({ clients: 2, oauth });
  onTestFinished(() => sim.close());
  return sim;
}

/** Keeps tokens in memory, and notes what it was given. */
function memoryKeeper(): TokenKeeper & { kept: KeptTokens | null; saves: number } {
  const keeper = {
    kept: null as KeptTokens | null,
    saves: 0,
    alone: <T>(work: (kept: KeptTokens | null) => Promise<T>): Promise<T> => work(keeper.kept),
    async save(tokens: KeptTokens): Promise<void> {
      keeper.kept = tokens;
      keeper.saves++;
    },
  };
  return keeper;
}

function tokensOf(oauth: OAuthOptions, keeper: TokenKeeper | null = null): Tokens {
  const tokens = oauthTokens({ oauth, keeper, userAgent: "test" });
  onTestFinished(() => tokens.close());
  return tokens;
}

function clientOf({ url }: { readonly url: string }, tokens: Tokens): CrmClientPort {
  const client = createCrmClient({ baseUrl: url, tokens, connections: 100, userAgent: "test" });
  onTestFinished(() => client.close());
  return client;
}

async function failureOf(work: Promise<unknown>): Promise<DatamasterError> {
  return await work.then(
    () => expect.unreachable("it did not fail"),
    (error) => error,
  );
}

/** A token endpoint of one answer, and the requests it saw. */
async function endpoint(
  answer: (res: ServerResponse, req: IncomingMessage, body: string) => void,
): Promise<{ tokenUrl: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    asked.push(`${req.method} ${req.url} ${body}`);
    answer(res, req, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { tokenUrl: `http://127.0.0.1:${port}/token?tenant=7`, asked };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (res: ServerResponse): void => {
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(JSON.stringify(body));
  };

describe("a request whose access token has ended", () => {
  test.each(["client-credentials", "refresh-token"] as const)(
    "waits for the new one and is sent again: one renewal for a hundred in flight (%s)",
    async (kind) => {
      const sim = await openSim({ delayMs: 50 });
      const keeper = memoryKeeper();
      const client = clientOf(sim, tokensOf(oauthOf(sim, kind), keeper));
      const hundred = () => Promise.all(Array.from({ length: 100 }, () => client.get(ME, signal)));
      await hundred();
      expect(sim.stats()).toMatchObject({ answers: { 200: 100 }, tokens: { given: 1, refused: 0 } });
      sim.expireTokens();
      await hundred();
      expect(sim.stats()).toMatchObject({
        answers: { 200: 200, 401: 100 },
        tokens: { given: 2, refused: 0 },
      });
      expect(keeper.saves).toBe(kind === "refresh-token" ? 2 : 0);
    },
  );

  test("gives its place back while it waits, and takes one anew", async () => {
    const sim = await openSim();
    const client = clientOf(sim, tokensOf(oauthOf(sim, "client-credentials")));
    const log: string[] = [];
    const pace = async <T>(send: () => Promise<T>): Promise<T> => {
      log.push("place taken");
      try {
        return await send();
      } finally {
        log.push(`place left, ${sim.stats().tokens.given} given`);
      }
    };
    await client.get(ME, signal, pace);
    sim.expireTokens();
    await client.get(ME, signal, pace);
    expect(log).toEqual([
      ...["place taken", "place left, 1 given"],
      ...["place taken", "place left, 1 given", "place taken", "place left, 2 given"],
    ]);
  });

  test("stops the run where a token that was just given is refused, and asks for no third", async () => {
    const sim = await openSim();
    const other = await openSim();
    const client = clientOf(other, tokensOf(oauthOf(sim, "client-credentials")));
    const error = await failureOf(client.get(ME, signal));
    expect(error).toBeInstanceOf(StopRunError);
    expect(error).toMatchObject({ code: "CRM_UNAUTHORIZED", exitCode: 2 });
    expect(error.message).toContain("had just given");
    expect([sim.stats().tokens.given, other.stats().requests]).toEqual([1, 1]);
  });

  test("stops the run where each new token is good for others and not for it", async () => {
    const sim = await openSim();
    const crm = await fakeCrm({ "/me": {}, "/clients": answer(401) });
    const tokens = tokensOf(oauthOf(sim, "client-credentials"));
    const client = clientOf(crm, tokens);
    const afterOthers = async <T>(send: () => Promise<T>): Promise<T> => {
      await client.get(ME, signal);
      return await send();
    };
    const error = await failureOf(client.get({ path: "/clients" }, signal, afterOthers));
    expect(error).toMatchObject({ name: "StopRunError", code: "CRM_UNAUTHORIZED" });
    expect(crm.asked).toEqual(["/me", "/clients", "/me", "/clients", "/me", "/clients"]);
  });
});

describe("an access token whose lifetime is told", () => {
  /** Tokens `t1`, `t2`, ... that live a minute, by a clock that is set. */
  function ofAMinute() {
    const state = { now: 1_000_000, given: 0, isAway: false };
    const renew = async () => {
      if (state.isAway) throw new ParkError("CRM_NO_TOKEN", "away");
      return accessToken(`t${++state.given}`, 60_000, true, state.now);
    };
    return { state, tokens: new RenewedTokens(renew, "login.example", () => state.now) };
  }

  test("is renewed beside the work in the last fifth of it: nobody is refused, nobody waits", async () => {
    const { state, tokens } = ofAMinute();
    expect(await tokens.ready(signal)).toBe("t1");
    state.now += 47_000;
    expect(await tokens.ready(signal)).toBe("t1");
    expect(state.given).toBe(1);
    state.now += 2_000;
    expect([await tokens.ready(signal), await tokens.ready(signal)]).toEqual(["t1", "t2"]);
    expect(state.given).toBe(2);
  });

  test("is used to its end where the endpoint is away, and then waited for", async () => {
    const { state, tokens } = ofAMinute();
    await tokens.ready(signal);
    state.isAway = true;
    state.now += 50_000;
    expect([await tokens.ready(signal), await tokens.ready(signal)]).toEqual(["t1", "t1"]);
    state.now += 10_001;
    expect(await failureOf(tokens.ready(signal))).toMatchObject({ name: "ParkError", code: "CRM_NO_TOKEN" });
    state.isAway = false;
    state.now += 1_000;
    expect(await tokens.ready(signal)).toBe("t2");
  });
});

describe("a refresh token that rotates", () => {
  test("is saved before the new access token is used", async () => {
    const sim = await openSim();
    const log: string[] = [];
    const keeper = memoryKeeper();
    const save = keeper.save;
    keeper.save = async (tokens) => {
      await delay(20);
      log.push(`saved after ${sim.stats().requests} requests`);
      await save(tokens);
    };
    const client = clientOf(sim, tokensOf(oauthOf(sim, "refresh-token"), keeper));
    await client.get(ME, signal);
    sim.expireTokens();
    await client.get(ME, signal);
    expect(log).toEqual(["saved after 0 requests", "saved after 2 requests"]);
    expect(keeper.kept?.refreshToken).toMatch(/^sim-refresh-.{32}$/);
  });

  test("is saved by and by where the disk was full, and parks the run until then", async () => {
    const sim = await openSim();
    const keeper = memoryKeeper();
    const save = keeper.save;
    keeper.save = () => Promise.reject(new Error("ENOSPC"));
    const tokens = tokensOf(oauthOf(sim, "refresh-token"), keeper);
    const error = await failureOf(tokens.ready(signal));
    expect(error).toBeInstanceOf(ParkError);
    expect(error).toMatchObject({
      code: "CRM_NO_TOKEN",
      message: expect.stringContaining("could not be saved"),
    });
    keeper.save = save;
    await expect.poll(() => tokens.ready(signal).catch(() => ""), { timeout: 10_000 }).toMatch(/^sim-access/);
    expect(sim.stats().tokens).toEqual({ given: 1, refused: 0 });
  });

  test("goes on from what was saved where the process died before it used it", async () => {
    const sim = await openSim();
    const keeper = memoryKeeper();
    const save = keeper.save;
    const dead = new Promise<never>(() => {});
    let saved = (): void => {};
    const isSaved = new Promise<void>((resolve) => {
      saved = resolve;
    });
    keeper.save = async (tokens) => {
      await save(tokens);
      saved();
      await dead;
    };
    // Closed by nobody: a process that is killed closes nothing.
    void oauthTokens({ oauth: oauthOf(sim, "refresh-token"), keeper, userAgent: "test" }).ready(signal);
    await isSaved;
    keeper.save = save;
    const next = tokensOf(oauthOf(sim, "refresh-token"), keeper);
    expect(await next.ready(signal)).toBe(keeper.kept?.accessToken);
    sim.expireTokens();
    const client = clientOf(sim, next);
    await client.get(ME, signal);
    expect(sim.stats().tokens).toEqual({ given: 2, refused: 0 });
  });

  test("that was lost before it was saved stops the run with what to do, and is not tried in a loop", async () => {
    const sim = await openSim();
    const lost = memoryKeeper();
    lost.save = async () => {};
    await tokensOf(oauthOf(sim, "refresh-token"), lost).ready(signal);
    const tokens = tokensOf(oauthOf(sim, "refresh-token"), memoryKeeper());
    const errors = [await failureOf(tokens.ready(signal)), await failureOf(tokens.ready(signal))];
    for (const error of errors) {
      expect(error).toMatchObject({ name: "StopRunError", code: "CRM_UNAUTHORIZED", exitCode: 2 });
      expect(error.message).toContain("invalid_grant");
      expect(error.hint).toContain("sign in to the CRM anew");
    }
    expect(sim.stats().tokens).toEqual({ given: 1, refused: 1 });
  });

  test("that does not rotate stays, and its access token is used by the next run", async () => {
    const sim = await openSim({ rotate: false });
    const keeper = memoryKeeper();
    const first = await tokensOf(oauthOf(sim, "refresh-token"), keeper).ready(signal);
    expect(keeper.kept).toMatchObject({ refreshToken: OAUTH_CLIENT.refreshToken, accessToken: first });
    expect(await tokensOf(oauthOf(sim, "refresh-token"), keeper).ready(signal)).toBe(first);
    expect(sim.stats().tokens.given).toBe(1);
  });

  test("is not exchanged twice where a kept access token was revoked meanwhile", async () => {
    const sim = await openSim();
    const keeper = memoryKeeper();
    await tokensOf(oauthOf(sim, "refresh-token"), keeper).ready(signal);
    sim.expireTokens();
    await clientOf(sim, tokensOf(oauthOf(sim, "refresh-token"), keeper)).get(ME, signal);
    expect(sim.stats()).toMatchObject({ answers: { 200: 1, 401: 1 }, tokens: { given: 2, refused: 0 } });
  });
});

describe("what a token endpoint is asked", () => {
  test("names client, grant, scope and audience as RFC 6749 says, in a form or by HTTP Basic", async () => {
    const seen: unknown[] = [];
    const server = await endpoint((res, req, body) => {
      seen.push([
        req.headers.authorization,
        req.headers["content-type"],
        Object.fromEntries(new URLSearchParams(body)),
      ]);
      json(200, { access_token: "a", token_type: "bearer" })(res);
    });
    const special = { clientId: "a:b", clientSecret: "c d+ü%".normalize() };
    const more = { ...special, scope: "read write", audience: "https://api" };
    await tokensOf(oauthOf(server, "client-credentials", more)).ready(signal);
    await tokensOf(oauthOf(server, "client-credentials", { ...special, clientAuth: "post" })).ready(signal);
    const alone = { clientId: "public", clientSecret: null };
    await tokensOf(oauthOf(server, "refresh-token", alone), memoryKeeper()).ready(signal);
    const type = "application/x-www-form-urlencoded";
    const basic = `Basic ${Buffer.from("a%3Ab:c+d%2B%C3%BC%25").toString("base64")}`;
    expect(seen).toEqual([
      [basic, type, { grant_type: "client_credentials", scope: more.scope, audience: more.audience }],
      [
        undefined,
        type,
        { grant_type: "client_credentials", client_id: "a:b", client_secret: special.clientSecret },
      ],
      [
        undefined,
        type,
        { grant_type: "refresh_token", refresh_token: OAUTH_CLIENT.refreshToken, client_id: "public" },
      ],
    ]);
    expect(server.asked[0]).toMatch(/^POST \/token\?tenant=7 /);
  });

  test("goes nowhere else: a redirect is not followed", async () => {
    const other = await endpoint(json(200, { access_token: "stolen" }));
    const server = await endpoint(json(307, {}, { location: other.tokenUrl }));
    expect(await failureOf(tokensOf(oauthOf(server, "client-credentials")).ready(signal))).toMatchObject({
      code: "CRM_NO_TOKEN",
    });
    expect([server.asked.length, other.asked.length]).toEqual([1, 0]);
  });
});

const ECHOED = `The token ${OAUTH_CLIENT.refreshToken} of eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9 has ended.`;
const ANSWERS: readonly (readonly [name: string, answer: (res: ServerResponse) => void, outcome: object])[] =
  [
    ["503", json(503, {}), { name: "ParkError", code: "CRM_NO_TOKEN", message: /status 503/ }],
    ["429 with a wait", json(429, {}, { "retry-after": "30" }), { name: "ParkError", retryAfterMs: 30_000 }],
    [
      "a page for people",
      (res) => res.end("<html>"),
      { name: "ParkError", message: /without an access token/ },
    ],
    ["no access token", json(200, { token_type: "bearer" }), { name: "ParkError" }],
    ["a token that fits no header", json(200, { access_token: "a\nb" }), { name: "ParkError" }],
    ["a token of another type", json(200, { access_token: "a", token_type: "mac" }), { name: "ParkError" }],
    ["a cut connection", (res) => void res.socket?.destroy(), { name: "ParkError", message: /was cut/ }],
    ["its own troubles by 400", json(400, { error: "temporarily_unavailable" }), { name: "ParkError" }],
    [
      "an error that echoes a token",
      json(400, { error: "invalid_grant", error_description: ECHOED }),
      {
        name: "StopRunError",
        code: "CRM_UNAUTHORIZED",
        message: /invalid_grant \(The token \*\*\* of \*\*\* has ended\.\)/,
      },
    ],
    [
      "an error with 200",
      json(200, { error: "invalid_code" }),
      { name: "StopRunError", message: /invalid_code/ },
    ],
    [
      "an unknown client",
      json(401, { error: "invalid_client" }),
      { name: "StopRunError", hint: /auth\.clientId/ },
    ],
    [
      "a scope too wide",
      json(400, { error: "invalid_scope" }),
      { name: "StopRunError", hint: /auth\.scope/ },
    ],
    ["404", json(404, {}), { name: "StopRunError", message: /: 404\./, hint: /auth\.tokenUrl/ }],
  ];

describe("a token endpoint that answers with", () => {
  test.each(ANSWERS)("%s", async (_name, answer, outcome) => {
    const server = await endpoint(answer);
    const tokens = tokensOf(oauthOf(server, "refresh-token"), memoryKeeper());
    const error = await failureOf(tokens.ready(signal));
    for (const [key, wanted] of Object.entries(outcome)) {
      const found = Reflect.get(error, key);
      if (wanted instanceof RegExp) expect(found).toMatch(wanted);
      else expect(found).toBe(wanted);
    }
    // All who wait are told of the one answer.
    await failureOf(tokens.ready(signal));
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    ["a number", 3600, 3600],
    ["a text", "3600", 3600],
    ["nothing", undefined, null],
    ["nonsense", "soon", null],
    ["an end before its beginning", -5, null],
    ["ages", 1e300, 31_536_000],
  ])("a lifetime that is %s", async (_name, expiresIn, seconds) => {
    const server = await endpoint(json(200, { access_token: "a", expires_in: expiresIn }));
    const tokens = tokensOf(oauthOf(server, "refresh-token"), memoryKeeper());
    expect(await tokens.signIn(signal)).toEqual({ host: new URL(server.tokenUrl).host, seconds });
  });
});

test("a run that is stopped waits for no token, and closing waits for the one that is on its way", async () => {
  const sim = await openSim({ delayMs: 300 });
  const keeper = memoryKeeper();
  const tokens = oauthTokens({ oauth: oauthOf(sim, "refresh-token"), keeper, userAgent: "test" });
  const stop = new AbortController();
  const waiting = failureOf(tokens.ready(stop.signal));
  stop.abort(new Error("stopped"));
  expect((await waiting).message).toBe("stopped");
  expect(keeper.saves).toBe(0);
  await tokens.close();
  expect(keeper.saves).toBe(1);
});
