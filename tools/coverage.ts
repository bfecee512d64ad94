import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { holdsOnlyTypes } from "./guard/only-types.ts";

/** The share of lines in src/ that tests must run, in percent. */
const LEAST_LINES = 85;
const LOWEST_SHOWN = 8;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORTS = join(ROOT, "coverage");

interface Lines {
  readonly total: number;
  readonly covered: number;
  readonly pct: number;
}

/** Files that Node erases whole: no line of theirs can run, so none can be missed. */
function filesOfTypes(): string[] {
  const files = globSync("src/**/*.ts", { cwd: ROOT });
  return files.filter((file) => holdsOnlyTypes(readFileSync(join(ROOT, file), "utf8")));
}

/** Runs c8 over what V8 left in `folder`; its reports land in coverage/. Throws with its output when it fails. */
function report(folder: string, leftOut: readonly string[]): void {
  const args = ["report", "--temp-directory", folder, "--reports-dir", REPORTS, "--merge-async"];
  args.push("--all", "--src", "src", "--include", "src/**/*.ts", "--extension", ".ts");
  // Naming any file here also replaces c8's own list of files to leave out.
  for (const file of ["test/**", ...leftOut]) args.push("--exclude", file);
  args.push("--reporter", "json-summary", "--reporter", "text", "--reporter", "html");
  const c8 = fileURLToPath(import.meta.resolve("c8/bin/c8.js"));
  const done = spawnSync(process.execPath, [c8, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0) throw new Error(`c8 ended with ${done.status}\n${done.stdout}${done.stderr}`);
  writeFileSync(join(REPORTS, "lines.txt"), done.stdout);
}

/** Prints the sum and the files that tests run least; returns whether enough lines were run. */
function summarize(): boolean {
  const text = readFileSync(join(REPORTS, "coverage-summary.json"), "utf8");
  const summary: Record<string, { readonly lines: Lines }> = JSON.parse(text);
  const files = Object.entries(summary).filter(([file, { lines }]) => file !== "total" && lines.pct < 100);
  const total = summary.total?.lines;
  if (total === undefined || total.total === 0) throw new Error("c8 found no line of src/");
  console.log(
    `${total.pct}% of the lines in src/ (${total.covered} of ${total.total}; at least ${LEAST_LINES}%), lowest:`,
  );
  files.sort(([, a], [, b]) => a.lines.pct - b.lines.pct);
  for (const [file, { lines }] of files.slice(0, LOWEST_SHOWN)) {
    console.log(`${lines.pct.toFixed(1).padStart(6)}%  ${relative(ROOT, file)}`);
  }
  console.log("Line numbers: coverage/lines.txt");
  return total.pct >= LEAST_LINES;
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node tools/coverage.ts FOLDER   (what NODE_V8_COVERAGE named)");
  process.exitCode = 2;
} else {
  report(folder, filesOfTypes());
  process.exitCode = summarize() ? 0 : 1;
}
