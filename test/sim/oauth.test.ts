import { describe, expect, test } from "vitest";
import { OAUTH_CLIENT, type Sim } from "../../src/sim/sim.ts";
import { control, get, openSim } from "./helpers.ts";

const { id, secret, refreshToken } = OAUTH_CLIENT;
const BASIC = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(
  sim: Sim,
  form: [string, string][] | Record<string, string>,
  headers: Record<string, string> = BASIC,
): Promise<Answer> {
  const answer = await fetch(sim.tokenUrl, { method: "POST", headers, body: new URLSearchParams(form) });
  const body = JSON.parse(await answer.text());
  return { status: answer.status, headers: answer.headers, body };
}

const refresh = (sim: Sim, token: unknown): Promise<Answer> =>
  ask(sim, { grant_type: "refresh_token", refresh_token: String(token) });

const statusWith = async (sim: Sim, { body }: Answer): Promise<number> =>
  (await get(sim, "/me", { authorization: `Bearer ${body.access_token}` })).status;

describe("the token endpoint", () => {
  test("is not there unless it is asked for", async () => {
    const sim = await openSim({ clients: 1 });
    expect((await fetch(sim.tokenUrl, { method: "POST" })).status).toBe(401);
    expect((await get(sim, "/me")).status).toBe(200);
  });

  test("gives a client an access token, and no other token is right", async () => {
    const sim = await openSim({ clients: 1, oauth: { ttl: 60 } });
    const given = await ask(sim, { grant_type: "client_credentials" });
    expect(given).toMatchObject({ status: 200, body: { token_type: "Bearer", expires_in: 60 } });
    expect(given.body.refresh_token).toBeUndefined();
    expect(given.headers.get("cache-control")).toBe("no-store");
    expect(await statusWith(sim, given)).toBe(200);
    expect((await get(sim, "/me")).status).toBe(401);
    expect(sim.stats()).toMatchObject({ requests: 2, tokens: { given: 1, refused: 0 } });
    expect((await control(sim, "expire-tokens", {})).status).toBe(200);
    expect(await statusWith(sim, given)).toBe(401);
  });

  test("rotates refresh tokens; one that is used twice ends the whole sign-in", async () => {
    const sim = await openSim({ clients: 1, oauth: {} });
    const first = await refresh(sim, refreshToken);
    const second = await refresh(sim, first.body.refresh_token);
    expect([await statusWith(sim, first), await statusWith(sim, second)]).toEqual([200, 200]);
    const invalid = { status: 400, body: { error: "invalid_grant" } };
    expect(await refresh(sim, refreshToken)).toMatchObject(invalid);
    expect([await statusWith(sim, first), await statusWith(sim, second)]).toEqual([401, 401]);
    expect(await refresh(sim, second.body.refresh_token)).toMatchObject(invalid);
    await control(sim, "token", { token: "anew" });
    expect(await statusWith(sim, await refresh(sim, "anew"))).toBe(200);
  });

  test("keeps the refresh token and tells no lifetime where it is set so", async () => {
    const sim = await openSim({ clients: 1, oauth: { rotate: false, tellTtl: false } });
    for (const answer of [await refresh(sim, refreshToken), await refresh(sim, refreshToken)]) {
      expect(Object.keys(answer.body)).toEqual(["access_token", "token_type"]);
    }
  });

  test("refuses as RFC 6749 says", async () => {
    const sim = await openSim({ clients: 1, oauth: {} });
    const grant = { grant_type: "client_credentials" };
    const post = { client_id: id, client_secret: secret };
    expect((await ask(sim, { ...grant, ...post }, {})).status).toBe(200);
    const wrong: [number, string, Promise<Answer>][] = [
      [401, "invalid_client", ask(sim, grant, {})],
      [401, "invalid_client", ask(sim, { ...grant, ...post, client_secret: "no" }, {})],
      [400, "invalid_request", ask(sim, { ...grant, ...post })],
      [400, "invalid_request", ask(sim, {})],
      [400, "invalid_request", ask(sim, [...Object.entries(grant), ["scope", "a"], ["scope", "b"]])],
      [400, "invalid_request", ask(sim, { grant_type: "refresh_token", refresh_token: "" })],
      [400, "invalid_request", ask(sim, grant, { ...BASIC, "content-type": "application/json" })],
      [400, "unsupported_grant_type", ask(sim, { grant_type: "password" })],
      [400, "invalid_grant", refresh(sim, "unknown")],
    ];
    for (const [status, error, answer] of wrong)
      expect(await answer).toMatchObject({ status, body: { error } });
    const refused = await ask(sim, grant, { authorization: "Basic eDp5" });
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="sim"']);
  });

  test("is away on demand", async () => {
    const sim = await openSim({ clients: 1, oauth: { status: 503, retryAfter: 7 } });
    const away = await ask(sim, { grant_type: "client_credentials" });
    expect([away.status, away.headers.get("retry-after")]).toEqual([503, "7"]);
    sim.configure({ oauth: {} });
    expect((await ask(sim, { grant_type: "client_credentials" })).status).toBe(200);
  });
});
