import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tlsMaterial } from "../../src/sim/tls.ts";
import { pointedAt } from "../cli/crm.ts";
import { answer, fakeCrm, listOf, type Routes, routesOf, SILENCE } from "../helpers/fake-crm.ts";
import { run as runApart } from "../helpers/run.ts";
import { runHere as run } from "../helpers/run-here.ts";
import { spawnSim } from "../helpers/sim-process.ts";
import { tempDir } from "../helpers/temp.ts";
import { at, fails } from "./told.ts";

const TOKEN = { DATAMASTER_TOKEN: "t" };
const HTML = "<!DOCTYPE html><html><body>Sign in</body></html>";

async function collectFrom(code: number, routes: Routes) {
  const crm = await fakeCrm(routes);
  const { flags, env } = at(crm);
  return await fails(code, ["collect", ...flags], { env });
}

describe("a CRM that cannot be reached", () => {
  it.each([
    [
      "http://127.0.0.1:9/api",
      /^The connection to 127.0.0.1:9 failed: nothing listens there \(ECONNREFUSED\)\.$/,
    ],
    ["http://no-such-host.invalid/api", /no-such-host.invalid failed: .*\((?:ENOTFOUND|EAI_AGAIN)\)\.$/],
  ])("is told with 1: %s", async (url, message) => {
    const { error, hint } = await fails(1, ["collect", "--base-url", url], { env: TOKEN });
    expect(error).toMatch(message);
    expect(hint).toMatch(/^Check the base URL, the network and whether the CRM is up/);
  });

  it("is told with 1 when it takes the connection and says nothing", async () => {
    const { error } = await collectFrom(1, { "/me": SILENCE });
    expect(error).toBe("The CRM did not answer within 12 s.");
  });

  it("is told with 1 when it answers with server errors, or asks to slow down for longer than a first answer may take", async () => {
    const broken = await collectFrom(1, { "/me": { status: 503, type: "text/html", body: HTML } });
    expect(broken.error).toBe("The CRM answered with a server error (503).");
    const busy = await collectFrom(1, { "/me": { status: 429, headers: { "retry-after": "60" }, body: {} } });
    expect(busy.error).toMatch(/^The CRM asks to slow down \(429\)/);
  });
});

describe("a certificate", () => {
  it("that is signed by nobody known, out of date or for another host is told apart, with 2", async () => {
    const trusted = join(tempDir(), "ca.pem");
    writeFileSync(trusted, tlsMaterial("wrong-host").cert);
    const found: string[] = [];
    for (const kind of ["self-signed", "expired", "wrong-host"] as const) {
      const sim = await spawnSim(["--clients", "2", "--tls", kind]);
      const { flags, env } = pointedAt(sim);
      const options = { env: { ...env, NODE_EXTRA_CA_CERTS: trusted } };
      // Node reads that variable when it starts.
      const { error, hint } = await fails(2, ["collect", ...flags], options, runApart);
      found.push(`${error} ${hint}`);
    }
    expect(found).toEqual([
      expect.stringMatching(/not signed by anybody this machine trusts.*NODE_EXTRA_CA_CERTS=FILE/),
      expect.stringMatching(/is out of date \(CERT_HAS_EXPIRED\).*clock/),
      expect.stringMatching(/is for another host .*host name that the certificate is for/),
    ]);
  });

  it("is not blamed where the server speaks no HTTPS at all", async () => {
    const crm = await fakeCrm({});
    const url = crm.url.replace("http:", "https:");
    const { error, hint } = await fails(2, ["collect", "--base-url", url], { env: TOKEN });
    expect(error).toMatch(/does not speak HTTPS/);
    expect(hint).toMatch(/http:\/\//);
  });
});

describe("what answers, but not as it should, ends with 2", () => {
  it("a wrong token", async () => {
    const { error, hint } = await collectFrom(2, { "/me": answer(401) });
    expect(error).toBe("The CRM refused the token (401).");
    expect(hint).toMatch(/^Check it for slips.*make a new one in the CRM/);
  });

  it("an account without rights", async () => {
    const { error, hint } = await collectFrom(2, { "/me": answer(403) });
    expect(error).toMatch(/does not allow this account to read \(403\)/);
    expect(hint).toMatch(/administrator/);
  });

  it("a web page at the base URL, which is asked once", async () => {
    const crm = await fakeCrm({ "/me": HTML });
    const { flags, env } = at(crm);
    const { error } = await fails(2, ["collect", ...flags], { env });
    expect(error).toMatch(/^The base URL answers with a web page/);
    expect(crm.asked).toEqual(["/me"]);
  });

  it.each<[string, unknown, RegExp]>([
    ["other JSON", { login: "x" }, /^The base URL answers, but not as a DataMaster CRM does\.$/],
    ["a JSON list", [], /not as a DataMaster CRM does/],
    ["nothing", "", /not as a DataMaster CRM does/],
    ["no /me", answer(404), /knows no \/me \(404\)/],
    ["another status", answer(405), /\/me with status 405/],
    [
      "a redirect",
      { status: 302, headers: { location: "https://sso.example/login?key=SECRET" }, body: "" },
      /^The base URL answers with a redirect \(302\) to https:\/\/sso\.example\/login\.$/,
    ],
  ])("%s at the base URL", async (_name, body, message) => {
    const { error, stderr } = await collectFrom(2, { "/me": body });
    expect(error).toMatch(message);
    expect(stderr).not.toContain("SECRET");
  });

  it.each<[string, unknown, RegExp]>([
    ["a web page", HTML, /is a web page/],
    ["other JSON", { items: [] }, /lacks what this API promises at data/],
  ])("%s as the list of clients; check names the step", async (_name, body, why) => {
    const crm = await fakeCrm({ ...routesOf([]), "/clients": body });
    const { flags, env } = at(crm);
    const { error } = await fails(2, ["collect", ...flags], { env });
    expect(error).toMatch(/^The base URL answers, but its list of clients is not a DataMaster CRM's/);
    expect(error).toMatch(why);
    const check = await run(["check", ...flags], { env });
    expect(check.code).toBe(2);
    expect(check.stdout).toMatch(/^FAILED +first page /m);
  });
});

describe("other JSON in a single list", () => {
  it("sets that list aside and ends with 3; what was known from it stays", async () => {
    const crm = await fakeCrm(
      routesOf([
        { id: 1, name: "A", projects: [{ id: 10, name: "P", phones: ["+79161234567"] }] },
        { id: 2, name: "B", projects: [{ id: 20, name: "Q", phones: ["+79161234568"] }] },
      ]),
    );
    const { flags, env } = at(crm);
    const cwd = tempDir();
    expect((await run(["collect", ...flags, "--quiet"], { env, cwd })).code).toBe(0);
    crm.routes["/clients/2/projects"] = listOf([{ id: null, name: "Q" }]);
    const again = await run(["collect", ...flags, "--json"], { env, cwd });
    expect(again.code).toBe(3);
    expect(JSON.parse(again.stdout)).toMatchObject({
      status: "partial",
      quarantined: 1,
      unverified: 1,
      gone: 0,
      numbers: 2,
    });
    expect(again.stderr).toMatch(/projects of client 2 without an id, which cannot be asked for/);
  });
});
