import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../bin/datamaster.js", import.meta.url));

export interface BenchSim {
  readonly url: string;
  readonly token: string;
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  control<T>(path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts the bundled CRM in a process of its own; it ends with this one. */
export async function startBenchSim(args: readonly string[] = []): Promise<BenchSim> {
  const child = spawn(
    process.execPath,
    [BIN, "sim", "--json", "--port", "0", "--until-stdin-ends", ...args],
    {
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const said = JSON.parse(line) as Omit<BenchSim, "control" | "stop">;
  const origin = new URL(said.url).origin;
  return {
    ...said,
    async control<T>(path: string, body?: unknown): Promise<T> {
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const answer = await fetch(`${origin}/__control/${path}`, init);
      return (await answer.json()) as T;
    },
    async stop() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

/** The words of a collect from this CRM into `database`, for {@link measure}; its token is in DATAMASTER_TOKEN. */
export function collectWords(sim: BenchSim, database: string, more: readonly string[] = []): string[] {
  const source = ["--base-url", sim.url, "--region", "RU", "--db", `sqlite:${database}`];
  return [BIN, "collect", "--json", "--quiet", ...source, ...more];
}

/** What a process used, as /proc tells (Linux); zero elsewhere. */
export interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  /** Time on a processor, of all threads: what remains comparable where others use the machine too. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

/** Runs a script of this Node.js to its end and measures it from outside; with `input`, an open file, its output is dropped. */
export async function measure(
  args: readonly string[],
  env: Record<string, string> = {},
  input?: number,
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: input === undefined ? ["ignore", "pipe", "inherit"] : [input, "ignore", "inherit"],
    env: { ...process.env, ...env },
  });
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  let peakMegabytes = 0;
  let cpuSeconds = 0;
  const look = setInterval(() => {
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child));
    peakMegabytes = Math.max(peakMegabytes, peakOf(child));
  }, 100);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(look);
  return { code, seconds: (performance.now() - begun) / 1000, cpuSeconds, peakMegabytes, stdout };
}

/** Clock ticks a second in /proc; the same on every Linux. */
const TICKS = 100;

function cpuOf(child: ChildProcess): number {
  try {
    const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
    // Behind the name in brackets: utime is the 12th field, stime the 13th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

function peakOf(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
