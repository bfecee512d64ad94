import { brotliDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { openTable } from "../../src/phone/table/table.ts";
import { TABLE_DATA, TABLE_SOURCE } from "../../src/phone/table/table-data.ts";
import { type CompiledTable, compileTable } from "../../tools/phone/compile.ts";
import { plansOfGoogle } from "../../tools/phone/from-google.ts";
import { plansOfLibphonenumberJs } from "../../tools/phone/from-libphonenumber-js.ts";
import { firstDigits, parsePattern } from "../../tools/phone/pattern.ts";

const shipped = Buffer.from(TABLE_DATA, "base64");

describe("the shipped table", () => {
  let compiled: CompiledTable;
  beforeAll(() => {
    compiled = compileTable(plansOfLibphonenumberJs());
  });

  it("is compiled from the installed libphonenumber-js: else run npm run phone:compile", () => {
    expect(TABLE_SOURCE).toBe(plansOfLibphonenumberJs().source);
    // The compressed bytes may differ with the release of Node.
    expect(brotliDecompressSync(shipped).equals(brotliDecompressSync(compiled.bytes))).toBe(true);
  });

  it("is as compact as docs/numbers.md tells", () => {
    expect(compiled.states).toBeLessThan(20_000);
    expect(shipped.length).toBeLessThan(60_000);
  });

  it("has a plan for every region, and the codes without one", () => {
    const table = openTable(shipped);
    expect(table.source).toBe(TABLE_SOURCE);
    const plans = [...plansOfLibphonenumberJs().codes.values()].flat();
    expect([...table.planOf.keys()].sort()).toEqual(
      plans
        .map(({ region }) => region)
        .filter((region) => region !== "001")
        .sort(),
    );
    expect(table.mainPlanOf[7]?.region).toBe("RU");
    expect(table.mainPlanOf[800]?.region).toBe("001");
    expect(table.mainPlanOf[999]).toBeNull();
  });
});

describe("the compiler", () => {
  it("reads both packages into the same rules where their releases agree", () => {
    const ours = new Map(
      [...plansOfLibphonenumberJs().codes.values()].flat().map((plan) => [plan.region, plan]),
    );
    for (const region of ["AR", "BR", "IT", "RU", "KZ", "MX"]) {
      const google = [...plansOfGoogle().codes.values()].flat().find((plan) => plan.region === region);
      expect(ours.get(region)).toMatchObject({
        code: google?.code,
        idd: google?.idd,
        trunk: google?.trunk,
        transform: google?.transform,
        leading: google?.leading,
        mobileIsFixed: google?.mobileIsFixed,
      });
    }
  });

  it("refuses a pattern that it would misread", () => {
    for (const pattern of ["\\w", "1(2", "a", "[1-]", "1{2,}", "(?=1)"])
      expect(() => parsePattern(pattern), pattern).toThrow(/not readable/);
  });

  it("knows with which digits a pattern begins", () => {
    expect(firstDigits(parsePattern("0?(?:1|[23]4)?5"))).toBe(0b101111);
  });

  it("refuses bytes of another format", () => {
    expect(() => openTable(Buffer.from("no table"))).toThrow();
  });
});
