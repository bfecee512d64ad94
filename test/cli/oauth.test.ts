import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { OAUTH_CLIENT } from "../../src/sim/sim.ts";
import { start } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import type { SimProcess } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { allowPhones, control, sharedSim, untilPhonesAsked } from "./crm.ts";

const crm = sharedSim(["--oauth", "--clients", "15", "--max-records", "20"]);
const FEW = ["--concurrency", "4"];
const env = { CLIENT_SECRET: OAUTH_CLIENT.secret, REFRESH_TOKEN: OAUTH_CLIENT.refreshToken };

/** A folder whose config signs in anew to the simulator, which lets so many pages of phones out; null: all. */
async function signedIn(pages: number | null = null): Promise<{ sim: SimProcess; cwd: string }> {
  const { sim } = crm;
  await control(sim, "token", { token: OAUTH_CLIENT.refreshToken });
  await control(sim, "reset-stats", {});
  await allowPhones(sim, pages);
  const cwd = tempDir();
  const auth = [
    ...["kind: refresh-token", `tokenUrl: ${new URL("/oauth/token", sim.url)}`],
    ...[`clientId: ${OAUTH_CLIENT.id}`, `clientSecret: \${CLIENT_SECRET}`, `refreshToken: \${REFRESH_TOKEN}`],
  ];
  const source = [`baseUrl: ${sim.url}`, "region: RU", `auth:\n      ${auth.join("\n      ")}`];
  writeFileSync(join(cwd, "datamaster.yaml"), `sources:\n  crm:\n    ${source.join("\n    ")}\n`);
  return { sim, cwd };
}

/** The file that keeps the tokens: its name and its text, empty before there is one. */
function kept(cwd: string): { file: string; text: string } {
  const folder = join(cwd, ".datamaster", "tokens");
  const name = readdirSync(folder).find((one) => one.endsWith(".json"));
  return name === undefined
    ? { file: "", text: "" }
    : { file: join(folder, name), text: readFileSync(join(folder, name), "utf8") };
}

const tokensOf = async (sim: SimProcess): Promise<unknown> =>
  (await control<{ tokens: unknown }>(sim, "stats?pages=0")).tokens;

/** All that lies in a folder but the tokens' own, as bytes. */
function bytesIn(cwd: string): string {
  return readdirSync(cwd)
    .filter((name) => name !== ".datamaster")
    .map((name) => readFileSync(join(cwd, name), "latin1"))
    .join("\n");
}

/** Everything of a token endpoint that nobody may see. */
const SECRETS = /sim-access-|sim-refresh|sim-secret/;

describe("a source that signs in by OAuth2", () => {
  it("is checked and looked over without a secret", async () => {
    const { cwd } = await signedIn();
    const checked = await run(["check"], { cwd, env });
    expect(checked.stdout).toMatch(
      /^ok +sign-in +access token of 127\.0\.0\.1:\d+, good for (60 min 00 s|59 min \d\d s|1 h 00 min);/m,
    );
    expect(checked.code).toBe(0);
    const { file } = kept(cwd);
    chmodSync(file, 0o644);
    const after = await run(["doctor"], { cwd, env });
    expect(after.stdout).toMatch(/^warn +sign-in +\S+\.json has mode 644: it can be read by other users/m);
    writeFileSync(file, "{");
    const damaged = await run(["doctor", "--json"], { cwd, env });
    expect(damaged.code).toBe(2);
    expect(damaged.stdout).toContain("TOKENS_FAILED");
    for (const { stdout, stderr } of [checked, after, damaged]) expect(stdout + stderr).not.toMatch(SECRETS);
  });

  it("killed as soon as a new refresh token is saved goes on with it, and leaves no secret in log and database", async () => {
    const { sim, cwd } = await signedIn(5);
    const first = start(["collect", ...FEW, "--log-level", "trace", "--log-format", "json"], { cwd, env });
    await untilPhonesAsked(sim, 6);
    const { text } = kept(cwd);
    await control(sim, "expire-tokens", {});
    // Four may be held whose answers were made before the token ended; the refusals that follow take places as well.
    await allowPhones(sim, 8);
    // Where it ends by itself, what it said is worth more than a time limit.
    while (kept(cwd).text === text && first.child.exitCode === null) await delay(1);
    expect(first.child.exitCode, first.stderr).toBeNull();
    first.kill("SIGKILL");
    await first.finished;
    expect(kept(cwd).text).toMatch(/"refreshToken": "sim-refresh-/);
    await allowPhones(sim, null);
    const second = await run(["collect", ...FEW, "--json", "--log-level", "trace"], { cwd, env });
    expect(second.code).toBe(0);
    const { numbers } = crm.truth;
    expect(JSON.parse(second.stdout)).toMatchObject({ run: 1, status: "complete", numbers: numbers.length });
    expect(await tokensOf(sim)).toEqual({ given: 2, refused: 0 });
    const told = [first.stdout, first.stderr, second.stdout, second.stderr, bytesIn(cwd)].join("\n");
    expect(told).not.toMatch(SECRETS);
    expect(told).toContain("CREATE TABLE runs");
  });

  it("in two processes at once is renewed by one of them, and the other takes the token over", async () => {
    const { sim, cwd } = await signedIn(0);
    const both = ["one.db", "other.db"].map((db) =>
      start(["collect", ...FEW, "--json", "--db", `sqlite:${db}`], { cwd, env }),
    );
    await untilPhonesAsked(sim, 8);
    expect(await tokensOf(sim)).toEqual({ given: 1, refused: 0 });
    await control(sim, "expire-tokens", {});
    await allowPhones(sim, null);
    const { numbers } = crm.truth;
    for (const { finished } of both) {
      const { code, stdout } = await finished;
      expect([code, JSON.parse(stdout).numbers]).toEqual([0, numbers.length]);
    }
    expect(await tokensOf(sim)).toEqual({ given: 2, refused: 0 });
  });
});
