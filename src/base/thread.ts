import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread with the entry file `entry`. It takes over this process's compile cache, which Node leaves to each thread:
 * without it most of a thread's start is compiling.
 */
export function startThread(entry: URL, options: WorkerOptions): Worker {
  const own = getCompileCacheDir();
  if (own === undefined) return new Worker(entry, options);
  // The folder that is told ends in one for this version of Node.
  const cache = JSON.stringify(dirname(own));
  // In plain JavaScript, since the entry itself is to come out of the cache.
  const first = `require("node:module").enableCompileCache(${cache}); import(${JSON.stringify(entry.href)});`;
  return new Worker(first, { ...options, eval: true });
}
