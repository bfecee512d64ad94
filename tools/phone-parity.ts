import { parseArgs } from "node:util";
import { compareWithGoogle } from "./phone/parity.ts";

/*
 * npm run phone:parity -- [--cases N] [--seed N]
 * Compares strict reading with google-libphonenumber over N generated texts; ends with 1 where they differ.
 */
const { values } = parseArgs({
  options: { cases: { type: "string", default: "2000000" }, seed: { type: "string", default: "1" } },
});
const started = performance.now();
const { cases, valid, differences } = compareWithGoogle(Number(values.cases), Number(values.seed));
for (const one of differences) console.log(JSON.stringify(one));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${cases} cases, ${valid} valid, ${differences.length} differences, ${seconds} s`);
if (differences.length > 0) process.exitCode = 1;
