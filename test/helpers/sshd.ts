import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { tempDir } from "./temp.ts";

/** An OpenSSH server of a test: its port, its key's fingerprint as ssh-keygen tells it, a key that it lets in, its folder. */
export interface Sshd {
  readonly port: number;
  readonly fingerprint: string;
  readonly user: string;
  readonly privateKey: string;
  /** The same key, locked with `open sesame`. */
  readonly lockedKey: string;
  readonly folder: string;
}

export const PASSPHRASE = "open sesame";

/** Starts sshd on a free port of this machine, with keys of its own; it ends with the test. */
export async function startSshd(): Promise<Sshd> {
  const folder = tempDir();
  chmodSync(folder, 0o755);
  const file = (name: string): string => join(folder, name);
  const keygen = (...args: string[]): string =>
    execFileSync("ssh-keygen", ["-q", ...args], { encoding: "utf8" });
  for (const name of ["host", "user"]) keygen("-t", "ed25519", "-N", "", "-f", file(name));
  copyFileSync(file("user"), file("locked"));
  chmodSync(file("locked"), 0o600);
  keygen("-p", "-P", "", "-N", PASSPHRASE, "-f", file("locked"));
  copyFileSync(file("user.pub"), file("authorized"));
  mkdirSync(file("inbox"));
  const port = await freePort();
  const settings = {
    Port: port,
    ListenAddress: "127.0.0.1",
    HostKey: file("host"),
    AuthorizedKeysFile: file("authorized"),
    PidFile: "none",
    StrictModes: "no",
    UsePAM: "no",
    PasswordAuthentication: "no",
    PermitRootLogin: "yes",
    Subsystem: "sftp internal-sftp",
  };
  writeFileSync(
    file("sshd_config"),
    Object.entries(settings)
      .map(([key, value]) => `${key} ${value}\n`)
      .join(""),
  );
  // It wants this folder as root, for a process that has no rights.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const server = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", file("sshd_config")], { stdio: "ignore" });
  onTestFinished(async () => {
    if (server.exitCode !== null) return;
    const ended = once(server, "exit");
    server.kill();
    await ended;
  });
  await listening(port, () => server.exitCode);
  const [, fingerprint = ""] = keygen("-lf", file("host.pub")).split(" ");
  const { username: user } = userInfo();
  return {
    port,
    fingerprint,
    user,
    privateKey: file("user"),
    lockedKey: file("locked"),
    folder: file("inbox"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function listening(port: number, exitCode: () => number | null): Promise<void> {
  for (;;) {
    if (exitCode() !== null) throw new Error(`sshd ended with ${exitCode()}`);
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await delay(20);
  }
}
