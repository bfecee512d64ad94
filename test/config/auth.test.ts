import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { DatamasterError } from "../../src/base/errors.ts";
import { type ConfigProblem, type LoadedConfig, loadConfig, maskedConfig } from "../../src/config/config.ts";
import { tempDir } from "../helpers/temp.ts";

const SECRETS = { CLIENT_SECRET: "s3cret of the client", REFRESH: "r3fresh-token" };
const CLIENT = `
sources:
  crm:
    baseUrl: https://crm.example.com/api
    auth:
      kind: client-credentials
      tokenUrl: https://login.example.com/oauth2/token?tenant=7
      clientId: collector
      clientSecret: \${CLIENT_SECRET}
      scope: contacts.read deals.read
`;
const SIGN_IN = `
sources:
  crm:
    baseUrl: https://crm.example.com/api
    auth:
      kind: refresh-token
      tokenUrl: https://login.example.com/oauth2/token
      clientId: collector
      refreshToken: \${REFRESH}
      clientAuth: post
`;

function load(yaml: string, env: Record<string, string> = SECRETS): Promise<LoadedConfig> {
  const cwd = tempDir();
  writeFileSync(join(cwd, "datamaster.yaml"), yaml);
  return loadConfig({}, cwd, env);
}

async function problems(yaml: string, env?: Record<string, string>): Promise<Partial<ConfigProblem>[]> {
  const error: DatamasterError = await load(yaml, env).then(
    () => expect.unreachable("the config was accepted"),
    (thrown) => thrown,
  );
  for (const secret of Object.values(SECRETS)) expect(inspect(error, { depth: 9 })).not.toContain(secret);
  return (error.data.problems as ConfigProblem[]).map(({ path, problem, allowed }) => ({
    path,
    problem,
    ...(allowed !== undefined && { allowed }),
  }));
}

describe("auth of a source", () => {
  it("takes the client credentials of an OAuth2 client", async () => {
    const [source] = (await load(CLIENT)).config.sources;
    expect(source).toMatchObject({
      token: null,
      auth: {
        kind: "client-credentials",
        clientId: "collector",
        clientAuth: "basic",
        refreshToken: null,
        tokenUrl: "https://login.example.com/oauth2/token?tenant=7",
        scope: "contacts.read deals.read",
        audience: null,
        proxy: null,
      },
    });
    expect(source?.auth?.clientSecret?.reveal()).toBe(SECRETS.CLIENT_SECRET);
  });

  it("takes a refresh token, with which a public client has no secret", async () => {
    const [source] = (await load(SIGN_IN)).config.sources;
    expect(source?.auth).toMatchObject({ kind: "refresh-token", clientSecret: null, clientAuth: "post" });
    expect(source?.auth?.refreshToken?.reveal()).toBe(SECRETS.REFRESH);
  });

  it("is read from variables, and asks through the proxy of its own host", async () => {
    const env = {
      ...SECRETS,
      DATAMASTER_SOURCES__CRM__AUTH__CLIENT_ID: "other",
      DATAMASTER_SOURCES__CRM__AUTH__CLIENT_AUTH: "post",
      HTTPS_PROXY: "http://proxy.example:3128",
      NO_PROXY: "crm.example.com",
    };
    const [source] = (await load(CLIENT, env)).config.sources;
    expect(source).toMatchObject({ proxy: null, auth: { clientId: "other", clientAuth: "post" } });
    expect(source?.auth?.proxy?.reveal()).toBe("http://proxy.example:3128");
  });

  it("is shown without its secrets, and warned of where they are written into the file", async () => {
    const loaded = await load(SIGN_IN.replace("clientAuth: post", "clientSecret: in-the-file"));
    const shown = (await maskedConfig(loaded)).settings.filter(({ path }) => /^token|auth/.test(path));
    expect(shown).toMatchObject([
      { path: "tokenFolder" },
      { path: "sources.crm.auth.kind", value: "refresh-token" },
      { path: "sources.crm.auth.tokenUrl", value: "https://login.example.com/oauth2/token" },
      { path: "sources.crm.auth.clientId", value: "collector" },
      { path: "sources.crm.auth.clientSecret", value: "***" },
      { path: "sources.crm.auth.refreshToken", value: "***", variable: "REFRESH (environment)" },
      { path: "sources.crm.auth.scope", value: null },
      { path: "sources.crm.auth.audience", value: null },
      { path: "sources.crm.auth.clientAuth", value: "basic", origin: "default" },
    ]);
    expect(loaded.warnings.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^sources\.crm\.auth\.clientSecret is written in datamaster\.yaml/),
    ]);
    expect(inspect(loaded, { depth: 9 })).not.toMatch(/r3fresh|in-the-file/);
  });

  it("stands in the place of a token: one of them, not both", async () => {
    expect(await problems(`${CLIENT}    token: t\n`)).toEqual([
      { path: "sources.crm.auth", problem: "stands beside token; a source has one of them" },
    ]);
    expect(await problems("sources: { crm: { baseUrl: https://crm.example.com } }")).toEqual([
      { path: "sources.crm.token", problem: "is missing", allowed: expect.stringContaining("or auth") },
    ]);
  });

  it("tells all that is wrong at once, with what would be right, and shows no secret", async () => {
    const wrong = `
sources:
  one:
    baseUrl: https://crm.example.com
    auth: { kind: magic, tokenUrl: x }
  two:
    baseUrl: https://crm.example.com
    auth: { kind: refresh-token, tokenUrl: "https://u:p@login.example", clientId: c, clientSecert: "\${CLIENT_SECRET}" }
  three:
    baseUrl: https://crm.example.com
    auth: \${REFRESH}
`;
    expect(await problems(wrong)).toEqual([
      {
        path: "sources.one.auth.kind",
        problem: "is not right",
        allowed: "client-credentials or refresh-token",
      },
      {
        path: "sources.two.auth.tokenUrl",
        problem: "is not right",
        allowed: "an http:// or https:// URL without user, password or #",
      },
      { path: "sources.two.auth.clientSecert", problem: "unknown key; did you mean clientSecret?" },
      {
        path: "sources.three.auth",
        problem: "is not right",
        allowed: "a map of kind, tokenUrl, clientId and more, in the place of token",
      },
      { path: "sources.two.auth.refreshToken", problem: "is missing", allowed: `\${VARIABLE}` },
    ]);
  });
});
