import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { DatamasterError } from "../../src/base/errors.ts";
import {
  type ConfigFlags,
  type ConfigProblem,
  type LoadedConfig,
  type LoadOptions,
  loadConfig,
  maskedConfig,
} from "../../src/config/config.ts";

const TOKEN = "s3cret-token-value";
const FULL = `
store: sqlite:./datamaster.db
sources:
  main-crm:
    connector: datamaster
    baseUrl: https://crm.example.com/api/v1
    token: \${MAIN_CRM_TOKEN}      # from the environment or .env, never written here
    region: RU
    rps: auto
  partner:
    connector: datamaster
    baseUrl: https://crm.partner.example/api/v1/
    token: \${PARTNER_TOKEN}
    region: kz
    concurrency: 20
`;
const TOKENS = { MAIN_CRM_TOKEN: TOKEN, PARTNER_TOKEN: "other-token" };
const ONE = `
sources:
  main-crm:
    baseUrl: https://crm.example.com
    token: \${MAIN_CRM_TOKEN}
`;

interface Given {
  readonly yaml?: string;
  readonly dotenv?: string;
  readonly env?: Record<string, string>;
  readonly flags?: ConfigFlags;
  readonly options?: LoadOptions;
}

async function folder({ yaml, dotenv }: Given): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "datamaster-config-"));
  onTestFinished(() => rm(path, { recursive: true }));
  if (yaml !== undefined) await writeFile(join(path, "datamaster.yaml"), yaml);
  if (dotenv !== undefined) await writeFile(join(path, ".env"), dotenv, { mode: 0o600 });
  return path;
}

async function load(given: Given): Promise<LoadedConfig> {
  return loadConfig(given.flags ?? {}, await folder(given), given.env ?? {}, given.options);
}

async function failure(given: Given): Promise<DatamasterError> {
  const error: unknown = await load(given).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DatamasterError)) throw new Error("the config was accepted", { cause: error });
  expect(error.code).toBe("CONFIG_INVALID");
  return error;
}

async function problems(given: Given): Promise<ConfigProblem[]> {
  return (await failure(given)).data.problems as ConfigProblem[];
}

