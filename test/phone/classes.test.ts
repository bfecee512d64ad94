import { describe, expect, it } from "vitest";
import { readValue } from "../../src/phone/phone.ts";
import { FIELD_CLASSES, type FieldClass } from "../../src/sim/classes.ts";
import { REGIONS } from "../../src/sim/plan.ts";
import { Random } from "../../src/sim/random.ts";
import { Spellings, Typist } from "../../src/sim/typist.ts";

/** Classes outside of the default mix that are read all the same; docs/numbers.md tells them. */
const READ = [
  "idd",
  "latin-note-after",
  "excel-formula",
  "apostrophe",
  "link",
  "number-like-junk",
  "local-extension",
];
/** Classes of which some values are not read, or not all of a value is; never as a number that is not there. */
const NEVER_WRONG = ["keypad", "excel-exponent", "look-alike", "stem"];
const FIELDS = 300;

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
      const read = readValue(raw, region).numbers.map(({ number }) => Number(number));
      const missing = numbers.filter((number) => !read.includes(number));
      const wrong = read.filter((number) => !numbers.includes(number));
      yield { json, region, missing, wrong };
    }
  }
}

describe("fields of the bundled CRM", () => {
  const read = FIELD_CLASSES.filter(({ name, weight }) => weight > 0 || READ.includes(name));
  it.each(read)("$name is read as its truth", (field) => {
    const off = [...readings(field)].filter(({ missing, wrong }) => missing.length + wrong.length > 0);
    expect(off).toEqual([]);
  });

  it.each(FIELD_CLASSES.filter(({ name }) => NEVER_WRONG.includes(name)))(
    "$name gives no wrong number",
    (field) => {
      expect([...readings(field)].filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    },
  );

  it("has no class that is not spoken of here, but for national writings of other regions", () => {
    const rest = FIELD_CLASSES.filter((field) => !read.includes(field) && !NEVER_WRONG.includes(field.name));
    expect(rest.map(({ name }) => name)).toEqual(["other-region"]);
  });
});
