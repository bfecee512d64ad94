import type { Timers } from "../src/limits/timers.ts";

/** Small, fast and the same everywhere (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Event {
  readonly at: number;
  readonly work: () => void;
  live: boolean;
}

/** Time that passes from event to event: a heap of what is due. */
export class VirtualTime implements Timers {
  static readonly BEGIN = Date.UTC(2026, 10, 23, 12);
  readonly random: () => number;
  readonly #due: Event[] = [];
  #now = 0;

  constructor(random: () => number) {
    this.random = random;
  }

  now(): number {
    return this.#now;
  }

  /** Begins on a Monday at noon, UTC. */
  wall(): number {
    return VirtualTime.BEGIN + this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const event = { at: this.#now + ms, work, live: true };
    this.#push(event);
    return () => {
      event.live = false;
    };
  }

  /** Calls that are due and were not undone. */
  get pending(): number {
    return this.#due.filter((event) => event.live).length;
  }

  /** Goes on to the next call; false where none is due any more. */
  step(): boolean {
    const next = this.#due[0];
    if (next === undefined) return false;
    this.#pop();
    this.#now = next.at;
    if (next.live) next.work();
    return true;
  }

  runUntil(end: number): void {
    while ((this.#due[0]?.at ?? Number.POSITIVE_INFINITY) <= end) this.step();
    this.#now = end;
  }

  #push(event: Event): void {
    const heap = this.#due;
    let place = heap.length;
    heap.push(event);
    for (let up = (place - 1) >> 1; place > 0; up = (place - 1) >> 1) {
      const parent = heap[up];
      if (parent === undefined || parent.at <= event.at) break;
      heap[place] = parent;
      place = up;
    }
    heap[place] = event;
  }

  #pop(): void {
    const heap = this.#due;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if ((heap[child + 1]?.at ?? Infinity) < (heap[child]?.at ?? Infinity)) child++;
      const smaller = heap[child];
      if (smaller === undefined || smaller.at >= last.at) break;
      heap[place] = smaller;
      place = child;
    }
    heap[place] = last;
  }
}
