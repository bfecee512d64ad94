import { subscribe } from "node:diagnostics_channel";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";

/** What a test must have closed, in Node's words (process.getActiveResourcesInfo). Threads are not among them. */
const KINDS = new Set(["TCPServerWrap", "ProcessWrap", "FSEventWrap", "StatWatcher"]);

/** Threads of this process that have not ended, of those started after {@link watchWorkers}. */
const workers = new Set<Worker>();
let isWatching = false;

/** From now on threads count as resources too. */
export function watchWorkers(): void {
  // Files that share a process begin here each.
  if (isWatching) return;
  isWatching = true;
  subscribe("worker_threads", (message) => {
    const worker = typeof message === "object" && message !== null && "worker" in message && message.worker;
    if (!(worker instanceof Worker)) return;
    workers.add(worker);
    worker.once("exit", () => workers.delete(worker));
  });
}

/** Servers, child processes, threads and watchers that this process still holds, sorted by kind. */
export function openResources(): string[] {
  const open = process.getActiveResourcesInfo().filter((kind) => KINDS.has(kind));
  return [...open, ...[...workers].map(() => "Worker")].sort();
}

/** Throws when something that a test opened is still open; what is just closing gets `graceMs` to be gone. */
export async function assertNoLeaks(graceMs = 2000): Promise<void> {
  const deadline = performance.now() + graceMs;
  while (openResources().length > 0 && performance.now() < deadline) await delay(20);
  const open = openResources();
  if (open.length > 0) throw new Error(`A test of this file left open: ${open.join(", ")}`);
}
