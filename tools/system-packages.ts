import { isSystemPackage, provide } from "./verify/system-packages.ts";

/* Sees that programs of the system are there that tests need: node tools/system-packages.ts strace faketime */
const names = process.argv.slice(2);
const known = names.filter(isSystemPackage);
const problem =
  known.length === names.length
    ? provide(known)
    : `There is no package among those known in: ${names.join(" ")}`;
if (problem !== null) {
  console.error(problem);
  process.exitCode = 1;
}
