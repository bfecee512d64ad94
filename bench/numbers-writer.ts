import { openSqliteWriter } from "../src/store/sqlite/sqlite.ts";
import { endRun, listProjects, PAGE, pageOf, savePhones } from "./export-store.ts";

/** Writes run after run into a store, each with other numbers in a share of every project, until it is ended. */
const [database = "", projects = "1000"] = process.argv.slice(2);
const writer = await openSqliteWriter(database);
for (let round = 1; ; round++) {
  const run = await listProjects(writer, Number(projects));
  await savePhones(writer, run, (project) => {
    const page = pageOf(project, 0.02);
    for (let at = 0; at < PAGE * 0.02; at++)
      page.numbers.digits[at] = (page.numbers.digits[at] ?? 0n) + BigInt(round * 37);
    return page;
  });
  await endRun(writer, run);
  process.stdout.write(`${run}\n`);
}