describe("the file", () => {
  it("gives typed settings, with defaults for the rest", async () => {
    const { config, file, warnings } = await load({ yaml: FULL, env: TOKENS });
    expect(config.sources).toMatchObject([
      {
        name: "main-crm",
        named: true,
        baseUrl: "https://crm.example.com/api/v1",
        region: "RU",
        rps: "auto",
        concurrency: 100,
      },
      {
        name: "partner",
        baseUrl: "https://crm.partner.example/api/v1",
        region: "KZ",
        concurrency: 20,
        keep: [],
        fullEvery: 10,
        overlap: 10,
        keepPages: false,
        skipSuppressed: false,
        proxy: null,
        ca: null,
      },
    ]);
    expect(config.sources[0]?.token?.reveal()).toBe(TOKEN);
    expect(config).toMatchObject({
      store: "sqlite:./datamaster.db",
      log: { level: "info", format: "pretty" },
    });
    expect(file).toMatch(/datamaster\.yaml$/);
    expect(warnings).toEqual([]);
  });

  it("may be missing when it is not named", async () => {
    const { config, file } = await load({});
    expect(config).toEqual({
      store: "sqlite:./datamaster.db",
      ranges: "./.datamaster/ranges",
      tokenFolder: "./.datamaster/tokens",
      backupRecipients: [],
      tombstoneKeyFile: "./.datamaster/tombstone.key",
      secretKeyFile: "./.datamaster/secret.key",
      serve: {
        port: 8080,
        host: "127.0.0.1",
        trustProxy: false,
        continueRuns: true,
        sessionIdle: 30,
        requireSecondFactor: false,
        keepExports: 24,
        requestsPerSecond: 50,
        allowPrivateAddresses: [],
      },
      sources: [],
      exports: {},
      deliveries: [],
      log: { level: "info", format: "pretty" },
    });
    expect(file).toBeNull();
  });

  it("must be there when it is named", async () => {
    expect(await problems({ flags: { config: "other.yaml" } })).toEqual([
      { path: "--config", value: '"other.yaml"', problem: "there is no such file" },
    ]);
  });

  it("may be empty, and hold keys without a value", async () => {
    for (const yaml of ["", "# nothing yet\n", "sources:\nlog:\n  level:\n"]) {
      expect((await load({ yaml })).config.sources).toEqual([]);
    }
  });

  it("is read from the path of --config, relative to the working directory", async () => {
    const cwd = await folder({});
    await writeFile(join(cwd, "other.yaml"), "store: sqlite:other.db");
    expect((await loadConfig({ config: "other.yaml" }, cwd, {})).config.store).toBe("sqlite:other.db");
  });

  it("keeps what each record shows beside its numbers, as asked", async () => {
    const { config } = await load({ yaml: `${ONE}    keep: [label, contact]\n    rps: 2.5\n`, env: TOKENS });
    expect(config.sources[0]).toMatchObject({ keep: ["label", "contact"], rps: 2.5 });
  });

  it("tries the regions of the source's clients, those that are named, or none", async () => {
    const regions = async (line: string) =>
      (await load({ yaml: `${ONE}${line}`, env: TOKENS })).config.sources[0]?.otherRegions;
    expect(await regions("")).toBe("auto");
    expect(await regions("    otherRegions: auto\n")).toBe("auto");
    expect(await regions("    otherRegions: [kz, UA, KZ]\n")).toEqual(["KZ", "UA"]);
    expect(await regions("    otherRegions: []\n")).toEqual([]);
    const env = { ...TOKENS, DATAMASTER_SOURCES__MAIN_CRM__OTHER_REGIONS: "KZ, UA" };
    expect((await load({ yaml: ONE, env })).config.sources[0]?.otherRegions).toEqual(["KZ", "UA"]);
  });

  it("names line and column of a syntax error and never quotes the file", async () => {
    const error = await failure({ yaml: `store: "sqlite:x\nsources:\n  a:\n    token: ${TOKEN}\n`, env: {} });
    const [problem] = error.data.problems as ConfigProblem[];
    expect(problem).toMatchObject({
      path: "datamaster.yaml",
      line: expect.any(Number),
      column: expect.any(Number),
    });
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
    expect(await problems({ yaml: "store: [\n" })).toMatchObject([{ line: 2 }]);
    expect(await problems({ yaml: "store: a\nstore: b\n" })).toMatchObject([{ line: 2, column: 1 }]);
  });

  it("must be a map", async () => {
    for (const yaml of ["- a\n- b\n", "words"]) {
      expect(await problems({ yaml })).toMatchObject([{ problem: "holds no map of settings" }]);
    }
  });
});

