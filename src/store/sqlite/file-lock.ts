import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { monotonicMs, sleep } from "../../base/clock.ts";
import { isBusy } from "./failure.ts";

const LOOK_AGAIN_MS = 50;

/**
 * Runs `work` while no other process or caller holds the lock of this name: an empty file beside what it guards. The
 * operating system keeps the lock (through SQLite), so that a process that is killed leaves none behind. Resolves with
 * null where it was not to be had within `patienceMs`; rejects as the file system does, or with the signal's reason.
 */
export async function withFileLock<T>(
  path: string,
  patienceMs: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const until = monotonicMs() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    const lock = tryLock(path);
    if (lock !== null) {
      try {
        return { result: await work() };
      } finally {
        lock.close();
      }
    }
    if (monotonicMs() > until) return null;
    await sleep(LOOK_AGAIN_MS, signal);
  }
}

/** Takes the lock, which closing gives back; null where another process or caller holds it. */
export function tryLock(path: string): { close(): void } | null {
  closeSync(openSync(path, "a", 0o600));
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
}
