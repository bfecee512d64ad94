import { closeSync, openSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/*
 * The least that an export must do, for ratios: every number once, in order, as a line of text. No columns beside it, no
 * dates, no checks.
 */
const [database = "", file = ""] = process.argv.slice(2);
const rows = new DatabaseSync(database, { readOnly: true }).prepare(
  "SELECT +number FROM membership GROUP BY +number ORDER BY +number",
);
rows.setReadBigInts(true);
rows.setReturnArrays(true);
const out = openSync(file, "w");
let chunk = "";
for (const [number] of rows.iterate() as Iterable<readonly unknown[]>) {
  chunk += `+${number}\n`;
  if (chunk.length < 65_536) continue;
  writeSync(out, chunk);
  chunk = "";
}
writeSync(out, chunk);
closeSync(out);
