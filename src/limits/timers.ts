import { monotonicMs } from "../base/clock.ts";

/** The clock a limiter lives by: real time, or a virtual one in tests and simulations. */
export interface Timers {
  /** Monotonic milliseconds. */
  now(): number;
  /** What the machine's clock says, in milliseconds since 1970. */
  wall(): number;
  /** Calls `work` once after `ms` milliseconds, which may be more than a timer of Node keeps; returns what undoes it. */
  after(ms: number, work: () => void): () => void;
  /** 0 to 1, evenly spread. */
  random(): number;
}

/** Longest single timer: Node fires at once above 2^31-1 ms. Whoever is called early looks again. */
const LONGEST_TIMER_MS = 60_000;

/** Real time. `after` may call early, after a minute: its caller checks what the time is. */
export const realTimers: Timers = {
  now: monotonicMs,
  wall: Date.now,
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.ceil(ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