describe("order of layers", () => {
  const yaml = `${ONE}    concurrency: 1\nstore: sqlite:file.db\nlog: { level: warn }\n`;
  const variable = "DATAMASTER_SOURCES__MAIN_CRM__CONCURRENCY";

  it("lets flags win over environment, environment over .env, .env over the file, the file over defaults", async () => {
    const layers: [Given, number, string][] = [
      [{ yaml: ONE }, 100, "default"],
      [{ yaml }, 1, "file"],
      [{ yaml, dotenv: `${variable}=2` }, 2, ".env"],
      [{ yaml, dotenv: `${variable}=2`, env: { [variable]: "3" } }, 3, "environment"],
      [{ yaml, dotenv: `${variable}=2`, env: { [variable]: "3" }, flags: { concurrency: "4" } }, 4, "flag"],
    ];
    for (const [given, concurrency, origin] of layers) {
      const loaded = await load({ ...given, env: { ...TOKENS, ...given.env } });
      expect(loaded.config.sources[0]?.concurrency).toBe(concurrency);
      expect(loaded.origin.get("sources.main-crm.concurrency")).toBe(origin);
    }
  });

  it("reads every setting from its variable", async () => {
    const env = {
      DATAMASTER_STORE: "sqlite:env.db",
      DATAMASTER_LOG__LEVEL: "debug",
      DATAMASTER_LOG__FORMAT: "json",
      DATAMASTER_SOURCES__MAIN_CRM__BASE_URL: "https://other.example",
      DATAMASTER_SOURCES__MAIN_CRM__TOKEN: "from-env",
      DATAMASTER_SOURCES__MAIN_CRM__REGION: "ua",
      DATAMASTER_SOURCES__MAIN_CRM__RPS: "5",
      DATAMASTER_SOURCES__MAIN_CRM__KEEP: "label, contact",
      DATAMASTER_SOURCES__MAIN_CRM__CONNECTOR: "datamaster",
    };
    const { config } = await load({ yaml, env: { ...TOKENS, ...env } });
    expect(config).toMatchObject({
      store: "sqlite:env.db",
      log: { level: "debug", format: "json" },
      sources: [
        {
          name: "main-crm",
          baseUrl: "https://other.example",
          region: "UA",
          rps: 5,
          keep: ["label", "contact"],
        },
      ],
    });
    expect(config.sources[0]?.token?.reveal()).toBe("from-env");
  });

  it("makes a source from variables alone", async () => {
    const env = {
      DATAMASTER_SOURCES__NEW_CRM__BASE_URL: "https://crm.example",
      DATAMASTER_SOURCES__NEW_CRM__TOKEN: "t",
    };
    expect((await load({ env })).config.sources).toMatchObject([{ name: "new-crm", named: true }]);
  });

  it("reads flags that hold for the whole program", async () => {
    const flags = { db: "postgres://localhost/x", logLevel: "error", logFormat: "json" };
    const { config, origin } = await load({ yaml, env: TOKENS, flags });
    expect(config).toMatchObject({
      store: "postgres://localhost/x",
      log: { level: "error", format: "json" },
    });
    expect(origin.get("log.level")).toBe("flag");
  });

  it("takes an empty variable for one that is not set", async () => {
    expect((await load({ env: { DATAMASTER_STORE: "" } })).config.store).toBe("sqlite:./datamaster.db");
  });

  it("leaves the environment as it was", async () => {
    const env = { ...TOKENS };
    await load({ yaml: FULL, env, dotenv: "EXTRA=1\nMAIN_CRM_TOKEN=other" });
    expect(env).toEqual(TOKENS);
  });
});

describe("a source without a file", () => {
  const flags = { baseUrl: "http://127.0.0.1:4010/api/v1/", region: "RU", rps: "50", concurrency: 20 };

  it("comes from flags, its token from DATAMASTER_TOKEN", async () => {
    const { config, origin } = await load({ flags, dotenv: `DATAMASTER_TOKEN=${TOKEN}` });
    expect(config.sources).toMatchObject([
      {
        named: false,
        connector: "datamaster",
        baseUrl: "http://127.0.0.1:4010/api/v1",
        region: "RU",
        rps: 50,
        concurrency: 20,
      },
    ]);
    expect(config.sources[0]?.token?.reveal()).toBe(TOKEN);
    expect([...origin].filter(([path]) => path.endsWith(".token"))).toEqual([
      ["sources.127.0.0.1-4010.token", ".env"],
    ]);
  });

  it("needs DATAMASTER_TOKEN and an address", async () => {
    expect(await problems({ flags })).toMatchObject([{ path: "DATAMASTER_TOKEN" }]);
    expect(await problems({ flags: { connector: "datamaster" } })).toMatchObject([{ path: "--base-url" }]);
  });

  it("tells wrong flags by the flag", async () => {
    const wrong = { baseUrl: "crm.example", concurrency: "0", rps: "fast", region: "UK" };
    expect(await problems({ flags: wrong, env: { DATAMASTER_TOKEN: "t" } })).toMatchObject([
      { path: "sources.crm.baseUrl", from: "--base-url", value: '"crm.example"' },
      { from: "--region", allowed: "GB" },
      { from: "--rps" },
      { from: "--concurrency", value: "0", allowed: "a whole number from 1 to 1000" },
    ]);
  });

  it("does not use DATAMASTER_TOKEN for a source of the file", async () => {
    expect(await problems({ yaml: ONE, env: { DATAMASTER_TOKEN: TOKEN } })).toMatchObject([
      { path: "sources.main-crm.token" },
    ]);
  });

  it("cannot give one address to two sources", async () => {
    expect(await problems({ yaml: FULL, env: TOKENS, flags })).toMatchObject([{ path: "--base-url" }]);
  });
});

