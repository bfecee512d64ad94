import { describe, expect, it } from "vitest";
import { StrictReader } from "../../src/phone/strict/strict.ts";
import { openTable } from "../../src/phone/table/table.ts";
import { compileTable } from "../../tools/phone/compile.ts";
import { plansOfGoogle } from "../../tools/phone/from-google.ts";
import { verdictOfGoogle, verdictOfReader } from "../../tools/phone/parity.ts";

const reader = new StrictReader(openTable(compileTable(plansOfGoogle()).bytes));

export type StrictRow = readonly [text: string, region: string, expected: string];

/**
 * Each row: text, region, and E.164 without plus (`#ext` behind it, type and region where they matter), `invalid` or
 * `none`; google-libphonenumber must say the same of the text in all particulars.
 */
export function reads(situation: string, rows: readonly StrictRow[]): void {
  describe(situation, () => {
    it.each(rows.map(([text, region, expected]) => ({ text, region, expected })))(
      "$text in $region is $expected",
      ({ text, region, expected }) => {
        const verdict = verdictOfReader(reader, { text, region });
        expect(verdict).toBe(verdictOfGoogle({ text, region }));
        const [validity = "", type, of, number = "", ext = ""] = verdict.split(" ");
        const told = validity === "valid" ? number + (ext === "" ? "" : `#${ext}`) : validity;
        expect(expected.includes(" ") ? `${told} ${type} ${of}` : told).toBe(expected);
      },
    );
  });
}
