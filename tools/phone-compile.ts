import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compileTable } from "./phone/compile.ts";
import { plansOfGoogle } from "./phone/from-google.ts";
import { plansOfLibphonenumberJs } from "./phone/from-libphonenumber-js.ts";
import { moduleText } from "./phone/module-text.ts";

/*
 * npm run phone:compile -- [--from libphonenumber-js|google-libphonenumber] [--out FILE]
 * Compiles the number table of src/phone from the installed metadata. FILE that ends in .ts becomes a module, any other
 * the bare table.
 */
const SOURCES = { "libphonenumber-js": plansOfLibphonenumberJs, "google-libphonenumber": plansOfGoogle };
const TABLE = fileURLToPath(new URL("../src/phone/table/table-data.ts", import.meta.url));

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "libphonenumber-js" },
    out: { type: "string", default: TABLE },
  },
});
const plansOf = Object.entries(SOURCES).find(([name]) => name === values.from)?.[1];
if (plansOf === undefined) {
  console.error(`--from takes ${Object.keys(SOURCES).join(" or ")}, not ${values.from}.`);
  process.exitCode = 2;
} else {
  const plans = plansOf();
  const table = compileTable(plans);
  writeFileSync(values.out, values.out.endsWith(".ts") ? moduleText(plans.source, table.bytes) : table.bytes);
  const kb = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;
  console.log(
    `${plans.source}: ${table.states} states, ${table.labels} labels, ${kb(table.size)}, ${kb(table.bytes.length)} compressed`,
  );
}
