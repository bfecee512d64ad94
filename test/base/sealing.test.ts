import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKey, MasterKey, masterKeyOf } from "../../src/base/master-key.ts";
import { open, seal } from "../../src/base/sealing.ts";

const key = new MasterKey(new Uint8Array(32).fill(1));
const other = new MasterKey(new Uint8Array(32).fill(2));
const place = { table: "made_sources", row: "7", column: "secrets" };

describe("a sealed text", () => {
  it("opens where it was sealed, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(open(key, seal(key, text, place), place)).toEqual({ text: Buffer.from(text).toString() });
      }),
    );
  });

  it("is another one each time, and holds nothing of the text", () => {
    const sealed = seal(key, "a token", place);
    expect(seal(key, "a token", place)).not.toBe(sealed);
    expect(Buffer.from(sealed.split(".").at(-1) ?? "", "base64url").includes("token")).toBe(false);
  });

  it("does not open in another row, column or table", () => {
    const sealed = seal(key, "a token", place);
    for (const moved of [{ row: "8" }, { column: "settings" }, { table: "people" }])
      expect(open(key, sealed, { ...place, ...moved })).toEqual({ wrong: "damaged" });
  });

  it("names its key where another one is tried", () => {
    expect(open(other, seal(key, "a token", place), place)).toEqual({ wrong: "key", keyId: key.id });
  });

  it("does not open with any of its characters changed", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const sealed = seal(key, "a token", place);
    for (let at = 0; at < sealed.length; at++) {
      for (const letter of letters) {
        if (letter === sealed[at]) continue;
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        expect(open(key, changed, place)).toHaveProperty("wrong");
      }
    }
    expect(open(key, "", place)).toEqual({ wrong: "damaged" });
    expect(open(key, `v1.${key.id}.${"A".repeat(16)}.AA`, place)).toEqual({ wrong: "damaged" });
  });
});

describe("a master key", () => {
  it("gives another key for each purpose, and the same again", () => {
    expect(deriveKey(key, "sealing")).toHaveLength(32);
    expect(deriveKey(key, "sealing")).toEqual(deriveKey(key, "sealing"));
    expect(deriveKey(key, "number ids")).not.toEqual(deriveKey(key, "sealing"));
    expect(deriveKey(other, "sealing")).not.toEqual(deriveKey(key, "sealing"));
  });

  it("is read from 64 hexadecimal digits and nothing else", () => {
    expect(masterKeyOf(`${"01".repeat(32)}\n`)?.id).toBe(key.id);
    for (const text of ["", "01", "01".repeat(31), "01".repeat(33), "zz".repeat(32)])
      expect(masterKeyOf(text)).toBeNull();
  });

  it("shows itself to nobody", () => {
    const hex = "01".repeat(32);
    for (const shown of [JSON.stringify({ key }), inspect({ key }, { showHidden: true }), `${key.id}`])
      expect(shown).not.toContain(hex);
    expect(inspect(key)).toBe(`MasterKey(${key.id})`);
  });
});
