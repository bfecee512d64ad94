import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { AppPorts, ConfiguredSources } from "../../../src/app/app.ts";
import { rekeySources } from "../../../src/app/sources/rekey-sources.ts";
import { showSource } from "../../../src/app/sources/show-source.ts";
import {
  addSource,
  changeSource,
  findSource,
  listSources,
  madeRegions,
  removeSource,
} from "../../../src/app/sources/sources.ts";
import { listRetention, retentionTerms, setRetention } from "../../../src/app/upkeep/retention.ts";
import { createLogger } from "../../../src/base/log.ts";
import { type ComposeOptions, compose } from "../../../src/compose.ts";
import { tempDir } from "../../helpers/temp.ts";

const CANARY = "canary-token-5b1f";
const CANARY_SECRET = "canary-secret-77aa";
const settings = { connector: "datamaster", baseUrl: "https://crm.example.com/api/v1/", region: "ru" };
const shop = { name: "shop", settings, secrets: { token: CANARY } };

interface Place {
  readonly folder: string;
  ports(more?: Partial<ComposeOptions>): AppPorts;
  readonly logged: () => string;
}

function place(): Place {
  const folder = tempDir();
  const stream = new PassThrough();
  const log = createLogger({ level: "trace", format: "json", stream, color: false });
  const ports = (more: Partial<ComposeOptions> = {}) =>
    compose({
      store: `sqlite:${join(folder, "datamaster.db")}`,
      tombstoneKeyFile: join(folder, "tombstone.key"),
      secretKeyFile: join(folder, "secret.key"),
      log,
      ...more,
    });
  return { folder, ports, logged: () => String(stream.read() ?? "") };
}

describe("a source that is made", () => {
  it("is collected with the secrets that were put in, behind the guard of addresses", async () => {
    const ports = place().ports();
    expect(await listSources(ports)).toEqual([]);
    await addSource(ports, shop);
    expect(await listSources(ports)).toMatchObject([{ name: "shop", origin: "made" }]);
    expect(await findSource(ports, "shop")).toMatchObject({
      name: "shop",
      baseUrl: "https://crm.example.com/api/v1",
      token: CANARY,
      region: "RU",
      rps: "auto",
      concurrency: 100,
      proxy: null,
      guard: { networks: [] },
    });
    expect(await findSource(ports, "shop", { rps: 3 })).toMatchObject({ rps: 3, token: CANARY });
  });

  it("lends its country to numbers that are typed, and keeps things as its retention says", async () => {
    const ports = place().ports();
    expect(await madeRegions(ports)).toEqual([]);
    await addSource(ports, shop);
    expect(await madeRegions(ports)).toEqual(["RU"]);
    await setRetention(ports, "shop", { rejectedRaw: "30d", goneNumbers: null });
    const kept = await listRetention(ports);
    expect(kept).toEqual([{ source: "shop", origin: "made", rejectedRaw: "30d", goneNumbers: null }]);
    const now = Date.parse("2026-11-22T00:00:00Z");
    expect(retentionTerms(kept, now)).toMatchObject({
      rawBefore: new Map([["shop", "2026-10-23T00:00:00.000Z"]]),
      keepSince: new Map(),
    });
  });

  it("keeps its secrets when settings change, and others when some are put in anew", async () => {
    const ports = place().ports();
    const auth = { kind: "client-credentials", tokenUrl: "https://crm.example.com/token", clientId: "us" };
    await addSource(ports, {
      ...shop,
      settings: { ...settings, auth },
      secrets: { clientSecret: CANARY_SECRET },
    });
    await changeSource(ports, { ...shop, settings: { ...settings, auth, rps: 4 }, secrets: {} });
    expect(await findSource(ports, "shop")).toMatchObject({
      rps: 4,
      oauth: { clientSecret: CANARY_SECRET, clientId: "us" },
    });
    await changeSource(ports, {
      ...shop,
      settings: { ...settings, auth },
      secrets: { clientSecret: "other" },
    });
    expect(await findSource(ports, "shop")).toMatchObject({ rps: "auto", oauth: { clientSecret: "other" } });
  });

  it.each([
    [{ region: "ZZ" }, "region"],
    [{ baseUrl: "ftp://crm" }, "baseUrl"],
    [{ ca: "/etc/passwd" }, "ca"],
    [{ proxy: "http://10.0.0.1:3128" }, "proxy"],
    [{ nonsense: 1 }, "nonsense"],
    [{ hours: ["25:00-26:00"] }, "hours"],
    [{ concurrency: 0 }, "concurrency"],
  ])("is refused with settings that the config file would refuse: %j", async (wrong, field) => {
    const ports = place().ports();
    const refused = addSource(ports, { ...shop, settings: { ...settings, ...wrong } });
    await expect(refused).rejects.toMatchObject({ code: "SOURCE_INVALID", data: { fields: [{ field }] } });
    expect(await listSources(ports)).toEqual([]);
  });

  it("is refused without access and under a name that is taken", async () => {
    const configured: ConfiguredSources = {
      file: "datamaster.yaml",
      networks: [],
      sources: [{ options: await optionsOf(), settings }],
    };
    const ports = place().ports({ configured });
    const refused = (source: typeof shop, code: string) =>
      expect(addSource(ports, source)).rejects.toMatchObject({ code });
    await refused({ ...shop, name: "in-file" }, "SOURCE_EXISTS");
    await expect(addSource(ports, { ...shop, secrets: {} })).rejects.toMatchObject({
      data: { fields: [{ field: "token" }] },
    });
    await addSource(ports, shop);
    await refused(shop, "SOURCE_EXISTS");
    expect((await listSources(ports)).map(({ name }) => name)).toEqual(["in-file", "shop"]);
    expect(await findSource(ports, "in-file")).not.toHaveProperty("guard");
    await expect(removeSource(ports, "in-file", false)).rejects.toMatchObject({ code: "USAGE" });
    await expect(findSource(ports, "nobody")).rejects.toMatchObject({ code: "NO_SUCH_SOURCE" });
  });

  it("is shown without any secret, as YAML too", async () => {
    const ports = place().ports();
    await addSource(ports, shop);
    const details = await showSource(ports, "shop");
    expect(details).toMatchObject({ origin: "made", secrets: ["token"], held: { numbers: 0, runs: 0 } });
    expect(details.yaml).toContain(`token: \${SHOP_TOKEN}`);
    expect(JSON.stringify(details)).not.toContain(CANARY);
    await removeSource(ports, "shop", true);
    expect(await listSources(ports)).toEqual([]);
  });

  it("leaves its secrets in no file, log, audit entry or error", async () => {
    const { ports, folder, logged } = place();
    const opened = ports();
    await addSource(opened, shop);
    await changeSource(opened, { ...shop, secrets: { token: `${CANARY}-2` } });
    const thrown = await changeSource(opened, { ...shop, secrets: { token: `${CANARY} with spaces` } }).catch(
      (error) => JSON.stringify([error, error.message, error.data]),
    );
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(["datamaster.db", "secret.key"]));
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(CANARY), name).toBe(false);
    expect(thrown).toContain("token");
    expect(thrown + logged()).not.toContain(CANARY);
  });
});

