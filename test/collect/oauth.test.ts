import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RunProgress } from "../../src/collect/collect.ts";
import type { OAuthOptions } from "../../src/crm/crm.ts";
import type { Sim } from "../../src/sim/sim.ts";
import { oauthOf } from "../helpers/oauth.ts";
import { setUpHere } from "./here.ts";
import { truePairs } from "./setup.ts";

/** Five pages of phones go out; the others wait until a test has done what it does. */
const HELD = { clients: 30, maxRecords: 20, seed: 5, oauth: {}, holdPhones: 5 };

const signedIn = (sim: Sim, kind: OAuthOptions["kind"], more: Partial<OAuthOptions> = {}) => ({
  token: "",
  oauth: oauthOf(sim, kind, more),
});

/** Resolves once so many pages of phones were asked for. */
async function phonesAsked(sim: Sim, pages: number): Promise<void> {
  while (sim.stats().routes.phones < pages) await delay(10);
}

describe("a run whose access token ends in the middle", () => {
  test("renews it once for all that are in flight, and holds the truth", async () => {
    const bench = await setUpHere(HELD);
    const { sim } = bench;
    const source = { ...signedIn(sim, "client-credentials"), concurrency: 100 };
    const running = bench.collect({}, source);
    await phonesAsked(sim, 25);
    sim.expireTokens();
    // The first refusal comes late enough that others are sent before it.
    sim.configure({ oauth: { delayMs: 200 }, holdPhones: null, latencyMs: 1_000 });
    while (sim.stats().tokens.given < 2) await delay(10);
    sim.configure({ latencyMs: 0 });
    const { run, error } = await running;
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "complete", totals: { retries: 0, quarantined: 0 } });
    const { tokens, answers } = sim.stats();
    expect(tokens).toEqual({ given: 2, refused: 0 });
    expect(answers["401"]).toBeGreaterThan(1);
    expect(answers["401"]).toBeLessThanOrEqual(100);
    expect(await bench.pairs()).toEqual(truePairs(sim));
  });

  test("parks while the token endpoint is away, says so, and goes on when it is back", async () => {
    const bench = await setUpHere(HELD);
    const { sim } = bench;
    let progress: RunProgress | undefined;
    const watch = (one: RunProgress): void => {
      progress = one;
    };
    const running = bench.collect({}, { ...signedIn(sim, "refresh-token"), watch });
    await phonesAsked(sim, 20);
    sim.expireTokens();
    sim.configure({ oauth: { status: 503 }, holdPhones: null });
    await expect
      .poll(() => progress?.snapshot().parked?.why)
      .toMatchObject({
        text: expect.stringMatching(/no new access token.*status 503/),
      });
    sim.configure({ oauth: {} });
    const { run, error } = await running;
    expect(error).toBeNull();
    expect(run).toMatchObject({ status: "complete", totals: { quarantined: 0 } });
    expect(progress?.snapshot().parked).toBeNull();
    expect(await bench.pairs()).toEqual(truePairs(sim));
  });

  test("stops with 5 where the token endpoint stays away, and continues later", async () => {
    const bench = await setUpHere(HELD);
    const { sim } = bench;
    const source = signedIn(sim, "client-credentials");
    const running = bench.collect({ patienceMs: 100 }, source);
    await phonesAsked(sim, 20);
    sim.expireTokens();
    sim.configure({ oauth: { status: 502 }, holdPhones: null });
    const { run, error } = await running;
    expect(error).toMatchObject({ code: "CRM_DOWN", exitCode: 5 });
    expect(error?.message).toMatch(/no new access token.*status 502/);
    expect(run).toMatchObject({ status: "stopped", totals: { quarantined: 0 } });
    sim.configure({ oauth: {} });
    expect((await bench.collect({}, source)).run).toMatchObject({ run: run.run, status: "complete" });
    expect(await bench.pairs()).toEqual(truePairs(sim));
  });

  test("stops with 2 where the sign-in was revoked, and continues with a new refresh token", async () => {
    const bench = await setUpHere(HELD);
    const { sim } = bench;
    const running = bench.collect({}, signedIn(sim, "refresh-token"));
    await phonesAsked(sim, 20);
    sim.setToken({ token: "of-a-new-sign-in" });
    sim.configure({ holdPhones: null });
    const { run, error } = await running;
    expect(error).toMatchObject({ code: "CRM_UNAUTHORIZED", exitCode: 2 });
    expect(error?.message).toContain("invalid_grant");
    expect(run).toMatchObject({ status: "failed", totals: { quarantined: 0 } });
    expect(sim.stats().tokens.refused).toBe(1);
    const renewed = signedIn(sim, "refresh-token", { refreshToken: "of-a-new-sign-in" });
    expect((await bench.collect({}, renewed)).run).toMatchObject({ run: run.run, status: "complete" });
    expect(await bench.pairs()).toEqual(truePairs(sim));
  });
});

test.each([
  ["is away", { oauth: { status: 503 } }, {}, { code: "CRM_NO_TOKEN", exitCode: 1 }],
  ["asks to wait", { oauth: { status: 429, retryAfter: 600 } }, {}, { code: "CRM_BLOCKED", exitCode: 5 }],
  ["refuses", { oauth: {} }, { clientSecret: "wrong" }, { code: "CRM_UNAUTHORIZED", exitCode: 2 }],
])("a run whose token endpoint %s at first begins nothing", async (_name, behaviour, wrong, outcome) => {
  const bench = await setUpHere({ clients: 2, ...behaviour });
  const source = signedIn(bench.sim, "client-credentials", wrong);
  await expect(bench.collect({}, source)).rejects.toMatchObject(outcome);
  expect(bench.sim.stats().requests).toBe(0);
});
