import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { NumberType } from "../../src/model/number.ts";
import { isList, type Kind, numbersOf, type Plan, type Plans, textOrNull } from "./plans.ts";

/** Field numbers of PhoneMetadata in libphonenumber's phonemetadata.proto; the built-in metadata are lists by these. */
const FIELDS = {
  general: 1,
  code: 10,
  idd: 11,
  trunk: 15,
  transform: 16,
  mobileIsFixed: 18,
  leading: 23,
} as const;
const KIND_FIELDS = {
  FIXED_LINE: 2,
  MOBILE: 3,
  TOLL_FREE: 4,
  PREMIUM_RATE: 5,
  SHARED_COST: 6,
  PERSONAL_NUMBER: 7,
  VOIP: 8,
  PAGER: 21,
  UAN: 25,
  VOICEMAIL: 28,
} as const satisfies Partial<Record<NumberType, number>>;
/** Field numbers of PhoneNumberDesc. */
const PATTERN = 2;
const LENGTHS = 9;
/** The only length of a kind that a plan does not have. */
const NO_LENGTH = -1;

/** The module gives more than its types tell: everything below `i18n.phonenumbers`. */
interface Package {
  readonly metadata: {
    readonly countryCodeToRegionCodeMap: Readonly<Record<string, readonly string[]>>;
    readonly countryToMetadata: Readonly<Record<string, readonly unknown[]>>;
  };
}

/** The plans built into the installed google-libphonenumber. */
export function plansOfGoogle(): Plans {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(
    readFileSync(require.resolve("google-libphonenumber/package.json"), "utf8"),
  ) as { version: string };
  const { metadata } = require("google-libphonenumber") as Package;
  const codes = new Map<number, readonly Plan[]>();
  for (const [code, regions] of Object.entries(metadata.countryCodeToRegionCodeMap))
    codes.set(
      Number(code),
      // A code without regions keeps its plan under its own digits.
      regions.map((region) =>
        planOf(region, metadata.countryToMetadata[region === "001" ? code : region] ?? []),
      ),
    );
  return { source: `google-${version}`, codes };
}

function planOf(region: string, row: readonly unknown[]): Plan {
  const general = kindOf(row[FIELDS.general]);
  if (!general) throw new Error(`the plan of ${region} is not readable`);
  const kinds: Partial<Record<NumberType, Kind>> = {};
  for (const type of Object.keys(KIND_FIELDS) as (keyof typeof KIND_FIELDS)[]) {
    const kind = kindOf(row[KIND_FIELDS[type]]);
    if (kind) kinds[type] = kind;
  }
  return {
    region,
    code: Number(row[FIELDS.code]),
    idd: textOrNull(row[FIELDS.idd]),
    trunk: textOrNull(row[FIELDS.trunk]),
    transform: textOrNull(row[FIELDS.transform]),
    leading: textOrNull(row[FIELDS.leading]),
    general,
    kinds,
    mobileIsFixed: Boolean(row[FIELDS.mobileIsFixed]),
  };
}

function kindOf(description: unknown): Kind | null {
  if (!isList(description)) return null;
  const pattern = textOrNull(description[PATTERN]);
  const lengths = numbersOf(description[LENGTHS]);
  return pattern === null || lengths.includes(NO_LENGTH) ? null : { pattern, lengths };
}
