import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const VERSION = "0.1.4";
const INSTALL_MS = 120_000;

/**
 * target-jsonl of PyPI, a Singer target: its program, installed by pip into a cache folder where it is missing; else why there is
 * none.
 */
export function singerTarget(): { readonly program: string } | { readonly why: string } {
  const folder = join(homedir(), ".cache", "datamaster-tests", `target-jsonl-${VERSION}`);
  const program = join(folder, "bin", "target-jsonl");
  if (existsSync(program)) return { program };
  mkdirSync(folder, { recursive: true });
  for (const [command, args] of [
    ["python3", ["-m", "venv", folder]],
    [join(folder, "bin", "pip"), ["install", "--quiet", `target-jsonl==${VERSION}`]],
  ] as const) {
    const { status, stderr, error } = spawnSync(command, args, { timeout: INSTALL_MS, encoding: "utf8" });
    if (status === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    return { why: `${command} failed: ${error?.message ?? stderr.trim().split("\n").at(-1)}` };
  }
  return { program };
}
