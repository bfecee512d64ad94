import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { builtAt } from "./pages.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What makes the dashboard, in a checkout alone. */
const BUILDER = join(ROOT, "tools/build-web.ts");
/** What it is made from. */
const SOURCES = [
  "web/src",
  "web/public",
  "web/index.html",
  "web/vite.config.ts",
  "web/routes-plugin.ts",
  "src/contract",
];

/**
 * Makes the dashboard where a checkout has none yet or an older one than its sources, which takes some seconds; `onBuild` is called
 * before. False where there is none and none can be made. Rejects where making it fails.
 */
export async function ensureDashboard(onBuild: () => void): Promise<boolean> {
  const built = builtAt();
  if (!existsSync(BUILDER)) return built !== null;
  if (built !== null && changedAt() <= built) return true;
  onBuild();
  await promisify(execFile)(process.execPath, [BUILDER]);
  return builtAt() !== null;
}

/** When its sources were last changed, in ms since 1970. */
function changedAt(): number {
  const files = SOURCES.map((name) => join(ROOT, name)).filter((place) => existsSync(place));
  const all = files.flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true }).map((name) => join(place, String(name)))
      : [place],
  );
  return Math.max(...all.map((file) => statSync(file).mtimeMs));
}
