import { describe, expect, it } from "vitest";
import { readStrict } from "../../src/phone/phone.ts";
import { StrictReader } from "../../src/phone/strict.ts";
import { openTable } from "../../src/phone/table.ts";
import { compileTable } from "../../tools/phone/compile.ts";
import { plansOfGoogle } from "../../tools/phone/from-google.ts";
import { verdictOfGoogle, verdictOfReader } from "../../tools/phone/parity.ts";

const reader = new StrictReader(openTable(compileTable(plansOfGoogle()).bytes));
const NONE = "none";

/** Each row: text, region, and E.164 without plus (`#ext` behind it), `invalid` or `none`; Google must say the same. */
function reads(
  situation: string,
  rows: readonly (readonly [text: string, region: string, expected: string])[],
): void {
  describe(situation, () => {
    it.each(rows.map(([text, region, expected]) => ({ text, region, expected })))(
      "$text in $region is $expected",
      ({ text, region, expected }) => {
        const verdict = verdictOfReader(reader, { text, region });
        expect(verdict).toBe(verdictOfGoogle({ text, region }));
        const [validity = "", , , number = "", ext = ""] = verdict.split(" ");
        const told = validity === "valid" ? number + (ext === "" ? "" : `#${ext}`) : validity;
        expect(told).toBe(expected);
      },
    );
  });
}

reads("national prefixes", [
  ["8 (916) 123-45-67", "RU", "79161234567"],
  ["89161234567", "KZ", "79161234567"],
  ["87051234567", "RU", "77051234567"],
  ["020 7946 0958", "GB", "442079460958"],
  ["+44 (0)20 7946 0958", "US", "442079460958"],
  ["8 029 123-45-67", "BY", "375291234567"],
  ["80 29 123-45-67", "BY", "375291234567"],
  ["1 212 555 1234", "US", "12125551234"],
  ["06 1 234 5678", "HU", "3612345678"],
  ["0172 1234567", "DE", "491721234567"],
]);

reads("prefixes that the plan rewrites", [
  ["011 15-2345-6789", "AR", "5491123456789"],
  ["0343 15 555 1212", "AR", "5493435551212"],
  ["+54 9 343 555 1212", "US", "5493435551212"],
  ["555-1234", "AG", "invalid"],
  ["460-1234", "AG", "12684601234"],
  ["0549 886377", "SM", "3780549886377"],
  ["886377", "SM", "3780549886377"],
  ["01481 723153", "GG", "441481723153"],
  ["723153", "GG", "441481723153"],
]);

reads("carrier codes", [
  ["0 15 11 96123-4567", "BR", "5511961234567"],
  ["0 11 96123-4567", "BR", "5511961234567"],
  ["1831 2 1234 5678", "AU", "61212345678"],
  ["17911 10 8765 4321", "CN", "861087654321"],
  ["1801 1 212 3456", "CR", "invalid"],
]);

reads("dialling out of the country", [
  ["011 44 20 7946 0958", "US", "442079460958"],
  ["8~10 49 172 1234567", "RU", "491721234567"],
  ["810491721234567", "RU", "491721234567"],
  ["00491721234567", "FR", "491721234567"],
  ["0011 49 172 1234567", "AU", "491721234567"],
  ["00 0 49 172 1234567", "FR", "invalid"],
  ["00491721234567", "RU", "invalid"],
]);

reads("calling codes without plus", [
  ["79161234567", "RU", "79161234567"],
  ["491721234567", "DE", "49491721234567"],
  ["12125551234", "US", "12125551234"],
  ["380501234567", "RU", "invalid"],
  ["+0 810 49 172 1234567", "RU", NONE],
  ["+810491721234567", "RU", "invalid"],
  ["+00491721234567", "FR", "491721234567"],
]);

reads("leading zeros", [
  ["+39 02 3661 8300", "US", "390236618300"],
  ["02 3661 8300", "IT", "390236618300"],
  ["06 6982", "VA", "39066982"],
  ["+39 06 698 12345", "US", "390669812345"],
  ["+39 320 123 456", "IT", "39320123456"],
  ["+225 01 23 45 67 89", "CI", "2250123456789"],
  ["000", "IT", "invalid"],
]);

