import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normalize } from "../../src/phone/library.ts";
import { ROOT } from "../helpers/root.ts";

describe("datamaster-phone-collector/phone", () => {
  it("gives numbers with and without their plus, and a reason for none", () => {
    expect(normalize("8 (916) 123-45-67 доб. 5", "RU")).toEqual({
      numbers: [{ e164: "+79161234567", digits: "79161234567", region: "RU", type: "MOBILE", ext: "5" }],
    });
    expect(normalize(null, "RU")).toEqual({ numbers: [], reason: "empty" });
  });

  it("reads by its options", () => {
    const value = "00 49 1512 3456789";
    expect(normalize(value, "RU").numbers[0]).toMatchObject({ e164: "+4915123456789", repairs: ["idd"] });
    expect(normalize(value, "RU", { repair: { idd: false } }).numbers).toEqual([]);
    expect(normalize(value, "RU", { repair: "none" }).numbers).toEqual([]);
  });

  it("does what docs/numbers.md shows", () => {
    const page = readFileSync(join(ROOT, "docs/numbers.md"), "utf8");
    const shown = [...page.matchAll(/^normalize\((".*"), "RU"\);(?:\n| )\/\/ (.+)$/gm)];
    expect(shown).toHaveLength(2);
    for (const [, value = "", result = ""] of shown) {
      const json = result.replace(/(\w+):/g, '"$1":');
      expect(normalize(JSON.parse(value) as string, "RU")).toEqual(JSON.parse(json));
    }
  });
});
