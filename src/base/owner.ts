import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Names a process for as long as it lives: machine, pid and, where the system tells, when it was started. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Clock ticks since boot; null where /proc does not tell. A pid that was given anew has another start. */
  readonly started: number | null;
}

export function thisProcess(): Owner {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) };
}

/** Whether the process still runs; null when it is another machine's, of which nothing can be told. */
function isAlive(owner: Owner): boolean | null {
  if (owner.host !== hostname()) return null;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== "EPERM") return false;
  }
  return owner.started === null || startOf(owner.pid) === owner.started;
}

/** Field 22 of /proc/PID/stat (proc(5)); the name before it may hold spaces and brackets. */
function startOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  } catch {
    return null;
  }
}

/** Work of another machine whose last sign of life is older than this is taken for abandoned. */
const SILENT_MS = 15_000;

/** Whether somebody works on what `owner` took: its process lives, or, on another machine, gave a sign of life lately. */
export function isWorking(owner: Owner, heartbeatAt: string, nowMs: number): boolean {
  return isAlive(owner) ?? Math.abs(nowMs - Date.parse(heartbeatAt)) < SILENT_MS;
}
