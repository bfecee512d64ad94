import { describe, expect, it } from "vitest";
import { CleanReader } from "../../src/phone/clean/clean.ts";
import { CandidateReader } from "../../src/phone/digits/candidate.ts";
import { shippedTable } from "../../src/phone/table/table.ts";
import { plansOfLibphonenumberJs } from "../../tools/phone/from-libphonenumber-js.ts";
import { parsePattern } from "../../tools/phone/pattern.ts";
import { Chance, sampleOf } from "../../tools/phone/sample.ts";

const table = shippedTable();
const careful = new CandidateReader(table);
const clean = new CleanReader(table, new CandidateReader(table));
const plans = [...plansOfLibphonenumberJs().codes.values()].flat();
const regions = [...table.planOf.keys()];
const CASES = 60_000;

/** Digits of any region's plan, whole and spoiled, as they are dialled in that region and in others. */
function makeCase(chance: Chance): { readonly text: string; readonly region: string } {
  const plan = plans[chance.below(plans.length)]!;
  const patterns = [plan.general, ...Object.values(plan.kinds)];
  const { pattern } = patterns[chance.below(patterns.length)]!;
  const national = sampleOf(parsePattern(pattern), chance);
  const own = plan.region !== "001" && chance.next() < 0.8;
  const region = own ? plan.region : regions[chance.below(regions.length)]!;
  const before = chance.pick(["", "", "+", "0", "8", "1", "9", "00", "06", `${plan.code}`, `+${plan.code}`]);
  const spoiled = chance.pick([
    national,
    national,
    national,
    national.slice(1),
    `${national}${chance.below(10)}`,
  ]);
  return { text: before + spoiled, region };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(`9${text}9`);

function readBoth(text: string, region: string | null): unknown[] {
  const found = clean.found(clean.readText(text, region));
  const bytes = bytesOf(text);
  return [found, clean.found(clean.readBytes(bytes, 1, bytes.length - 1, region))];
}

/** What the parser makes of the digits, with no short cut. */
function readCarefully(plus: boolean, digits: string, region: string): unknown {
  careful.digits.set(Array.from(digits, Number));
  const repairs = careful.readDigits(plus, digits.length, digits.length, region);
  return careful.found(repairs);
}

describe("a clean value", () => {
  it("is read by one walk as the parser reads it, in every region, from text and from bytes", () => {
    const chance = new Chance(11);
    const differences: unknown[] = [];
    let valid = 0;
    for (let i = 0; i < CASES; i++) {
      const { text, region } = makeCase(chance);
      const plus = text.startsWith("+");
      const digits = plus ? text.slice(1) : text;
      if (digits.length > 20) continue;
      const expected = readCarefully(plus, digits, region);
      if (expected) valid += 1;
      const [fromText, fromBytes] = readBoth(text, region).map(printed);
      if (printed(expected) !== fromText || fromText !== fromBytes) differences.push({ text, region });
    }
    expect(differences).toEqual([]);
    expect(valid).toBeGreaterThan(CASES / 10);
  });

  it.each([
    ["31-12-1999", "RU"],
    ["1999-12-31", "RU"],
    ["+7 916  123-45-67", "RU"],
    ["+7 916 - 123-45-67", "RU"],
    ["8.916.123.45.67", "RU"],
    ["+7+9161234567", "RU"],
    ["тел 89161234567", "RU"],
    ["89161234567\n", "RU"],
    ["", "RU"],
    ["89161234567", null],
  ])("is not %j in %s: that takes the careful way", (text, region) => {
    expect(readBoth(text, region)).toEqual([null, null]);
  });

  it.each([
    [" 8 (916) 123-45-67 ", 79161234567n],
    ["(+7) 916-123-45-67", 79161234567n],
    ["12-345-67-89", null],
    ["+49 1234 5678901234567", null],
  ])("may have spaces around it, dashes and brackets: %j", (text, number) => {
    for (const found of readBoth(text, "RU"))
      expect((found as { number: bigint } | null)?.number ?? null).toBe(number);
  });

  it("keeps every digit of numbers beyond what a double holds", () => {
    const long = new Set<string>();
    const chance = new Chance(5);
    const plan = plans.find(({ region }) => region === "DE")!;
    for (let i = 0; i < 3_000; i++) {
      const national = sampleOf(parsePattern(plan.general.pattern), chance);
      const [found] = readBoth(`+49${national}`, null) as ({ number: bigint } | null)[];
      if (!found || national.length < 14) continue;
      long.add(`+49${national}`);
      expect(String(found.number)).toBe(`49${national}`);
    }
    expect(long.size).toBeGreaterThan(10);
  });
});

function printed(found: unknown): string {
  return JSON.stringify(found, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
