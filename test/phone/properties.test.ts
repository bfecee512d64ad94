import fc from "fast-check";
import google from "google-libphonenumber";
import { describe, expect, it } from "vitest";
import { NUMBER_TYPES, REJECT_REASONS } from "../../src/model/number.ts";
import { readValue } from "../../src/phone/phone.ts";

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
});
