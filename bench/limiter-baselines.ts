import type { Waiter } from "../src/limits/lane.ts";
import type { RequestOutcome } from "../src/limits/limits.ts";
import type { Line } from "./limiter-sim.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** A rule for the rate: told what was accepted and refused, tells requests a second. */
interface Rule {
  rate(now: number): number;
  accepted(now: number): void;
  /** Once for all that were refused together; nobody sends before `until`. */
  refused(now: number, until: number): void;
}

/** Each worker backs off on its own, with full jitter from 1 s to a minute, and nobody paces. */
export function noPacer(time: VirtualTime): Line {
  return {
    join: ({ go }) => go({ done: () => undefined }),
    pauseMs: (_, tries) => 1 + time.random() * Math.min(60_000, 1000 * 2 ** tries),
  };
}

/** Adds 0.05/s each second, takes a tenth off at each throttle moment; all are silent until Retry-After. */
export function additiveIncrease(time: VirtualTime): Line {
  let rate = 1;
  let since = 0;
  const at = (now: number): number => rate + ((now - since) / 1000) * 0.05;
  return new RuledLine(time, {
    rate: at,
    accepted: () => undefined,
    refused(now, until) {
      rate = at(now) * 0.9;
      since = until;
    },
  });
}

/** The cubic around measured capacity: flat at 98% of it for 90 s; what comes within 20 s takes 15% off. */
export function plainCubic(time: VirtualTime): Line {
  let capacity: number | null = null;
  let since = 0;
  let mark = 0;
  let accepted = 0;
  const rate = (now: number): number =>
    capacity === null
      ? 1 + now / 1000
      : Math.max(0.1, capacity * (1 + 0.02 * ((now - since - 90_000) / 90_000) ** 3));
  return new RuledLine(time, {
    rate,
    accepted: () => accepted++,
    refused(now, until) {
      const measured = (accepted * 1000) / Math.max(1, until - mark);
      const before = rate(now);
      const sure = now - mark >= 20_000;
      const highest = before * (sure ? 0.98 : 0.85);
      capacity = sure ? Math.min(highest, Math.max(measured, before / 2)) : highest;
      since = until;
      mark = until;
      accepted = 0;
    },
  });
}

/** Always the same rate: what a pacer can do that knows the limit. */
export function constantRate(perSecond: number): (time: VirtualTime) => Line {
  return (time) =>
    new RuledLine(time, { rate: () => perSecond, accepted: () => undefined, refused: () => undefined });
}

/** Evenly spaced requests at the rate that a rule tells; a throttle answer holds all back until its Retry-After. */
class RuledLine implements Line {
  readonly #time: VirtualTime;
  readonly #rule: Rule;
  readonly #waiting: Waiter[] = [];
  #next = 0;
  #heldUntil = 0;
  #refusedAt = -1;
  #armed = false;

  constructor(time: VirtualTime, rule: Rule) {
    this.#time = time;
    this.#rule = rule;
  }

  join(waiter: Waiter): void {
    this.#waiting.push(waiter);
    if (!this.#armed) this.#pass();
  }

  #pass(): void {
    for (let waiter = this.#waiting[0]; waiter !== undefined; waiter = this.#waiting[0]) {
      const now = this.#time.now();
      const wait = Math.max(this.#next, this.#heldUntil) - now;
      if (wait > 0) {
        this.#armed = true;
        this.#time.after(wait, () => {
          this.#armed = false;
          this.#pass();
        });
        return;
      }
      this.#waiting.shift();
      this.#next = Math.max(this.#next, now - 25) + 1000 / this.#rule.rate(now);
      waiter.go({ done: (outcome) => this.#done(now, outcome) });
    }
  }

  #done(sentAt: number, outcome: RequestOutcome): void {
    const now = this.#time.now();
    if (outcome.kind !== "throttled") {
      this.#rule.accepted(now);
      return;
    }
    const holdMs = (outcome.retryAfterMs ?? 1000) * (1 + this.#time.random() / 10);
    this.#heldUntil = Math.max(this.#heldUntil, now + holdMs);
    this.#next = Math.max(this.#next, this.#heldUntil);
    if (sentAt < this.#refusedAt) return;
    this.#refusedAt = now;
    this.#rule.refused(now, this.#heldUntil);
  }
}