describe("variables inside the file", () => {
  it("come from .env where the environment has none", async () => {
    const loaded = await load({ yaml: ONE, dotenv: `MAIN_CRM_TOKEN=${TOKEN}` });
    expect(loaded.config.sources[0]?.token?.reveal()).toBe(TOKEN);
    expect(loaded.variables.get("sources.main-crm.token")).toBe("MAIN_CRM_TOKEN (.env)");
  });

  it("may be parts of a value, of numbers too, and can be escaped", async () => {
    const yaml = `${ONE.replace("crm.example.com", `\${HOST}/\${PATH_PART}`)}    concurrency: \${LIMIT}\nstore: sqlite:$\${HOST}.db`;
    const { config } = await load({
      yaml,
      env: { ...TOKENS, HOST: "a.example", PATH_PART: "v1", LIMIT: "7" },
    });
    expect(config.sources[0]).toMatchObject({ baseUrl: "https://a.example/v1", concurrency: 7 });
    expect(config.store).toBe(`sqlite:\${HOST}.db`);
  });

  it("are told by path, variable and line when not set", async () => {
    const error = await failure({ yaml: FULL, env: { PARTNER_TOKEN: "x" } });
    expect(error.message).toContain(
      "sources.main-crm.token (datamaster.yaml:7:5): the variable MAIN_CRM_TOKEN is not set",
    );
    expect(error.data.problems).toHaveLength(1);
  });

  it("are optional in tokens for commands that send nothing", async () => {
    const { config } = await load({ yaml: FULL, options: { tokens: "optional" } });
    expect(config.sources).toHaveLength(2);
  });

  it("must have a name", async () => {
    for (const text of [`\${}`, `\${A B}`, `\${A`]) {
      expect(await problems({ yaml: `store: "sqlite:${text}"`, env: { A: "x" } })).toMatchObject([
        { path: "store" },
      ]);
    }
  });
});

describe("problems", () => {
  it("come all at once, each with path, value, place and what is allowed", async () => {
    const yaml = `stroe: sqlite:x
log: { level: loud }
sources:
  main-crm:
    base_url: https://crm.example.com
    token: \${MISSING}
    region: Russia
    rps: 0
    concurrency: 5000
    keep: [label, phone]
    otherRegions: [RU, Kasachstan]
  bad name:
    baseUrl: https://user:${TOKEN}@crm.example.com
    token: "two words"
  text: hello
`;
    const error = await failure({ yaml, env: { DATAMASTER_SOURCES__MAIN_CRM__REGOIN: "RU" } });
    const told = (error.data.problems as ConfigProblem[]).map(({ path }) => path);
    expect(told.toSorted()).toEqual(
      [
        "DATAMASTER_SOURCES__MAIN_CRM__REGOIN",
        "log.level",
        "sources.bad name",
        "sources.bad name.baseUrl",
        "sources.bad name.token",
        "sources.main-crm.base_url",
        "sources.main-crm.baseUrl",
        "sources.main-crm.concurrency",
        "sources.main-crm.keep",
        "sources.main-crm.otherRegions",
        "sources.main-crm.region",
        "sources.main-crm.rps",
        "sources.main-crm.token",
        "sources.text",
        "stroe",
      ].toSorted(),
    );
    expect(error.message.split("\n")).toHaveLength(1 + told.length);
    expect(error.message).toContain(
      "sources.main-crm.concurrency = 5000 (datamaster.yaml:9:5): is not right; allowed: a whole number from 1 to 1000",
    );
    expect(error.message).toContain('log.level = "loud"');
    expect(error.exitCode).toBe(2);
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
  });

  it("suggest the nearest known key", async () => {
    const yaml =
      "stores: sqlite:x\nsources: { a: { url: https://a.example, base-url: https://a.example, Token: t, zzzzzz: 1 } }\n";
    const told = new Map((await problems({ yaml })).map(({ path, problem }) => [path, problem]));
    expect(told.get("stores")).toBe("unknown key; did you mean store?");
    expect(told.get("sources.a.base-url")).toBe("unknown key; did you mean baseUrl?");
    expect(told.get("sources.a.Token")).toBe("unknown key; did you mean token?");
    expect(told.get("sources.a.zzzzzz")).toBe("unknown key");
  });

  it("suggest the nearest variable, and pass over those of a Kubernetes service", async () => {
    expect(await problems({ env: { DATAMASTER_LOG_LEVEL: "debug" } })).toMatchObject([
      { path: "DATAMASTER_LOG_LEVEL", problem: expect.stringContaining("DATAMASTER_LOG__LEVEL") },
    ]);
    const links = {
      DATAMASTER_SERVICE_HOST: "10.0.0.1",
      DATAMASTER_PORT_8080_TCP_ADDR: "10.0.0.1",
      DATAMASTER_PORT: "tcp://x",
    };
    expect((await load({ env: links })).config.sources).toEqual([]);
  });

  it("treat __proto__ as an unknown key", async () => {
    expect(await problems({ yaml: "__proto__: { store: x }\n" })).not.toEqual([]);
    expect(
      await problems({ yaml: "sources: { __proto__: { baseUrl: https://a.example, token: t } }\n" }),
    ).not.toEqual([]);
  });
});

