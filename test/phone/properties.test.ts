import fc from "fast-check";
import google from "google-libphonenumber";
import { describe, expect, it } from "vitest";
import { NUMBER_TYPES, REJECT_REASONS, REPAIR_CODES } from "../../src/model/number.ts";
import { createReader, MAX_VALUE_LENGTH, readValue } from "../../src/phone/phone.ts";

const oracle = google.PhoneNumberUtil.getInstance();
/** Plans where libphonenumber-js 1.13.16 is newer than google-libphonenumber 3.2.47: Google lacks ranges of theirs. */
const NEWER_PLANS = new Set("US AU BW CV EC GH GY KE KW PG SH TA ZW".split(" "));
const CALLING_CODES = [
  "7",
  "380",
  "375",
  "998",
  "1",
  "49",
  "44",
  "33",
  "39",
  "52",
  "54",
  "55",
  "86",
  "91",
  "971",
  "800",
];
const REGIONS = [
  null,
  "RU",
  "KZ",
  "UA",
  "BY",
  "UZ",
  "US",
  "DE",
  "GB",
  "IT",
  "AR",
  "MX",
  "001",
  "XX",
  "",
  "ru",
];

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });
const spacing = fc.constantFrom("", "", " ", "-", "(", ") ", ".", "\u00a0", "\u200b", "/", ", ");
const number = fc
  .tuple(
    fc.constantFrom("+", "", "8", "0", "00", "＋"),
    fc.constantFrom("", ...CALLING_CODES),
    digits(4, 13),
    spacing,
  )
  .map(([prefix, code, rest, gap]) => `${prefix}${code}${gap}${rest.slice(0, 3)}${gap}${rest.slice(3)}`);
const word = fc.constantFrom(
  "тел. ",
  " доб. ",
  " x",
  "(",
  ")",
  ", ",
  "; ",
  " или ",
  "\n",
  " ",
  "O",
  "E+10",
  ".0",
  "@a.b",
  "ABC",
);
const dirty = fc
  .array(fc.oneof(number, number, word, digits(1, 6), fc.string({ unit: "binary", maxLength: 4 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
const region = fc.constantFrom(...REGIONS);

describe("any text", () => {
  it("never throws and gives numbers or a listed reason", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 1_100 }), dirty), region, (raw, hint) => {
        const reading = readValue(raw, hint);
        if (reading.numbers.length === 0) expect(REJECT_REASONS).toContain(reading.reason);
        else expect(reading.reason).toBeUndefined();
        for (const found of reading.numbers) expect(NUMBER_TYPES).toContain(found.type);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives only numbers that Google calls valid, each once, with Google's region", () => {
    let seen = 0;
    fc.assert(
      fc.property(dirty, region, (raw, hint) => {
        const { numbers } = readValue(raw, hint);
        expect(new Set(numbers.map((found) => found.number)).size).toBe(numbers.length);
        for (const found of numbers) {
          if (NEWER_PLANS.has(found.region)) continue;
          seen += 1;
          const parsed = oracle.parse(`+${found.number}`, "ZZ");
          expect(oracle.isValidNumber(parsed), `+${found.number}`).toBe(true);
          expect(oracle.getRegionCodeForNumber(parsed)).toBe(found.region);
        }
      }),
      { numRuns: 4_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it("reads its own E.164 output as the same number, whatever the region", () => {
    fc.assert(
      fc.property(dirty, region, region, (raw, hint, other) => {
        for (const { number, region: of, type } of readValue(raw, hint).numbers) {
          expect(readValue(`+${number}`, other).numbers).toEqual([{ number, region: of, type }]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("gives its numbers in the order of the text, and lists repairs in their order", () => {
    const separator = fc.constantFrom(", ", "; ", "\n", " | ", " или ", "  ");
    const subscriber = fc.integer({ min: 1_000_000, max: 9_999_999 });
    fc.assert(
      fc.property(fc.array(subscriber, { minLength: 1, maxLength: 20 }), separator, (rests, between) => {
        const meant = rests.map((rest) => `7916${rest}`);
        const { numbers } = readValue(meant.map((digits) => `+${digits}`).join(between), "RU");
        expect(numbers.map(({ number }) => String(number))).toEqual([...new Set(meant)]);
        for (const { repairs = [] } of numbers)
          expect(repairs).toEqual(REPAIR_CODES.filter((code) => repairs.includes(code)));
      }),
      { numRuns: 300 },
    );
  });

  it("reads without repairs what libphonenumber reads, and no more", () => {
    const strict = createReader({ repair: "none" });
    fc.assert(
      fc.property(dirty, region, (raw, hint) => {
        for (const { repairs } of strict.read(raw, hint).numbers) expect(repairs).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a repair that is switched off", () => {
  it.each([
    ["unicode", "＋79161234567", "RU"],
    ["excel", "79161234567.0", "RU"],
    ["link", "wa.me/79161234567", "RU"],
    ["words-cut", "моб. 89161234567", "RU"],
    ["split", "89161234567, 89161234568", "RU"],
    ["stem", "8 495 123-45-67/68", "RU"],
    ["joined", "8,916,123,45,67", "RU"],
    ["look-alike", "8 9l6 123-45-67", "RU"],
    ["idd", "00491711234567", "RU"],
    ["trunk", "8 7 916 123-45-67", "RU"],
    ["plus-added", "380501234567", "RU"],
    ["own-code", "491711234567", "DE"],
    ["other-region", "050 123-45-67", "RU"],
  ] as const)("%s shapes no number", (code, raw, hint) => {
    const codesOf = (reader: ReturnType<typeof createReader>): string[] =>
      reader.read(raw, hint).numbers.flatMap(({ repairs = [] }) => repairs);
    const otherRegions = ["UA"];
    expect(codesOf(createReader({ otherRegions }))).toContain(code);
    expect(codesOf(createReader({ otherRegions, repair: { [code]: false } }))).not.toContain(code);
  });
});

describe("a hostile text", () => {
  const number = "+79161234567";
  it.each([
    ["a million digits", "1".repeat(1_000_000)],
    ["ten thousand numbers", `${number}, `.repeat(10_000)],
    ["nested brackets", "(".repeat(500_000) + number],
  ])("of %s is too long, unread", (_what, raw) => {
    expect(raw.length).toBeGreaterThan(MAX_VALUE_LENGTH);
    expect(readValue(raw, "RU")).toEqual({ numbers: [], reason: "too-long" });
  });

  /** How often digits are tried as a number in a value of as many units as are looked at. */
  const triesOf = (part: string, length: number): number =>
    createReader()
      .explain(part.repeat(Math.floor(length / part.length)), "RU")
      .filter(({ step }) => step === "tried").length;

  it.each([
    "1",
    "1 ",
    "8 916 ",
    "(",
    "89161234567 ",
    "89161234567,",
    "+7",
    "8/9",
    "12-",
    "1O",
    "67/68 ",
    "0 0",
  ])("made of %j takes work in proportion to its length", (part) => {
    const half = triesOf(part, MAX_VALUE_LENGTH / 2);
    const whole = triesOf(part, MAX_VALUE_LENGTH);
    expect(whole).toBeLessThanOrEqual(2 * half + 20);
    expect(whole).toBeLessThanOrEqual(10 * MAX_VALUE_LENGTH);
  });
});
