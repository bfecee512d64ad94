import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "src");
const DIST = join(ROOT, "dist");

/**
 * Makes dist/ out of src/ for the npm package: JavaScript, whatever else src/ holds (SQL), and types of what others import. A checkout runs
 * src/ itself and needs none of it. dist/ is exchanged whole, so that it never is half of one and half of another build.
 */
function build(): void {
  // On the file system of dist/, so that the last step is a rename.
  const folder = join(ROOT, ".datamaster");
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, "build-"));
  try {
    // package.json is imported from src/, so the compiler lays out the repository; only its src/ is wanted.
    compile("tsconfig.build.json", work);
    compile("tsconfig.types.json", work);
    const built = join(work, "src");
    for (const file of readdirSync(SRC, { recursive: true, encoding: "utf8" })) {
      if (/\.[a-z]+$/.test(file) && !file.endsWith(".ts")) cpSync(join(SRC, file), join(built, file));
    }
    rmSync(DIST, { recursive: true, force: true });
    renameSync(built, DIST);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Makes the dashboard, which lies beside dist/ as it lies beside src/. */
function buildDashboard(): void {
  const builder = join(ROOT, "tools", "build-web.ts");
  // npm pack tells its result on stdout.
  const { status, error } = spawnSync(process.execPath, [builder], {
    cwd: ROOT,
    stdio: ["ignore", process.stderr, "inherit"],
  });
  if (status !== 0) throw new Error(`the dashboard was not built: ${status ?? error?.message}`);
}

/** Compiles the files that a project names into a folder. */
function compile(project: string, folder: string): void {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--project", join(ROOT, project), "--outDir", folder];
  const { status, error } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error(`tsc ended with ${status ?? error?.message}`);
}

build();
buildDashboard();
