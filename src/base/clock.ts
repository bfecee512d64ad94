import { setTimeout as delay } from "node:timers/promises";

/** Longest delay that Node's timers keep; above it they fire after 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Monotonic milliseconds: unmoved by steps of the machine's clock. For intervals, never for dates. */
export function monotonicMs(): number {
  return performance.now();
}

/** Resolves after `ms` milliseconds of any length; rejects with the signal's reason when it aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  let left = ms;
  while (left > MAX_TIMER_MS) {
    await delay(MAX_TIMER_MS, undefined, { signal });
    left -= MAX_TIMER_MS;
  }
  await delay(Math.max(0, left), undefined, { signal });
}

/** So often the clock is looked at again: a machine that was suspended, or whose clock was set, wakes at the right time. */
const LOOK_MS = 30_000;

/**
 * Resolves once the machine's clock says `until` (milliseconds since 1970), or as much time has passed as was left when
 * it was asked, whichever is sooner. Rejects with the signal's reason.
 */
export async function sleepUntil(until: number, signal?: AbortSignal): Promise<void> {
  const end = monotonicMs() + (until - Date.now());
  for (;;) {
    const left = Math.min(until - Date.now(), end - monotonicMs());
    if (left <= 0) return;
    await sleep(Math.min(left, LOOK_MS), signal);
  }
}

/** The time that calendars go by, as a port: what is due is decided by it, and tests have one of their own. */
export interface WallClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** As {@link sleepUntil}. */
  sleepUntil(until: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own. */
export const machineClock: WallClock = { now: () => Date.now(), sleepUntil };
