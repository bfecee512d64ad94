import { brotliDecompressSync } from "node:zlib";
import { callingCode } from "../digits/calling-code.ts";
import { FORMAT_DATA } from "./format-data.ts";

/** How people of the number's country write it, or how it is written abroad. */
export type NumberFormat = "national" | "international";

/** Whole national numbers of this pattern that begin like this (null: any way) are written so, with $1, $2, ... */
export type FormatRow = readonly [pattern: string, leading: string | null, format: string];

/** By calling code the rules of both formats, the first that holds counts. */
export type FormatTable = Readonly<
  Record<string, readonly [national: readonly FormatRow[], international: readonly FormatRow[]]>
>;

interface Rule {
  readonly pattern: RegExp;
  readonly leading: RegExp | null;
  readonly format: string;
}

const NO_RULES: readonly FormatRow[] = [];
let table: FormatTable | undefined;
const rules: Readonly<Record<NumberFormat, Map<string, readonly Rule[]>>> = {
  national: new Map(),
  international: new Map(),
};

/**
 * A valid number (digits with calling code) as libphonenumber's NATIONAL or INTERNATIONAL format writes it: `8 (916)
 * 123-45-67`, `+7 916 123-45-67`. Where no rule is known the digits stand together.
 */
export function formatNumber(number: bigint, format: NumberFormat): string {
  const digits = String(number);
  const code = callingCode(digits);
  const national = digits.slice(code.length);
  const rule = rulesOf(code, format).find(
    ({ pattern, leading }) => (leading === null || leading.test(national)) && pattern.test(national),
  );
  const text = rule === undefined ? national : national.replace(rule.pattern, rule.format);
  return format === "international" ? `+${code} ${text}` : text;
}

function rulesOf(code: string, format: NumberFormat): readonly Rule[] {
  const known = rules[format].get(code);
  if (known !== undefined) return known;
  table ??= JSON.parse(brotliDecompressSync(Buffer.from(FORMAT_DATA, "base64")).toString()) as FormatTable;
  const [national, international] = table[code] ?? [NO_RULES, NO_RULES];
  const read = (format === "national" ? national : international).map(toRule);
  rules[format].set(code, read);
  return read;
}

function toRule([pattern, leading, format]: FormatRow): Rule {
  return {
    pattern: new RegExp(`^(?:${pattern})$`),
    leading: leading === null ? null : new RegExp(`^(?:${leading})`),
    format,
  };
}
