import { describe, expect, it } from "vitest";
import { createReader } from "../../src/phone/phone.ts";
import { FIELD_CLASSES, type FieldClass } from "../../src/sim/classes.ts";
import { REGIONS } from "../../src/sim/plan.ts";
import { Random } from "../../src/sim/random.ts";
import { Spellings, Typist } from "../../src/sim/typist.ts";

const FIELDS = 300;
const NUMBERS = 40;
const BLANKS = [" ", "\u00a0", "\u2009", "\u200b"];
const reader = createReader({ otherRegions: REGIONS });

/** Fields of a class as the bundled CRM's typists write them in every region, with what is wrong about each reading. */
function* readings(
  field: FieldClass,
): Generator<{ json: string; region: string; missing: number[]; wrong: number[] }> {
  const spellings = new Spellings();
  for (const region of REGIONS.filter((candidate) => field.applies(candidate))) {
    const typist = new Typist(region, new Random(11, field.name, region), spellings, { seed: 1, count: 100 });
    for (let i = 0; i < FIELDS; i++) {
      const { json, numbers } = field.make(typist);
      const value: unknown = JSON.parse(json);
      const raw = typeof value === "string" ? value : value === null ? null : json;
      const read = reader.read(raw, region).numbers.map(({ number }) => Number(number));
      const missing = numbers.filter((number) => !read.includes(number));
      const wrong = read.filter((number) => !numbers.includes(number));
      yield { json, region, missing, wrong };
    }
  }
}

describe("fields of the bundled CRM", () => {
  it.each(FIELD_CLASSES)("$name is read as its truth", (field) => {
    const off = [...readings(field)].filter(({ missing, wrong }) => missing.length + wrong.length > 0);
    expect(off).toEqual([]);
  });
});

/** A number's everyday writings with one blank more, at every place and of every kind. */
function* blanked(texts: readonly string[]): Generator<string> {
  for (const text of texts)
    for (const blank of BLANKS)
      for (let at = 1; at < text.length; at++) yield text.slice(0, at) + blank + text.slice(at);
}

describe("a blank too many", () => {
  it.each(REGIONS)("at any place of any writing in %s loses no number", (region) => {
    const spellings = new Spellings();
    const typist = new Typist(region, new Random(5, region), spellings, { seed: 1, count: 100 });
    const plain = createReader();
    const writings = [...spellings.of(region).national, ...spellings.international];
    for (let i = 0; i < NUMBERS; i++) {
      const phone = typist.own();
      const misread = [...blanked(writings.map((write) => write(phone)))].filter((raw) => {
        const { numbers } = plain.read(raw, region);
        return numbers.length !== 1 || Number(numbers[0]?.number) !== phone.e164;
      });
      expect(misread).toEqual([]);
    }
  });
});
