import { extname } from "node:path";
import type { Worker } from "node:worker_threads";
import { startThread } from "../../base/thread.ts";
import type { ServerConnectionData } from "./protocol.ts";

/** So long it is kept for the next connection: to start one takes longer than most of what is asked. */
const IDLE_MS = 250;

let thread: Worker | null = null;
let connections = 0;

/**
 * Has a connection served by the one thread that does so for all connections of the calling thread, which waits for one
 * at a time. {@link releaseConnection} when it is closed. It keeps no process from ending.
 */
export function serveInThread(data: ServerConnectionData): void {
  thread ??= start();
  connections++;
  thread.postMessage(data, [data.port]);
}

/** Without connections the thread ends, some time after the last. */
export function releaseConnection(): void {
  connections--;
  if (connections === 0) setTimeout(endUnused, IDLE_MS).unref();
}

function start(): Worker {
  const started = startThread(new URL(`./main${extname(import.meta.url)}`, import.meta.url), {});
  started.unref();
  started.once("exit", () => {
    if (thread === started) thread = null;
  });
  return started;
}

function endUnused(): void {
  if (connections > 0) return;
  // It then has nothing left to do.
  thread?.postMessage(null);
  thread = null;
}
