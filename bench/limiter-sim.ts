import type { Lane } from "../src/limits/lane.ts";
import type { Permit } from "../src/limits/limits.ts";
import { createRateLimiter, type LimitShape, type RateLimiter } from "../src/sim/rate-limit.ts";
import { seeded, VirtualTime } from "./virtual-time.ts";

/** What sends: our lane, or a baseline. */
export interface Line {
  join: Lane["join"];
  /** How long a worker that was refused waits on its own, before it asks again. */
  pauseMs?(retryAfterMs: number, tries: number): number;
}

export interface Trial {
  readonly makeLine: (time: VirtualTime) => Line;
  readonly seed: number;
  readonly workers: number;
  /** Way there and way back, each evenly between these. */
  readonly wayMs: readonly [number, number];
  /** The limit that holds from each moment on, the first from 0. */
  readonly limits: ReadonlyArray<readonly [fromMs: number, limit: LimitShape]>;
  /** What is counted. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Requests counted, by when they were answered. */
export interface Counted {
  readonly accepted: number;
  readonly refused: number;
}

/** Workers with an endless backlog against a limit that they cannot see. Retry-After is in whole seconds, as usual. */
export function runTrial(trial: Trial): Counted {
  const random = seeded(trial.seed);
  const time = new VirtualTime(random);
  const line = trial.makeLine(time);
  const [shortest, longest] = trial.wayMs;
  const way = (): number => shortest + random() * (longest - shortest);
  const counted = { accepted: 0, refused: 0 };
  let server: RateLimiter | undefined;
  for (const [at, limit] of trial.limits) {
    time.after(at, () => {
      server = createRateLimiter(limit);
    });
  }
  const ask = (tries: number): void => {
    line.join({ cost: 1, go: (permit) => send(permit, tries) });
  };
  const send = (permit: Permit, tries: number): void => {
    time.after(way(), () => {
      const { accepted, retryMs } = server?.take(time.now()) ?? { accepted: true, retryMs: 0 };
      time.after(way(), () => answer(permit, tries, accepted, Math.max(1, Math.ceil(retryMs / 1000)) * 1000));
    });
  };
  const answer = (permit: Permit, tries: number, accepted: boolean, retryAfterMs: number): void => {
    if (time.now() >= trial.fromMs) counted[accepted ? "accepted" : "refused"]++;
    permit.done(accepted ? { kind: "answered" } : { kind: "throttled", retryAfterMs });
    const pause = accepted ? 0 : (line.pauseMs?.(retryAfterMs, tries) ?? 0);
    if (pause > 0) time.after(pause, () => ask(tries + 1));
    else ask(accepted ? 0 : tries + 1);
  };
  time.after(0, () => {
    for (let worker = 0; worker < trial.workers; worker++) ask(0);
  });
  time.runUntil(trial.toMs);
  return counted;
}
