import libphonenumber from "google-libphonenumber";
import { expect, it } from "vitest";
import { formatNumber } from "../../src/phone/phone.ts";
import { formatsOfGoogle } from "../../tools/phone/formats.ts";

const { PhoneNumberFormat, PhoneNumberUtil } = libphonenumber;
const google = PhoneNumberUtil.getInstance();

/** Digits that could follow a calling code, of every length and beginning; formats ask for no more than their patterns. */
function* digitsOf(code: string): Generator<bigint> {
  for (let length = 5; length <= 12; length++) {
    for (let start = 10; start < 100; start += 3)
      yield BigInt(`${code}${start}${"5738291046715".slice(0, length - 2)}`);
    for (const start of ["800", "900", "116", "049", "012"]) {
      yield BigInt(`${code}${start}${"4738291046715".slice(0, length - 3)}`);
    }
  }
}

function googleFormats(number: bigint, code: string): string[] {
  const national = String(number).slice(code.length);
  const parsed = google.parse("+12015550123");
  parsed.setCountryCode(Number(code));
  parsed.setNationalNumber(Number(national));
  const zeros = /^0*/.exec(national)?.[0].length ?? 0;
  if (zeros > 0) {
    parsed.setItalianLeadingZero(true);
    parsed.setNumberOfLeadingZeros(zeros);
  }
  const { NATIONAL, INTERNATIONAL } = PhoneNumberFormat;
  return [google.format(parsed, NATIONAL), google.format(parsed, INTERNATIONAL)];
}

it("writes numbers of every calling code as libphonenumber does", () => {
  const differing: unknown[] = [];
  let compared = 0;
  for (const code of Object.keys(formatsOfGoogle())) {
    for (const number of digitsOf(code)) {
      const ours = [formatNumber(number, "national"), formatNumber(number, "international")];
      const theirs = googleFormats(number, code);
      if (ours.join() !== theirs.join()) differing.push([code, number, ours, theirs]);
      compared++;
    }
  }
  expect(differing.slice(0, 20)).toEqual([]);
  expect(compared).toBeGreaterThan(50_000);
});

it.each([
  [79161234567n, "8 (916) 123-45-67", "+7 916 123-45-67"],
  [12015550123n, "(201) 555-0123", "+1 201-555-0123"],
  [390612345678n, "06 1234 5678", "+39 06 1234 5678"],
  [80012345678n, "1234 5678", "+800 1234 5678"],
])("writes %s as people do", (number, national, international) => {
  expect([formatNumber(number, "national"), formatNumber(number, "international")]).toEqual([
    national,
    international,
  ]);
});
