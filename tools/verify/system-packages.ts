import { spawnSync } from "node:child_process";

/** A program of the system that a stage needs: how it is found, and which Debian package holds it. */
interface SystemPackage {
  readonly probe: string;
  readonly apt: string;
}

const PACKAGES = {
  strace: { probe: "strace --version", apt: "strace" },
  zsh: { probe: "zsh --version", apt: "zsh" },
  fish: { probe: "fish --version", apt: "fish" },
  faketime: { probe: "ls /usr/lib/*/faketime/libfaketimeMT.so.1", apt: "faketime" },
  sshd: { probe: "test -x /usr/sbin/sshd", apt: "openssh-server" },
  postgresql: { probe: "ls /usr/lib/postgresql/*/bin/initdb", apt: "postgresql" },
  age: { probe: "age --version", apt: "age" },
  chromium: { probe: "test -x /usr/bin/chromium", apt: "chromium" },
  libreoffice: { probe: "command -v soffice", apt: "libreoffice-calc-nogui" },
} as const satisfies Record<string, SystemPackage>;

type SystemPackageName = keyof typeof PACKAGES;

export function isSystemPackage(name: string): name is SystemPackageName {
  return Object.hasOwn(PACKAGES, name);
}

/** Runs one line of shell; true when it ended with 0. */
type Shell = (line: string) => boolean;

const APT_LIMIT_MS = 300_000;

/**
 * Installs what is missing where that is allowed (root, apt-get). Returns null when all is there, else what to install
 * by hand, in one sentence.
 */
export function provide(names: readonly SystemPackageName[], shell: Shell = runShell): string | null {
  const absent = (): string[] =>
    names.map((name) => PACKAGES[name]).flatMap(({ probe, apt }) => (shell(probe) ? [] : [apt]));
  const missing = absent();
  if (missing.length === 0) return null;
  const install = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  const mayInstall = shell('test "$(id -u)" = 0 && command -v apt-get');
  if (mayInstall && (shell(install) || shell(`apt-get update && ${install}`)) && absent().length === 0)
    return null;
  return `not on this machine: ${missing.join(", ")}; install with: sudo ${install}`;
}

function runShell(line: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("/bin/sh", ["-c", line], { stdio: "ignore", timeout: APT_LIMIT_MS, env }).status === 0;
}
