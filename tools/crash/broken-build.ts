import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One text of a source file, in there exactly once, and what stands in its place. */
export interface Breakage {
  /** From the root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Copies this checkout into `folder` with these places changed; returns its bin/datamaster.js. Throws where one is not found. */
export function breakBuild(folder: string, breakages: readonly Breakage[]): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ["src", "bin"]) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const { file, from, to } of breakages) {
    const path = join(folder, file);
    const parts = readFileSync(path, "utf8").split(from);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times, not once: ${from}`);
    writeFileSync(path, parts.join(to));
  }
  return join(folder, "bin", "datamaster.js");
}

/** The store commits when it is told to, inside of the transaction it was given. */
const COMMIT = 'this.#sql.db.exec("COMMIT; BEGIN IMMEDIATE");';
const WRITER = "src/store/sql/run/run-writer.ts";

/** Keeps the thread for 30 ms, so that kills find the gap. */
const PAUSE = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);";

/** Builds that are right as long as nobody kills them. */
export const BROKEN_BUILDS: Readonly<Record<string, readonly Breakage[]>> = {
  "a cursor that is committed before its rows": [
    {
      file: WRITER,
      from: "    let changed = false;\n    if (page.next === null) changed",
      to: `    this.#advance(unit, page, true);\n    ${COMMIT}\n    let changed = false;\n    if (page.next === null) changed`,
    },
    {
      file: WRITER,
      from: "    this.#advance(unit, page, changed);",
      to: "    void changed;",
    },
  ],
  "a project that is done before its last page": [
    { file: "src/store/sql/run/listing.ts", from: 'place.next === null ? "done" : "due"', to: '"done"' },
    { file: "src/store/sql/run/listing.ts", from: " AND state = 'due'\"", to: '"' },
  ],
  "records that are counted in a transaction of their own": [
    {
      file: WRITER,
      from: "    let changed = false;\n    if (page.next === null) changed",
      to: `    this.#tally.add(unit.run, facts, met);\n    this.#tally.write();\n    ${COMMIT}\n    ${PAUSE}\n    let changed = false;\n    if (page.next === null) changed`,
    },
    {
      file: WRITER,
      from: "    this.#advance(unit, page, changed);\n    this.#tally.add(unit.run, facts, met);",
      to: "    this.#advance(unit, page, changed);",
    },
  ],
};

/** Builds that kills of two runs that are continued, all of whose units can be read, do not catch. */
export const BROKEN_IN_HISTORIES = {
  "projects that count as read when they are listed": [
    {
      file: "src/store/sql/run/listing.ts",
      from: '    if ((all || stale) && addUnit(sql, unit.run, "phones", id)) added++;',
      to: `    if ((all || stale) && addUnit(sql, unit.run, "phones", id)) added++;
    sql.run("UPDATE projects SET read_stamp = stamp WHERE id = ?", id);`,
    },
  ],
  "units that are set aside before what they keep is unverified": [
    {
      file: "src/store/sql/run/quarantine.ts",
      from: '  sql.run("DELETE FROM pages WHERE unit = ?", unit.id);',
      to: `  sql.run("DELETE FROM pages WHERE unit = ?", unit.id);
  sql.db.exec("COMMIT; BEGIN IMMEDIATE");
  ${PAUSE.replace("30)", "200)")}`,
    },
  ],
} as const satisfies Readonly<Record<string, readonly Breakage[]>>;

/** A build that survives kills and no power cut: commits are not synced. */
export const UNSYNCED_BUILD: readonly Breakage[] = [
  { file: "src/store/sqlite/open.ts", from: "PRAGMA synchronous = FULL", to: "PRAGMA synchronous = NORMAL" },
];