describe("the key of the secrets", () => {
  it("is needed as it was: another or a lost one is told, and no new one is made", async () => {
    const { ports } = place();
    await addSource(ports({ secretKey: "11".repeat(32) }), shop);
    const other = findSource(ports({ secretKey: "22".repeat(32) }), "shop");
    await expect(other).rejects.toThrow(/sealed under key/);
    await expect(findSource(ports(), "shop")).rejects.toMatchObject({ code: "SECRET_KEY" });
    await expect(addSource(ports(), { ...shop, name: "second" })).rejects.toMatchObject({
      code: "SECRET_KEY",
    });
  });

  it("can be changed for all that is sealed", async () => {
    const { ports, folder } = place();
    const opened = ports();
    await addSource(opened, shop);
    await addSource(opened, { ...shop, name: "second", secrets: { token: "another" } });
    const before = readFileSync(join(folder, "secret.key"), "utf8");
    const { from, to, sources } = await rekeySources(opened);
    expect(sources).toBe(2);
    expect(from).not.toBe(to);
    expect(readFileSync(join(folder, "secret.key"), "utf8")).not.toBe(before);
    expect(await findSource(ports(), "shop")).toMatchObject({ token: CANARY });
    expect(await findSource(ports(), "second")).toMatchObject({ token: "another" });
    await expect(findSource(ports({ secretKey: before.trim() }), "shop")).rejects.toMatchObject({
      code: "SECRET_KEY",
    });
  });

  it("is changed to the end by a second try where the first was interrupted", async () => {
    const { ports } = place();
    const opened = ports();
    await addSource(opened, shop);
    // Killed after all was sealed anew, before the file was exchanged.
    await rekeySources({
      ...opened,
      changeMasterKey: async () => ({ ...(await opened.changeMasterKey()), finish() {} }),
    });
    await expect(findSource(opened, "shop")).rejects.toMatchObject({ code: "SECRET_KEY" });
    await rekeySources(opened);
    expect(await findSource(opened, "shop")).toMatchObject({ token: CANARY });
  });
});

async function optionsOf() {
  const ports = place().ports();
  await addSource(ports, { ...shop, name: "in-file" });
  const { guard: _, ...options } = await findSource(ports, "in-file");
  return options;
}
