import google from "google-libphonenumber";
import { describe, expect, test } from "vitest";
import { FIELD_CLASSES } from "../../src/sim/classes.ts";
import { generateDataset } from "../../src/sim/generate.ts";
import { type RecordTruth, recordTruths } from "../../src/sim/truth.ts";

const util = google.PhoneNumberUtil.getInstance();
const DEFAULT_NAMES = FIELD_CLASSES.filter((field) => field.weight > 0).map((field) => field.name);

/** Google's valid reading of a text in a region. */
function read(text: string, region: string): { e164: string; region: string | undefined } | undefined {
  try {
    const number = util.parse(text, region);
    if (!util.isValidNumber(number)) return undefined;
    return {
      e164: util.format(number, google.PhoneNumberFormat.E164),
      region: util.getRegionCodeForNumber(number),
    };
  } catch {
    return undefined;
  }
}

/** Records of every region: the default mix, or one class. */
function sample(classes: readonly string[], seed: number, records: number): RecordTruth[] {
  const dataset = generateDataset({ seed, clients: 120, projects: 200, records, classes });
  return [...dataset.projects()].flatMap((project) => [...recordTruths(dataset, project)]);
}

const textOf = (record: RecordTruth): string => {
  const value: unknown = JSON.parse(record.phone);
  // The exact source of a number: JavaScript would drop the ".0".
  return typeof value === "number" ? record.phone : String(value ?? "");
};

describe("the default mix", () => {
  const records = sample(["default"], 11, 40_000);

  test("names only numbers that Google's library calls valid, of the stated region", () => {
    const wrong = records
      .flatMap((record) => record.numbers)
      .filter(({ e164, region }) => {
        const reading = read(e164, "ZZ");
        return reading?.e164 !== e164 || reading.region !== region;
      });
    expect(wrong).toEqual([]);
  });

  test("has every class, and clients of every region", () => {
    expect(new Set(records.map((record) => record.kind))).toEqual(new Set(DEFAULT_NAMES));
    expect(new Set(records.map((record) => record.clientRegion)).size).toBe(8);
  });

  test("has no value that Google's library reads as another valid number", () => {
    const misread = records.filter((record) => {
      const reading = read(textOf(record), record.clientRegion);
      return reading !== undefined && !record.numbers.some(({ e164 }) => e164 === reading.e164);
    });
    expect(misread).toEqual([]);
  });

  test("has rejects in the classes empty and junk alone", () => {
    const rejects = new Set(
      records.filter((record) => record.numbers.length === 0).map((record) => record.kind),
    );
    expect(rejects).toEqual(new Set(["empty", "junk"]));
    expect(records.filter((record) => rejects.has(record.kind) && record.numbers.length > 0)).toEqual([]);
  });
});

describe("each class of the default mix", () => {
  const READ_BY_GOOGLE = [
    ...["e164", "international", "national", "bare-national", "calling-code-digits"],
    ...["words-before", "extension", "json-number", "full-width", "note-after"],
  ];

  test.each(READ_BY_GOOGLE)("%s is read by Google's library as the truth says", (name) => {
    const records = sample([name], 12, 4000);
    const wrong = records.filter(
      (record) => read(textOf(record), record.clientRegion)?.e164 !== record.numbers[0]?.e164,
    );
    expect(records.length).toBeGreaterThan(2000);
    expect(wrong).toEqual([]);
  });

  test("foreign-digits are invalid in the client's region and valid after a plus, never under DE or GB", () => {
    const records = sample(["foreign-digits"], 13, 4000).filter((record) => record.kind === "foreign-digits");
    expect(records.length).toBeGreaterThan(2000);
    for (const record of records) {
      expect(["DE", "GB"]).not.toContain(record.clientRegion);
      expect(read(textOf(record), record.clientRegion)).toBeUndefined();
      expect(read(`+${textOf(record)}`, "ZZ")?.e164).toBe(record.numbers[0]?.e164);
    }
  });

  test("two-numbers have two complete numbers, each read as the truth says", () => {
    const records = sample(["two-numbers"], 14, 4000);
    const separator = /, раб\. | или доп\. |, |; | \/ |\n| или | и /u;
    const wrong = records.filter((record) => {
      const parts = textOf(record).split(separator);
      const read2 = parts.map((part) => read(part, record.clientRegion)?.e164);
      return JSON.stringify(read2) !== JSON.stringify(record.numbers.map(({ e164 }) => e164));
    });
    expect(wrong).toEqual([]);
  });

  test("excel-point-zero and invisible are the truth once cleaned", () => {
    const clean = (text: string): string => text.replace(/\.0$/, "").replace(/[\p{Cf}]/gu, "");
    const records = sample(["excel-point-zero", "invisible"], 15, 4000);
    const wrong = records.filter(
      (record) => read(clean(textOf(record)), record.clientRegion)?.e164 !== record.numbers[0]?.e164,
    );
    expect(wrong).toEqual([]);
    expect(records.some((record) => record.phone.endsWith(".0"))).toBe(true);
    expect(records.some((record) => record.phone.endsWith('.0"'))).toBe(true);
  });
});

