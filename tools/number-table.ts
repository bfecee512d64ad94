import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Run by hand after an update of libphonenumber-js: notes the day on which the installed version was published, from
// which `doctor` tells the age of the numbering plans.
const FILE = fileURLToPath(new URL("../src/phone/table/released.ts", import.meta.url));
const PACKAGE = new URL("../node_modules/libphonenumber-js/package.json", import.meta.url);

const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
const answer = execFileSync("npm", ["view", `libphonenumber-js@${version}`, "time", "--json"], {
  encoding: "utf8",
});
const date = (JSON.parse(answer) as Record<string, string>)[version]?.slice(0, 10);
if (date === undefined) throw new Error(`the registry tells no day for libphonenumber-js ${version}`);
const text = readFileSync(FILE, "utf8");
const noted = text.replace(
  /const RELEASED = \{.*\};/,
  `const RELEASED = { version: "lpjs-${version}", date: "${date}" };`,
);
writeFileSync(FILE, noted);
console.log(`libphonenumber-js ${version} was published on ${date}.`);
