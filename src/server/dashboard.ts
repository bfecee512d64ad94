import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hasDashboard } from "./pages.ts";

/** What makes the dashboard, in a checkout alone. */
const BUILDER = fileURLToPath(new URL("../../tools/build-web.ts", import.meta.url));

/**
 * Makes the dashboard where a checkout has none yet, which takes some seconds; `onBuild` is called before. False where there is
 * none and none can be made. Rejects where making it fails.
 */
export async function ensureDashboard(onBuild: () => void): Promise<boolean> {
  if (hasDashboard()) return true;
  if (!existsSync(BUILDER)) return false;
  onBuild();
  await promisify(execFile)(process.execPath, [BUILDER]);
  return hasDashboard();
}
