import { createRequire } from "node:module";
import type { FormatRow, FormatTable } from "../../src/phone/format/number-format.ts";
import { isList, textOrNull } from "./plans.ts";

/** Field numbers of PhoneMetadata in libphonenumber's phonemetadata.proto; the built-in metadata are lists by these. */
const FORMATS = 19;
const INTERNATIONAL_FORMATS = 20;
/** Field numbers of NumberFormat. */
const FIELDS = { pattern: 1, format: 2, leading: 3, rule: 4 } as const;

interface Package {
  readonly metadata: {
    readonly countryCodeToRegionCodeMap: Readonly<Record<string, readonly string[]>>;
    readonly countryToMetadata: Readonly<Record<string, readonly unknown[]>>;
  };
}

/** How numbers of each calling code are written, from the installed google-libphonenumber: its main region's rules hold. */
export function formatsOfGoogle(): FormatTable {
  const { metadata } = createRequire(import.meta.url)("google-libphonenumber") as Package;
  const table: Record<string, FormatTable[string]> = {};
  for (const [code, [region]] of Object.entries(metadata.countryCodeToRegionCodeMap)) {
    const row = metadata.countryToMetadata[region === undefined || region === "001" ? code : region] ?? [];
    const national = formatsOf(row[FORMATS], true);
    if (national.length === 0) continue;
    const international = formatsOf(row[INTERNATIONAL_FORMATS], false);
    const plain = formatsOf(row[FORMATS], false);
    table[code] = [national, international.length > 0 ? international : plain];
  }
  return table;
}

function formatsOf(list: unknown, withPrefix: boolean): FormatRow[] {
  if (!isList(list)) return [];
  return list.map((format) => {
    if (!isList(format)) throw new Error("a format is not readable");
    const text = textOrNull(format[FIELDS.format]) ?? "";
    const rule = withPrefix ? textOrNull(format[FIELDS.rule]) : null;
    const leading = format[FIELDS.leading];
    return [
      textOrNull(format[FIELDS.pattern]) ?? "",
      // The last one is the most exact.
      isList(leading) ? textOrNull(leading.at(-1)) : null,
      rule === null ? text : text.replace(/(\$\d)/, rule),
    ];
  });
}
