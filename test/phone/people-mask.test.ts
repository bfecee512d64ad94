import libphonenumber from "google-libphonenumber";
import { expect, it } from "vitest";
import { formatNumber, maskForPeople, nationalDigits, readValue } from "../../src/phone/phone.ts";

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil } = libphonenumber;
const google = PhoneNumberUtil.getInstance();

/** Of no country: freephone, shared cost, satellite, audio text, premium. */
const OF_NO_COUNTRY = [
  "+80012345678",
  "+80812345678",
  "+870773111632",
  "+881612345678",
  "+883510012345",
  "+979123456789",
];

/** An example of each type of number of each region. */
function examples(): string[] {
  const types = Object.values(PhoneNumberType).filter((type) => typeof type === "number");
  const ofRegions = google
    .getSupportedRegions()
    .flatMap((region) => types.map((type) => google.getExampleNumberForType(region, type)))
    .flatMap((number) =>
      number?.hasNationalNumber() ? [google.format(number, PhoneNumberFormat.E164)] : [],
    );
  return [...new Set([...ofRegions, ...OF_NO_COUNTRY])].filter(
    (text) => readValue(text, null).numbers[0] !== undefined,
  );
}

it.each([
  ["+79161234567", "+7 916 ***-**-67"],
  ["+375291234571", "+375 29 ***-**-71"],
  ["+12015550123", "+1 201-***-**23"],
  // The first group and the last two would be six of ten.
  ["+447700900417", "+44 **** ****17"],
  ["+390612345678", "+39 06 **** **78"],
])("masks %s as %s", (e164, masked) => {
  expect(maskForPeople(e164)).toBe(masked);
});

it("shows at most half of the national digits, and the rest where it stood, of every kind of number in every region", () => {
  const all = examples();
  expect(all.length).toBeGreaterThan(900);
  const wrong = all.filter((e164) => {
    const masked = maskForPeople(e164);
    const whole = formatNumber(BigInt(e164.slice(1)), "international");
    const national = nationalDigits(BigInt(e164.slice(1)));
    const code = e164.slice(0, -national.length);
    const shown = masked.slice(code.length).replaceAll(/[^\d]/g, "").length;
    const fits = [...masked].every(
      (char, at) => char === whole[at] || (char === "*" && /\d/.test(whole[at] ?? "")),
    );
    const ending = national.length >= 4 ? e164.slice(-2) : "";
    return (
      !(masked.startsWith(code) && fits && masked.length === whole.length && masked.endsWith(ending)) ||
      shown > national.length / 2
    );
  });
  expect(wrong).toEqual([]);
});