reads("extensions", [
  ["+1 212 555 1234 ext. 12", "US", "12125551234#12"],
  ["+1 212 555 1234x12", "US", "12125551234#12"],
  ["+1 212 555 1234 #12", "US", "12125551234#12"],
  ["+1 212 555 1234;ext=12", "US", "12125551234#12"],
  ["+1 212 555 1234,,12", "US", "12125551234#12"],
  ["+1 212 555 1234 - 503#", "US", "12125551234#503"],
  ["+7 495 123-45-67 доб. 123", "RU", "74951234567#123"],
  ["+7 495 123-45-67 ДОБ 123", "RU", "74951234567#123"],
  ["+34 912 345 678 extensión 7", "ES", "34912345678#7"],
  ["+34 912 345 678 extensio\u0301n 7", "ES", "34912345678#7"],
  ["+34 912 345 678 anexo 7", "ES", "34912345678#7"],
  ["+34 912 345 678 ｅｘｔ ７", "ES", "34912345678#7"],
  ["+1 (212) 555-1234 x 0000000012", "US", NONE],
  ["(212) 555-1234 / x508", "US", "12125551234"],
]);

reads("non-geographic codes", [
  ["+800 1234 5678", "US", "80012345678"],
  ["+883 5100 1234 5678", "RU", "883510012345678"],
  ["+979 123 456 789", "RU", "979123456789"],
  ["80012345678", "001", NONE],
]);

reads("RFC 3966", [
  ["tel:+7-916-123-45-67", "ZZ", "79161234567"],
  ["tel:916-123-45-67;phone-context=+7", "ZZ", "79161234567"],
  ["tel:123-45-67;phone-context=+7495", "US", "74951234567"],
  ["tel:9161234567;phone-context=example.com", "RU", "79161234567"],
  ["tel:9161234567;phone-context=a1-b", "RU", "79161234567"],
  ["tel:9161234567;phone-context=", "RU", NONE],
  ["tel:9161234567;phone-context=+", "RU", NONE],
  ["tel:9161234567;phone-context=1-a-", "RU", NONE],
  ["tel:+79161234567;isub=12345", "RU", "79161234567"],
  ["tel:9161234567;ext=12;phone-context=+7", "RU", "79161234567#12"],
]);

reads("letters on the keypad", [
  ["1-800-FLOWERS", "US", "18003569377"],
  ["+1 (888) GO-FEDEX", "RU", "18884633339"],
  ["+49 6218110 (mobile)", "DE", "496218110662453"],
  ["0800 FLOWER", "GB", "44800356937"],
  ["8-946-476-54-41 (мама)", "RU", "79464765441"],
  ["+7 916 123-45-67 ab", "RU", "79161234567"],
]);

reads("other scripts and signs", [
  ["＋７９１６１２３４５６７", "ZZ", "79161234567"],
  ["٠٥٠١٢٣٤٥٦٧", "SA", "966501234567"],
  ["۰۹۱۲۳۴۵۶۷۸۹", "IR", "989123456789"],
  ["९८१२३४५६७८", "IN", NONE],
  ["+7\u00a0916\u00ad123\u200b45\u206067", "ZZ", "79161234567"],
  ["＋７（９１６）１２３－４５－６７", "ZZ", "79161234567"],
  ["++7 916 123-45-67", "ZZ", "79161234567"],
  ["+7 916 +123-45-67", "ZZ", NONE],
]);

reads("the limits of length", [
  ["+49 6312 94113024665", "DE", "49631294113024665"],
  ["+8100777123456789012345", "JP", NONE],
  ["+81 0037 1234567890123", "JP", "8100371234567890123"],
  ["12", "RU", "invalid"],
  ["1", "RU", NONE],
  ["", "RU", NONE],
  ["+7", "RU", NONE],
  ["abc", "RU", NONE],
  [`+7916123456${"7".repeat(12)}`, "RU", NONE],
  [`${" ".repeat(240)}+79161234567`, "RU", NONE],
]);

describe("the strict door", () => {
  it("reads by the shipped table and repairs nothing", () => {
    expect(readStrict("8 916 123-45-67", "RU")).toEqual({
      failure: null,
      valid: true,
      number: 79161234567n,
      region: "RU",
      type: "MOBILE",
      ext: "",
    });
    expect(readStrict("89161234567, 84951234567", "RU")).toEqual({ failure: "not-a-number" });
    expect(readStrict("9161234567", null)).toEqual({ failure: "invalid-country-code" });
    expect(readStrict("+7916123456", "RU")).toMatchObject({ valid: false, region: "RU", type: "UNKNOWN" });
  });
});