describe("the other classes", () => {
  const others = FIELD_CLASSES.filter((field) => field.weight === 0).map((field) => field.name);

  test("stay out of the default mix and come when asked for", () => {
    for (const name of others) {
      expect(sample([name], 16, 300).some((record) => record.kind === name)).toBe(true);
      expect(DEFAULT_NAMES).not.toContain(name);
    }
  });

  test("name only valid numbers", () => {
    for (const { e164 } of sample(others, 17, 4000).flatMap((record) => record.numbers)) {
      expect(read(e164, "ZZ")?.e164, e164).toBe(e164);
    }
  });

  /** Regions in the order of how many clients they have. */
  const BY_CLIENTS = ["RU", "KZ", "UA", "BY", "UZ", "US", "DE", "GB"];

  test("other-region is invalid for the client, and means the first region in which it is valid", () => {
    const records = sample(["other-region"], 18, 4000).filter((record) => record.kind === "other-region");
    expect(records.length).toBeGreaterThan(2000);
    const wrong = records.filter((record) => {
      const [meant] = record.numbers;
      const text = textOf(record);
      const first = BY_CLIENTS.map((region) => read(text, region)).find((reading) => reading !== undefined);
      return read(text, record.clientRegion) !== undefined || first?.e164 !== meant?.e164;
    });
    expect(wrong).toEqual([]);
  });

  test("keypad is read by Google's library as the truth says", () => {
    for (const record of sample(["keypad"], 19, 300))
      expect(read(textOf(record), record.clientRegion)?.e164).toBe(record.numbers[0]?.e164);
  });

  test("look-alike is the truth once its letter is the digit", () => {
    const records = sample(["look-alike"], 20, 4000).filter((record) => record.kind === "look-alike");
    const digits = (text: string): string => text.replace(/[OОо]/g, "0").replace(/[lI]/g, "1");
    const wrong = records.filter(
      (record) => read(digits(textOf(record)), record.clientRegion)?.e164 !== record.numbers[0]?.e164,
    );
    expect(wrong).toEqual([]);
    expect(records.filter((record) => digits(textOf(record)) !== textOf(record)).length).toBeGreaterThan(
      1000,
    );
  });

  test("excel-exponent holds all digits, or is a reject", () => {
    const records = sample(["excel-exponent"], 21, 4000).filter((record) => record.kind === "excel-exponent");
    for (const record of records) {
      const mantissa = textOf(record).split("E")[0]?.replace(/\D/g, "") ?? "";
      const [meant] = record.numbers;
      if (meant === undefined) expect(mantissa).toHaveLength(6);
      else expect(`+${mantissa}${"0".repeat(meant.e164.length - 1 - mantissa.length)}`).toBe(meant.e164);
    }
  });

  test("stem is two numbers of Google's once the ending is put into the first", () => {
    const records = sample(["stem"], 22, 4000).filter((record) => record.kind === "stem");
    const wrong = records.filter((record) => {
      const [first = "", ending = ""] = textOf(record).split("/");
      const both = [first, first.slice(0, -2) + ending].map((text) => read(text, record.clientRegion)?.e164);
      return [...new Set(both)].join() !== record.numbers.map(({ e164 }) => e164).join();
    });
    expect(wrong).toEqual([]);
  });
});
