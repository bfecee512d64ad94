import { describe, expect, it } from "vitest";
import { REPAIR_CODES } from "../../src/model/number.ts";
import { createReader, type NumberColumns } from "../../src/phone/phone.ts";
import { generateDataset } from "../../src/sim/generate.ts";
import { recordTruths } from "../../src/sim/truth.ts";

const reader = createReader();

interface Value {
  readonly text: string | null;
  readonly region: string | null;
}

/** Fields of the simulator, and others that are hard on columns. */
function fields(): Value[] {
  const settings = { seed: 3, clients: 60, projects: 120, records: 9_000 };
  const dataset = generateDataset({ ...settings, classes: ["default"] });
  const values: Value[] = [];
  for (const project of dataset.projects()) {
    for (const { phone, clientRegion: region } of recordTruths(dataset, project)) {
      const value: unknown = JSON.parse(phone);
      values.push({ text: value === null ? null : typeof value === "string" ? value : phone, region });
    }
  }
  const others = [
    "",
    "\0",
    "\ud800",
    "9".repeat(1_001),
    "ж".repeat(1_500),
    "+7 916 123-45-67 😀",
    "+4915005012345678",
  ];
  return [...values, ...others.map((text) => ({ text, region: "DE" }))];
}

/** What the columns hold, as `read` would give it. */
function readingsOf(columns: NumberColumns): unknown[] {
  const readings = Array.from({ length: columns.values }, (_, value) => ({
    numbers: [] as unknown[],
    reason: columns.reasonOf(value),
  }));
  for (let place = 0; place < columns.length; place++) {
    const kind = columns.kind[place] ?? 0;
    readings[columns.valueOf[place] ?? -1]?.numbers.push({
      number: columns.number[place],
      region: columns.regionOf(kind),
      type: columns.typeOf(kind),
      ext: columns.ext.get(place),
      repairs: columns.repairsOf(place),
    });
  }
  return readings;
}

describe("columns", () => {
  const values = fields();
  const texts = values.map(({ text }) => text);
  const regions = values.map(({ region }) => region);
  const expected = values.map(({ text, region }) => reader.read(text, region));

  it("hold of a batch what each value reads as, with a region each or one for all", () => {
    const columns = reader.createColumns();
    reader.readBatch(texts, regions, columns);
    expect(readingsOf(columns)).toEqual(expected);
    columns.clear();
    reader.readBatch(texts, "KZ", columns);
    expect(readingsOf(columns)).toEqual(texts.map((text) => reader.read(text, "KZ")));
  });

  it("hold of bytes what their text reads as", () => {
    const columns = reader.createColumns();
    for (const { text, region } of values) {
      const bytes = new TextEncoder().encode(`8${text ?? ""}8`);
      reader.readBytes(bytes, 1, bytes.length - 1, region, columns);
    }
    const ofBytes = values.map(({ text, region }) => reader.read((text ?? "").toWellFormed(), region));
    expect(readingsOf(columns)).toEqual(ofBytes);
  });

  it("grow past their first room, and begin anew when cleared", () => {
    const columns = reader.createColumns();
    const many = Array.from({ length: 5_000 }, (_, i) => `+7916${1_000_000 + i}`);
    reader.readBatch(many, null, columns);
    expect([columns.length, columns.values]).toEqual([5_000, 5_000]);
    expect([...columns.number.subarray(0, 5_000)]).toEqual(many.map((text) => BigInt(text.slice(1))));
    columns.clear();
    reader.readBatch(["no number", "+7 916 123-45-67 ext. 5"], null, columns);
    expect(readingsOf(columns)).toEqual([
      { numbers: [], reason: "no-digits" },
      { numbers: [{ number: 79161234567n, region: "RU", type: "MOBILE", ext: "5" }] },
    ]);
  });

  it("keep every digit of numbers beyond what a double holds", () => {
    const columns = reader.createColumns();
    reader.readBatch(["+49 8800 5768522 8117"], "DE", columns);
    expect([...columns.number.subarray(0, 1)]).toEqual([49880057685228117n]);
  });

  it("name repairs by the bits of their codes", () => {
    const columns = reader.createColumns();
    reader.readBatch(["0049 1512 3456789"], "RU", columns);
    const mask = columns.repairs[0] ?? 0;
    expect(columns.repairsOf(0)).toEqual(REPAIR_CODES.filter((_, bit) => (mask >> bit) & 1));
    expect(columns.repairsOf(0)).toContain("idd");
  });
});
