import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { formatsOfGoogle } from "./phone/formats.ts";

/*
 * npm run phone:formats
 * Compiles how numbers are written nationally and internationally from the installed google-libphonenumber.
 */
const OUT = fileURLToPath(new URL("../src/phone/format/format-data.ts", import.meta.url));

const json = JSON.stringify(formatsOfGoogle());
const data = brotliCompressSync(json).toString("base64");
writeFileSync(
  OUT,
  `// Made by \`npm run phone:formats\`; not edited by hand.

/** How numbers of each calling code are written (FormatTable): JSON, brotli, base64. */
export const FORMAT_DATA: string =
  "${data}";
`,
);
console.log(`${json.length} characters, ${data.length} compressed`);
