import metadataOfPackage from "libphonenumber-js/max/metadata";
import library from "libphonenumber-js/package.json" with { type: "json" };
import type { NumberType } from "../../src/model/number.ts";
import { isList, type Kind, numbersOf, type Plan, type Plans, textOrNull } from "./plans.ts";

/** Layout of the package's JSON that this file knows. */
const LAYOUT_VERSION = 4;
/** Places in the list of a plan's types. */
const PLACES = [
  "FIXED_LINE",
  "MOBILE",
  "TOLL_FREE",
  "PREMIUM_RATE",
  "PERSONAL_NUMBER",
  "VOICEMAIL",
  "UAN",
  "PAGER",
  "VOIP",
  "SHARED_COST",
] as const satisfies readonly NumberType[];

interface Metadata {
  readonly version: number;
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, readonly unknown[]>>;
  readonly nonGeographic: Readonly<Record<string, readonly unknown[]>>;
}

/** The plans of the installed libphonenumber-js, from its metadata with all types. */
export function plansOfLibphonenumberJs(): Plans {
  const { version } = library;
  const metadata: Metadata = metadataOfPackage;
  if (metadata.version !== LAYOUT_VERSION)
    throw new Error(`libphonenumber-js ${version} has metadata of layout ${metadata.version}`);
  const codes = new Map<number, readonly Plan[]>();
  for (const [code, regions] of Object.entries(metadata.country_calling_codes))
    codes.set(
      Number(code),
      regions.map((region) => planOf(region, metadata.countries[region] ?? [])),
    );
  for (const [code, row] of Object.entries(metadata.nonGeographic))
    codes.set(Number(code), [planOf("001", row)]);
  return { source: `lpjs-${version}`, codes };
}

function planOf(region: string, row: readonly unknown[]): Plan {
  const [code, idd, general, lengths, , prefix, , prefixForParsing, transform, , leading, types] = row;
  if (typeof general !== "string" || !isList(types)) throw new Error(`the plan of ${region} is not readable`);
  const kinds: Partial<Record<NumberType, Kind>> = {};
  PLACES.forEach((type, place) => {
    const kind = types[place];
    if (!isList(kind)) return;
    const pattern = textOrNull(kind[0]);
    if (pattern !== null) kinds[type] = { pattern, lengths: numbersOf(kind[1]) };
  });
  const mobile = types[PLACES.indexOf("MOBILE")];
  return {
    region,
    code: Number(code),
    idd: textOrNull(idd),
    trunk: textOrNull(prefixForParsing) ?? textOrNull(prefix),
    transform: textOrNull(transform),
    leading: textOrNull(leading),
    general: { pattern: general, lengths: numbersOf(lengths) },
    kinds,
    // An empty pattern stands for that of fixed lines.
    mobileIsFixed: isList(mobile) && mobile[0] === "",
  };
}
