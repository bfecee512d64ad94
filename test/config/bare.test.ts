import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bareConfig } from "../../src/config/bare.ts";
import { loadLayers } from "../../src/config/load.ts";
import { tempDir } from "../helpers/temp.ts";

describe("the config of nothing but flags", () => {
  test.each([
    ["no flags", {}, {}],
    ["a database", { db: "sqlite:./other.db" }, { HOME: "/nowhere" }],
    ["flags of the log and a language", { logLevel: "error", logFormat: "json" }, { DATAMASTER_LANG: "ru" }],
    ["a token that nothing asks for", {}, { DATAMASTER_TOKEN: "x" }],
  ])("is what the whole way of loading gives: %s", async (_name, flags, env) => {
    const folder = tempDir();
    const whole = await loadLayers(flags, folder, env, { tokens: "optional" });
    expect(await bareConfig(flags, folder, env)).toEqual(whole);
  });

  test.each([
    ["a source's flag", { baseUrl: "http://x.example" }, {}],
    ["a file that is named", { config: "x.yaml" }, {}],
    ["a store that is none", { db: "mysql:x" }, {}],
    ["a level that is none", { logLevel: "loud" }, {}],
    ["a variable", {}, { DATAMASTER_STORE: "sqlite:x" }],
    ["a language that is none", {}, { DATAMASTER_LANG: "de" }],
  ])("is left to the whole way for %s", async (_name, flags, env) => {
    expect(await bareConfig(flags, tempDir(), env)).toBeNull();
  });

  test.each(["datamaster.yaml", ".env"])("is left to the whole way beside %s", async (file) => {
    const folder = tempDir();
    writeFileSync(join(folder, file), "");
    expect(await bareConfig({}, folder, {})).toBeNull();
  });
});