it("shows each export under a name, key by key", async () => {
  const loaded = await load({ yaml: "exports: { calls: { columns: [phone, national], minProjects: 2 } }\n" });
  expect((await maskedConfig(loaded)).settings).toMatchObject(
    expect.arrayContaining([
      { path: "exports.calls.columns", value: ["phone", "national"], origin: "file" },
      { path: "exports.calls.minProjects", value: 2, origin: "file" },
    ]),
  );
});

describe("secrets", () => {
  it("are in no view of a loaded config", async () => {
    const given = {
      yaml: `${FULL}log: { level: info }\n`,
      env: TOKENS,
      flags: { db: "postgres://me:hunter2@db.example/x" },
    };
    const loaded = await load(given);
    const views = [
      JSON.stringify(loaded),
      inspect(loaded, { depth: 9 }),
      String(loaded.config.sources[0]?.token),
    ];
    for (const view of views) expect(view).not.toContain(TOKEN);
    const shown = await maskedConfig(loaded);
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${TOKEN}|other-token|hunter2`));
    expect(shown.settings).toContainEqual({
      path: "sources.main-crm.token",
      value: "***",
      origin: "file",
      variable: "MAIN_CRM_TOKEN (environment)",
    });
    expect(shown.settings).toContainEqual({
      path: "store",
      value: "postgres://***@db.example/x",
      origin: "flag",
    });
    expect(shown.settings).toContainEqual({ path: "sources.partner.region", value: "KZ", origin: "file" });
  });

  it("are in no error: neither a bad token nor one filled into the wrong key", async () => {
    const yaml = `sources: { a: { baseUrl: "\${T}", token: "\${T} x", region: "\${T}", tokn: ${TOKEN} }, b: ${TOKEN} }`;
    const error = await failure({ yaml, env: { T: TOKEN } });
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
    expect(JSON.stringify(error.data)).not.toContain(TOKEN);
  });

  it("are warned of where they are written in the file or others can read .env", async () => {
    const cwd = await folder({ yaml: ONE.replace(`\${MAIN_CRM_TOKEN}`, TOKEN), dotenv: "A=1" });
    await chmod(join(cwd, ".env"), 0o644);
    const { warnings } = await loadConfig({}, cwd, {});
    expect(warnings).toHaveLength(2);
    expect(JSON.stringify(warnings)).not.toContain(TOKEN);
  });
});
