import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL server of its own, on a socket in its folder. */
export interface PostgresServer {
  readonly folder: string;
  /** The address of the test's own place: a schema that no other test uses. */
  address(schema?: string): string;
  start(): void;
  /** Ends the server in order. */
  stop(): void;
  /** SIGKILL for the server and all its processes at once; then it can be started again. */
  kill(): void;
  /** What psql prints of a statement, without decoration. */
  psql(statement: string): string;
}

export interface PostgresOptions {
  /** Listen on loopback, too. */
  readonly port?: number;
  /** What is acknowledged survives a kill of the machine, as in earnest; else the server is faster. */
  readonly durable?: boolean;
}

const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** Makes a cluster in a folder of its own and starts it; whoever calls it stops it and removes the folder. */
export function startPostgres({ port, durable = false }: PostgresOptions = {}): PostgresServer {
  const folder = mkdtempSync(join(tmpdir(), "datamaster-test-pg-"));
  const data = join(folder, "data");
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const [uid, gid] = ["-u", "-g"].map((what) => Number(out("id", [what, "postgres"])));
    chownSync(folder, uid ?? 0, gid ?? 0);
  }
  // The server refuses to run as root.
  const run = (program: string, args: readonly string[], input = ""): string => {
    const words = [join(binaries(), program), ...args];
    const [first = "", ...rest] = isRoot ? ["runuser", "-u", "postgres", "--", ...words] : words;
    return out(first, rest, input, folder);
  };
  const flags = [
    ...(port === undefined ? ["listen_addresses=''"] : ["listen_addresses=127.0.0.1", `port=${port}`]),
    `unix_socket_directories=${folder}`,
    "max_connections=100",
    "restart_after_crash=off",
    ...(durable ? [] : FAST),
  ];
  run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
  let places = 0;
  const options = flags.map((flag) => `-c ${flag}`).join(" ");
  const server: PostgresServer = {
    folder,
    address: (schema = `place_${++places}`) =>
      `postgres://postgres@/postgres?host=${folder}&schema=${schema}`,
    start: () =>
      void run("pg_ctl", ["-D", data, "-w", "-t", "120", "-l", join(folder, "log"), "-o", options, "start"]),
    stop: () => void run("pg_ctl", ["-D", data, "-w", "-t", "120", "-m", "fast", "stop"]),
    kill: () => killAll(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0])),
    psql: (statement) =>
      run("psql", [
        "-h",
        folder,
        "-p",
        String(port ?? 5432),
        "-U",
        "postgres",
        "-v",
        "ON_ERROR_STOP=1",
        "-qAt",
        "-c",
        statement,
      ]).trim(),
  };
  server.start();
  return server;
}

/** The newest server that is installed: Debian keeps each version apart. */
function binaries(): string {
  const root = "/usr/lib/postgresql";
  const [newest] = readdirSync(root).sort((one, other) => Number(other) - Number(one));
  return join(root, newest ?? "", "bin");
}

/** Stops them all first, so that none sees another one die. */
function killAll(postmaster: number): void {
  process.kill(postmaster, "SIGSTOP");
  const all = [...childrenOf(postmaster), postmaster];
  for (const pid of all) tryKill(pid, "SIGKILL");
  while (all.some((pid) => tryKill(pid, 0))) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function childrenOf(pid: number): number[] {
  return out("ps", ["-o", "pid=", "--ppid", String(pid)])
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
}

function tryKill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function out(program: string, args: readonly string[], input = "", cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: "utf8",
    cwd,
    timeout: 180_000,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
