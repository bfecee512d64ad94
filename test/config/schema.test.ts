import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configJsonSchema, configSettings } from "../../src/config/config.ts";

const EXAMPLE = `
store: sqlite:./datamaster.db
sources:
  main-crm:
    connector: datamaster
    baseUrl: https://crm.example.com/api/v1
    token: \${MAIN_CRM_TOKEN}
    region: RU
    rps: auto
  partner:
    connector: datamaster
    baseUrl: https://crm.partner.example/api/v1
    token: \${PARTNER_TOKEN}
    region: KZ
    concurrency: 20
`;

const AUTH =
  "auth: { kind: refresh-token, tokenUrl: x, clientId: x, clientSecret: x, refreshToken: x, clientAuth: post }";

const validate = new Ajv2020({ strict: true }).compile(await configJsonSchema());

describe("the JSON Schema", () => {
  it("is valid in strict mode and takes the example of the docs", () => {
    expect(validate(parse(EXAMPLE)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({})).toBe(true);
    expect(validate(parse(`sources: { a: { baseUrl: x, ${AUTH} } }`))).toBe(true);
  });

  it.each([
    ["an unknown key", "stroe: x"],
    ["an unknown key of a source", "sources: { a: { baseUrl: x, token: x, url: x } }"],
    ["a source without an address", "sources: { a: { token: x } }"],
    ["a source without token and auth", "sources: { a: { baseUrl: x } }"],
    ["a source with both", `sources: { a: { baseUrl: x, token: x, ${AUTH} } }`],
    [
      "an auth of an unknown kind",
      `sources: { a: { baseUrl: x, ${AUTH.replace("refresh-token", "magic")} } }`,
    ],
    ["too many requests at once", "sources: { a: { baseUrl: x, token: x, concurrency: 1001 } }"],
    ["a rate of none", "sources: { a: { baseUrl: x, token: x, rps: 0 } }"],
    ["an unknown log level", "log: { level: loud }"],
  ])("refuses %s", (_, yaml) => {
    expect(validate(parse(yaml))).toBe(false);
  });

  it("tells editors what each setting is for", async () => {
    const text = JSON.stringify(await configJsonSchema());
    for (const { description, allowed } of await configSettings()) {
      expect(description).not.toBe("");
      expect(text).toContain(JSON.stringify(`${description} Allowed: ${allowed}.`).slice(1, -1));
    }
  });
});

it("lists every setting with its variable and default", async () => {
  const settings = await configSettings();
  expect(settings.map(({ path }) => path)).toEqual([
    "store",
    "ranges",
    "tokenFolder",
    "backupRecipients",
    "tombstoneKeyFile",
    "secretKeyFile",
    ...[
      "serve.port",
      "serve.host",
      "serve.tlsCert",
      "serve.tlsKey",
      "serve.trustProxy",
      "serve.continueRuns",
    ],
    ...[
      "serve.sessionIdle",
      "serve.requireSecondFactor",
      "serve.keepExports",
      "serve.requestsPerSecond",
      "serve.allowPrivateAddresses",
    ],
    "sources.NAME.connector",
    "sources.NAME.baseUrl",
    "sources.NAME.token",
    "sources.NAME.auth.kind",
    "sources.NAME.auth.tokenUrl",
    "sources.NAME.auth.clientId",
    "sources.NAME.auth.clientSecret",
    "sources.NAME.auth.refreshToken",
    "sources.NAME.auth.scope",
    "sources.NAME.auth.audience",
    "sources.NAME.auth.clientAuth",
    "sources.NAME.region",
    "sources.NAME.otherRegions",
    "sources.NAME.rps",
    "sources.NAME.limits",
    "sources.NAME.hours",
    "sources.NAME.schedules",
    "sources.NAME.concurrency",
    "sources.NAME.keep",
    "sources.NAME.fullEvery",
    "sources.NAME.overlap",
    "sources.NAME.keepPages",
    "sources.NAME.retention.rejectedRaw",
    "sources.NAME.retention.goneNumbers",
    "sources.NAME.skipSuppressed",
    "sources.NAME.proxy",
    "sources.NAME.ca",
    "log.level",
    "log.format",
  ]);
  expect(settings.find(({ path }) => path === "sources.NAME.baseUrl")).toMatchObject({
    variable: "DATAMASTER_SOURCES__NAME__BASE_URL",
    required: true,
  });
  expect(settings.find(({ path }) => path === "sources.NAME.concurrency")).toMatchObject({
    default: 100,
    required: false,
  });
});
