import { monotonicMs, sleep } from "../base/clock.ts";
import type { Limiter } from "./limits.ts";

/**
 * How much of a known limit is used. At 98% the 51st of 50 a second comes 1.02 s after the first, so that the
 * jitter of timers and networks does not push it into the server's window.
 */
const SHARE_OF_LIMIT = 0.98;

/** How late a turn may be taken before it is lost: what a stalled process missed is not caught up in a burst. */
const LATE_MS = 10;

/**
 * Evenly spaced requests, no bursts (GCRA with a burst of one): each takes the next free moment on a line of
 * moments `1000 / (rps * 0.98)` ms apart. Without `rps` only {@link Limiter.holdFor} holds requests back.
 */
export function createPacer(rps: number | null): Limiter {
  const interval = rps === null ? 0 : 1000 / (rps * SHARE_OF_LIMIT);
  let next = 0;
  let heldUntil = 0;

  const takeTurn = (): number => {
    const now = monotonicMs();
    const turn = Math.max(next, now - LATE_MS, heldUntil);
    next = turn + interval;
    return turn;
  };

  return {
    requestsPerSecond: rps,
    async acquire(signal) {
      signal.throwIfAborted();
      for (let turn = takeTurn(); ; turn = takeTurn()) {
        const wait = turn - monotonicMs();
        if (wait > 0) await sleep(wait, signal);
        // A hold that came while waiting sends everybody back to queue behind it.
        if (turn >= heldUntil || heldUntil <= monotonicMs()) return;
      }
    },
    holdFor(waitMs) {
      heldUntil = Math.max(heldUntil, monotonicMs() + waitMs);
      next = Math.max(next, heldUntil);
    },
  };
}
