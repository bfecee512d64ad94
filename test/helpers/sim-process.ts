import { type RunOptions, start } from "./run.ts";

/** A simulator in a process of its own. */
export interface SimProcess {
  /** Base URL of its API, path included. */
  readonly url: string;
  readonly token: string;
  readonly clients: number;
  readonly projects: number;
  readonly records: number;
  readonly pid: number;
  /** Ends it now; otherwise it ends after the test. */
  stop(): Promise<unknown>;
}

/** Starts `datamaster sim --json --port 0 ...args` and resolves as soon as it listens; ended after the test. */
export async function spawnSim(args: readonly string[] = [], options: RunOptions = {}): Promise<SimProcess> {
  // Stdin stays open: `sim` may be asked to end with it.
  const sim = start(["sim", "--json", "--port", "0", ...args], {
    timeoutMs: 600_000,
    input: null,
    ...options,
  });
  const [line] = await sim.waitFor(/^\{.*\}$/m);
  return { ...readLine(line), pid: sim.pid, stop: () => sim.stop() };
}

function readLine(line: string): Omit<SimProcess, "pid" | "stop"> {
  const said: Partial<Record<string, unknown>> = JSON.parse(line);
  const text = (name: string): string => {
    const value = said[name];
    if (typeof value !== "string") throw new Error(`sim --json told no ${name}: ${line}`);
    return value;
  };
  const count = (name: string): number => {
    const value = said[name];
    if (typeof value !== "number") throw new Error(`sim --json told no ${name}: ${line}`);
    return value;
  };
  return {
    url: text("url"),
    token: text("token"),
    clients: count("clients"),
    projects: count("projects"),
    records: count("records"),
  };
}
