import fc from "fast-check";
import { getCountries, getCountryCallingCode } from "libphonenumber-js/max";
import { expect, it } from "vitest";
import { parseByLibrary } from "../../src/phone/library.ts";
import { callingCodeLength, readByPlan } from "../../src/phone/plans.ts";

const REGIONS = getCountries();
const NON_GEOGRAPHIC = ["800", "808", "870", "878", "881", "882", "883", "888", "979"];

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 6, maxLength: 12 });
const prefix = fc.constantFrom("", "", "", "0", "8", "1", "00", "810", "011");
const candidate = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom(...REGIONS),
    fc.constantFrom(null, ...NON_GEOGRAPHIC),
    prefix,
    digits,
    fc.boolean(),
  )
  .map(([plus, region, special, trunk, rest, withCode]) => {
    const code = special !== null && rest.startsWith("1") ? special : getCountryCallingCode(region);
    return { plus, region, digits: (plus || withCode ? code : "") + trunk + rest };
  });

it("says the same as the library wherever it says anything", () => {
  let answered = 0;
  fc.assert(
    fc.property(candidate, ({ plus, region, digits }) => {
      const short = readByPlan(plus, digits, region);
      if (short === undefined) return;
      answered += 1;
      expect(short).toEqual(parseByLibrary(plus, digits, plus ? null : region));
    }),
    { numRuns: 20_000 },
  );
  expect(answered).toBeGreaterThan(300);
});

it("answers the usual numbers itself", () => {
  expect(readByPlan(true, "79161234567", null)?.region).toBe("RU");
  for (const usual of ["89161234567", "9161234567", "79161234567"]) {
    expect(readByPlan(false, usual, "RU")?.number).toBe(79161234567n);
  }
  expect(readByPlan(true, "80012345678", null)?.region).toBe("001");
});

it("leaves to the library what has a prefix, is not valid or has no region", () => {
  expect(readByPlan(false, "81049301234567", "RU")).toBeUndefined();
  expect(readByPlan(true, "7916123456", null)).toBeUndefined();
  for (const region of [null, "XX", "800", "constructor"])
    expect(readByPlan(false, "89161234567", region)).toBeUndefined();
});

it("knows where a calling code ends", () => {
  expect(["79161234567", "380501234567", "012345", ""].map(callingCodeLength)).toEqual([1, 3, 0, 0]);
});
