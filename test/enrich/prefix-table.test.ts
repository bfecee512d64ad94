import { describe, expect, it } from "vitest";
import { PrefixTable } from "../../src/enrich/prefix-table.ts";
import { SeededRandom } from "../../tools/crash/random.ts";
import { readTexts } from "../../tools/enrich/bson.ts";
import { compilePrefixes } from "../../tools/enrich/compile.ts";
import { lookUp, type SourceTable } from "../../tools/enrich/source.ts";

function tableOf(source: SourceTable, language: "en" | "ru" = "en"): PrefixTable {
  return new PrefixTable(compilePrefixes("made-up-1", source).bytes, language);
}

describe("a table of prefixes", () => {
  it("gives the name of the longest prefix, in the language that has one", () => {
    const source = {
      en: new Map([
        ["7", "Russia"],
        ["7495", "Moscow"],
      ]),
      ru: new Map([["749", "Центр"]]),
    };
    const [en, ru] = [tableOf(source), tableOf(source, "ru")];
    expect(
      ["74951234567", "74991234567", "79161234567", "15551234567"].map((digits) => en.find(digits)),
    ).toEqual([...["Moscow", "Russia", "Russia", null]]);
    expect(["74951234567", "74991234567", "79161234567"].map((digits) => ru.find(digits))).toEqual([
      ...["Центр", "Центр", "Russia"],
    ]);
    expect(en.source).toBe("made-up-1");
  });

  it("does not take a number that ends for one that goes on with zeros", () => {
    const table = tableOf({
      en: new Map([
        ["29050", "far"],
        ["290", "near"],
      ]),
      ru: new Map(),
    });
    expect(["2905", "29050", "2904", "29", ""].map((digits) => table.find(digits))).toEqual([
      ...["near", "far", "near", null, null],
    ]);
  });

  it.each([1, 2, 3])("says of any number what the prefixes say (seed %i)", (seed) => {
    const random = new SeededRandom(seed);
    const digits = (least: number, most: number): string =>
      Array.from({ length: least + random.below(most - least + 1) }, () => random.below(3)).join("");
    const prefixes = (names: number): Map<string, string> =>
      new Map(Array.from({ length: 400 }, () => [digits(1, 8), `name ${random.below(names)}`]));
    const source = { en: prefixes(9), ru: prefixes(5) };
    for (const language of ["en", "ru"] as const) {
      const table = tableOf(source, language);
      for (let i = 0; i < 3000; i++) {
        const number = digits(0, 12);
        expect(table.find(number), number).toBe(lookUp(source, number, language));
      }
    }
  });

  it("of another format is refused", () => {
    expect(() => new PrefixTable(Buffer.from("no table"), "en")).toThrow();
  });
});

describe("the reader of BSON", () => {
  const element = (kind: number, name: string, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([kind]), Buffer.from(`${name}\0`), value]);
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(`${value}\0`);
    const length = Buffer.alloc(4);
    length.writeInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };

  it("reads texts by name, and refuses what is none", () => {
    const head = Buffer.alloc(4);
    const document = Buffer.concat([
      head,
      element(2, "916", text("МТС")),
      element(2, "7", text("")),
      Buffer.from([0]),
    ]);
    expect([...readTexts(document)]).toEqual([
      ["916", "МТС"],
      ["7", ""],
    ]);
    expect(() =>
      readTexts(Buffer.concat([head, element(16, "n", Buffer.alloc(4)), Buffer.from([0])])),
    ).toThrow(/kind 16/);
  });
});
