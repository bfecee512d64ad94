import { readFileSync } from "node:fs";
import google from "google-libphonenumber";
import { describe, expect, it } from "vitest";
import { REJECT_REASONS, REPAIR_CODES } from "../../src/model/number.ts";
import { type CorpusRow, labelOf, readCorpus } from "../../tools/phone/corpus.ts";
import { GENERATED, generatedText } from "../../tools/phone/corpus-files.ts";

const util = google.PhoneNumberUtil.getInstance();
const rows = readCorpus();

/** E.164 of google-libphonenumber's reading where it is valid. */
function readByGoogle(raw: string, region: string | null): string | null {
  try {
    const number = util.parse(raw, region ?? "ZZ");
    return util.isValidNumber(number) ? util.format(number, google.PhoneNumberFormat.E164) : null;
  } catch {
    return null;
  }
}

const numberOf = (label: string): string => /^\+\d+/.exec(label)?.[0] ?? "";
const codesOf = (label: string): readonly string[] => /\((.*)\)$/.exec(label)?.[1]?.split(",") ?? [];
const shown = ({ file, line, raw, region }: CorpusRow): string => `${file}:${line} ${raw} in ${region}`;
const digitsIn = (text: string): number => text.replace(/\D/g, "").length;

function rowsWhere(wrong: (row: CorpusRow) => boolean): string[] {
  return rows.filter(wrong).map((row) => `${shown(row)}: ${labelOf(row)}`);
}

describe("the labels of the corpus", () => {
  it("name numbers only that google-libphonenumber calls valid, in E.164", () => {
    const isWrong = (label: string): boolean => readByGoogle(numberOf(label), null) !== numberOf(label);
    expect(rowsWhere(({ expected }) => expected.numbers.some(isWrong))).toEqual([]);
  });

  it("name known repair codes in their order, and known reasons", () => {
    const inOrder = (codes: readonly string[]): boolean =>
      codes.join() === REPAIR_CODES.filter((code) => codes.includes(code)).join();
    const known: readonly string[] = REJECT_REASONS;
    expect(rowsWhere(({ expected }) => expected.numbers.some((label) => !inOrder(codesOf(label))))).toEqual(
      [],
    );
    expect(rowsWhere(({ expected }) => expected.reasons.some((reason) => !known.includes(reason)))).toEqual(
      [],
    );
  });

  it("have no code exactly where google-libphonenumber reads the value so", () => {
    const isPlain = ({ raw, expected: { numbers } }: CorpusRow): boolean =>
      // An underscore between digits is unknown to the library and certain to us.
      !raw.includes("_") &&
      numbers.length === 1 &&
      !/[#(]/.test(numbers[0] ?? "") &&
      digitsIn(raw) < digitsIn(numbers[0] ?? "") + 6;
    expect(
      rowsWhere((row) => isPlain(row) && readByGoogle(row.raw, row.region) !== row.expected.numbers[0]),
    ).toEqual([]);
  });

  it("speak of a preferred own code only where google-libphonenumber reads another number", () => {
    const isOwnCode = ({ expected: { numbers } }: CorpusRow): boolean =>
      numbers.length === 1 && codesOf(numbers[0] ?? "").join() === "own-code";
    const googleAgrees = ({ raw, region, expected: { numbers } }: CorpusRow): boolean =>
      [null, numberOf(numbers[0] ?? "")].includes(readByGoogle(raw, region));
    expect(rowsWhere((row) => isOwnCode(row) && googleAgrees(row))).toEqual([]);
  });

  it("say split on each of several numbers", () => {
    const isSplit = (label: string): boolean => codesOf(label).includes("split");
    expect(rowsWhere(({ expected: { numbers } }) => numbers.length > 1 && !numbers.every(isSplit))).toEqual(
      [],
    );
  });

  it("stand on enough values", () => {
    const dirty = rows.filter(({ kind, expected }) => kind !== "plain" && expected.numbers.length > 0);
    const byHand = dirty.filter(({ file }) => !file.startsWith("generated"));
    const notPhones = rows.filter(({ file }) => file.endsWith("junk.txt"));
    expect(dirty.length).toBeGreaterThanOrEqual(2_000);
    expect(byHand.length).toBeGreaterThanOrEqual(700);
    expect(notPhones.length).toBeGreaterThanOrEqual(1_000);
    expect(notPhones.filter(({ expected }) => expected.numbers.length > 0)).toEqual([]);
  });

  it.each(GENERATED)("of %s are what the generator makes of the installed metadata", (file) => {
    expect(readFileSync(new URL(`corpus/${file}`, import.meta.url), "utf8")).toBe(generatedText(file));
  });

  it("are given once to each value", () => {
    const seen = new Map<string, CorpusRow>();
    const twice = rows.filter((row) => {
      const key = JSON.stringify([row.raw, row.region, row.otherRegions]);
      const before = seen.has(key);
      seen.set(key, row);
      return before;
    });
    expect(twice.map(shown)).toEqual([]);
  });
});
