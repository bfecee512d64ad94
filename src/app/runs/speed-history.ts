import type { SpeedPoint } from "../../model/run-page.ts";

/** Twice as many as a chart is wide enough to show; beyond, two neighbours become one. */
const MOST_POINTS = 720;
const LATELY_S = 60;

/** What is counted of a run, all from its beginning on. */
export type SpeedCounts = Omit<SpeedPoint, "limit">;

/** How fast a run goes, second by second, and coarser the longer it lasts. */
export class SpeedHistory {
  #points: SpeedPoint[];
  #last: SpeedCounts;
  /** Seconds that a point stands for. */
  #step = 1;
  #recent: SpeedPoint[] = [];

  /** `before`: of earlier sessions of the run; `start`: its counts now. */
  constructor(before: readonly SpeedPoint[], start: SpeedCounts) {
    this.#points = [...before];
    this.#last = start;
    const ends = before.map(({ t }) => t);
    this.#step = Math.max(1, ...ends.map((t, at) => t - (ends[at - 1] ?? 0)));
  }

  get points(): readonly SpeedPoint[] {
    return this.#points;
  }

  /** Of the last minute. */
  get lately(): { readonly requests: number; readonly errors: number; readonly throttled: number } {
    const sum = (of: (point: SpeedPoint) => number): number =>
      this.#recent.reduce((total, point) => total + of(point), 0);
    return {
      requests: sum((point) => point.requests),
      errors: sum((point) => point.errors),
      throttled: sum((point) => point.throttled),
    };
  }

  /** To be called each second. */
  add(now: SpeedCounts, limit: number | null): void {
    const before = this.#last;
    this.#last = now;
    const point: SpeedPoint = {
      t: now.t,
      requests: now.requests - before.requests,
      throttled: now.throttled - before.throttled,
      errors: now.errors - before.errors,
      records: now.records - before.records,
      limit: limit === null ? null : Math.round(limit * 100) / 100,
      parked: now.parked - before.parked,
    };
    this.#recent = [...this.#recent.filter(({ t }) => now.t - t < LATELY_S), point];
    const last = this.#points.at(-1);
    const begins = this.#points.at(-2)?.t ?? 0;
    if (last !== undefined && now.t - begins <= this.#step)
      this.#points[this.#points.length - 1] = joined(last, point);
    else this.#points.push(point);
    if (this.#points.length > MOST_POINTS) this.#coarsen();
  }

  #coarsen(): void {
    const halved: SpeedPoint[] = [];
    for (let at = 0; at < this.#points.length; at += 2) {
      const [one, other] = [this.#points[at], this.#points[at + 1]];
      if (one !== undefined) halved.push(other === undefined ? one : joined(one, other));
    }
    this.#points = halved;
    this.#step *= 2;
  }
}

function joined(one: SpeedPoint, other: SpeedPoint): SpeedPoint {
  return {
    t: other.t,
    requests: one.requests + other.requests,
    throttled: one.throttled + other.throttled,
    errors: one.errors + other.errors,
    records: one.records + other.records,
    limit: other.limit ?? one.limit,
    parked: one.parked + other.parked,
  };
}
