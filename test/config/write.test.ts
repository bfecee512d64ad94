import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { draftFile, readSchedule, tokenVariable, withVariable } from "../../src/config/config.ts";

describe("a token in .env", () => {
  it.each([["abc123"], ["a#b"], [`it's`], [`a"b'c`], ["$x=`y"], ["#lead"], ["=="], ["a\\nb"]])(
    "reads back as it is: %s",
    (token) => {
      const text = withVariable("A=1\n# note\nB='2'\n", "T", token);
      expect(parseEnv(text)).toEqual({ A: "1", B: "2", T: token });
      expect(parseEnv(withVariable(text, "T", "other"))).toEqual({ A: "1", B: "2", T: "other" });
    },
  );

  it("takes the place of its line alone, not of one whose name only ends alike, nor of text in another value", () => {
    const text = "MY_T=1\nT=old\nNOTE='a\nT=inside\nb'\n";
    expect(parseEnv(withVariable(text, "T", "new"))).toEqual({ MY_T: "1", T: "new", NOTE: "a\nT=inside\nb" });
  });

  it("that no line can hold is refused without being shown", () => {
    expect(() => withVariable("", "T", `'a'"b"\`c\`#`)).toThrow(/value of T cannot be written/);
  });
});

describe("the token's variable", () => {
  it("is the source's name in upper case, and never begins with a digit", () => {
    expect(["main-crm", "a.b_c", "1c"].map(tokenVariable)).toEqual([
      "MAIN_CRM_TOKEN",
      "A_B_C_TOKEN",
      "CRM_1C_TOKEN",
    ]);
  });
});

describe("the drafted config file", () => {
  it("quotes a name that YAML would read as something else, and leaves out a region that is not given", async () => {
    const draft = { name: "1.5", connector: "datamaster", baseUrl: "https://crm.test/a", region: null };
    const text = await draftFile(draft);
    expect(text).toMatch(/^ {2}"1\.5":\n/m);
    expect(text).not.toContain("region");
    const { sources } = parse(text.replace("# schedules:", "schedules:"));
    expect(readSchedule(sources["1.5"].schedules)).toMatchObject({
      cron: "0 2 * * *",
      zone: "Europe/Moscow",
    });
  });
});
